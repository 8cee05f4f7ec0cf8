"""Where things lie in the benefits template; every sheet's formulas take addresses from here."""

from dataclasses import dataclass
from typing import Final

from workbook_templates.sheets.look import in_formulas


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
}
SOURCE_COLUMNS_FIRST: Final = 31
"""Where the blocks begin that say how a file calls its columns."""

FORM_HEADER: Final = 5
"""Of the sheets Goods, Territories and Departments."""
FORM_FIRST: Final = FORM_HEADER + 1
GOODS: Final = 30
TERRITORIES: Final = 12
DEPARTMENTS: Final = 10
GOODS_LAST: Final = FORM_FIRST + GOODS - 1
TERRITORIES_LAST: Final = FORM_FIRST + TERRITORIES - 1
DEPARTMENTS_LAST: Final = FORM_FIRST + DEPARTMENTS - 1

CENTRE_COST_HEADER: Final = 5
CENTRE_COST_FIRST: Final = 6
CENTRE_COST_LAST: Final = CENTRE_COST_FIRST + len(CENTRES) - 1
CENTRE_COST_TOTAL: Final = CENTRE_COST_LAST + 1
COST_HEADER: Final = 17
COST_FIRST: Final = COST_HEADER + 1
COST_LINES: Final = 60
COST_LAST: Final = COST_FIRST + COST_LINES - 1

ROWS_HEADER: Final = 5
TALLY_HEADER: Final = 16
OWNED_HEADER: Final = 5

TABLE_HEADER: Final = 16
"""Of the table on the sheet of a kind of centre; its total stands first, so that unused rows leave no hole."""
TABLE_TOTAL: Final = TABLE_HEADER + 1
TABLE_FIRST: Final = TABLE_HEADER + 2
REPORT_HEADER: Final = 11
REPORT_FIRST: Final = REPORT_HEADER + 1
REPORT_LAST: Final = REPORT_FIRST + len(CENTRES) - 1
REPORT_TOTAL: Final = REPORT_LAST + 1


def goods(column: str) -> str:
    """A column of the goods."""
    return f"Goods!${column}${FORM_FIRST}:${column}${GOODS_LAST}"


def territories(column: str) -> str:
    """A column of the territories."""
    return f"Territories!${column}${FORM_FIRST}:${column}${TERRITORIES_LAST}"


def departments(column: str) -> str:
    """A column of the departments."""
    return f"Departments!${column}${FORM_FIRST}:${column}${DEPARTMENTS_LAST}"


def costs(column: str) -> str:
    """A column of the cost lines."""
    return f"Costs!${column}${COST_FIRST}:${column}${COST_LAST}"


def centre_costs(column: str) -> str:
    """A column of the centres' costs."""
    return f"Costs!${column}${CENTRE_COST_FIRST}:${column}${CENTRE_COST_LAST}"


def table(sheet: str, column: str, rows: int) -> str:
    """A column of the table on the sheet of a kind of centre."""
    return f"{in_formulas(sheet)}!${column}${TABLE_FIRST}:${column}${TABLE_FIRST + rows - 1}"
