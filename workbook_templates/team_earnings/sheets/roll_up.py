"""The Roll-up sheet: the centre and its teams, for the month chosen and the year up to it."""

from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.checks import warn_of_rejected
from workbook_templates.sheets.formulas import after_note, attainment, total
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
    CENTRE_FIGURES,
    CENTRE_HEADER,
    CENTRE_MONTHS,
    MONTHS_HEADER,
    PEOPLE_FORM,
    TARGETS,
    TEAM_FIGURES,
    TEAMS,
    TEAMS_HEADER,
    TEAMS_TOTAL,
    TOTAL_ROW,
)

AMOUNT: Final = '#,##0.00;-#,##0.00;"–"'
_WHOLE: Final = '#,##0;-#,##0;"–"'
_CHOICE: Final = 4
_BLANK: Final = replace(FORMULA, rule=False)
_CENTRE_LINES: Final = (
    ("Orders", "Orders", _WHOLE),
    ("of these joint sales", "Joint", _WHOLE),
    ("of these returns", "Returns", _WHOLE),
    ("Sales", "Sales", AMOUNT),
    ("Profit", "Profit", AMOUNT),
    ("Earned by people", "Earned", AMOUNT),
    ("Kept by the company", "Kept", AMOUNT),
)
"""What the line is called, the column of the tally, and its format."""


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Roll-up", "")
    words = '"Centre and teams in "&month_words&", and from the beginning of the plan year up to it."'
    words += f"&{after_note('rows_words')}"
    sheet["B2"] = f'=IF(month_used="","No orders yet: fill the sheets, then press Refresh.",{words})'
    warn_of_rejected(sheet, "B2")
    set_widths(sheet, (32, 15, 15, 14, 14, 14, 14, 10, 3, 15, 14, 14, 14, 14))
    _lay_choice(workbook, sheet)
    _lay_centre(workbook, sheet)
    _lay_teams(sheet)
    _lay_months(sheet)
    _place_charts(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, TEAM_FIGURES.page(TEAM_FIGURES.last))
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


def _month_figure(column: str) -> str:
    return f'IF(month_used="","",ROUND(SUMIFS(centre_months[{column}],centre_months[Month],month_used),6))'


def _figure_to_date(column: str) -> str:
    return f'IF(month_used="","",ROUND(SUMIFS(centre_months[{column}],centre_months[Month],"<="&month_used),6))'


def _lay_centre(workbook: Workbook, sheet: Worksheet) -> None:
    at, first = CENTRE_FIGURES.at, CENTRE_FIGURES.first
    lay(sheet, at("Figure", CENTRE_HEADER - 1), "Centre", SECTION)
    lay_headers(sheet, CENTRE_HEADER, 2, ("", "=month_words", "Year to date"), height=18)
    for row, (label, name, number_format) in enumerate(_CENTRE_LINES, start=first):
        bold = label.startswith("Kept")
        look = replace(FORMULA, horizontal="left", bold=bold, indent=1 if label.startswith("of") else 0)
        lay(sheet, at("Figure", row), label, look)
        for column, formula in (("Month", _month_figure(name)), ("To date", _figure_to_date(name))):
            lay(sheet, at(column, row), f"={formula}", replace(FORMULA, bold=bold), number_format)
    sales, profit, earned = first + 3, first + 4, first + 5
    rest = first + len(_CENTRE_LINES)
    labels = ("Earned, of the profit", '="Target ("&targets_for&")"', "Attained")
    for row, label in enumerate(labels, start=rest):
        lay(sheet, at("Figure", row), label, replace(FORMULA, horizontal="left"))
    for column, targets in (("Month", "Of the month"), ("To date", "To date")):
        whole, target = at(column, profit), at(column, rest + 1)
        share = f'IF(ISNUMBER({whole}),IF({whole}>0,{at(column, earned)}/{whole},""),"")'
        lay(sheet, at(column, rest), f"={share}", FORMULA, SHARE)
        lay(sheet, target, f'=IF(month_used="","",{TARGETS.cell(targets, TOTAL_ROW)})', FORMULA, AMOUNT)
        reached = f'IF(targets_for="profit",{whole},{at(column, sales)})'
        lay(sheet, at(column, rest + 2), f"={attainment(reached, target)}", FORMULA, SHARE)
    name_place(workbook, "centre_attained", sheet, at("To date", rest + 2))


def _lay_teams(sheet: Worksheet) -> None:
    header, at = TEAMS_HEADER, TEAM_FIGURES.at
    lay(sheet, at("Team", header - 2), "Teams", SECTION)
    lay(sheet, at("Orders", header - 1), "=month_words", replace(LABEL, bold=True))
    lay(sheet, at("Sales to date", header - 1), "Year to date", replace(LABEL, bold=True))
    lay_headers(sheet, header, 2, TEAM_FIGURES.columns[:8])
    to_date = TEAM_FIGURES.columns[9:]
    lay_headers(sheet, header, 11, [name.removesuffix(" to date") for name in to_date], named=False)
    for offset in range(TEAMS):
        _lay_team(sheet, TEAM_FIGURES.first + offset, offset + 1)
    lay(sheet, at("Team", TEAMS_TOTAL), "All teams", TOTAL)
    lay(sheet, at("Orders", TEAMS_TOTAL), None, TOTAL)
    for name in ("Sales", "Profit", "Earned", "Kept", "Target", *to_date):
        lay(sheet, at(name, TEAMS_TOTAL), f"={total(TEAM_FIGURES.cells(name))}", TOTAL, AMOUNT)
    lay(sheet, at("Attained", TEAMS_TOTAL), f"={_attainment(TEAM_FIGURES, TEAMS_TOTAL)}", TOTAL, SHARE)
    first = TEAM_FIGURES.here(TEAM_FIGURES.first)
    low = f"AND(ISNUMBER({first.attained}),{first.attained}<0.8)"
    highlight(sheet, TEAM_FIGURES.cells("Attained"), low, ink=BAD_INK, ruled=True)
    for cells in (TEAM_FIGURES.cells("Team", "Attained"), TEAM_FIGURES.cells(to_date[0], to_date[-1])):
        highlight(sheet, cells, f'{first.team}<>""', ruled=True)


def _attainment(block: Block, row: int) -> str:
    """What the row's sales or profit reached of its target."""
    at = block.here(row)
    return attainment(f'IF(targets_for="profit",{at.profit},{at.sales})', at.target)


def _lay_team(sheet: Worksheet, row: int, place: int) -> None:
    at, team = TEAM_FIGURES.at, TEAM_FIGURES.here(row).team
    lay(sheet, at("Team", row), f'=IF(ROWS(teams[Team])<{place},"",INDEX(teams[Team],{place})&"")', _BLANK)
    of_team = f"team_months[Team],{team},team_months[Month],"

    def lay_sum(name: str, summed: str, number_format: str) -> None:
        lay(sheet, at(name, row), f'=IF(OR({team}="",month_used=""),"",ROUND({summed},6))', _BLANK, number_format)

    for name in ("Orders", "Sales", "Profit", "Earned", "Kept"):
        lay_sum(name, f"SUMIFS(team_months[{name}],{of_team}month_used)", _WHOLE if name == "Orders" else AMOUNT)
    for name in ("Sales", "Profit", "Earned", "Kept"):
        lay_sum(f"{name} to date", f'SUMIFS(team_months[{name}],{of_team}"<="&month_used)', AMOUNT)
    for name, source in (("Target", "Of the month"), ("Target to date", "To date")):
        listed = f'IF({team}="(no team)","",{team})'
        lay_sum(name, f"SUMIF({PEOPLE_FORM.column('Team')},{listed},{TARGETS.column(source)})", AMOUNT)
    lay(sheet, at("Attained", row), f"={_attainment(TEAM_FIGURES, row)}", _BLANK, SHARE)


def _lay_months(sheet: Worksheet) -> None:
    at = CENTRE_MONTHS.at
    lay(sheet, at("Month", MONTHS_HEADER - 1), "Months", SECTION)
    lay_headers(sheet, MONTHS_HEADER, 2, CENTRE_MONTHS.columns)
    summed = ("Orders", "Sales", "Profit", "Earned", "Kept")
    for number in range(1, MONTHS + 1):
        row = MONTHS_HEADER + number
        here = CENTRE_MONTHS.here(row)
        lay(sheet, at("Month", row), f"=INDEX(month_starts,1,{number})", replace(FORMULA, horizontal="left"), MONTH)
        none = f"COUNTIF(centre_months[Month],{here.month})=0"
        for name in summed:
            figure = f"ROUND(SUMIFS(centre_months[{name}],centre_months[Month],{here.month}),6)"
            lay(sheet, at(name, row), f'=IF({none},"",{figure})', FORMULA, _WHOLE if name == "Orders" else AMOUNT)
        lay(sheet, at("Target", row), f"={TARGETS.cell(f'Month {number}', TOTAL_ROW)}", FORMULA, AMOUNT)
        reached = f'=IF({here.orders}="","",{_attainment(CENTRE_MONTHS, row)})'
        lay(sheet, at("Attained", row), reached, FORMULA, SHARE)
    last = CENTRE_MONTHS.last + 1
    lay(sheet, at("Month", last), "All months", TOTAL)
    for name in (*summed, "Target"):
        number_format = _WHOLE if name == "Orders" else AMOUNT
        lay(sheet, at(name, last), f"={total(CENTRE_MONTHS.cells(name))}", TOTAL, number_format)
    lay(sheet, at("Attained", last), None, TOTAL)


def _place_charts(sheet: Worksheet) -> None:
    def months(name: str) -> Reference:
        return charts.reference(sheet, CENTRE_MONTHS.own_column(name))

    against = BarChart()
    charts.dress(against, "Sales against target, by month", "Month", "Amount", "#,##0")
    against.type, against.grouping, against.gapWidth, against.overlap = "col", "clustered", 60, 0
    charts.add_bars(against, months("Target"), "Target", NEUTRAL_FILL)
    charts.add_bars(against, months("Sales"), "Sales", LOYAL_FILL)
    parts = BarChart()
    charts.dress(parts, "What the profit becomes, by month", "Month", "Profit", "#,##0")
    parts.type, parts.grouping, parts.gapWidth, parts.overlap = "col", "stacked", 60, 100
    charts.add_bars(parts, months("Kept"), "Kept by the company", LOYAL_FILL)
    charts.add_bars(parts, months("Earned"), "Earned by people", DISLOYAL_FILL)
    for chart in (against, parts):
        chart.set_categories(months("Month"))
        chart.x_axis.number_format = "mmm"
    charts.place(against, sheet, "F4", "K23")
    charts.place(parts, sheet, "K4", "P23")
