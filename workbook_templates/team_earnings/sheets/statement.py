"""The Statement: one person's month, sale by sale, with what is earned, what the company keeps, and when it is paid."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    BAD_INK,
    DATE,
    FORMULA,
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
from workbook_templates.team_earnings.sheets.places import STATEMENT_LINES, TARGET_MONTHS, form, people, plans
from workbook_templates.team_earnings.sheets.plans import FIRST_RATE, FIRST_THRESHOLD, LAST_RATE, LAST_THRESHOLD
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT, attained

HEADER: Final = 21
FIRST: Final = HEADER + 2
"""Below the line of totals."""
LAST: Final = FIRST + STATEMENT_LINES - 1
LAST_COLUMN: Final = "M"
_LINES_OF_FIRST_PAGE: Final = 22
_LINES_OF_A_PAGE: Final = 42
_PLAIN: Final = replace(FORMULA, rule=False)
_LEFT: Final = replace(FORMULA, horizontal="left")
_WORDS: Final = replace(FORMULA, rule=False, horizontal="left")
_UNITS: Final = "#,##0.##"
_COLUMNS: Final = (
    ("Date", "B", DATE),
    ("Item", "C", "General"),
    ("Units", "D", _UNITS),
    ("Price", "E", AMOUNT),
    ("Unit cost", "F", AMOUNT),
    ("Share", "G", SHARE),
    ("Sales", "H", AMOUNT),
    ("Profit", "I", AMOUNT),
    ("Earned", "J", AMOUNT),
    ("Kept", "K", AMOUNT),
    ("Paid on", "L", DATE),
    ("Note", "M", "General"),
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Statement", "What a person sold in a month, what it earned and when it is paid.")
    set_widths(sheet, (20, 26, 10, 12, 12, 9, 14, 14, 13, 14, 12, 34))
    _lay_choice(workbook, sheet)
    _lay_person(workbook, sheet)
    _lay_month(workbook, sheet)
    _lay_lines(sheet)
    sheet.freeze_panes = f"A{FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{LAST}", header_rows=f"{HEADER}:{HEADER}")
    for row in range(FIRST + _LINES_OF_FIRST_PAGE - 1, LAST, _LINES_OF_A_PAGE):
        sheet.row_breaks.append(Break(id=row))


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    picked = replace(INPUT, horizontal="left")
    lay(sheet, "B4", "Person (choose)", LABEL)
    lay(sheet, "C4", None, picked)
    lay(sheet, "B5", "Month (choose)", LABEL)
    lay(sheet, "C5", None, picked, MONTH)
    name_place(workbook, "statement_person", sheet, "C4")
    name_place(workbook, "statement_month", sheet, "C5")
    allow(sheet, "C4", from_list(people("B")), "Person", "Choose one of the names of the sheet People.")
    allow(sheet, "C5", from_list("month_starts"), "Month", "Choose one of the months of the plan year.")
    names = people("B")
    shown = f'IF(statement_person="",INDEX({names},1)&"",statement_person)'
    lay(sheet, "B7", f"={shown}", HEADLINE)
    sheet.row_dimensions[7].height = 36
    name_place(workbook, "person_used", sheet, "B7")
    month = "IF(ISNUMBER(statement_month),statement_month,month_used)"
    lay(sheet, "D5", f"={month}", replace(LABEL, bold=True, horizontal="left"), MONTH)
    name_place(workbook, "statement_month_used", sheet, "D5")
    row = f'=IF(OR(person_used="",COUNTIF({names},person_used)=0),"",MATCH(person_used,{names},0))'
    lay(sheet, "L9", "Row on People", replace(NOTE, horizontal="right"))
    lay(sheet, "M9", row, replace(NOTE, horizontal="left"))
    name_place(workbook, "person_row", sheet, "M9")
    words = (
        ('person_used=""', '"No person yet: fill the sheet People."'),
        ('person_row=""', '"No such person on the sheet People."'),
        ('statement_month_used=""', '"No orders yet: press Refresh."'),
        ("statement_lines=0", '"Nothing sold in this month."'),
        (
            f"statement_lines>{STATEMENT_LINES}",
            f'(statement_lines-{STATEMENT_LINES})&" more lines: see the sheet Lines. The totals hold all."',
        ),
    )
    pages = f"1+MAX(0,ROUNDUP((MIN(statement_lines,{STATEMENT_LINES})-{_LINES_OF_FIRST_PAGE})/{_LINES_OF_A_PAGE},0))"
    fits = f'IF({pages}=1,"All lines are on page 1.","The lines fill the pages 1 to "&({pages})&".")'
    text = "".join(f"IF({case},{said}," for case, said in words) + fits + ")" * len(words)
    lay(sheet, "B18", f"={text}", replace(NOTE, ink=WARNING_INK))
    name_place(workbook, "statement_words", sheet, "B18")


def _of_month(column: str) -> str:
    """A figure of the person's month from the tally."""
    where = "person_months[Person],person_used,person_months[Month],statement_month_used"
    return f'IF(OR(person_row="",statement_month_used=""),0,SUMIFS(person_months[{column}],{where}))'


def _lay_person(workbook: Workbook, sheet: Worksheet) -> None:
    def of_person(column: str) -> str:
        return f'IF(person_row="","",INDEX({people(column)},person_row)&"")'

    lines = (
        ("Manager", of_person("C")),
        ("Team", of_person("D")),
        ("Plan", of_person("E")),
        ("It pays on", _of_plan()),
        ("Tiers", _tiers()),
        ("Paid on", _paid_words()),
    )
    for row, (label, formula) in enumerate(lines, start=9):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", _WORDS)
    plan = 'IF(OR(person_row="",C11=""),"",IF(COUNTIF({0},C11)=0,"",MATCH(C11,{0},0)))'.format(plans("B"))
    lay(sheet, "L10", "Row on Plans", replace(NOTE, horizontal="right"))
    lay(sheet, "M10", f"={plan}", replace(NOTE, horizontal="left"))
    name_place(workbook, "plan_row", sheet, "M10")
    for name, column, place in (("statement_lines", "Lines", "C15"), ("statement_first", "First line", "M11")):
        lay(sheet, place, f"={_of_month(column)}", _WORDS if place == "C15" else replace(NOTE, horizontal="left"), "0")
        name_place(workbook, name, sheet, place)
    lay(sheet, "B15", "Lines in the month", LABEL)
    lay(sheet, "L11", "First of Lines", replace(NOTE, horizontal="right"))


def _of_plan() -> str:
    on = f"INDEX({plans('C')},plan_row)"
    method = f"INDEX({plans('D')},plan_row)"
    basis = f'IF({on}="","profit",{on})'
    way = f'IF({method}="retroactive","the whole month at the rate reached","each part at the rate of its tier")'
    return f'IF(plan_row="","no commission",{basis}&", "&{way})'


def _tiers() -> str:
    """The tiers of a plan in words, such as 5% from 0, 8% from 10,000."""
    limits = plans(FIRST_THRESHOLD, LAST_THRESHOLD)
    rates = plans(FIRST_RATE, LAST_RATE)
    parts = []
    for tier in range(1, 7):
        limit, rate = f"INDEX({limits},plan_row,{tier})", f"INDEX({rates},plan_row,{tier})"
        comma = '""' if tier == 1 else '", "'
        parts.append(f'IF(COUNT({limit},{rate})<2,"",{comma}&ROUND({rate}*100,4)&"% from "&FIXED({limit},0))')
    return f'IF(plan_row="","",{"&".join(parts)})'


def _paid_words() -> str:
    day = f'IF(INDEX({people("F")},person_row)="",usual_pay_day,INDEX({people("F")},person_row))'
    due = f"PAY_DATE(statement_month_used,{day},months_later)"
    words = f'YEAR({due})&"-"&RIGHT("0"&MONTH({due}),2)&"-"&RIGHT("0"&DAY({due}),2)'
    return f'IF(OR(person_row="",statement_month_used=""),"",IFERROR({words},""))'


def _lay_month(workbook: Workbook, sheet: Worksheet) -> None:
    first = 9
    earned = f"J{first + 2}"
    to_date = 'person_months[Person],person_used,person_months[Month],"<="&statement_month_used'
    year_earned = f'IF(OR(person_row="",statement_month_used=""),"",ROUND(SUMIFS(person_months[Earned],{to_date}),6))'
    owner = (
        f'IF(person_row="","",IF(INDEX({people("H")},person_row)="",person_used,INDEX({people("H")},person_row)&""))'
    )
    owner_row = f"MATCH(target_owner,{people('B')},0)"
    grid = form("Targets", TARGET_MONTHS[0]).split(":")[0] + ":" + form("Targets", TARGET_MONTHS[1]).split(":")[1]
    month_place = "MATCH(statement_month_used,month_starts,0)"
    target = f'IF(OR(target_owner="",statement_month_used=""),"",IFERROR(INDEX({grid},{owner_row},{month_place}),""))'
    column = 'IF(targets_for="profit",{0},{1})'
    of_month = "person_months[Month],statement_month_used"
    of_all = "SUMPRODUCT(SUMIFS(person_months[{0}],person_months[Person],{1}," + of_month + ")*({2}))"
    partners = f'(({people("B")}=target_owner)+({people("H")}=target_owner)>0)*({people("B")}<>"")'
    sums = column.format(*(of_all.format(each, people("B"), partners) for each in ("Profit", "Sales")))
    toward = f'IF(OR(target_owner="",statement_month_used=""),"",ROUND({sums},6))'
    lines = (
        ("Sales", _shown(_of_month("Sales")), AMOUNT),
        ("Profit", _shown(_of_month("Profit")), AMOUNT),
        ("Earned", _shown(_of_month("Earned")), AMOUNT),
        ("Kept by the company", _shown(_of_month("Kept")), AMOUNT),
        ("Target's owner", owner, "General"),
        ('="Target of the month ("&targets_for&")"', target, AMOUNT),
        ("Brought towards it, all who share it", toward, AMOUNT),
        ("Attained", attained(f"$J${first + 6}", f"$J${first + 5}"), SHARE),
        ("Earned in the year to date", year_earned, AMOUNT),
    )
    for row, (label, formula, number_format) in enumerate(lines, start=first):
        bold = row == first + 2
        lay(sheet, f"G{row}", label, replace(LABEL, bold=bold))
        look = replace(FORMULA, bold=bold, horizontal="right")
        lay(sheet, f"J{row}", f"={formula}", look, number_format)
    name_place(workbook, "statement_earned", sheet, earned)
    name_place(workbook, "target_owner", sheet, f"J{first + 4}")
    name_place(workbook, "statement_target", sheet, f"J{first + 5}")
    name_place(workbook, "statement_attained", sheet, f"J{first + 7}")


def _shown(formula: str) -> str:
    return f'IF(OR(person_row="",statement_month_used=""),"",ROUND({formula},6))'


def _lay_lines(sheet: Worksheet) -> None:
    lay(sheet, f"B{HEADER - 1}", "Sale by sale", SECTION)
    lay_headers(sheet, HEADER, 2, [title for title, _, _ in _COLUMNS], height=18)
    total = HEADER + 1
    lay(sheet, f"B{total}", "All lines of the month", TOTAL)
    for title, letter, number_format in _COLUMNS[1:]:
        value = f"={_shown(_of_month(title))}" if title in ("Sales", "Profit", "Earned", "Kept") else None
        lay(sheet, f"{letter}{total}", value, TOTAL, number_format)
    for place in range(STATEMENT_LINES):
        row = FIRST + place
        for title, letter, number_format in _COLUMNS:
            cell = f"INDEX(lines[{title}],statement_first+{place})"
            shown = f'{cell}&""' if title in ("Item", "Note") else cell
            look = replace(_PLAIN, horizontal="left") if number_format in (DATE, "General") else _PLAIN
            look = replace(look, indent=1) if letter in "LM" else look
            lay(sheet, f"{letter}{row}", f'=IF(statement_lines<={place},"",{shown})', look, number_format)
    filled = f"B{FIRST}:{LAST_COLUMN}{LAST}"
    highlight(sheet, filled, f'AND($B{FIRST}<>"",ISNUMBER($I{FIRST}),$I{FIRST}<0)', ink=BAD_INK, ruled=True)
    highlight(sheet, filled, f'$B{FIRST}<>""', ruled=True)
