"""Where things lie in the earnings template; every sheet's formulas take addresses from here."""

from typing import Final

from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.import_sheet import place_block
from workbook_templates.sheets.owned import FACT_ROWS
from workbook_templates.team_earnings import columns
from workbook_templates.team_earnings.columns import MONTHS

PEOPLE: Final = 120
PLANS: Final = 12
TEAMS: Final = 20
STATEMENT_LINES: Final = 100
LAST_ROW: Final = 1_048_576

INPUT_ROWS: Final = {
    "plan_year": 5,
    "first_month": 6,
    "months_later": 7,
    "usual_pay_day": 8,
    "targets_for": 9,
    "orders_source": 12,
    "rejected_limit": 13,
}
INPUTS: Final = Block("Inputs", ("Label", "Value", "Reading", "", "Note"), first=5, last=13)
SOURCE: Final = place_block(SOURCE_COLUMNS, len(columns.ORDERS))
"""How a file calls its columns."""

PLANS_HEADER: Final = 7
PLANS_FORM: Final = Block(
    "Plans", (*columns.PLANS, "It pays on the amount", "To correct"), PLANS_HEADER + 1, PLANS_HEADER + PLANS
)

PEOPLE_HEADER: Final = 5
PEOPLE_FORM: Final = Block("People", (*columns.PEOPLE, "To correct"), PEOPLE_HEADER + 1, PEOPLE_HEADER + PEOPLE)

ORDERS_HEADER: Final = 5
ORDERS_FORM: Final = Block("Orders", columns.ORDERS, ORDERS_HEADER + 1, LAST_ROW)
LIST_HEADER: Final = 5
"""The row of the headers on the sheets that the refresh owns."""
TALLY_HEADER: Final = 6 + FACT_ROWS

FORM_FIRST: Final = 8
"""The first row on the sheets of formulas with a row a person: Targets, Managers, Proof."""
FORM_LAST: Final = FORM_FIRST + PEOPLE - 1
FORM_HEADER: Final = FORM_FIRST - 1
WEIGHTS_ROW: Final = 4
TOTAL_ROW: Final = FORM_HEADER - 1
TARGETS: Final = Block(
    "Targets",
    ("Person", "Target of the year", *(f"Month {month}" for month in range(1, MONTHS + 1)), "Of the month", "To date"),
    FORM_FIRST,
    FORM_LAST,
)
TARGET_MONTHS: Final = ("Month 1", f"Month {MONTHS}")
MANAGERS: Final = Block(
    "Managers",
    (
        "Person",
        "Manager",
        "Team",
        "Sales",
        "Profit",
        "Earned",
        "Target",
        "Sales together",
        "Profit together",
        "Earned together",
        "Kept together",
        "Target together",
        "Attained",
        "",
        "",
        "Number",
        "1 up",
        "2 up",
        "4 up",
        "8 up",
        "16 up",
        "32 up",
        "64 up",
        "128 up",
    ),
    FORM_FIRST,
    FORM_LAST,
)
"""What is one's own, what is brought together with those below, and, for the checks, who stands so many steps up."""
BEYOND: Final = "128 up"
"""Where one ends after more steps up than there are people: 0, or in a circle."""
PROOF: Final = Block(
    "Proof",
    (
        "Person",
        "Plan",
        "Row on Plans",
        "Row on Tally years",
        "COMMISSION of the months",
        "Earned by the lines",
        "Months that differ",
    ),
    FORM_FIRST,
    FORM_LAST,
)

CENTRE_HEADER: Final = 11
CENTRE_FIGURES: Final = Block("Roll-up", ("Figure", "Month", "To date"), CENTRE_HEADER + 1, CENTRE_HEADER + 10)
MONTHS_HEADER: Final = 25
CENTRE_MONTHS: Final = Block(
    "Roll-up",
    ("Month", "Orders", "Sales", "Profit", "Earned", "Kept", "Target", "Attained"),
    MONTHS_HEADER + 1,
    MONTHS_HEADER + MONTHS,
)
TEAMS_HEADER: Final = 43
TEAMS_TOTAL: Final = TEAMS_HEADER + 1
TEAM_FIGURES: Final = Block(
    "Roll-up",
    (
        "Team",
        "Orders",
        "Sales",
        "Profit",
        "Earned",
        "Kept",
        "Target",
        "Attained",
        "",
        "Sales to date",
        "Profit to date",
        "Earned to date",
        "Kept to date",
        "Target to date",
    ),
    TEAMS_HEADER + 2,
    TEAMS_TOTAL + TEAMS,
)

STATEMENT_HEADER: Final = 21
STATEMENT_FIRST: Final = STATEMENT_HEADER + 2
"""The lines begin below their totals."""
STATEMENT: Final = Block(
    "Statement",
    (
        "Date",
        "Item",
        "Units",
        "Price",
        "Unit cost",
        "Share",
        "Sales",
        "Profit",
        "Earned",
        "Kept",
        "Paid on",
        "Note",
    ),
    STATEMENT_FIRST,
    STATEMENT_FIRST + STATEMENT_LINES - 1,
)
