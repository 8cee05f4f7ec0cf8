"""Where things lie in the benefits template; every sheet's formulas take addresses from here."""

from dataclasses import dataclass
from typing import Final

from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.leads import ENDS
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.import_sheet import place_block


@dataclass(frozen=True)
class Centre:
    """One kind of centre: what it is called on Report and Costs, its sheet, and the names of its figures."""

    name: str
    sheet: str
    key: str

    @property
    def benefit(self) -> str:
        return f"{self.key}_benefit"

    @property
    def elsewhere(self) -> str:
        """The part of its benefit that another centre's benefit holds too."""
        return f"{self.key}_elsewhere"

    @property
    def net_cost(self) -> str:
        return f"{self.key}_net_cost"

    @property
    def cost_share(self) -> str:
        return f"{self.key}_cost_share"


TELESALES: Final = Centre("Telesales", "Telesales", "telesales")
COVERAGE: Final = Centre("Tele-coverage", "Tele-coverage", "coverage")
OPPORTUNITIES: Final = Centre("Opportunity management", "Opportunities", "opportunities")
SUPPORT: Final = Centre("Technical support", "Technical support", "support")
SERVICE: Final = Centre("Customer service", "Customer service", "service")
INTERNAL: Final = Centre("Internal support", "Internal support", "internal")
CENTRES: Final = (TELESALES, COVERAGE, OPPORTUNITIES, SUPPORT, SERVICE, INTERNAL)
SHARED: Final = "shared"
"""In place of a centre: a cost that several of them carry."""

FUNCTION_NAMES: Final = (
    "Pre-sales",
    "Telesales",
    "Promotion",
    "Media tracking",
    "Field support",
    "Dealers",
    "House accounts",
    "Logistics",
    "After-sales",
)
METHODS: Final = ("divided", "combined")
CARRIERS: Final = ("inside", "outside", "both")

INPUT_ROWS: Final = {
    "period_start": 5,
    "period_end": 6,
    "coverage_method": 9,
    "outside_cost": 10,
    "persuaded_share": 13,
    "passed_on_share": 14,
    "lead_word": 15,
    "survey_net_profit": 18,
    "survey_net_cost": 19,
    "survey_roi": 20,
    "survey_period": 21,
    "survey_in_total": 22,
    "orders_source": 25,
    "leads_source": 26,
    "contacts_source": 27,
    "requests_source": 28,
    "rejected_limit": 29,
}
INPUTS: Final = Block("Inputs", ("Label", "Value", "Reading", "", "Note"), first=5, last=29)


def _source_blocks() -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    for table, names in columns.ROWS.items():
        blocks[table] = place_block(SOURCE_COLUMNS, len(names), next(reversed(blocks.values()), None))
    return blocks


SOURCES: Final = _source_blocks()
"""How a file of each table calls its columns."""
LAST_ROW: Final = 1_048_576

FORM_HEADER: Final = 5
"""The row of the headers on the sheets Goods, Territories and Departments."""
FORM_FIRST: Final = FORM_HEADER + 1
GOODS: Final = 30
TERRITORIES: Final = 12
DEPARTMENTS: Final = 10
GOODS_FORM: Final = Block("Goods", columns.GOODS, FORM_FIRST, FORM_HEADER + GOODS)
TERRITORIES_FORM: Final = Block("Territories", columns.TERRITORIES, FORM_FIRST, FORM_HEADER + TERRITORIES)
DEPARTMENTS_FORM: Final = Block("Departments", columns.DEPARTMENTS, FORM_FIRST, FORM_HEADER + DEPARTMENTS)

CENTRE_COST_HEADER: Final = 5
CENTRE_COSTS: Final = Block("Costs", columns.CENTRE_COSTS, CENTRE_COST_HEADER + 1, CENTRE_COST_HEADER + len(CENTRES))
CENTRE_COST_TOTAL: Final = CENTRE_COSTS.last + 1
COST_HEADER: Final = 17
COST_LINES: Final = 60
COSTS: Final = Block(
    "Costs", (*columns.COST_LINES, "Counts", "Net", "To fix"), COST_HEADER + 1, COST_HEADER + COST_LINES
)

ROWS_HEADER: Final = 5
ROWS: Final = {
    table: Block(table.capitalize(), headers, ROWS_HEADER + 1, LAST_ROW) for table, headers in columns.ROWS.items()
}
TALLY_HEADER: Final = 24
OWNED_HEADER: Final = 5

TABLE_HEADER: Final = 16
"""The headers of the table on the sheet of a centre; its total stands first, so that unused rows leave no hole."""
TABLE_TOTAL: Final = TABLE_HEADER + 1
TABLE_FIRST: Final = TABLE_HEADER + 2
TELESALES_TABLE: Final = Block(
    TELESALES.sheet,
    (
        "Goods",
        "Order lines",
        "Units sold",
        "Returned",
        "Returned later",
        "List price",
        "Unit cost",
        "Price and cost beside the list",
        "Sales",
        "Profit",
        "of which pays for support",
        "Profit of sales",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + GOODS,
)
COVERAGE_TABLE: Final = Block(
    COVERAGE.sheet,
    (
        "Territories",
        "Inside representative",
        "Outside representative",
        "Target, once",
        "Sales",
        "Attained",
        "Profit",
        "Inside's part",
        "Outside's part",
        "Counts here",
        "of which pays for support",
        "Target seen by the inside",
        "Target seen by the outside",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + TERRITORIES,
)
OPPORTUNITIES_TABLE: Final = Block(
    OPPORTUNITIES.sheet,
    (
        "How the leads stand",
        "Outcome",
        "Contribution",
        "Leads",
        "Share of leads",
        "Value of the deals",
        "Credit",
        "Value in Orders too",
        "Credit in Orders too",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + len(ENDS),
)
SUPPORT_TABLE: Final = Block(
    SUPPORT.sheet,
    (
        "Goods",
        "List price",
        "Support share",
        "Kept, telesales",
        "Kept, tele-coverage",
        "Part of telesales",
        "Part of tele-coverage",
        "Pays for support",
        "Share of all",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + GOODS,
)
SERVICE_TABLE: Final = Block(
    SERVICE.sheet,
    ("Figure", "In the survey workbook", "Here", "Difference"),
    TABLE_HEADER + 1,
    TABLE_HEADER + 4,
)
INTERNAL_TABLE: Final = Block(
    INTERNAL.sheet,
    (
        "Departments",
        "Requests",
        "Minutes given back",
        "Hours given back",
        "Difficulty",
        "Cost of an hour",
        "Value",
        "Share of all",
        "Value of a request",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + DEPARTMENTS,
)
FUNCTIONS_TABLE: Final = Block(
    "Functions",
    (
        "Function",
        "Contacts",
        "Minutes",
        "Share of minutes",
        "Cost by minutes",
        "Cost of a contact",
        "Minutes of a contact",
        "Revenue attributed",
        "Revenue less cost",
        "Revenue for 1 of cost",
    ),
    TABLE_FIRST,
    TABLE_TOTAL + len(FUNCTION_NAMES),
)

REPORT_HEADER: Final = 11
REPORT: Final = Block(
    "Report",
    (
        "Kind of centre",
        "Benefit by its own rule",
        "Net cost",
        "Share of net cost",
        "ROI",
        "Counted at another centre too",
        "Benefit in the total",
        "Share of benefit",
        "Rule",
    ),
    REPORT_HEADER + 1,
    REPORT_HEADER + len(CENTRES),
)
REPORT_TOTAL: Final = REPORT.last + 1
