"""The Segments sheet: what a customer of each segment is worth, and how many the centre served."""

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    FORMULA,
    GENERAL,
    INPUT,
    MONEY,
    NOTE,
    RATE,
    SECTION,
    TOTAL,
    WHOLE,
    YEARS,
    lay,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, from_list, number, rule
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    SEGMENT_FIRST,
    SEGMENTS,
    SERVED,
    SERVED_HEADER,
    VALUES,
)

_CALIBRATION: Final = ("Empirical CLV", "Annual profit at calibration", "Discount rate at calibration")
_INPUT_FORMATS: Final = {
    "Segment": GENERAL,
    "Empirical CLV": MONEY,
    "Annual profit at calibration": MONEY,
    "Discount rate at calibration": RATE,
    "Calibration date": DATE,
    "Annual profit today": MONEY,
}


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Segments", "What one loyal customer of each segment is worth, and how many the centre served.")
    set_widths(sheet, (24, 12, 13, 13, 13, 13, 12, 12, 13, 10, 10, 10, 10))
    lay(sheet, "B4", "Value of a loyal customer", SECTION)
    lay(
        sheet,
        "B5",
        "Once: the empirical CLV from sales and finance, with profit and rate of that day, gives the loyalty years. "
        "Then each year: today's profit. CLV today = today's profit over those years at the rate of Inputs.",
        NOTE,
    )
    lay_table(sheet, "segments", SEGMENT_FIRST - 1, 2, VALUES.columns, SEGMENTS)
    for row in range(VALUES.first, VALUES.last + 1):
        _lay_value(sheet, row)
    _validate_values(sheet)
    _lay_served(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, SERVED.page(SERVED.last + 1), one_page=True)


def _lay_value(sheet: Worksheet, row: int) -> None:
    for name, number_format in _INPUT_FORMATS.items():
        lay(sheet, VALUES.at(name, row), None, INPUT, number_format)
    segment, years, profit_today, clv_today = (
        VALUES.at(name, row) for name in ("Segment", "Loyalty years", "Annual profit today", "CLV today")
    )
    clv, profit, rate = (VALUES.at(name, row) for name in _CALIBRATION)
    calibrated = f'IF(OR({segment}="",COUNTA({clv}:{rate})<3),"",LOYALTY_YEARS({clv},{profit},{rate}))'
    lay(sheet, years, f"={calibrated}", FORMULA, YEARS)
    today = f'IF(OR({segment}="",{years}="",{profit_today}=""),"",CLV({profit_today},discount_rate,{years}))'
    lay(sheet, clv_today, f"={today}", FORMULA, MONEY)
    of_year = f'IF(value_basis_known="year",{profit_today},{profit_today}/12)'
    by_basis = f'IF(OR(value_basis_known="",{profit_today}=""),"",{of_year})'
    lifetime = f'IF(value_basis_known="lifetime",{clv_today},{by_basis})'
    lay(sheet, VALUES.at("Value per customer", row), f'=IF({segment}="","",{lifetime})', FORMULA, MONEY)


def _validate_values(sheet: Worksheet) -> None:
    cells, name = VALUES.cells, VALUES.at("Segment", VALUES.first)
    marks = "".join(f'*ISERROR(FIND("{mark}",{name}))' for mark in ("*", "?", "~"))
    once = f"COUNTIF({VALUES.own_column('Segment')},{name})=1"
    name_rule = f'AND({once},ISERROR(FIND(LEFT({name},1),"<>=")){marks})'
    allow(
        sheet,
        cells("Segment"),
        rule(name_rule),
        "Segment",
        "Each segment once, as the survey names it; not with * ? ~ in it or < > = in front.",
    )
    allow(
        sheet,
        f"{cells('Empirical CLV', 'Annual profit at calibration')} {cells('Annual profit today')}",
        number(-1e12, 1e12),
        "Money",
        "An amount as a number, without a currency sign. Profit is that of one average loyal customer a year.",
    )
    allow(
        sheet,
        cells("Discount rate at calibration"),
        number(-0.99, 1),
        "Discount rate",
        "A rate above -100% and up to 100%: write 10% or 0.1, not 10.",
    )
    error = "The day the empirical CLV was found, as a date."
    allow(sheet, cells("Calibration date"), day(), "Calibration date", error)


def _lay_served(sheet: Worksheet) -> None:
    lay(sheet, f"B{SERVED_HEADER - 2}", '="Customers served in "&report_year', SECTION)
    lay(
        sheet,
        f"B{SERVED_HEADER - 1}",
        "How many customers of the segment, found by its name, the centre served in the month; no line or blank = the "
        "report counts respondents.",
        NOTE,
    )
    lay_table(sheet, "customers_served", SERVED_HEADER, 2, SERVED.columns, SEGMENTS)
    sheet.row_dimensions[SERVED_HEADER].height = 18
    total = SERVED.last + 1
    for row in range(SERVED.first, total):
        lay(sheet, SERVED.at("Segment", row), None, INPUT)
        for month in SHORT_MONTHS:
            lay(sheet, SERVED.at(month, row), None, INPUT, WHOLE)
    lay(sheet, SERVED.at("Segment", total), "All segments", TOTAL)
    for month in SHORT_MONTHS:
        lay(sheet, SERVED.at(month, total), f"=SUM({SERVED.cells(month)})", TOTAL, WHOLE)
    allow(
        sheet,
        SERVED.cells("Segment"),
        from_list(VALUES.column("Segment")),
        "Segment",
        "Not one of the segments above: its customers served would not be counted. Keep it?",
        warn_only=True,
    )
    allow(
        sheet,
        SERVED.cells(SHORT_MONTHS[0], SHORT_MONTHS[-1]),
        number(0, 1e9),
        "Customers served",
        "A number of customers, at least as many as answered the survey that month; blank where it is not known.",
    )
