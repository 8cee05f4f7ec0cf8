"""The figures of inputs, forms and rows that the tallies depend on; the refresh keeps what they came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from udfs.functions.benefit import CONTRIBUTIONS, OUTCOMES
from workbook_templates.centre_benefits.columns import ROWS, SOURCE_COLUMNS, facts
from workbook_templates.centre_benefits.sheets.functions import LAST as FUNCTIONS_LAST
from workbook_templates.centre_benefits.sheets.inputs import source_column_rows
from workbook_templates.centre_benefits.sheets.places import (
    DEPARTMENTS_LAST,
    FORM_FIRST,
    FORM_HEADER,
    GOODS_LAST,
    ROWS_HEADER,
    TABLE_FIRST,
    TERRITORIES_LAST,
    goods,
)
from workbook_templates.sheets.state import of_rows, typed
from workbook_templates.text_figures import of_texts

_IN_A_LINE: Final = 10
_CONTRIBUTIONS: Final = [word for words in CONTRIBUTIONS.values() for word in words]


@dataclass(frozen=True)
class _Rows:
    """What of a table of rows is summed, and by which words its rows and sums are counted."""

    numbers: Sequence[str]
    words: Sequence[tuple[str, Sequence[str]]]
    texts: Sequence[str] = ()
    """Columns of free texts, of which the digits are counted."""


def _cells(sheet: str, first: int, last: int) -> list[str]:
    return [f"{sheet}!$B${row}" for row in range(first, last + 1)]


_GOODS: Final = _cells("Goods", FORM_FIRST, GOODS_LAST)
_TERRITORIES: Final = _cells("Territories", FORM_FIRST, TERRITORIES_LAST)
_DEPARTMENTS: Final = _cells("Departments", FORM_FIRST, DEPARTMENTS_LAST)
_FUNCTIONS: Final = _cells("Functions", TABLE_FIRST, FUNCTIONS_LAST)
_OF_ROWS: Final = {
    "orders": _Rows(
        ("Units", "Unit price", "Unit cost", "Returned units"),
        (("Item", _GOODS), ("Territory", _TERRITORIES)),
        ("Order",),
    ),
    "leads": _Rows(
        ("Value",),
        (
            ("Outcome", [f'"{word}"' for word in OUTCOMES]),
            ("Contribution", [f'"{word}"' for word in _CONTRIBUTIONS]),
            ("Follower's outcome", [f'"{word}"' for word in OUTCOMES]),
            ("Follower's contribution", [f'"{word}"' for word in _CONTRIBUTIONS]),
        ),
        ("Lead", "Order"),
    ),
    "contacts": _Rows(("Contacts", "Minutes", "Revenue"), (("Function", _FUNCTIONS),)),
    "requests": _Rows(("Minutes given back", "Difficulty"), (("Department", _DEPARTMENTS),)),
}


def _column(table: str, name: str) -> str:
    return f"{table}[{name.replace(chr(39), chr(39) * 2)}]"


def _of_table(table: str) -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ: sums, by place in the table, and by the words beside them."""
    about, columns = _OF_ROWS[table], ROWS[table]
    dates, sheet = _column(table, "Date"), table.capitalize()
    whole = f"{table}[[{columns[0]}]:[{columns[-1].replace(chr(39), chr(39) * 2)}]]"
    place = f"ROW({dates})-ROW({sheet}!$B${ROWS_HEADER})"
    lines = [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", f"COUNTA({whole})"),
        ("Numbers", f"COUNT({whole})"),
        ("Text dates", of_texts([(digit, f"*{digit}*") for digit in range(1, 10)], dates)),
    ]
    for name in ("Date", *about.numbers):
        column = _column(table, name)
        lines.append((f"Sum of {name.lower()}", f"ROUND(SUM({column}),6)"))
        lines.append((f"{name}, by row", f"ROUND(SUMPRODUCT({place},{column}),6)"))
    for name, words in about.words:
        column, number = _column(table, name), _column(table, about.numbers[0])
        lines.append((f"Rows by {name.lower()}", _weighted(words, f"COUNTIF({column},{{0}})")))
        by_word = _weighted(words, f"SUMIFS({number},{column},{{0}})")
        lines.append((f"{about.numbers[0]} by {name.lower()}", f"ROUND({by_word},6)"))
        dates_by_word = _weighted(words, f"SUMIFS({dates},{column},{{0}})")
        lines.append((f"Dates by {name.lower()}", f"ROUND({dates_by_word},6)"))
    for name in about.texts:
        column, number = _column(table, name), _column(table, about.numbers[0])
        ends = [f"*{digit}{'?' * back}" for back in range(3) for digit in range(10)]
        digits = list(enumerate(ends, start=1))
        lines.append((f"{name}: sum", f"ROUND(SUM({column}),6)"))
        lines.append((f"{name}: last digits", of_texts(digits, column)))
        by_digit = of_texts(digits, column, number)
        lines.append((f"{name}: last digits by {about.numbers[0].lower()}", f"ROUND({by_digit},6)"))
    return lines


def _weighted(words: Sequence[str], formula: str) -> str:
    """A figure of each word times its number; a free line of a form has none."""
    terms = []
    for weight, word in enumerate(words, start=1):
        term = f"{weight}*{formula.format(word)}"
        terms.append(term if word.startswith('"') else f'IF({word}="",0,{term})')
    return "+".join(terms)


def _of_source_columns() -> list[tuple[str, str]]:
    labels = dict(zip("CDE", SOURCE_COLUMNS[1:], strict=True))
    return [
        (f"{table.capitalize()}, {name}: {labels[letter].lower()}", typed(f"Inputs!${letter}${row}"))
        for table, header in source_column_rows().items()
        for row, name in enumerate(ROWS[table], start=header + 1)
        for letter in ("CDE" if name == "Date" else "CD")
    ]


def _of_forms() -> list[tuple[str, str]]:
    joined = [
        (f"{name}: names {first + 1} to {first + len(part)}", '&"|"&'.join(part))
        for name, cells in (
            ("Goods", _GOODS),
            ("Territories", _TERRITORIES),
            ("Departments", _DEPARTMENTS),
            ("Functions", _FUNCTIONS),
        )
        for first in range(0, len(cells), _IN_A_LINE)
        for part in [cells[first : first + _IN_A_LINE]]
    ]
    place = f"ROW({goods('B')})-{FORM_HEADER}"
    figures = [
        (f"Goods: {label}, by row", f"ROUND(SUMPRODUCT({place},{goods(column)}),6)")
        for label, column in (("price", "C"), ("unit cost", "D"), ("support share", "E"))
    ]
    sums = [
        (f"Goods: sum of {label}", f"ROUND(SUM({goods(column)}),6)")
        for label, column in (("prices", "C"), ("costs", "D"))
    ]
    return [*joined, *figures, *sums]


def states() -> list[tuple[str, str]]:
    """Label and formula of everything that the tallies depend on."""
    named = [
        ("First day", typed("period_start")),
        ("Last day", typed("period_end")),
        ("Whose word counts", typed("lead_word")),
        *((f"{table.capitalize()} source", typed(f"{table}_source")) for table in ROWS),
    ]
    rows = [
        (f"{table.capitalize()}: {label[0].lower()}{label[1:]}", of_rows(formula, f"{facts(table)}_kind"))
        for table in ROWS
        for label, formula in _of_table(table)
    ]
    return [*named, *_of_source_columns(), *_of_forms(), *rows]
