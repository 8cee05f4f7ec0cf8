"""The Rates sheet: each quarter's profit rate with floor and ceiling, and the changes made to it."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    RATE,
    SECTION,
    lay,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, number, one_of
from workbook_templates.target_breakdown.columns import PROFIT_RATES
from workbook_templates.target_breakdown.columns import RATE_CHANGES as CHANGE_COLUMNS
from workbook_templates.target_breakdown.sheets.places import (
    CHANGES,
    CHANGES_HEADER,
    QUARTERS,
    RATE_CHANGES,
    RATES,
    RATES_HEADER,
)

_AGREED = ("Profit rate", "Floor", "Ceiling")
_LEFT = replace(INPUT, horizontal="left")


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Rates",
        "Profit target = sales target x the quarter's profit rate. A rate above its band is flagged too.",
    )
    set_widths(sheet, (13, 13, 13, 13, 18, 60))
    lay(sheet, f"B{RATES_HEADER - 1}", "Profit rates as agreed for the year", SECTION)
    lay_table(sheet, "profit_rates", RATES_HEADER, 2, PROFIT_RATES, QUARTERS)
    for quarter in range(1, QUARTERS + 1):
        row = RATES_HEADER + quarter
        lay(sheet, RATES.at("Quarter", row), quarter, replace(FORMULA, horizontal="left"), '"Q"0')
        for name in _AGREED:
            lay(sheet, RATES.at(name, row), None, replace(INPUT, horizontal="right"), RATE)
        lay(sheet, RATES.at("Rate in force", row), f"={_rate_in_force(row)}", FORMULA, RATE)
    error = "A share of the sales: write 12% or 0.12, not 12."
    allow(sheet, RATES.cells(_AGREED[0], _AGREED[-1]), number(-1, 1), "Rate", error)
    note = "Rate in force = the latest change below, else the rate agreed. Above the ceiling is no better than below."
    lay(sheet, RATES.at("Quarter", RATES.last + 1), note, NOTE)
    _lay_changes(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, CHANGES.page(CHANGES.last), one_page=True)


def _lay_changes(sheet: Worksheet) -> None:
    lay(sheet, f"B{CHANGES_HEADER - 2}", "Changes of a quarter's rate", SECTION)
    note = "Add a line for each change and keep the old ones: date, quarter, the new rate who decided, and why."
    lay(sheet, f"B{CHANGES_HEADER - 1}", note, NOTE)
    lay_table(sheet, "rate_changes", CHANGES_HEADER, 2, CHANGE_COLUMNS, RATE_CHANGES)
    formats = {"Date": DATE, "Quarter": '"Q"0', "New rate": RATE, "Decided by": GENERAL, "Reason": GENERAL}
    for row in range(CHANGES.first, CHANGES.last + 1):
        for name, number_format in formats.items():
            lay(sheet, CHANGES.at(name, row), None, INPUT if name == "New rate" else _LEFT, number_format)
        lay(sheet, CHANGES.at("In force", row), f"={_is_latest(row)}", FORMULA)
    cells = CHANGES.cells
    allow(sheet, cells("Date"), day(), "Date", "The day of the change, such as 2026-04-15.")
    allow(sheet, cells("Quarter"), one_of("1", "2", "3", "4"), "Quarter", "The quarter's number, 1 to 4.")
    error = "A share of the sales: write 12% or 0.12, not 12."
    allow(sheet, cells("New rate"), number(-1, 1), "New rate", error)


def _rate_in_force(row: int) -> str:
    at, column = RATES.here(row), CHANGES.own_column
    changed = f'{column("Quarter")},{at.quarter},{column("In force")},"yes"'
    agreed = f'IF(ISNUMBER({at.profit_rate}),{at.profit_rate},"")'
    return f"IF(COUNTIFS({changed})=1,SUMIFS({column('New rate')},{changed}),{agreed})"


def _is_latest(row: int) -> str:
    """A complete change is in force if none of its quarter is later, nor on the same day further down."""
    at, column, below = CHANGES.here(row), CHANGES.own_column, CHANGES.rows(row + 1, CHANGES.last + 1).own_column
    same = f'{column("Quarter")},{at.quarter},{column("New rate")},"<=1"'
    later = f'COUNTIFS({same},{column("Date")},">"&{at.date})'
    same_day = f"COUNTIFS({below('Quarter')},{at.quarter},{below('Date')},{at.date})"
    filled = f"COUNT({at.to('Date', 'New rate')})"
    return f'IF({filled}=0,"",IF({filled}<3,"incomplete",IF({later}+{same_day}=0,"yes","replaced")))'
