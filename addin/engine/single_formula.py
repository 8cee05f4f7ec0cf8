"""The answer of a formula that stands alone, in no workbook: each error in it with its reason."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from addin.cells.values import Cell
from addin.engine import blame, calls, explain
from addin.engine.book import ONLY_SHEET, Book, empty_book, known_functions
from addin.engine.calls import Rows
from addin.engine.rewriting import INTERSECTION, Rewriter
from addin.engine.surroundings import CellPlace, Surroundings
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Unreadable, nodes, parse
from udfs.calling.errors import NAME, CellError
from udfs.calling.registry import FUNCTIONS


def add_reasons(
    book: blame.Computes, text: str, place: CellPlace, answer: Cell | Rows, refused: Sequence[Any]
) -> Cell | Rows:
    """What our functions refused says why; of other errors, what failed in the formula."""
    blamed: dict[str, CellError] = {}

    def reasoned(cell: Cell, row: int = 0, column: int = 0) -> Cell:
        if cell is None:
            return 0.0  # what a formula shows that refers to an empty cell
        if not isinstance(cell, CellError):
            return cell
        refusal = explain.own_refusal(refused, cell.code, row, column)
        if refusal:
            return refusal
        if cell.code not in blamed:
            blamed[cell.code] = blame.blame(book, text, place, cell.code)
        return blamed[cell.code]

    if isinstance(answer, list):
        return [[reasoned(cell, row, column) for column, cell in enumerate(cells)] for row, cells in enumerate(answer)]
    return reasoned(answer)


def refuse_unreadable(why: str) -> CellError:
    """What a text that is no formula shows."""
    return CellError(NAME, "the formula cannot be read", rule=why)


def refuse_unknown(text: str, unknown: str) -> CellError:
    """What a formula shows with a function or feature that is not had here."""
    if any(isinstance(node, Call) and plain_name(node.name) == "LAMBDA" for node in nodes(parse(text))):
        return CellError(NAME, "LAMBDA", rule="cannot be computed here", fix="compute it in Excel")
    if unknown == INTERSECTION:
        return refuse_unreadable("two ranges or words stand beside each other: an operator or comma is missing")
    if unknown[:1] in "['" or " " in unknown:
        return CellError("#REF!", unknown, rule="cannot be followed from here", fix="compute it in Excel")
    near = difflib.get_close_matches(unknown, FUNCTIONS, n=1, cutoff=0.7)
    return CellError(NAME, unknown, rule="is not a function known here", fix=f"did you mean {near[0]}?" if near else "")


_MOST_IN_ONE_BOOK = 200


_spare: list[Book] = []
"""The empty book for the next single formula; taken out while in use, so that no two threads share it."""


def evaluate_formula(text: str) -> Cell | Rows:
    """The answer of one formula; a failed cell is a CellError that says why."""
    rewritten = Rewriter(Surroundings(calls.ours_by_name(), known_functions.__getitem__)).single(text)
    if rewritten.problem:
        return refuse_unreadable(rewritten.problem)
    if rewritten.unknown:
        return refuse_unknown(text, rewritten.unknown[0])
    book = _spare.pop() if _spare else Book(empty_book(), "1900")
    try:
        answer, refused = book.compute(rewritten.text, ONLY_SHEET)
    except Unreadable as error:
        return refuse_unreadable(str(error))
    result = add_reasons(book, rewritten.text, CellPlace(ONLY_SHEET, 1, 1), answer, refused)
    # Making a book takes a hundred times as long as computing in it; but it keeps 5 KB of each formula for good.
    if book.computed < _MOST_IN_ONE_BOOK and not _spare:
        _spare.append(book)
    return result
