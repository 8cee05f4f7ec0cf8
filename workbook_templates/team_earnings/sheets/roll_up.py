"""The Roll-up sheet: the centre and its teams, for the month chosen and the year up to it."""

from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.look import (
    BAD_INK,
    DISLOYAL_FILL,
    FORMULA,
    HEADLINE,
    INPUT,
    LABEL,
    LOYAL_FILL,
    MONTH,
    NEUTRAL_FILL,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, from_list
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    MONTHS_FIRST,
    MONTHS_HEADER,
    MONTHS_LAST,
    TARGET_MONTHS,
    TEAMS,
    TEAMS_FIRST,
    TEAMS_HEADER,
    TEAMS_LAST,
    TEAMS_TOTAL,
    TOTAL_ROW,
    form,
    people,
)
from workbook_templates.team_earnings.sheets.targets import OF_MONTH, TO_DATE

AMOUNT: Final = '#,##0.00;-#,##0.00;"–"'
_WHOLE: Final = '#,##0;-#,##0;"–"'
_CENTRE_HEADER: Final = 11
_CENTRE_FIRST: Final = _CENTRE_HEADER + 1
_CHOICE: Final = 4
_BLANK: Final = replace(FORMULA, rule=False)
LAST_COLUMN: Final = "O"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Roll-up", "")
    words = '"Centre and teams in "&month_words&", and from the beginning of the plan year up to it."'
    sheet["B2"] = f'=IF(month_used="","No orders yet: fill the sheets, then press Refresh.",{words})'
    set_widths(sheet, (32, 15, 15, 14, 14, 14, 14, 10, 3, 15, 14, 14, 14, 14))
    _lay_choice(workbook, sheet)
    _lay_centre(workbook, sheet)
    _lay_teams(sheet)
    _lay_months(sheet)
    _place_charts(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:{LAST_COLUMN}{TEAMS_LAST}")
    sheet.row_breaks.append(Break(id=TEAMS_HEADER - 3))


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    row = _CHOICE
    lay(sheet, f"B{row}", "Month (choose; blank = the latest)", LABEL)
    lay(sheet, f"C{row}", None, replace(INPUT, horizontal="left"), MONTH)
    name_place(workbook, "month_shown", sheet, f"C{row}")
    allow(sheet, f"C{row}", from_list("month_starts"), "Month", "Choose one of the months of the plan year.")
    used = 'IF(ISNUMBER(month_shown),month_shown,IF(COUNT(centre_months[Month])=0,"",MAX(centre_months[Month])))'
    lay(sheet, f"D{row}", f"={used}", replace(NOTE, horizontal="left"), MONTH)
    name_place(workbook, "month_used", sheet, f"D{row}")
    lay(sheet, "B6", "Kept by the company, all months", LABEL)
    lay(
        sheet,
        "B7",
        '=IF(COUNT(centre_months[Kept])=0,"no data yet",ROUND(SUM(centre_months[Kept]),6))',
        HEADLINE,
        AMOUNT,
    )
    name_place(workbook, "kept_total", sheet, "B7")
    sheet.row_dimensions[7].height = 36
    lay(sheet, "B8", "=checks_result", SECTION)


def _of_month(column: str) -> str:
    return f'IF(month_used="","",ROUND(SUMIFS(centre_months[{column}],centre_months[Month],month_used),6))'


def _to_date(column: str) -> str:
    return f'IF(month_used="","",ROUND(SUMIFS(centre_months[{column}],centre_months[Month],"<="&month_used),6))'


def _lay_centre(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, f"B{_CENTRE_HEADER - 1}", "Centre", SECTION)
    lay_headers(sheet, _CENTRE_HEADER, 2, ("", "=month_words", "Year to date"), height=18)
    first = _CENTRE_FIRST
    lines: tuple[tuple[str, str, str], ...] = (
        ("Orders", "Orders", _WHOLE),
        ("of these joint sales", "Joint", _WHOLE),
        ("of these returns", "Returns", _WHOLE),
        ("Sales", "Sales", AMOUNT),
        ("Profit", "Profit", AMOUNT),
        ("Earned by people", "Earned", AMOUNT),
        ("Kept by the company", "Kept", AMOUNT),
    )
    for row, (label, column, number_format) in enumerate(lines, start=first):
        bold = label.startswith("Kept")
        look = replace(FORMULA, horizontal="left", bold=bold, indent=1 if label.startswith("of") else 0)
        lay(sheet, f"B{row}", label, look)
        for letter, formula in (("C", _of_month(column)), ("D", _to_date(column))):
            lay(sheet, f"{letter}{row}", f"={formula}", replace(FORMULA, bold=bold), number_format)
    sales, profit, earned = first + 3, first + 4, first + 5
    rest = first + len(lines)
    labels = ("Earned, of the profit", '="Target ("&targets_for&")"', "Attained")
    for row, label in enumerate(labels, start=rest):
        lay(sheet, f"B{row}", label, replace(FORMULA, horizontal="left"))
    for letter, targets in (("C", OF_MONTH), ("D", TO_DATE)):
        share = f'IF(ISNUMBER({letter}{profit}),IF({letter}{profit}>0,{letter}{earned}/{letter}{profit},""),"")'
        lay(sheet, f"{letter}{rest}", f"={share}", FORMULA, SHARE)
        lay(sheet, f"{letter}{rest + 1}", f'=IF(month_used="","",Targets!${targets}${TOTAL_ROW})', FORMULA, AMOUNT)
        reached = f'IF(targets_for="profit",{letter}{profit},{letter}{sales})'
        lay(sheet, f"{letter}{rest + 2}", f"={attained(reached, f'{letter}{rest + 1}')}", FORMULA, SHARE)
    name_place(workbook, "centre_attained", sheet, f"D{rest + 2}")


def attained(reached: str, target: str) -> str:
    """Attainment (a formula), empty where there is no target."""
    return f'IF(ISNUMBER({target}),IF({target}>0,ATTAINMENT({reached},{target}),""),"")'


def _lay_teams(sheet: Worksheet) -> None:
    header = TEAMS_HEADER
    lay(sheet, f"B{header - 2}", "Teams", SECTION)
    lay(sheet, f"C{header - 1}", "=month_words", replace(LABEL, bold=True))
    lay(sheet, f"K{header - 1}", "Year to date", replace(LABEL, bold=True))
    lay_headers(sheet, header, 2, ("Team", "Orders", "Sales", "Profit", "Earned", "Kept", "Target", "Attained"))
    lay_headers(sheet, header, 11, ("Sales", "Profit", "Earned", "Kept", "Target"), named=False)
    for offset in range(TEAMS):
        _lay_team(sheet, TEAMS_FIRST + offset, offset + 1)
    total = TEAMS_TOTAL
    lay(sheet, f"B{total}", "All teams", TOTAL)
    for letter in "CDEFGHKLMNO":
        if letter in "CI":
            lay(sheet, f"{letter}{total}", None, TOTAL)
            continue
        cells = f"{letter}{TEAMS_FIRST}:{letter}{TEAMS_LAST}"
        lay(sheet, f"{letter}{total}", f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))', TOTAL, AMOUNT)
    reached = f'IF(targets_for="profit",$E{total},$D{total})'
    lay(sheet, f"I{total}", f"={attained(reached, f'$H{total}')}", TOTAL, SHARE)
    ruled = f'$B{TEAMS_FIRST}<>""'
    highlight(
        sheet,
        f"I{TEAMS_FIRST}:I{TEAMS_LAST}",
        f"AND(ISNUMBER($I{TEAMS_FIRST}),$I{TEAMS_FIRST}<0.8)",
        ink=BAD_INK,
        ruled=True,
    )
    for block in (f"B{TEAMS_FIRST}:I{TEAMS_LAST}", f"K{TEAMS_FIRST}:O{TEAMS_LAST}"):
        highlight(sheet, block, ruled, ruled=True)


def _lay_team(sheet: Worksheet, row: int, place: int) -> None:
    lay(sheet, f"B{row}", f'=IF(ROWS(teams[Team])<{place},"",INDEX(teams[Team],{place})&"")', _BLANK)
    of_team = f"team_months[Team],$B{row},team_months[Month],"
    for letters, columns, criterion in (
        ("CDEFG", ("Orders", "Sales", "Profit", "Earned", "Kept"), "month_used"),
        ("KLMN", ("Sales", "Profit", "Earned", "Kept"), '"<="&month_used'),
    ):
        for letter, column in zip(letters, columns, strict=True):
            total = f"ROUND(SUMIFS(team_months[{column}],{of_team}{criterion}),6)"
            number_format = _WHOLE if column == "Orders" else AMOUNT
            lay(sheet, f"{letter}{row}", f'=IF(OR($B{row}="",month_used=""),"",{total})', _BLANK, number_format)
    for letter, source in (("H", OF_MONTH), ("O", TO_DATE)):
        listed = f'IF($B{row}="(no team)","",$B{row})'
        total = f"ROUND(SUMIF({people('D')},{listed},{form('Targets', source)}),6)"
        lay(sheet, f"{letter}{row}", f'=IF(OR($B{row}="",month_used=""),"",{total})', _BLANK, AMOUNT)
    reached = f'IF(targets_for="profit",$E{row},$D{row})'
    lay(sheet, f"I{row}", f"={attained(reached, f'$H{row}')}", _BLANK, SHARE)


def _lay_months(sheet: Worksheet) -> None:
    header = MONTHS_HEADER
    lay(sheet, f"B{header - 1}", "Months", SECTION)
    lay_headers(sheet, header, 2, ("Month", "Orders", "Sales", "Profit", "Earned", "Kept", "Target", "Attained"))
    first_target = ord(TARGET_MONTHS[0])
    for place in range(MONTHS):
        row, letter = MONTHS_FIRST + place, chr(first_target + place)
        lay(sheet, f"B{row}", f"=INDEX(month_starts,1,{place + 1})", replace(FORMULA, horizontal="left"), MONTH)
        for column, name in zip("CDEFG", ("Orders", "Sales", "Profit", "Earned", "Kept"), strict=True):
            total = f"ROUND(SUMIFS(centre_months[{name}],centre_months[Month],$B{row}),6)"
            none = f"COUNTIF(centre_months[Month],$B{row})=0"
            lay(sheet, f"{column}{row}", f'=IF({none},"",{total})', FORMULA, _WHOLE if name == "Orders" else AMOUNT)
        lay(sheet, f"H{row}", f"=Targets!${letter}${TOTAL_ROW}", FORMULA, AMOUNT)
        reached = f'IF(targets_for="profit",$E{row},$D{row})'
        lay(sheet, f"I{row}", f'=IF($C{row}="","",{attained(reached, f"$H{row}")})', FORMULA, SHARE)
    last = MONTHS_LAST + 1
    lay(sheet, f"B{last}", "All months", TOTAL)
    for column in "CDEFGH":
        cells = f"{column}{MONTHS_FIRST}:{column}{MONTHS_LAST}"
        number_format = _WHOLE if column == "C" else AMOUNT
        lay(sheet, f"{column}{last}", f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))', TOTAL, number_format)
    lay(sheet, f"I{last}", None, TOTAL)


def _place_charts(sheet: Worksheet) -> None:
    def of_months(column: str) -> Reference:
        return charts.reference(sheet, f"${column}${MONTHS_FIRST}:${column}${MONTHS_LAST}")

    against = BarChart()
    charts.dress(against, "Sales against target, by month", "Month", "Amount", "#,##0")
    against.type, against.grouping, against.gapWidth, against.overlap = "col", "clustered", 60, 0
    charts.add_bars(against, of_months("H"), "Target", NEUTRAL_FILL)
    charts.add_bars(against, of_months("D"), "Sales", LOYAL_FILL)
    parts = BarChart()
    charts.dress(parts, "What the profit becomes, by month", "Month", "Profit", "#,##0")
    parts.type, parts.grouping, parts.gapWidth, parts.overlap = "col", "stacked", 60, 100
    charts.add_bars(parts, of_months("G"), "Kept by the company", LOYAL_FILL)
    charts.add_bars(parts, of_months("F"), "Earned by people", DISLOYAL_FILL)
    for chart, first, beyond in ((against, "F4", "K23"), (parts, "K4", "P23")):
        chart.set_categories(of_months("B"))
        chart.x_axis.number_format = "mmm"
        charts.place(chart, sheet, first, beyond)
