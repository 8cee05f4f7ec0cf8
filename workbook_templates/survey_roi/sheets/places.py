"""Where things lie in the survey template; every sheet's formulas take addresses from here."""

from typing import Final

MONTHS: Final = 12
SEGMENTS: Final = 10

INPUT_ROWS: Final = {
    "report_year": 5,
    "report_month": 6,
    "value_basis": 9,
    "discount_rate": 10,
    "count_basis": 11,
    "target_roi": 12,
    "confidence_level": 13,
    "loyal_above": 16,
    "disloyal_below": 17,
    "survey_source": 20,
}
SOURCE_COLUMNS_HEADER: Final = 23
KINDS_FIRST: Final = 32
KINDS: Final = 6
VALUE_BASES: Final = ("lifetime", "year", "month")
COUNT_BASES: Final = ("customers served", "respondents")

SEGMENT_FIRST: Final = 7
SEGMENT_LAST: Final = SEGMENT_FIRST + SEGMENTS - 1
SERVED_HEADER: Final = 21
SERVED_FIRST: Final = SERVED_HEADER + 1
SERVED_LAST: Final = SERVED_FIRST + SEGMENTS - 1

COST_TOTALS: Final = 6
COST_HEADER: Final = 7
COST_FIRST: Final = 8
COST_LINES: Final = 120
COST_LAST: Final = COST_FIRST + COST_LINES - 1
FIRST_COST_MONTH: Final = 10  # column J

RESPONSES_HEADER: Final = 5
TALLY_HEADER: Final = 10
REJECTED_HEADER: Final = 4
HISTORY_HEADER: Final = 4

GRID_HEADER: Final = 5
GRID_FIRST: Final = 6
GRID_LAST: Final = GRID_FIRST + MONTHS * SEGMENTS - 1
MONTH_SHOWN_ROW: Final = GRID_LAST + 3
NOW_HEADER: Final = GRID_LAST + 7
NOW_FIRST: Final = NOW_HEADER + 1
NOW_LAST: Final = NOW_FIRST + SEGMENTS - 1
VALUES_HEADER: Final = NOW_LAST + 6
VALUES_FIRST: Final = VALUES_HEADER + 1
VALUES_LAST: Final = VALUES_FIRST + SEGMENTS - 1

TREND_HEADER: Final = 5
TREND_FIRST: Final = 6
TREND_LAST: Final = TREND_FIRST + MONTHS - 1

CHECKS_HEADER: Final = 6


def segment_names() -> str:
    """The names of the segments."""
    return f"Segments!$B${SEGMENT_FIRST}:$B${SEGMENT_LAST}"


def served_column(column: str) -> str:
    """A column of the customers served: B holds the names, C to N the months."""
    return f"Segments!${column}${SERVED_FIRST}:${column}${SERVED_LAST}"
