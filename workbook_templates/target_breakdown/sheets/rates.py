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
from workbook_templates.target_breakdown.columns import PROFIT_RATES, RATE_CHANGES
from workbook_templates.target_breakdown.sheets.places import (
    CHANGES_FIRST,
    CHANGES_HEADER,
    CHANGES_LAST,
    QUARTERS,
    RATES_FIRST,
    RATES_HEADER,
)

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
        lay(sheet, f"B{row}", quarter, replace(FORMULA, horizontal="left"), '"Q"0')
        for column in "CDE":
            lay(sheet, f"{column}{row}", None, replace(INPUT, horizontal="right"), RATE)
        lay(sheet, f"F{row}", f"={_in_force(row)}", FORMULA, RATE)
    rates = f"C{RATES_FIRST}:E{RATES_HEADER + QUARTERS}"
    allow(sheet, rates, number(-1, 1), "Rate", "A share of the sales: write 12% or 0.12, not 12.")
    note = "Rate in force = the latest change below, else the rate agreed. Above the ceiling is no better than below."
    lay(sheet, f"B{RATES_HEADER + QUARTERS + 1}", note, NOTE)
    _lay_changes(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:G{CHANGES_LAST}", one_page=True)


def _lay_changes(sheet: Worksheet) -> None:
    lay(sheet, f"B{CHANGES_HEADER - 2}", "Changes of a quarter's rate", SECTION)
    note = "Add a line for each change and keep the old ones: date, quarter, the new rate who decided, and why."
    lay(sheet, f"B{CHANGES_HEADER - 1}", note, NOTE)
    lay_table(sheet, "rate_changes", CHANGES_HEADER, 2, RATE_CHANGES, CHANGES_LAST - CHANGES_HEADER)
    formats = (DATE, '"Q"0', RATE, GENERAL, GENERAL)
    for row in range(CHANGES_FIRST, CHANGES_LAST + 1):
        for column, number_format in zip("BCDFG", formats, strict=True):
            lay(sheet, f"{column}{row}", None, INPUT if column == "D" else _LEFT, number_format)
        lay(sheet, f"E{row}", f"={_is_latest(row)}", FORMULA)
    cells = f"{{0}}{CHANGES_FIRST}:{{0}}{CHANGES_LAST}"
    allow(sheet, cells.format("B"), day(), "Date", "The day of the change, such as 2026-04-15.")
    allow(sheet, cells.format("C"), one_of("1", "2", "3", "4"), "Quarter", "The quarter's number, 1 to 4.")
    allow(sheet, cells.format("D"), number(-1, 1), "New rate", "A share of the sales: write 12% or 0.12, not 12.")


def _column(letter: str, first: int = CHANGES_FIRST, last: int = CHANGES_LAST) -> str:
    return f"${letter}${first}:${letter}${last}"


def _in_force(row: int) -> str:
    changed = f'{_column("C")},$B{row},{_column("E")},"yes"'
    agreed = f'IF(ISNUMBER($C{row}),$C{row},"")'
    return f"IF(COUNTIFS({changed})=1,SUMIFS({_column('D')},{changed}),{agreed})"


def _is_latest(row: int) -> str:
    """A complete change is in force if none of its quarter is later, nor on the same day further down."""
    same = f'{_column("C")},$C{row},{_column("D")},"<=1"'
    later = f'COUNTIFS({same},{_column("B")},">"&$B{row})'
    below = (
        f"COUNTIFS({_column('C', row + 1, CHANGES_LAST + 1)},$C{row},{_column('B', row + 1, CHANGES_LAST + 1)},$B{row})"
    )
    filled = f"COUNT($B{row}:$D{row})"
    return f'IF({filled}=0,"",IF({filled}<3,"incomplete",IF({later}+{below}=0,"yes","replaced")))'
