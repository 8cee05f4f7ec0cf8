"""Where things lie in the target template; every sheet's formulas take addresses from here."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.import_sheet import place_block
from workbook_templates.sheets.owned import FACT_ROWS
from workbook_templates.target_breakdown import columns

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
    "rejected_limit": 19,
}
INPUTS: Final = Block("Inputs", ("Label", "Value", "Reading", "", "Note"), first=5, last=19)
SOURCE: Final = place_block(SOURCE_COLUMNS, len(columns.ACTUALS))
"""How a file calls its columns."""
LAST_ROW: Final = 1_048_576

WORKED_HEADER: Final = 5
WORKED: Final = Block("Workdays", WEEKDAYS, WORKED_HEADER + 1, WORKED_HEADER + 1)
FREE_DAYS_HEADER: Final = 10
FREE_DAYS_FIRST: Final = FREE_DAYS_HEADER + 1
HOLIDAY_LIST: Final = Block("Workdays", columns.HOLIDAYS, FREE_DAYS_FIRST, FREE_DAYS_HEADER + HOLIDAYS)
EXTRA_LIST: Final = Block(
    "Workdays", columns.EXTRA_WORKDAYS, FREE_DAYS_FIRST, FREE_DAYS_HEADER + EXTRA_WORKDAYS, left=5
)

RATES_HEADER: Final = 5
RATES_FIRST: Final = RATES_HEADER + 1
RATES: Final = Block("Rates", columns.PROFIT_RATES, RATES_FIRST, RATES_HEADER + QUARTERS)
CHANGES_HEADER: Final = 14
CHANGES_FIRST: Final = CHANGES_HEADER + 1
CHANGES: Final = Block("Rates", columns.RATE_CHANGES, CHANGES_FIRST, CHANGES_HEADER + RATE_CHANGES)

PEOPLE_HEADER: Final = 6
PEOPLE_FIRST: Final = PEOPLE_HEADER + 1
RESULTS: Final = (
    "Target, closed weeks",
    "Sales, closed weeks",
    "Attained",
    "Target, this week",
    "Sales, this week so far",
    "Attained this week",
    "Profit of the year",
    "Profit rate",
)
PEOPLE_FORM: Final = Block("People", (*columns.PEOPLE, *RESULTS), PEOPLE_FIRST, PEOPLE_HEADER + PEOPLE)

ACTUALS_HEADER: Final = 5
ACTUALS: Final = Block("Actuals", columns.ACTUALS, ACTUALS_HEADER + 1, LAST_ROW)
TALLY_HEADER: Final = 6 + FACT_ROWS
PERSON_TALLY_HEADER: Final = 5
REJECTED_HEADER: Final = 4
HISTORY_HEADER: Final = 4
CHECKS_HEADER: Final = 6

GRID_HEADER: Final = 5
"""The row of the headers on the sheets of days, which have one row a week."""
GRID_FIRST: Final = GRID_HEADER + 1
GRID_LAST: Final = GRID_HEADER + WEEKS

PERSON_FIRST: Final = 9
"""The first row on both sheets that have a row a person."""
PERSON_LAST: Final = PERSON_FIRST + PEOPLE - 1
PERSON_HEADER: Final = PERSON_FIRST - 1
CENTRE_ROW: Final = PERSON_FIRST - 2


def column_names(name: str, count: int) -> tuple[str, ...]:
    """The names of columns that are alike: Day 1, Day 2 and so on."""
    return tuple(f"{name} {number}" for number in range(1, count + 1))


PERSON_WEEKS: Final = Block(
    "Person weeks", ("Person", "Team", "Share", *column_names("Week", WEEKS)), PERSON_FIRST, PERSON_LAST
)
PERSON_DAYS: Final = Block(
    "Person days",
    (
        "Person",
        "Team",
        "In team shown",
        "Team number",
        *column_names("Target", DAYS),
        *column_names("Added", DAYS),
        *column_names("Sales", DAYS),
        "Margin",
        "Teams",
    ),
    PERSON_FIRST,
    PERSON_LAST,
)
"""Targets of the week's seven days; then the days added up, and the actuals."""
CALENDAR: Final = (
    "Number",
    "Quarter",
    "Month",
    "Start",
    "End",
    "Place",
    "Workdays",
    "Worked",
    "State",
    "Workdays left",
)
SLOTS: Final = column_names("Slot", DAYS)
"""The weights of a week's seven days; on the months' rows, of a month's weeks."""


@dataclass(frozen=True)
class Measure:
    """What is planned."""

    name: str
    over: str
    """Words for more than the whole year's target."""
    rest: str
    """Words for what is left of it."""

    @property
    def days(self) -> str:
        """The sheet of its days."""
        return f"{self.name} days"

    @cached_property
    def day_grid(self) -> Block:
        """The days, mornings and afternoons of all weeks."""
        halves = (*column_names("Morning", DAYS), *column_names("Afternoon", DAYS))
        names = ("Week", "First day", *column_names("Day", DAYS), "Week's total", *halves)
        return Block(self.days, names, GRID_FIRST, GRID_LAST)

    def part(self, part: str) -> str:
        """The name of one of its columns on the sheet Breakdown."""
        return f"{self.name} {part}"

    def added(self, kind: str) -> str:
        """The name of the column in which its weeks are added up: those of the target, or of the actual."""
        return f"{self.name} {kind} added up"


SALES: Final = Measure("Sales", "year exceeded by ", " short")
PROFIT: Final = Measure("Profit", "year exceeded by ", " short")
COST: Final = Measure("Cost", "budget exceeded by ", " of the budget left")
MEASURES: Final = (SALES, PROFIT, COST)
PARTS: Final = ("Target", "Actual", "Closed", "Fixed", "Free", "Re-plan")
"""Columns of each measure on the sheet Breakdown."""
_BREAKDOWN: Final = (
    "Period",
    "Start",
    "End",
    "State",
    "Held",
    *(measure.part(part) for measure in MEASURES for part in PARTS),
    *(measure.added(kind) for measure in MEASURES for kind in ("target", "actual")),
    "TARGET_BREAKDOWN",
    "",
    "Blank",
)
"""Targets and actuals are added up week by week for the charts, which the blank column serves too."""


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

    @cached_property
    def periods(self) -> Block:
        """The level on the sheet Breakdown."""
        return Block("Breakdown", _BREAKDOWN, self.first, self.last)

    @cached_property
    def calendar(self) -> Block:
        """The level on the sheet Calendar."""
        return Block("Calendar", (*CALENDAR, *SLOTS), self.calendar_first, self.calendar_last)

    def cells(self, measure: Measure, part: str) -> str:
        """A part of a measure in all periods of the level."""
        return self.periods.column(measure.part(part))


QUARTER: Final = Level("quarter", QUARTERS, 102, 7, "Top", "held_quarters", "Q")
MONTH: Final = Level("month", MONTHS, 85, 16, "Senior", "held_months", "M")
WEEK: Final = Level("week", WEEKS, 27, 33, "Middle", "held_weeks", "W")
LEVELS: Final = (QUARTER, MONTH, WEEK)
