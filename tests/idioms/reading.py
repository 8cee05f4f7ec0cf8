"""The files of idioms and of the cells that they depend on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from addin.cells.addresses import address
from addin.cells.values import Cell
from tests.idioms.notation import Value, parsed, rows_of, written

FOLDER: Final = Path(__file__).parent
IDIOMS: Final = FOLDER / "idioms.tsv"
OF_TEMPLATES: Final = FOLDER / "of_templates.tsv"
HEADERS: Final = ("id", "category", "kind", "formula", "old", "new", "source", "same as")
ARROW: Final = " → "
ANYWHERE: Final = ""
"""The book of an idiom that needs no template."""


@dataclass(frozen=True)
class Idiom:
    """One formula of a user's, with the values that Excel has for it."""

    id: str
    category: str
    kind: str
    """plain, array (typed with Ctrl+Shift+Enter, with its size where it fills several cells), or dynamic."""
    formula: str
    """As Excel stores it."""
    old: Value
    new: Value
    source: str
    """Where its values come from."""
    same_as: str = ""
    """A formula that answers the same with older functions, for the program that lacks the newer ones."""
    book: str = ANYWHERE

    @property
    def line(self) -> str:
        """As it stands in its file."""
        book = [self.book] if self.book else []
        cells = [self.kind, self.formula, written(self.old), written(self.new), self.source, self.same_as]
        return "\t".join([*book, self.id, self.category, *cells]).rstrip("\t")

    @property
    def size(self) -> tuple[int, int]:
        """The rows and columns that a typed array fills; (1, 1) for any other formula."""
        found = re.fullmatch(r"array (\d+)x(\d+)", self.kind)
        return (int(found[1]), int(found[2])) if found else (1, 1)

    @property
    def height(self) -> int:
        """The rows that it needs on a sheet, whichever value it has."""
        return max(len(rows_of(self.old)), len(rows_of(self.new)), self.size[0])


@cache
def idioms() -> tuple[Idiom, ...]:
    """Those of the sheet Data."""
    return tuple(_idiom(line.split("\t"), ANYWHERE) for line in _lines(IDIOMS))


@cache
def idioms_of(template: str) -> tuple[Idiom, ...]:
    """Those of a template's own tables and results."""
    split = (line.split("\t") for line in _lines(OF_TEMPLATES))
    return tuple(_idiom(cells[1:], template) for cells in split if cells[0] == template)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def _idiom(cells: list[str], book: str) -> Idiom:
    name, category, kind, formula, old, new, source, same_as = [*cells, *[""] * (len(HEADERS) - len(cells))]
    return Idiom(name, category, kind, formula, parsed(old), parsed(new), source, same_as, book)


@dataclass(frozen=True)
class Input:
    """One cell of the sheet Data before and after."""

    place: str
    old: Cell
    new: Cell

    @property
    def changes(self) -> bool:
        return written(self.old) != written(self.new)


@cache
def inputs() -> tuple[Input, ...]:
    """The cells of the sheet Data but for the one that switches them."""
    found = []
    for row, line in enumerate((FOLDER / "data.tsv").read_text(encoding="utf-8").splitlines(), start=1):
        for column, text in enumerate(line.split("\t"), start=1):
            if text not in ("", "SWITCH"):
                old, _, new = text.partition(ARROW)
                found.append(Input(address(row, column), _cell(old), _cell(new or old)))
    return tuple(found)


def _cell(text: str) -> Cell:
    value = parsed(text)
    assert not isinstance(value, tuple)
    return value
