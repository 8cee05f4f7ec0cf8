"""Where things lie in the earnings template; every sheet's formulas take addresses from here."""

from typing import Final

from workbook_templates.team_earnings.columns import MONTHS

PEOPLE: Final = 120
PLANS: Final = 12
TEAMS: Final = 20
STATEMENT_LINES: Final = 100

INPUT_ROWS: Final = {
    "plan_year": 5,
    "first_month": 6,
    "months_later": 7,
    "usual_pay_day": 8,
    "targets_for": 9,
    "orders_source": 12,
}
SOURCE_COLUMNS_HEADER: Final = 15

PLANS_HEADER: Final = 7
PLANS_FIRST: Final = PLANS_HEADER + 1
PLANS_LAST: Final = PLANS_HEADER + PLANS

PEOPLE_HEADER: Final = 5
PEOPLE_FIRST: Final = PEOPLE_HEADER + 1
PEOPLE_LAST: Final = PEOPLE_HEADER + PEOPLE

ORDERS_HEADER: Final = 5
LIST_HEADER: Final = 5
"""Of the sheets that the refresh owns."""
TALLY_HEADER: Final = 10
CHECKS_HEADER: Final = 6

FORM_FIRST: Final = 8
"""Of the sheets of formulas with a row a person: Targets, Managers, Proof."""
FORM_LAST: Final = FORM_FIRST + PEOPLE - 1
FORM_HEADER: Final = FORM_FIRST - 1
WEIGHTS_ROW: Final = 4
TOTAL_ROW: Final = FORM_HEADER - 1
TARGET_MONTHS: Final = ("D", "O")
"""Columns of the months on the sheet Targets."""

MONTHS_HEADER: Final = 25
MONTHS_FIRST: Final = MONTHS_HEADER + 1
MONTHS_LAST: Final = MONTHS_HEADER + MONTHS
TEAMS_HEADER: Final = 43
TEAMS_TOTAL: Final = TEAMS_HEADER + 1
TEAMS_FIRST: Final = TEAMS_HEADER + 2
TEAMS_LAST: Final = TEAMS_TOTAL + TEAMS


def people(column: str) -> str:
    """A column of the sheet People."""
    return f"People!${column}${PEOPLE_FIRST}:${column}${PEOPLE_LAST}"


def plans(column: str, last: str = "") -> str:
    """A column of the sheet Plans, or all columns up to the last one."""
    return f"Plans!${column}${PLANS_FIRST}:${last or column}${PLANS_LAST}"


def form(sheet: str, column: str) -> str:
    """A column of a sheet with a row a person."""
    return f"{sheet}!${column}${FORM_FIRST}:${column}${FORM_LAST}"
