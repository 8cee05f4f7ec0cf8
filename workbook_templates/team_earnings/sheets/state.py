"""The figures of inputs and rows that the lines depend on; the refresh keeps what they came to."""

from typing import Final

from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.formulas import join_texts
from workbook_templates.sheets.state import raw_value, sheet_figure, text_figures
from workbook_templates.team_earnings.columns import PLANS
from workbook_templates.team_earnings.sheets.importing import BLOCKS
from workbook_templates.team_earnings.sheets.places import (
    INPUT_ROWS,
    ORDERS_FORM,
    ORDERS_HEADER,
    PEOPLE_FORM,
    PLANS_FORM,
)

_IN_A_LINE: Final = 10
_NUMBERS: Final = ("Share", "Second share", "Units", "Price", "Unit cost", "Returned", "Line total", "Discount")


def _plan_states() -> list[tuple[str, str]]:
    """Each plan with its words and tiers, as one figure that any change changes."""
    return [
        (f"Plans: row {row}", join_texts([PLANS_FORM.cell(name, row) for name in PLANS]))
        for row in range(PLANS_FORM.first, PLANS_FORM.last + 1)
    ]


def _people_states() -> list[tuple[str, str]]:
    """Name, team, plan and pay day of everybody: what the refresh reads."""
    lines = []
    for first in range(PEOPLE_FORM.first, PEOPLE_FORM.last + 1, _IN_A_LINE):
        rows = range(first, first + _IN_A_LINE)
        cells = [PEOPLE_FORM.cell(name, row) for row in rows for name in ("Person", "Team", "Plan", "Pay day")]
        lines.append((f"People: rows {first} to {first + _IN_A_LINE - 1}", join_texts(cells)))
    return lines


def _order_states() -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ: sums, by place in the table, by date and by person."""
    dates = "orders[Date]"
    place = f"(ROW({dates})-ROW({ORDERS_FORM.cell('Date', ORDERS_HEADER)}))"
    names = PEOPLE_FORM.column("Person")
    weights = f"(ROW({names})-{PEOPLE_FORM.first - 1})"

    def by_person(column: str, of: str) -> str:
        return f"ROUND(SUMPRODUCT(SUMIF(orders[{column}],{names},orders[{of}]),{weights}),6)"

    def by_row(column: str) -> str:
        return f"ROUND(SUMPRODUCT({place},orders[{column}]),6)"

    return [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", "COUNTA(orders[[Date]:[Discount]])"),
        ("Numbers", "COUNT(orders[[Date]:[Discount]])"),
        ("Dates, by row", by_row("Date")),
        *((f"{name}, by row", by_row(name)) for name in _NUMBERS),
        ("Rows by person", f"SUMPRODUCT(COUNTIF(orders[Person],{names}),{weights})"),
        ("Prices by person", by_person("Person", "Price")),
        ("Dates by person", by_person("Person", "Date")),
        ("Prices by second person", by_person("Second person", "Price")),
        ("Dates by second person", by_person("Second person", "Date")),
        ("Items, by row", f"SUMPRODUCT({place},LEN(orders[Item]))"),
        ("Text dates", text_figures([(digit, f"*{digit}*") for digit in range(1, 10)], dates)),
    ]


def states() -> list[tuple[str, str]]:
    """Label and formula of everything that the lines depend on."""
    labels = {
        "plan_year": "Plan year",
        "first_month": "First month",
        "months_later": "Months later",
        "usual_pay_day": "Usual pay day",
        "orders_source": "Orders source",
    }
    assert set(labels) <= set(INPUT_ROWS)
    named = [(label, raw_value(name)) for name, label in labels.items()]
    rows = [(f"Orders: {label.lower()}", sheet_figure(formula)) for label, formula in _order_states()]
    return [*named, *import_sheet.states(BLOCKS), *_plan_states(), *_people_states(), *rows]
