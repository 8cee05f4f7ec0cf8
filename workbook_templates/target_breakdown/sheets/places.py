"""Where things lie in the target template; every sheet's formulas take addresses from here."""

from dataclasses import dataclass
from typing import Final

QUARTERS: Final = 4
MONTHS: Final = 12
WEEKS: Final = 53
WEEKS_IN_MONTH: Final = 6
"""The most: five, and the extra week."""
DAYS: Final = 7
PEOPLE: Final = 60
TEAMS: Final = 20
HOLIDAYS: Final = 40
EXTRA_WORKDAYS: Final = 20
RATE_CHANGES: Final = 20
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DEFAULT_CALENDAR: Final = "4-4-5 last Saturday of December"

INPUT_ROWS: Final = {
    "plan_year": 5,
    "calendar_text": 6,
    "status_date": 7,
    "annual_sales": 10,
    "sales_growth": 11,
    "cost_budget": 12,
    "cost_growth": 13,
    "target_decimals": 14,
    "am_share": 15,
    "actuals_source": 18,
}
SOURCE_COLUMNS_HEADER: Final = 21

WORKED_HEADER: Final = 5
FREE_DAYS_HEADER: Final = 10
FREE_DAYS_FIRST: Final = FREE_DAYS_HEADER + 1
HOLIDAYS_LAST: Final = FREE_DAYS_HEADER + HOLIDAYS
EXTRA_LAST: Final = FREE_DAYS_HEADER + EXTRA_WORKDAYS

RATES_HEADER: Final = 5
RATES_FIRST: Final = RATES_HEADER + 1
CHANGES_HEADER: Final = 14
CHANGES_FIRST: Final = CHANGES_HEADER + 1
CHANGES_LAST: Final = CHANGES_HEADER + RATE_CHANGES

PEOPLE_HEADER: Final = 6
PEOPLE_FIRST: Final = PEOPLE_HEADER + 1
PEOPLE_LAST: Final = PEOPLE_HEADER + PEOPLE

ACTUALS_HEADER: Final = 5
TALLY_HEADER: Final = 10
PERSON_TALLY_HEADER: Final = 5
REJECTED_HEADER: Final = 4
HISTORY_HEADER: Final = 4
CHECKS_HEADER: Final = 6

GRID_HEADER: Final = 5
"""Of the sheets of days: one row a week."""
GRID_FIRST: Final = GRID_HEADER + 1
GRID_LAST: Final = GRID_HEADER + WEEKS

PERSON_WEEKS: Final = "'Person weeks'!"
PERSON_DAYS: Final = "'Person days'!"
PERSON_FIRST: Final = 9
"""On both sheets of a row a person."""
PERSON_LAST: Final = PERSON_FIRST + PEOPLE - 1
PERSON_HEADER: Final = PERSON_FIRST - 1
CENTRE_ROW: Final = PERSON_FIRST - 2


@dataclass(frozen=True)
class Measure:
    """What is planned, and where its columns begin on the sheet Breakdown."""

    name: str
    column: int
    over: str
    """Words for more than the whole year's target."""
    rest: str
    """Words for what is left of it."""

    @property
    def days(self) -> str:
        """The sheet of its days."""
        return f"{self.name} days"


SALES: Final = Measure("Sales", 7, "year exceeded by ", " short")
PROFIT: Final = Measure("Profit", 13, "year exceeded by ", " short")
COST: Final = Measure("Cost", 19, "budget exceeded by ", " of the budget left")
MEASURES: Final = (SALES, PROFIT, COST)
PARTS: Final = ("Target", "Actual", "Closed", "Fixed", "Free", "Re-plan")
"""Columns of each measure on the sheet Breakdown."""


@dataclass(frozen=True)
class Level:
    """One level of the breakdown: where it lies on the sheets Calendar and Breakdown, and its view."""

    name: str
    count: int
    calendar_first: int
    first: int
    view: str
    held: str
    letter: str

    @property
    def last(self) -> int:
        return self.first + self.count - 1

    @property
    def total(self) -> int:
        """The row of the totals on the sheet Breakdown; the status texts stand below."""
        return self.last + 1

    @property
    def status(self) -> int:
        return self.last + 2

    @property
    def header(self) -> int:
        return self.first - 1

    @property
    def calendar_last(self) -> int:
        return self.calendar_first + self.count - 1

    def cells(self, column: str) -> str:
        """A column of the level on the sheet Breakdown."""
        return f"Breakdown!${column}${self.first}:${column}${self.last}"

    def days(self, column: str) -> str:
        """A column of the level on the sheet Calendar."""
        return f"Calendar!${column}${self.calendar_first}:${column}${self.calendar_last}"


QUARTER: Final = Level("quarter", QUARTERS, 102, 7, "Top", "held_quarters", "Q")
MONTH: Final = Level("month", MONTHS, 85, 16, "Senior", "held_months", "M")
WEEK: Final = Level("week", WEEKS, 27, 33, "Middle", "held_weeks", "W")
LEVELS: Final = (QUARTER, MONTH, WEEK)
