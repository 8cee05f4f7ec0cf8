"""The figures of inputs and rows that the lines depend on; the refresh keeps what they came to."""

from typing import Final

from workbook_templates.sheets.state import of_rows, typed
from workbook_templates.team_earnings.columns import ORDERS, SOURCE_COLUMNS
from workbook_templates.team_earnings.sheets.places import (
    INPUT_ROWS,
    ORDERS_HEADER,
    PEOPLE_FIRST,
    PEOPLE_LAST,
    PLANS_FIRST,
    PLANS_LAST,
    SOURCE_COLUMNS_HEADER,
    people,
)
from workbook_templates.team_earnings.sheets.plans import FIRST_THRESHOLD, LAST_RATE
from workbook_templates.text_figures import of_texts

_IN_A_LINE: Final = 10
_NUMBERS: Final = ("Share", "Second share", "Units", "Price", "Unit cost", "Returned")


def _joined(cells: list[str]) -> str:
    return '&"|"&'.join(cells)


def _of_source_columns() -> list[tuple[str, str]]:
    labels = dict(zip("BCDE", SOURCE_COLUMNS, strict=True))
    lines = []
    for row, name in enumerate(ORDERS, start=SOURCE_COLUMNS_HEADER + 1):
        letters = "CE" if name == "Date" else "C" if name == "Item" else "CD"
        lines += [(f"{name}: {labels[letter].lower()}", typed(f"Inputs!${letter}${row}")) for letter in letters]
    return lines


def _of_plans() -> list[tuple[str, str]]:
    """Words of each plan, and its tiers as one figure that any change changes."""
    first, last = ord(FIRST_THRESHOLD), ord(LAST_RATE)
    lines = []
    for row in range(PLANS_FIRST, PLANS_LAST + 1):
        words = _joined([f"Plans!${letter}${row}" for letter in "BCD"])
        tiers = _joined([f"Plans!${chr(letter)}${row}" for letter in range(first, last + 1)])
        lines.append((f"Plans: row {row}", f'{words}&"|"&{tiers}'))
    return lines


def _of_people() -> list[tuple[str, str]]:
    """Name, team, plan and pay day of everybody: what the refresh reads."""
    lines = []
    for first in range(PEOPLE_FIRST, PEOPLE_LAST + 1, _IN_A_LINE):
        cells = [f"People!${letter}${row}" for row in range(first, first + _IN_A_LINE) for letter in "BDEF"]
        lines.append((f"People: rows {first} to {first + _IN_A_LINE - 1}", _joined(cells)))
    return lines


def _of_orders() -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ: sums, by place in the table, by date and by person."""
    dates = "orders[Date]"
    place = f"(ROW({dates})-ROW(Orders!$B${ORDERS_HEADER}))"
    names = people("B")
    weights = f"(ROW({names})-{PEOPLE_FIRST - 1})"

    def by_person(column: str, of: str) -> str:
        return f"ROUND(SUMPRODUCT(SUMIF(orders[{column}],{names},orders[{of}]),{weights}),6)"

    def by_row(column: str) -> str:
        return f"ROUND(SUMPRODUCT({place},orders[{column}]),6)"

    return [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", "COUNTA(orders[[Date]:[Returned]])"),
        ("Numbers", "COUNT(orders[[Date]:[Returned]])"),
        ("Dates, by row", by_row("Date")),
        *((f"{name}, by row", by_row(name)) for name in _NUMBERS),
        ("Rows by person", f"SUMPRODUCT(COUNTIF(orders[Person],{names}),{weights})"),
        ("Prices by person", by_person("Person", "Price")),
        ("Dates by person", by_person("Person", "Date")),
        ("Prices by second person", by_person("Second person", "Price")),
        ("Dates by second person", by_person("Second person", "Date")),
        ("Items, by row", f"SUMPRODUCT({place},LEN(orders[Item]))"),
        ("Text dates", of_texts([(digit, f"*{digit}*") for digit in range(1, 10)], dates)),
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
    named = [(label, typed(name)) for name, label in labels.items()]
    rows = [(f"Orders: {label.lower()}", of_rows(formula)) for label, formula in _of_orders()]
    return [*named, *_of_source_columns(), *_of_plans(), *_of_people(), *rows]
