"""A formula names its columns: no letter of a column stands in one outside the modules that declare them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests import ROOT

_TEMPLATES = ROOT / "workbook_templates"
MODULES = sorted(path for path in _TEMPLATES.rglob("sheets/*.py") if path.name not in ("places.py", "blocks.py"))
"""Without the modules that declare the columns of sheets, and the one that makes addresses of them."""
LONGEST_FUNCTION = 40
_VALUE = "\0"
"""Stands for what an f-string fills in."""
_FIXED = re.compile(r"\$[A-Z]{1,3}(?=[$\d\0:])")
_OF_SHEET = re.compile(r"![A-Z]{1,3}(?=[$\d\0:])")
_BARE = re.compile(r"(?<![A-Za-z0-9_$!\0.\]])[A-Z]{1,2}\$?(?:\d+|\0)(?![A-Za-z0-9_(\[\0])")
_CELL = r"[A-Z]{1,2}(?:\d+|\0)"
_ADDRESS = re.compile(rf"{_CELL}(?::{_CELL})?")
_LAYING = {
    "lay",
    "lay_link",
    "lay_page",
    "lay_result",
    "name_place",
    "allow",
    "highlight",
    "place",
    "bars",
    "warn_of_rejected",
}
"""Functions that are told where to lay something; a whole address given to them is no formula."""
_LAID = {"freeze_panes", "print_area"}
_ALLOWED = {
    "OK": "the word that a check answers",
    "DMY": "an order of dates",
    "A": "the margin, whose width is set",
    "4-4-5, 4-5-4 or 5-4-4, last or nearest WEEKDAY of MONTH[, year named by start][, extra week in Q2]; or NRF.": (
        "a quarter in a sentence"
    ),
    f'IF(PROFIT_BAND({_VALUE},{_VALUE},{_VALUE})="within","",", Q{_VALUE}")': "a quarter in a sentence",
    'A header that holds a comma stands in quotes: "Score, overall", Q2, Q3.': "headers of a user's file",
}


def texts(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Every string but docstrings, an f-string as one with a mark where it fills something in."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node, "".join(part.value if isinstance(part, ast.Constant) else _VALUE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts | notes:
            yield node, node.value


def laid(tree: ast.Module) -> set[int]:
    """Strings that say where something is laid, by their identity."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in _LAYING:
            found |= {id(each) for each in node.args}
            found |= {id(part) for each in node.args if isinstance(each, ast.Tuple) for part in each.elts}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") in _LAID:
            found.add(id(node.value))
        elif isinstance(node, ast.Subscript):
            found.add(id(node.slice))
    return found


def has_letter(text: str) -> bool:
    if _FIXED.search(text) or _OF_SHEET.search(text) or _BARE.search(text):
        return True
    is_ascending = all(first < second for first, second in pairwise(text))
    return bool(re.fullmatch("[A-Z]+", text)) and is_ascending


def letters_in(source: str) -> list[str]:
    """Each string with a literal letter of a column, after its line."""
    tree = ast.parse(source)
    where_laid = laid(tree)
    return [
        f"{node.lineno}: {text.replace(_VALUE, '{}')}"
        for node, text in texts(tree)
        if has_letter(text) and text not in _ALLOWED and not (_ADDRESS.fullmatch(text) and id(node) in where_laid)
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(_TEMPLATES)))
def test_no_formula_holds_the_letter_of_a_column(path: Path) -> None:
    assert letters_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "formula",
    ['"SUM($B$7:$B$18)"', 'f"$B{row}"', 'f"=IF(C{row}>0,1,0)"', 'f"Costs!$D${row}"', '"Costs!D7"', 'column("BCD")'],
)
def test_a_letter_is_found(formula: str) -> None:
    assert letters_in(f"formula = {formula}")


@pytest.mark.parametrize("line", ['lay(sheet, "B3", note, NOTE)', 'sheet.freeze_panes = "C3"', 'f"SUM({at.sales})"'])
def test_where_something_is_laid_is_no_formula(line: str) -> None:
    assert letters_in(line) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(_TEMPLATES)))
def test_no_function_lays_a_sheet_line_by_line(path: Path) -> None:
    """A declaration may be long; a function of over 40 lines is several."""
    functions = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
