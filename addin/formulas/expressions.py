"""What an expression tells of itself, without the workbook that it stands in."""

from __future__ import annotations

import re

from addin.cells.addresses import parse_reference
from addin.formulas.parsing import Call, Expression, Leaf, LeafKind, Node, render
from addin.formulas.references import MOST_CELLS, is_nearly_all

_AGGREGATES = [str(number) for number in range(1, 12)]
"""Those of AGGREGATE's functions that the engine has."""
_NEW_IN_EXCEL = re.compile(r"^(?:_xl(?:fn|ws|udf)\.)+", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}")
_VARYING = frozenset((LeafKind.REFERENCE, LeafKind.NAME))


def computes(node: Node) -> bool:
    """Whether it is an operator that makes a new value of what stands beside it."""
    return isinstance(node, Leaf) and node.kind is LeafKind.OPERATOR and node.text not in (":", "@")


def joins(expression: Expression) -> bool:
    """Whether & joins two texts that are not written in the formula itself."""
    joined = any(isinstance(node, Leaf) and node.kind is LeafKind.OPERATOR and node.text == "&" for node in expression)
    return joined and sum(not isinstance(node, Leaf) or node.kind in _VARYING for node in expression) > 1


def side_by_side(expression: Expression) -> bool:
    """Whether two operands have only a space between them."""
    before = False
    for node in expression:
        if isinstance(node, Leaf) and node.kind is LeafKind.SPACE:
            continue
        operand = not (isinstance(node, Leaf) and node.kind is LeafKind.OPERATOR)
        if operand and before:
            return True
        before = operand
    return False


def is_known_aggregate(call: Call) -> bool:
    """Whether the engine has the function that an AGGREGATE names."""
    return bool(call.arguments) and render(call.arguments[0]) in _AGGREGATES


def reaches_nearly_all(call: Call) -> bool:
    """Whether it is an INDIRECT or OFFSET that is written to stand for more cells than are computed with."""
    name, arguments = plain_name(call.name), [_literal(argument) for argument in call.arguments]
    if name == "INDIRECT" and arguments:
        cells = parse_reference(arguments[0].strip('"').rpartition("!")[2])
        return cells is not None and is_nearly_all(cells)
    if name == "OFFSET" and len(arguments) == 5:
        sizes = [float(text) if _NUMBER.fullmatch(text) else 0.0 for text in arguments[3:]]
        return sizes[0] * sizes[1] > MOST_CELLS
    return False


def _literal(argument: Expression) -> str:
    """The text of an argument that is one word, as it is written."""
    leaf = argument[0] if len(argument) == 1 else None
    return leaf.text if isinstance(leaf, Leaf) and leaf.kind in (LeafKind.TEXT, LeafKind.NUMBER) else ""


def plain_name(function: str) -> str:
    """A function's name without the prefixes that files put before newer ones."""
    return _NEW_IN_EXCEL.sub("", function).upper()


def counts_rows_and_columns(call: Call) -> bool:
    """Whether it is an INDIRECT that is, or may be, given references such as R2C1."""
    if plain_name(call.name) != "INDIRECT" or len(call.arguments) < 2:
        return False
    return render(call.arguments[1]).strip().casefold() not in ("true", "1", "true()")
