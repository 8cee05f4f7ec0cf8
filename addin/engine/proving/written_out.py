"""A user's formula for the second engine: what only this workbook or our functions can say is written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from addin.cells.addresses import Area, parse_reference
from addin.cells.values import Cell
from addin.engine.calls import Rows
from addin.engine.proving.state import Place
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Node, Unreadable, parse, render
from addin.formulas.references import absolute, sheet_of
from udfs.calling.errors import CellError
from udfs.calling.registry import FUNCTIONS

_MISSING_STYLE = (((Leaf(LeafKind.NUMBER, "1"),)), (Leaf(LeafKind.NAME, "TRUE"),))
"""What ADDRESS takes for its third and fourth argument where they are left empty."""
_MOST_CELLS = 10_000
"""Of an answer that is written out."""


@dataclass(frozen=True)
class WrittenOut:
    """What the parts that are written out stand for, in one state of the workbook."""

    file: Path
    spills: Mapping[Place, Area]
    """The cells that each array formula fills now."""
    ours: Callable[[str, Place], Cell | Rows]
    """What a call of our functions answers in a cell."""
    text: Callable[[str, Place], Cell]
    """What an expression of Excel's answers in a cell."""

    def formula(self, text: str, place: Place) -> str:
        """The formula with these parts written out; as it is where there are none."""
        try:
            tree = parse(text)
        except (Unreadable, RecursionError):
            return text
        return render(self._expression(tree, place))

    def _expression(self, expression: Expression, place: Place) -> Expression:
        return tuple(self._node(node, place) for node in expression)

    def _node(self, node: Node, place: Place) -> Node:
        if isinstance(node, Group):
            return replace(node, parts=tuple(self._expression(part, place) for part in node.parts))
        if isinstance(node, Leaf):
            return node
        name = plain_name(node.name)
        if name in FUNCTIONS:
            return _literal(self.ours(render((node,)), place)) or node
        made = replace(node, arguments=tuple(self._expression(each, place) for each in node.arguments))
        if name == "ANCHORARRAY":
            return self._spill(made, place) or made
        if name == "CELL" and made.arguments and render(made.arguments[0]).casefold() == '"filename"':
            return self._file_name(made, place)
        if name == "ADDRESS":
            return replace(made, arguments=_full_address(made.arguments))
        if name == "INDIRECT" and len(made.arguments) == 1:
            return self._indirect(made, place) or made
        return made

    def _spill(self, call: Call, place: Place) -> Node | None:
        """`B2#` as the cells that the formula in B2 fills."""
        leaf = call.arguments[0][0] if len(call.arguments) == 1 and len(call.arguments[0]) == 1 else None
        if not isinstance(leaf, Leaf) or leaf.kind is not LeafKind.REFERENCE:
            return None
        first = parse_reference(leaf.text)
        sheet = sheet_of(leaf.prefix) or place[0]
        area = self.spills.get((sheet, first.first_row, first.first_column)) if first else None
        return None if area is None else replace(leaf, text=absolute(area))

    def _file_name(self, call: Call, place: Place) -> Node:
        """`CELL("filename", A1)`: folder, file and sheet."""
        sheet = place[0]
        if len(call.arguments) > 1 and len(call.arguments[1]) == 1 and isinstance(call.arguments[1][0], Leaf):
            sheet = sheet_of(call.arguments[1][0].prefix) or sheet
        folder = self.file.resolve().parent
        return _text_leaf(f"{folder / '_'}"[:-1] + f"[{self.file.name}]{sheet}")

    def _indirect(self, call: Call, place: Place) -> Node | None:
        """The reference that a text names, where the text can be computed by itself."""
        argument = render(call.arguments[0])
        named = self.text(argument, place)
        if not isinstance(named, str):
            return None
        try:
            tree = parse(named)
        except Unreadable:
            return None
        leaf = tree[0] if len(tree) == 1 else None
        return leaf if isinstance(leaf, Leaf) and leaf.kind is LeafKind.REFERENCE else None


def _full_address(arguments: tuple[Expression, ...]) -> tuple[Expression, ...]:
    if len(arguments) < 4:
        return arguments
    given = [each or missing for each, missing in zip(arguments[2:4], _MISSING_STYLE, strict=True)]
    return (*arguments[:2], *given, *arguments[4:])


def _literal(answer: Cell | Rows) -> Node | None:
    """An answer as it is written in a formula; None where it is too long for one."""
    if not isinstance(answer, list):
        text = _written(answer)
        return Group((((Leaf(LeafKind.NUMBER, text),)),)) if not isinstance(answer, str) else _text_leaf(answer)
    if len(answer) * len(answer[0]) > _MOST_CELLS:
        return None
    rows = (",".join(_written(cell) for cell in row) for row in answer)
    return Leaf(LeafKind.ARRAY, "{" + ";".join(rows) + "}")


def _written(cell: Cell) -> str:
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, str):
        return _text_leaf(cell).text
    return repr(0.0 if cell is None else float(cell)).replace("e+", "E+").replace("e-", "E-")


def _text_leaf(text: str) -> Leaf:
    return Leaf(LeafKind.TEXT, '"' + text.replace('"', '""') + '"')
