"""The answer of a formula that stands alone, in no workbook: each error in it with its reason."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from addin.hosts import blame, explain
from addin.hosts.calls import Cell, Rows
from addin.hosts.expressions import plain_name
from addin.hosts.formulas import Call, nodes, parse
from addin.hosts.rewriting import INTERSECTION, Place
from addin.hosts.staging import NAME
from udfs.errors import CellError
from udfs.registry import FUNCTIONS


def with_reasons(
    book: blame.Computes, text: str, place: Place, answer: Cell | Rows, refused: Sequence[Any]
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
            blamed[cell.code] = blame.blamed(book, text, place, cell.code)
        return blamed[cell.code]

    if isinstance(answer, list):
        return [[reasoned(cell, row, column) for column, cell in enumerate(cells)] for row, cells in enumerate(answer)]
    return reasoned(answer)


def unreadable(why: str) -> CellError:
    """What a text that is no formula shows."""
    return CellError(NAME, "the formula cannot be read", rule=why)


def not_computed(text: str, unknown: str) -> CellError:
    """What a formula shows with a function or feature that is not had here."""
    if any(isinstance(node, Call) and plain_name(node.name) == "LAMBDA" for node in nodes(parse(text))):
        return CellError(NAME, "LAMBDA", rule="cannot be computed here", fix="compute it in Excel")
    if unknown == INTERSECTION:
        return unreadable("two ranges or words stand beside each other: an operator or comma is missing")
    if unknown[:1] in "['" or " " in unknown:
        return CellError("#REF!", unknown, rule="cannot be followed from here", fix="compute it in Excel")
    near = difflib.get_close_matches(unknown, FUNCTIONS, n=1, cutoff=0.7)
    return CellError(NAME, unknown, rule="is not a function known here", fix=f"did you mean {near[0]}?" if near else "")
