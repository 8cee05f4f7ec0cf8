"""Which formulas are a template's own, which are tested, and which are the user's, which have to be proven."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from addin.engine.staging import Formulas, Position, Staged, sheets_with_formulas
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Node, Unreadable, parse
from addin.formulas.shapes import shape_of
from udfs.calling.registry import FUNCTIONS
from workbook_templates.catalogue import TEMPLATES

if TYPE_CHECKING:
    from addin.xlsx.package import Package

_DIGEST_LETTERS = 16
_CONSTANTS = frozenset(("TRUE", "FALSE"))
"""LibreOffice writes them as functions."""
FILE = "{kind}.formulas.txt"
"""Holds a line for each shape of formula on each sheet of a template; `python -m addin.assembly` writes it."""
EARLIER = "{kind}.earlier.txt"
"""Those of the templates of 0.1.0, whose workbooks are refreshed as before."""


class TrustedFormulas:
    """The formulas of a template by sheet, whatever addresses they name."""

    def __init__(self, digests: Mapping[str, Collection[str]], sheets: Collection[str]) -> None:
        self._digests = digests
        self._anywhere = set[str]().union(*digests.values())
        present = {sheet.casefold() for sheet in sheets}
        self._renamed = not present.issuperset(digests)
        """Whether a sheet of the template goes by another name in this workbook."""
        self._known: dict[tuple[str, bool], str] = {}

    @classmethod
    def of(cls, kind: str, sheets: Collection[str]) -> TrustedFormulas | None:
        """Those of a template, for a workbook with these sheets; None where there is no such template."""
        return cls(_digests_of(kind), sheets) if kind in TEMPLATES else None

    def holds(self, sheet: str, staged: Staged) -> bool:
        """Whether the template has such a formula on that sheet."""
        digest = self._digest(staged)
        of_sheet = self._digests.get(sheet.casefold(), self._anywhere if self._renamed else ())
        return digest in of_sheet or digest in _CONSTANTS

    def _digest(self, staged: Staged) -> str:
        key = (staged.rewritten.shape, staged.array is not None)
        if key not in self._known:
            # As the template writes it in nearly all workbooks; to read a formula takes a hundred times as long.
            as_written = _digest(*key)
            plain = "" if as_written in self._anywhere else _plain_text(key[0])
            self._known[key] = plain if plain in _CONSTANTS else _digest(plain, key[1]) if plain else as_written
        return self._known[key]


def own_formulas(formulas: Formulas, trusted: TrustedFormulas) -> dict[str, set[Position]]:
    """The cells of each sheet whose formulas are the user's own."""
    own = {
        sheet: {position for position, staged in cells.items() if not trusted.holds(sheet, staged)}
        for sheet, cells in formulas.items()
    }
    return {sheet: positions for sheet, positions in own.items() if positions}


def list_formulas(package: Package) -> str:
    """The file of a template that is built with these formulas."""
    lines = {
        f"{_digest(text, formula.array is not None)} {sheet}\n"
        for sheet in sheets_with_formulas(package)
        for formula in package.sheet(sheet).formulas
        for shape in [shape_of(formula.text).text]
        for text in (shape, _plain_text(shape))
    }
    return "".join(sorted(lines))


@cache
def _digests_of(kind: str) -> Mapping[str, Collection[str]]:
    folder = resources.files("workbook_templates")
    digests: dict[str, set[str]] = {}
    for file in (FILE, EARLIER):
        for line in folder.joinpath(file.format(kind=kind)).read_text(encoding="utf-8").splitlines():
            digest, _, sheet = line.partition(" ")
            digests.setdefault(sheet.casefold(), set()).add(digest)
    return digests


def _digest(text: str, is_array: bool) -> str:
    return hashlib.sha256(f"{'{' if is_array else ''}{text}".encode(errors="surrogatepass")).hexdigest()[
        :_DIGEST_LETTERS
    ]


def _plain_text(shape: str) -> str:
    """The formula as every program writes it: no spaces, no prefixes of newer functions, no link to the add-in."""
    try:
        return _plain(parse(shape))
    except (Unreadable, RecursionError):
        return shape


def _plain(expression: Expression) -> str:
    return "".join(map(_plain_node, expression))


def _plain_node(node: Node) -> str:
    if isinstance(node, Call):
        name = plain_name(node.name)
        if name in _CONSTANTS and not node.arguments:
            return name
        prefix = "" if name in FUNCTIONS else node.prefix
        return f"{prefix}{name}({','.join(map(_plain, node.arguments))})"
    if isinstance(node, Group):
        return f"({','.join(map(_plain, node.parts))})"
    if node.kind is LeafKind.SPACE:
        return ""
    return _plain_leaf(node)


def _plain_leaf(leaf: Leaf) -> str:
    text = leaf.text if leaf.kind is LeafKind.TEXT else leaf.text.upper()
    if leaf.kind is LeafKind.NUMBER:
        text = repr(float(text))
    return leaf.prefix.replace("'", "").upper() + text + leaf.brackets
