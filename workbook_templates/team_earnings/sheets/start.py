"""The Start sheet: what the workbook is for, what to do."""

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import start as start_sheet

_STEPS: Final = (
    "Inputs, Plans: enter the year and how people are paid: tiers, on profit or on sales.",
    "People: enter names, managers, teams, plans, pay days and targets of the year.",
    "Targets: weigh the months, if some bring more than others.",
    "Orders: enter or paste the sales, one row an order line; or keep them in a file of their own.",
    "Press Refresh on the ribbon tab Centre ROI (or run centre-roi refresh), then read Roll-up, Statement and Checks.",
)
_LINKS: Final = (
    ("Roll-up", "month_shown", "centre and teams: sales, profit, pay, what the company keeps, attainment"),
    ("Managers", "period_shown", "everybody with all those below"),
    ("Statement", "statement_person", "one person's month, sale by sale"),
    ("Inputs", "plan_year", "year, pay day, what targets are for, where the rows come from"),
    ("Plans", "plans_start", "thresholds and rates; what each plan pays on an amount that you try"),
    ("People", "people_start", "manager, team, plan, pay day, target; what has to be corrected"),
    ("Targets", "month_weights", "each person's target by month"),
    ("Orders", "orders_start", "date, who sold, joint sales, item, units, price, cost, returns"),
    ("Import", "import_start", "how to read the columns of a file of orders"),
    ("Lines", "lines_start", "every order with each person's part, pay, and what the company keeps"),
    (
        "Tally",
        "refreshed_source",
        "months of the centre; Tally teams, Tally people and Tally years: by team and person",
    ),
    ("Proof", "proof_start", "each month's lines against COMMISSION of the month"),
)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    start_sheet.fill(
        sheet,
        "Earnings of a team",
        "What does each sale bring, what does the person earn and when, and what does the company keep?",
        _STEPS,
        _LINKS,
    )
