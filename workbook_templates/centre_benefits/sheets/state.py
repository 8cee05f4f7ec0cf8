"""The figures of inputs, forms and rows that the tallies depend on; the refresh keeps what they came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from udfs.functions.benefit import CONTRIBUTIONS, OUTCOMES
from workbook_templates.centre_benefits.columns import ROWS, facts
from workbook_templates.centre_benefits.sheets.importing import BLOCKS
from workbook_templates.centre_benefits.sheets.places import (
    DEPARTMENTS_FORM,
    FORM_HEADER,
    FUNCTIONS_TABLE,
    GOODS_FORM,
    ROWS_HEADER,
    TERRITORIES_FORM,
)
from workbook_templates.centre_benefits.sheets.places import ROWS as ROW_BLOCKS
from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.formulas import join_texts
from workbook_templates.sheets.state import raw_value, sheet_figure, text_figures

_IN_A_LINE: Final = 10
_CONTRIBUTIONS: Final = [word for words in CONTRIBUTIONS.values() for word in words]


@dataclass(frozen=True)
class _Rows:
    """What of a table of rows is summed, and by which words its rows and sums are counted."""

    numbers: Sequence[str]
    words: Sequence[tuple[str, Sequence[str]]]
    texts: Sequence[str] = ()
    """Columns of free texts, of which the digits are counted."""


_GOODS: Final = GOODS_FORM.each("Item")
_TERRITORIES: Final = TERRITORIES_FORM.each("Territory")
_DEPARTMENTS: Final = DEPARTMENTS_FORM.each("Department")
_FUNCTIONS: Final = FUNCTIONS_TABLE.each("Function")
_OF_ROWS: Final = {
    "orders": _Rows(
        ("Units", "Unit price", "Unit cost", "Returned units", "Line total", "Discount"),
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


def _table_states(table: str) -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ: sums, by place in the table, and by the words beside them."""
    about, columns = _OF_ROWS[table], ROWS[table]
    dates, headers = _column(table, "Date"), ROW_BLOCKS[table].cell(columns[0], ROWS_HEADER)
    whole = f"{table}[[{columns[0]}]:[{columns[-1].replace(chr(39), chr(39) * 2)}]]"
    place = f"ROW({dates})-ROW({headers})"
    lines = [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", f"COUNTA({whole})"),
        ("Numbers", f"COUNT({whole})"),
        ("Text dates", text_figures([(digit, f"*{digit}*") for digit in range(1, 10)], dates)),
    ]
    for name in ("Date", *about.numbers):
        column = _column(table, name)
        lines.append((f"Sum of {name.lower()}", f"ROUND(SUM({column}),6)"))
        lines.append((f"{name}, by row", f"ROUND(SUMPRODUCT({place},{column}),6)"))
    for name, words in about.words:
        column, number = _column(table, name), _column(table, about.numbers[0])
        lines.append((f"Rows by {name.lower()}", _weigh(words, f"COUNTIF({column},{{0}})")))
        by_word = _weigh(words, f"SUMIFS({number},{column},{{0}})")
        lines.append((f"{about.numbers[0]} by {name.lower()}", f"ROUND({by_word},6)"))
        dates_by_word = _weigh(words, f"SUMIFS({dates},{column},{{0}})")
        lines.append((f"Dates by {name.lower()}", f"ROUND({dates_by_word},6)"))
    for name in about.texts:
        column, number = _column(table, name), _column(table, about.numbers[0])
        ends = [f"*{digit}{'?' * back}" for back in range(3) for digit in range(10)]
        digits = list(enumerate(ends, start=1))
        lines.append((f"{name}: sum", f"ROUND(SUM({column}),6)"))
        lines.append((f"{name}: last digits", text_figures(digits, column)))
        by_digit = text_figures(digits, column, number)
        lines.append((f"{name}: last digits by {about.numbers[0].lower()}", f"ROUND({by_digit},6)"))
    return lines


def _weigh(words: Sequence[str], formula: str) -> str:
    """A figure of each word times its number; a free line of a form has none."""
    terms = []
    for weight, word in enumerate(words, start=1):
        term = f"{weight}*{formula.format(word)}"
        terms.append(term if word.startswith('"') else f'IF({word}="",0,{term})')
    return "+".join(terms)


def _form_states() -> list[tuple[str, str]]:
    names = [
        (f"{name}: names {first + 1} to {first + len(part)}", join_texts(part))
        for name, cells in (
            ("Goods", _GOODS),
            ("Territories", _TERRITORIES),
            ("Departments", _DEPARTMENTS),
            ("Functions", _FUNCTIONS),
        )
        for first in range(0, len(cells), _IN_A_LINE)
        for part in [cells[first : first + _IN_A_LINE]]
    ]
    place = f"ROW({GOODS_FORM.column('Item')})-{FORM_HEADER}"
    figures = [
        (f"Goods: {column.lower()}, by row", f"ROUND(SUMPRODUCT({place},{GOODS_FORM.column(column)}),6)")
        for column in ("Price", "Unit cost", "Support share")
    ]
    sums = [
        (f"Goods: sum of {label}", f"ROUND(SUM({GOODS_FORM.column(column)}),6)")
        for label, column in (("prices", "Price"), ("costs", "Unit cost"))
    ]
    return [*names, *figures, *sums]


def states() -> list[tuple[str, str]]:
    """Label and formula of everything that the tallies depend on."""
    named = [
        ("First day", raw_value("period_start")),
        ("Last day", raw_value("period_end")),
        ("Whose word counts", raw_value("lead_word")),
        *((f"{table.capitalize()} source", raw_value(f"{table}_source")) for table in ROWS),
    ]
    rows = [
        (f"{table.capitalize()}: {label[0].lower()}{label[1:]}", sheet_figure(formula, f"{facts(table)}_kind"))
        for table in ROWS
        for label, formula in _table_states(table)
    ]
    return [*named, *import_sheet.states(BLOCKS, titled=True), *_form_states(), *rows]
