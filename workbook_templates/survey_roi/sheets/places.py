"""Where things lie in the survey template; every sheet's formulas take addresses from here."""

from typing import Final

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.import_sheet import place_block
from workbook_templates.sheets.owned import FACT_ROWS, facts_block
from workbook_templates.survey_roi.columns import SHORT_MONTHS, SOURCE_COLUMNS

MONTHS: Final = len(SHORT_MONTHS)
SEGMENTS: Final = 10
LAST_ROW: Final = 1_048_576

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
    "answered_share": 21,
    "rejected_limit": 22,
}
INPUTS: Final = Block("Inputs", ("Label", "Value", "Reading", "Note"), first=5, last=22)
SOURCE: Final = place_block(SOURCE_COLUMNS, 4)
"""How a file calls its columns."""
KINDS_FIRST: Final = 25
KINDS: Final = 6
KIND_LIST: Final = Block("Inputs", ("Kind",), KINDS_FIRST, KINDS_FIRST + KINDS - 1)
VALUE_BASES: Final = ("lifetime", "year", "month")
COUNT_BASES: Final = ("customers served", "respondents")

SEGMENT_FIRST: Final = 7
VALUES: Final = Block(
    "Segments",
    (
        "Segment",
        "Empirical CLV",
        "Annual profit at calibration",
        "Discount rate at calibration",
        "Calibration date",
        "Loyalty years",
        "Annual profit today",
        "CLV today",
        "Value per customer",
    ),
    SEGMENT_FIRST,
    SEGMENT_FIRST + SEGMENTS - 1,
)
"""What a loyal customer of each segment is worth."""
SERVED_HEADER: Final = 21
SERVED_FIRST: Final = SERVED_HEADER + 1
SERVED: Final = Block("Segments", ("Segment", *SHORT_MONTHS), SERVED_FIRST, SERVED_FIRST + SEGMENTS - 1)

COST_TOTALS: Final = 6
COST_HEADER: Final = 7
COST_FIRST: Final = 8
COST_LINES: Final = 120
COST_COLUMNS: Final = ("Month", "Kind", "Owner", "Amount", "Recovery", "Spread over months", "Note")
COSTS: Final = Block(
    "Costs",
    (
        *COST_COLUMNS,
        "Net cost",
        *SHORT_MONTHS,
        "Other years",
        "To fix",
        "Parts",
        "Cents a part",
        "Parts with one cent more",
        "Months before January",
        "Not in the year",
    ),
    COST_FIRST,
    COST_FIRST + COST_LINES - 1,
)

RESPONSES_HEADER: Final = 5
RESPONSES: Final = Block(
    "Responses",
    ("Date", "Customer", "Segment", "Index", *(f"Answer {number}" for number in range(1, 7))),
    RESPONSES_HEADER + 1,
    LAST_ROW,
)
FACTS: Final = facts_block("Tally", 5)
"""What the last refresh read."""
TALLY_HEADER: Final = 6 + FACT_ROWS
REJECTED_HEADER: Final = 4
HISTORY_HEADER: Final = 4

_STEPS: Final = (
    "Month",
    "Segment",
    "Responses",
    "Loyal",
    "Neutral",
    "Disloyal",
    "Customers served",
    "Customers counted",
    "Loyal counted",
    "Disloyal counted",
    "Value per customer",
    "Gain",
    "Loss",
    "Net profit",
)
GRID_HEADER: Final = 5
GRID: Final = Block("Workings", _STEPS, GRID_HEADER + 1, GRID_HEADER + MONTHS * SEGMENTS)
"""One row a month and segment."""
MONTH_SHOWN_ROW: Final = GRID.last + 3
NOW_HEADER: Final = GRID.last + 7
NOW: Final = Block(
    "Workings",
    (*_STEPS, "Share of net cost", "Without responses", "Counted as respondents"),
    NOW_HEADER + 1,
    NOW_HEADER + SEGMENTS,
)
"""The report month, one row a segment."""
WHAT_IF_HEADER: Final = NOW.last + 6
WHAT_IF_FIRST: Final = WHAT_IF_HEADER + 1
WHAT_IF_LAST: Final = WHAT_IF_HEADER + SEGMENTS

TREND_HEADER: Final = 5
TREND_FIRST: Final = 6
TREND: Final = Block(
    "Trend",
    (
        "Month",
        "Responses",
        "Response rate",
        "Loyal",
        "Neutral",
        "Disloyal",
        "Loyal share",
        "Disloyal share",
        "Net profit",
        "Net cost",
        "ROI",
        "ROI low",
        "ROI high",
        "With data",
    ),
    TREND_FIRST,
    TREND_HEADER + MONTHS,
)

REPORT_HEADER: Final = 32
REPORT_TOTAL: Final = REPORT_HEADER + 1
"""The segments stand last on the page, so that unused rows leave no hole in it; their total stands first."""
REPORT: Final = Block(
    "Report",
    (
        "Segment",
        "Responses",
        "Loyal",
        "Neutral",
        "Disloyal",
        "Loyal share",
        "Loyal counted",
        "Disloyal counted",
        "Value per customer",
        "Gain",
        "Loss",
        "Net profit",
        "Loyal needed",
        "Above need",
    ),
    REPORT_HEADER + 2,
    REPORT_TOTAL + SEGMENTS,
)
