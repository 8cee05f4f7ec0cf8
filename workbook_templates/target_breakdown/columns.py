"""Headers of the tables that users fill and of those that the refresh owns; a user may move them and add others."""

from typing import Final

from workbook_templates.rows.source_fields import READ_AS

ACTUALS: Final = ("Date", "Person", "Sales", "Profit", "Cost")
PEOPLE: Final = ("Person", "Manager", "Team", "Quota share")
PROFIT_RATES: Final = ("Quarter", "Profit rate", "Floor", "Ceiling", "Rate in force")
RATE_CHANGES: Final = ("Date", "Quarter", "New rate", "In force", "Decided by", "Reason")
HOLIDAYS: Final = ("Holiday", "Name")
EXTRA_WORKDAYS: Final = ("Extra workday", "Reason")

DAY_TALLY: Final = ("Date", "Sales", "Profit", "Cost")
PERSON_DAY_TALLY: Final = ("Person", "Date", "Sales", "Profit")
PERSON_WEEK_TALLY: Final = ("Person", "Week", "Sales", "Profit")
REJECTED: Final = ("Row", "Date", "Person", "Sales", "Profit", "Cost", "Reason")
HISTORY: Final = (
    "When",
    "Who",
    "Version",
    "Source",
    "Hash",
    "Fiscal year",
    "Status date",
    "Rows",
    "Tallied",
    "Rejected",
    "Attainment before",
    "Attainment after",
    READ_AS,
)
