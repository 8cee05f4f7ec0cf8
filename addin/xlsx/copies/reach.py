"""What the formulas that stay in a copy may read: the cells of its sheets, and nothing outside of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from addin.cells.addresses import Area, parse_reference
from addin.formulas.excel_functions import HABITS
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Unreadable, nodes, parse
from addin.formulas.references import sheet_of

_OUTWARD: Final = frozenset(("INDIRECT", "HYPERLINK", "CELL", "FORMULATEXT"))
"""Known functions that can name a file, or a cell that no longer is there."""
_HARMLESS: Final = (frozenset(HABITS) | {"ROW", "COLUMN"}) - _OUTWARD
"""Whatever is none of these (WEBSERVICE, IMAGE, RTD, a macro, a function to come) does not stay."""
_WORDS: Final = frozenset(("true", "false"))
_WITHOUT_MEANING: Final = frozenset((LeafKind.TEXT, LeafKind.NUMBER, LeafKind.ERROR, LeafKind.OPERATOR, LeafKind.SPACE))


@dataclass(frozen=True)
class Reach:
    """The sheets and defined names of a copy, in small letters."""

    sheets: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)

    def allows(self, formula: str) -> bool:
        """Whether a formula reads cells of the copy's sheets alone and calls nothing but Excel's computing functions.

        >>> Reach(frozenset(("report",))).allows("SUM(Report!$A$1:$A$9)>0")
        True
        >>> Reach(frozenset(("report",))).allows("WEBSERVICE(A1)")
        False
        """
        try:
            return all(self._is_within(node) for node in nodes(parse(formula)))
        except Unreadable:
            return False

    def _is_within(self, node: Leaf | Call | Group) -> bool:
        if isinstance(node, Group):
            return True
        if isinstance(node, Call):
            return not node.prefix and plain_name(node.name).upper() in _HARMLESS
        if node.kind is LeafKind.NAME:
            name = node.text.casefold()
            return not node.brackets and not node.prefix and (name in self.names or name in _WORDS)
        if node.kind is LeafKind.REFERENCE:
            return not node.prefix or sheet_of(node.prefix).casefold() in self.sheets
        return node.kind in _WITHOUT_MEANING or node.kind is LeafKind.ARRAY


def areas_of(reference: str) -> list[tuple[str, Area]] | None:
    """The sheets and areas of a plain reference, one or several in parentheses; None where it is anything else.

    >>> areas_of("(Report!$A$1:$A$2,'Its trend'!$B$7)")
    [('Report', Area(first_row=1, first_column=1, last_row=2, last_column=1)), ('Its trend', Area(first_row=7, \
first_column=2, last_row=7, last_column=2))]
    """
    try:
        parts = list(_parts(parse(f"({reference})")))
    except Unreadable:
        return None
    found = []
    for part in parts:
        leaf = part[0] if len(part) == 1 else None
        if not isinstance(leaf, Leaf) or leaf.kind is not LeafKind.REFERENCE or not leaf.prefix:
            return None
        area = parse_reference(leaf.text)
        if area is None or "[" in leaf.prefix:
            return None
        found.append((sheet_of(leaf.prefix), area))
    return found


def _parts(expression: Expression) -> Iterator[Expression]:
    """What stands between the commas of all parentheses that are nothing but such."""
    if len(expression) == 1 and isinstance(expression[0], Group):
        for part in expression[0].parts:
            yield from _parts(part)
    else:
        yield expression
