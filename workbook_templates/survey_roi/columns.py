"""Headers of the block of columns and of the tables that the refresh owns; a user may move columns and add others."""

from typing import Final

from workbook_templates.rows.source_fields import FIELDS, OUR_NAME, READ_AS

HEADERS: Final = "Header(s) in your file"
SOURCE_COLUMNS: Final = (OUR_NAME, HEADERS, "Scale from", "Scale to", *FIELDS)

TALLY: Final = ("Month", "Segment", "Responses", "Loyal", "Neutral", "Disloyal", "Mean index", "Rejected")
REJECTED: Final = ("Row", "Date", "Customer", "Segment", "Index", "Reason")
HISTORY: Final = (
    "When",
    "Who",
    "Version",
    "Source",
    "Hash",
    "Loyal above",
    "Disloyal below",
    "Rows",
    "Tallied",
    "Rejected",
    "ROI before",
    "ROI after",
    READ_AS,
)


MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


SHORT_MONTHS: Final = tuple(name[:3] for name in MONTH_NAMES)
