"""The Statement: one person's month, sale by sale, with what is earned, what the company keeps, and when it is paid."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.checks import warn_of_rejected
from workbook_templates.sheets.formulas import after_note, as_entered, attainment, date_words, first_case
from workbook_templates.sheets.look import (
    BAD_INK,
    DATE,
    FORMULA,
    GENERAL,
    HEADLINE,
    INPUT,
    LABEL,
    MONTH,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    WARNING_INK,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, from_list
from workbook_templates.team_earnings.columns import TIERS
from workbook_templates.team_earnings.sheets.places import (
    PEOPLE_FORM,
    PLANS_FORM,
    STATEMENT,
    STATEMENT_HEADER,
    STATEMENT_LINES,
    TARGET_MONTHS,
    TARGETS,
)
from workbook_templates.team_earnings.sheets.plans import RATES, THRESHOLDS
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT

_MONTH: Final = Block("Statement", ("Label", "", "", "Figure"), first=9, last=17, left=7)
"""The figures of the month, beside those of the person."""
_PERSON: Final = Block("Statement", ("Label", "Words"), first=9, last=15)
_LINES_OF_FIRST_PAGE: Final = 22
_LINES_OF_A_PAGE: Final = 42
_PLAIN: Final = replace(FORMULA, rule=False)
_LEFT: Final = replace(FORMULA, horizontal="left")
_WORDS: Final = replace(FORMULA, rule=False, horizontal="left")
_UNITS: Final = "#,##0.##"
_FORMATS: Final = {"Date": DATE, "Item": GENERAL, "Units": _UNITS, "Share": SHARE, "Paid on": DATE, "Note": GENERAL}
"""The formats of the columns that are no amounts."""


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Statement", "")
    sheet["B2"] = f'="What a person sold in a month, what it earned and when it is paid."&{after_note("rows_words")}'
    warn_of_rejected(sheet, "B2")
    set_widths(sheet, (20, 26, 10, 12, 12, 9, 14, 14, 13, 14, 12, 34))
    _lay_choice(workbook, sheet)
    _lay_person(workbook, sheet)
    _lay_month(workbook, sheet)
    _lay_lines(sheet)
    sheet.freeze_panes = f"A{STATEMENT.first}"
    lay_page(sheet, STATEMENT.page(STATEMENT.last), header_rows=f"{STATEMENT_HEADER}:{STATEMENT_HEADER}")
    for row in range(STATEMENT.first + _LINES_OF_FIRST_PAGE - 1, STATEMENT.last, _LINES_OF_A_PAGE):
        sheet.row_breaks.append(Break(id=row))


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    picked = replace(INPUT, horizontal="left")
    lay(sheet, "B4", "Person (choose)", LABEL)
    lay(sheet, "C4", None, picked)
    lay(sheet, "B5", "Month (choose)", LABEL)
    lay(sheet, "C5", None, picked, MONTH)
    name_place(workbook, "statement_person", sheet, "C4")
    name_place(workbook, "statement_month", sheet, "C5")
    names = PEOPLE_FORM.column("Person")
    allow(sheet, "C4", from_list(names), "Person", "Choose one of the names of the sheet People.")
    allow(sheet, "C5", from_list("month_starts"), "Month", "Choose one of the months of the plan year.")
    shown = f'IF(statement_person="",{as_entered(f"INDEX({names},1)")},statement_person)'
    lay(sheet, "B7", f"={shown}", HEADLINE)
    sheet.row_dimensions[7].height = 36
    name_place(workbook, "person_used", sheet, "B7")
    month = "IF(ISNUMBER(statement_month),statement_month,month_used)"
    lay(sheet, "D5", f"={month}", replace(LABEL, bold=True, horizontal="left"), MONTH)
    name_place(workbook, "statement_month_used", sheet, "D5")
    row = f'=IF(OR(person_used="",COUNTIF({names},person_used)=0),"",MATCH(person_used,{names},0))'
    _lay_found(workbook, sheet, 9, "Row on People", row, "person_row")
    lay(sheet, "B18", f"={_words()}", replace(NOTE, ink=WARNING_INK))
    name_place(workbook, "statement_words", sheet, "B18")


def _lay_found(workbook: Workbook, sheet: Worksheet, row: int, label: str, formula: str, name: str) -> None:
    """A row that was looked up, in the corner of the sheet."""
    lay(sheet, f"L{row}", label, replace(NOTE, horizontal="right"))
    lay(sheet, f"M{row}", formula, replace(NOTE, horizontal="left"))
    name_place(workbook, name, sheet, f"M{row}")


def _words() -> str:
    """What the reader should know of the lines below."""
    pages = f"1+MAX(0,ROUNDUP((MIN(statement_lines,{STATEMENT_LINES})-{_LINES_OF_FIRST_PAGE})/{_LINES_OF_A_PAGE},0))"
    return first_case(
        ('person_used=""', '"No person yet: fill the sheet People."'),
        ('person_row=""', '"No such person on the sheet People."'),
        ('statement_month_used=""', '"No orders yet: press Refresh."'),
        ("statement_lines=0", '"Nothing sold in this month."'),
        (
            f"statement_lines>{STATEMENT_LINES}",
            f'(statement_lines-{STATEMENT_LINES})&" more lines: see the sheet Lines. The totals hold all."',
        ),
        otherwise=f'IF({pages}=1,"All lines are on page 1.","The lines fill the pages 1 to "&({pages})&".")',
    )


def _month_sum(column: str) -> str:
    """A figure of the person's month from the tally."""
    where = "person_months[Person],person_used,person_months[Month],statement_month_used"
    return f'IF(OR(person_row="",statement_month_used=""),0,SUMIFS(person_months[{column}],{where}))'


def _lay_person(workbook: Workbook, sheet: Worksheet) -> None:
    lines = (
        *((name, f'IF(person_row="","",{as_entered(_person_field(name))})') for name in ("Manager", "Team", "Plan")),
        ("It pays on", _basis_words()),
        ("Tiers", _tiers()),
        ("Paid on", _paid_words()),
    )
    for row, (label, formula) in enumerate(lines, start=_PERSON.first):
        lay(sheet, _PERSON.at("Label", row), label, LABEL)
        lay(sheet, _PERSON.at("Words", row), f"={formula}", _WORDS)
    names, plan = PLANS_FORM.column("Plan"), _PERSON.at("Words", _PERSON.first + 2)
    plan_row = f'IF(OR(person_row="",{plan}=""),"",IF(COUNTIF({names},{plan})=0,"",MATCH({plan},{names},0)))'
    _lay_found(workbook, sheet, 10, "Row on Plans", f"={plan_row}", "plan_row")
    lines_in_month = _PERSON.at("Words", _PERSON.last)
    lay(sheet, lines_in_month, f"={_month_sum('Lines')}", _WORDS, "0")
    name_place(workbook, "statement_lines", sheet, lines_in_month)
    lay(sheet, "M11", f"={_month_sum('First line')}", replace(NOTE, horizontal="left"), "0")
    name_place(workbook, "statement_first", sheet, "M11")
    lay(sheet, _PERSON.at("Label", _PERSON.last), "Lines in the month", LABEL)
    lay(sheet, "L11", "First of Lines", replace(NOTE, horizontal="right"))


def _person_field(name: str) -> str:
    """What the sheet People says of the person."""
    return f"INDEX({PEOPLE_FORM.column(name)},person_row)"


def _basis_words() -> str:
    on = f"INDEX({PLANS_FORM.column('Pays on')},plan_row)"
    method = f"INDEX({PLANS_FORM.column('Method')},plan_row)"
    basis = f'IF({on}="","profit",{on})'
    way = f'IF({method}="retroactive","the whole month at the rate reached","each part at the rate of its tier")'
    return f'IF(plan_row="","no commission",{basis}&", "&{way})'


def _tiers() -> str:
    """The tiers of a plan in words, such as 5% from 0, 8% from 10,000."""
    limits, rates = PLANS_FORM.column(*THRESHOLDS), PLANS_FORM.column(*RATES)
    parts = []
    for tier in range(1, TIERS + 1):
        limit, rate = f"INDEX({limits},plan_row,{tier})", f"INDEX({rates},plan_row,{tier})"
        comma = '""' if tier == 1 else '", "'
        parts.append(f'IF(COUNT({limit},{rate})<2,"",{comma}&ROUND({rate}*100,4)&"% from "&FIXED({limit},0))')
    return f'IF(plan_row="","",{"&".join(parts)})'


def _paid_words() -> str:
    day = f'IF({_person_field("Pay day")}="",usual_pay_day,{_person_field("Pay day")})'
    words = date_words(f"PAY_DATE(statement_month_used,{day},months_later)")
    return f'IF(OR(person_row="",statement_month_used=""),"",IFERROR({words},""))'


def _lay_month(workbook: Workbook, sheet: Worksheet) -> None:
    first = _MONTH.first
    earned, owner, target, brought, reached = (first + place for place in (2, 4, 5, 6, 7))
    to_date = 'person_months[Person],person_used,person_months[Month],"<="&statement_month_used'
    year_earned = f'IF(OR(person_row="",statement_month_used=""),"",ROUND(SUMIFS(person_months[Earned],{to_date}),6))'
    own = _person_field("Shares the target of")
    lines = (
        ("Sales", _show_if_known(_month_sum("Sales")), AMOUNT),
        ("Profit", _show_if_known(_month_sum("Profit")), AMOUNT),
        ("Earned", _show_if_known(_month_sum("Earned")), AMOUNT),
        ("Kept by the company", _show_if_known(_month_sum("Kept")), AMOUNT),
        ("Target's owner", f'IF(person_row="","",IF({own}="",person_used,{own}))', GENERAL),
        ('="Target of the month ("&targets_for&")"', _target(), AMOUNT),
        ("Brought towards it, all who share it", _partner_sum(), AMOUNT),
        ("Attained", attainment(_MONTH.own_cell("Figure", brought), _MONTH.own_cell("Figure", target)), SHARE),
        ("Earned in the year to date", year_earned, AMOUNT),
    )
    for row, (label, formula, number_format) in enumerate(lines, start=first):
        bold = row == earned
        lay(sheet, _MONTH.at("Label", row), label, replace(LABEL, bold=bold))
        look = replace(FORMULA, bold=bold, horizontal="right")
        lay(sheet, _MONTH.at("Figure", row), f"={formula}", look, number_format)
    names = {"statement_earned": earned, "target_owner": owner}
    names |= {"statement_target": target, "statement_attained": reached}
    for name, row in names.items():
        name_place(workbook, name, sheet, _MONTH.at("Figure", row))


def _target() -> str:
    """The owner's target of the month."""
    owner_row = f"MATCH(target_owner,{PEOPLE_FORM.column('Person')},0)"
    month_place = "MATCH(statement_month_used,month_starts,0)"
    found = f"INDEX({TARGETS.column(*TARGET_MONTHS)},{owner_row},{month_place})"
    return f'IF(OR(target_owner="",statement_month_used=""),"",IFERROR({found},""))'


def _partner_sum() -> str:
    """The sales or profit of everybody who shares the target."""
    names, owners = PEOPLE_FORM.column("Person"), PEOPLE_FORM.column("Shares the target of")
    partners = f'(({names}=target_owner)+({owners}=target_owner)>0)*({names}<>"")'
    of_month = "person_months[Month],statement_month_used"
    profit, sales = (
        f"SUMPRODUCT(SUMIFS(person_months[{name}],person_months[Person],{names},{of_month})*({partners}))"
        for name in ("Profit", "Sales")
    )
    summed = f'IF(targets_for="profit",{profit},{sales})'
    return f'IF(OR(target_owner="",statement_month_used=""),"",ROUND({summed},6))'


def _show_if_known(formula: str) -> str:
    return f'IF(OR(person_row="",statement_month_used=""),"",ROUND({formula},6))'


def _lay_lines(sheet: Worksheet) -> None:
    at, columns = STATEMENT.at, STATEMENT.columns
    total = STATEMENT_HEADER + 1
    lay(sheet, at("Date", STATEMENT_HEADER - 1), "Sale by sale", SECTION)
    lay_headers(sheet, STATEMENT_HEADER, 2, columns, height=18)
    lay(sheet, at("Date", total), "All lines of the month", TOTAL)
    for name in columns[1:]:
        value = f"={_show_if_known(_month_sum(name))}" if name in ("Sales", "Profit", "Earned", "Kept") else None
        lay(sheet, at(name, total), value, TOTAL, _FORMATS.get(name, AMOUNT))
    for place in range(STATEMENT_LINES):
        for name in columns:
            number_format = _FORMATS.get(name, AMOUNT)
            cell = f"INDEX(lines[{name}],statement_first+{place})"
            shown = f'{cell}&""' if name in ("Item", "Note") else cell
            look = replace(_PLAIN, horizontal="left") if number_format in (DATE, GENERAL) else _PLAIN
            look = replace(look, indent=1) if name in ("Paid on", "Note") else look
            address = at(name, STATEMENT.first + place)
            lay(sheet, address, f'=IF(statement_lines<={place},"",{shown})', look, number_format)
    first = STATEMENT.here(STATEMENT.first)
    loss = f'AND({first.date}<>"",ISNUMBER({first.profit}),{first.profit}<0)'
    highlight(sheet, STATEMENT.area(), loss, ink=BAD_INK, ruled=True)
    highlight(sheet, STATEMENT.area(), f'{first.date}<>""', ruled=True)
