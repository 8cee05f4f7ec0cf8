"""Which part of a formula made one of Excel's own errors, and what that error means, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from addin.cells.addresses import parse_reference
from addin.engine.surroundings import EACH, FIT, OWN, CellPlace
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Node, Unreadable, nodes, parse, render
from addin.formulas.references import absolute, is_one_cell, sheet_of
from udfs.calling.errors import DIV0, NA, NUM, VALUE, CellError

if TYPE_CHECKING:
    from addin.engine.staging import Staged


class Computes(Protocol):
    """A computed workbook, or an empty one, in which a part of a formula can be computed once more."""

    def compute(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        """The answer of a rewritten formula as if it stood on that sheet, and what our functions refused."""
        ...

    def has_sheet(self, name: str) -> bool:
        """Whether it has a sheet by this name."""
        ...


_FORMULA = "the formula"
_MOST_CALLS = 40
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LOOKING_UP = ("MATCH", "XMATCH", "VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP")

_OF_OPERATORS = {
    DIV0: "divides by zero",
    VALUE: "computes with a text where a number belongs, or with ranges that do not fit",
    NUM: "has an answer too large for a number, or no real one",
    NA: "reads a value that is not available",
    "#REF!": "refers to a cell, sheet, table or column that no longer exists",
    "#NAME?": "holds a name that is not defined",
    "#NULL!": "crosses two ranges that have no cell in common",
    "#SPILL!": "has an answer that needs cells which are not empty",
    "#CALC!": "has an empty table as its answer",
}
_OF_FUNCTIONS = {
    DIV0: "divides by zero, or finds no number to average",
    VALUE: "is given a text where a number belongs, or something it cannot use",
    NUM: "is given a number outside of what it can work with",
    NA: "has no answer for these values",
    "#REF!": "is sent to a cell outside of its range, or one that no longer exists",
    "#NAME?": "is given a name that is not defined",
    "#CALC!": "leaves nothing over",
}


def blame(book: Computes, text: str, place: CellPlace, code: str) -> CellError:
    """The error with the function or operator that made it and what is wrong there."""
    try:
        tree = parse(text)
    except Unreadable as unreadable:
        return CellError(code, "the formula cannot be read", rule=str(unreadable))
    if without_cause := _typed_error(book, tree, code):
        return CellError(code, _FORMULA, rule=without_cause)
    culprit = _failing_call(book, tree, place, code)
    if culprit is None or not culprit.arguments:
        name = "" if culprit is None else _display_name(culprit)
        if name == "NA":
            return CellError(code, "NA()", rule="on purpose: no data")
        return CellError(code, _FORMULA, rule=_describe_operator_error(book, tree, place, code))
    within = _operator_in(book, culprit, place, code)
    if within:
        return CellError(code, _FORMULA, rule=within)
    name = _display_name(culprit)
    if code == NA and name in _LOOKING_UP:
        return CellError(code, name, rule="does not find what it looks for")
    return CellError(code, name, rule=_OF_FUNCTIONS.get(code, _OF_OPERATORS.get(code, "fails")))


def _typed_error(book: Computes, tree: Expression, code: str) -> str:
    """What the text of the formula already says of the error: a sheet that is not there, or the error itself."""
    leaves = [node for node in nodes(tree) if isinstance(node, Leaf)]
    if code == "#REF!":
        sheets = (sheet_of(leaf.prefix) for leaf in leaves if leaf.kind in (LeafKind.REFERENCE, LeafKind.NAME))
        missing = next((sheet for sheet in sheets if sheet and not book.has_sheet(sheet)), "")
        if missing:
            return f"refers to a sheet that does not exist: {missing}"
    errors = any(leaf.kind is LeafKind.ERROR and leaf.text.upper() == code for leaf in leaves)
    in_arrays = any(leaf.kind is LeafKind.ARRAY and code in _QUOTED.sub("", leaf.text).upper() for leaf in leaves)
    if code == "#REF!" and errors:
        return _OF_OPERATORS[code]
    return f"holds {code} itself, as a value" if errors or in_arrays else ""


def _display_name(call: Call) -> str:
    """The function's name; of one that is called cell by cell, its own."""
    name = plain_name(call.name)
    first = call.arguments[0] if call.arguments else ()
    return first[0].text.strip('"') if name == EACH and first and isinstance(first[0], Leaf) else name.removeprefix(OWN)


def _compute(book: Computes, expression: Expression, place: CellPlace) -> Any:
    try:
        return book.compute(render(expression), place.sheet)[0]
    except Unreadable:
        return None


def _fails(value: Any, code: str) -> bool:
    cells = [cell for row in value for cell in row] if isinstance(value, list) else [value]
    return any(isinstance(cell, CellError) and cell.code == code for cell in cells)


def _failing_call(book: Computes, tree: Expression, place: CellPlace, code: str) -> Call | None:
    """The innermost call that has this error."""
    calls = (node for node in nodes(tree) if isinstance(node, Call) and node.name != FIT)
    return next((call for call in islice(calls, _MOST_CALLS) if _fails(_compute(book, (call,), place), code)), None)


def _operator_in(book: Computes, call: Call, place: CellPlace, code: str) -> str:
    """What an operator inside a call's argument did; empty where the arguments are sound."""
    for argument in call.arguments:
        if len(argument) > 1 and _fails(_compute(book, argument, place), code):
            return _describe_operator_error(book, argument, place, code)
    return ""


def _describe_operator_error(book: Computes, tree: Expression, place: CellPlace, code: str) -> str:
    if code == DIV0:
        for divisor in _operands_after(tree, "/"):
            value = _compute(book, (divisor,), place)
            if value in (0, None) and not isinstance(value, str):
                state = "is empty" if _is_empty(book, divisor, place) else "is 0"
                return f"divides by zero{_name_reference(divisor, state)}"
    if code == VALUE:
        for node in nodes(tree):
            value = _single_value(book, node, place)
            if isinstance(value, str):
                shown = f'holds the text "{value[:30]}"' if value else "holds an empty text"
                return f"computes with a text where a number belongs{_name_reference(node, shown)}"
    if code == "#NAME?":
        for node in nodes(tree):
            if isinstance(node, Leaf) and node.kind is LeafKind.NAME and _fails(_compute(book, (node,), place), code):
                return f"holds the name {node.text}, which is not defined"
    return _OF_OPERATORS.get(code, "has no answer")


def _operands_after(tree: Expression, operator: str) -> Iterator[Node]:
    """What follows an operator, wherever in the tree."""
    for at, node in enumerate(tree):
        if isinstance(node, Leaf) and node.kind is LeafKind.OPERATOR and node.text == operator:
            yield from islice((each for each in tree[at + 1 :] if not _is_space(each)), 1)
        for part in _parts(node):
            yield from _operands_after(part, operator)


def _parts(node: Node) -> tuple[Expression, ...]:
    if isinstance(node, Call):
        return node.arguments
    return node.parts if isinstance(node, Group) else ()


def _is_space(node: Node) -> bool:
    return isinstance(node, Leaf) and node.kind is LeafKind.SPACE


def _single_value(book: Computes, node: Node, place: CellPlace) -> Any:
    if not (isinstance(node, Leaf) and node.kind is LeafKind.REFERENCE):
        return None
    area = parse_reference(node.text)
    return _compute(book, (node,), place) if area and is_one_cell(area) else None


def _is_empty(book: Computes, node: Node, place: CellPlace) -> bool:
    return isinstance(node, Leaf) and node.kind is LeafKind.REFERENCE and _compute(book, (node,), place) is None


def _name_reference(node: Node, what: str) -> str:
    if not (isinstance(node, Leaf) and node.kind is LeafKind.REFERENCE):
        return ""
    return f": {render((node,)).replace('$', '')} {what}"


def replace_na_calls(text: str) -> str:
    """A formula with 0 in place of each NA(); empty where it says none, or cannot be read."""
    try:
        tree = parse(text)
    except Unreadable:
        return ""
    without = tuple(map(_replace_na_call, tree))
    return render(without) if without != tree else ""


def is_deliberate(answer: Any, staged: Staged, place: CellPlace) -> bool:
    """Whether #N/A is there because the formula says NA(): without that, as it answers here, it would be none."""
    return not _fails(_cell_of_answer(answer, staged, place), NA)


def _replace_na_call(node: Node) -> Node:
    if isinstance(node, Call):
        if plain_name(node.name) == "NA":
            return Leaf(LeafKind.NUMBER, "0")
        return replace(node, arguments=tuple(tuple(map(_replace_na_call, argument)) for argument in node.arguments))
    return Group(tuple(tuple(map(_replace_na_call, part)) for part in node.parts)) if isinstance(node, Group) else node


def _cell_of_answer(answer: Any, staged: Staged, place: CellPlace) -> Any:
    if not isinstance(answer, list):
        return answer
    row, column = place.row - staged.place.row, place.column - staged.place.column
    return answer[row][column] if row < len(answer) and column < len(answer[row]) else None


def is_padding(book: Computes, staged: Staged, place: CellPlace, code: str) -> bool:
    """Whether #N/A is only there because an array formula's range is larger than its answer."""
    if staged.array is None or code != NA:
        return False
    try:
        tree = parse(staged.rewritten.text)
    except Unreadable:
        return False
    fit = tree[0]
    if not isinstance(fit, Call) or fit.name != FIT:
        return False
    answer = _compute(book, fit.arguments[0], staged.place)
    row, column = place.row - staged.place.row, place.column - staged.place.column
    if not isinstance(answer, list):
        return False
    return (len(answer) > 1 and row >= len(answer)) or (len(answer[0]) > 1 and column >= len(answer[0]))


def range_of(staged: Staged) -> str:
    """The range an array formula is declared for, as a person writes it."""
    return absolute(staged.array).replace("$", "") if staged.array else ""
