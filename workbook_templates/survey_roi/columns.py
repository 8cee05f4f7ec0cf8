"""Headers of the tables that the refresh owns; a user may move these columns and add others."""

from typing import Final

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
