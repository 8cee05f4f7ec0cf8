"""What a formula reads: the cells it names, and whether it may read others, the clock or chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from addin.cells.addresses import LAST_COLUMN, LAST_ROW, Area, parse_reference
from addin.engine.staging import Staged
from addin.engine.surroundings import Meaning, Surroundings
from addin.formulas import structured
from addin.formulas.expressions import counts_rows_and_columns, plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Unreadable, parse
from addin.formulas.references import sheet_of
from addin.formulas.shapes import FormulaShape, shape_of

_ANYWHERE = frozenset(("GETPIVOTDATA", "INFO"))
"""They may answer what stands in cells that the formula does not name, or what is no cell's value."""
_PLACES = frozenset(("ROW", "ROWS", "COLUMN", "COLUMNS"))
"""They tell where cells are, and read none of them."""
_SHEET = Area(1, 1, LAST_ROW, LAST_COLUMN)
_RANDOM = frozenset(("RAND", "RANDBETWEEN", "RANDARRAY"))
_CLOCK = frozenset(("TODAY", "NOW"))
_WITH_VARIABLES = frozenset(("LET", "LAMBDA"))
_DEEPEST_NAME = 20


@dataclass(slots=True)
class Reads:
    """What one formula reads."""

    areas: list[tuple[str, Area]] = field(default_factory=list)
    """The cells that it names, by sheet."""
    anywhere: bool = False
    """Whether it may read cells that it does not name."""
    outside: bool = False
    """Whether it reads another workbook."""
    by_first_alone: bool = False
    """Whether it uses names that the second engine does not read as Excel does."""
    called: set[str] = field(default_factory=set)
    """The functions that it calls, in the names that it uses too."""

    @property
    def clock(self) -> bool:
        return not self.called.isdisjoint(_CLOCK)

    @property
    def random(self) -> bool:
        return not self.called.isdisjoint(_RANDOM)

    @property
    def is_constant(self) -> bool:
        """Whether nothing that happens in a workbook changes it."""
        return not (self.areas or self.anywhere or self.clock or self.random or self.outside)


class Reader:
    """Tells what the formulas of one workbook read."""

    def __init__(self, surroundings: Surroundings, sheets: tuple[str, ...]) -> None:
        self._surroundings = surroundings
        self._sheets = sheets
        self._folded = {sheet.casefold(): sheet for sheet in sheets}

    def reads(self, staged: Staged) -> Reads:
        """What a formula cell reads."""
        found = Reads()
        shape = shape_of(staged.written)
        words = _words(shape.text)
        if words is None:
            found.anywhere = True
            return found
        self._add(words, shape, staged, found, None)
        return found

    def _add(self, words: _Words, shape: FormulaShape, staged: Staged, found: Reads, within: _Name | None) -> None:
        found.anywhere |= words.anywhere
        found.called |= words.called
        for leaf in words.leaves:
            if leaf.kind is LeafKind.REFERENCE:
                self._add_reference(leaf.prefix, shape.filled(leaf.text), staged, found)
            else:
                self._add_name(leaf, not words.called.isdisjoint(_WITH_VARIABLES), staged, found, within)
        for prefix in words.moved:
            found.areas += [(name, _SHEET) for name in self._sheets_of(sheet_of(prefix) or staged.place.sheet)]

    def _add_reference(self, prefix: str, text: str, staged: Staged, found: Reads) -> None:
        area = parse_reference(text)
        sheet = sheet_of(prefix)
        if "[" in sheet:
            found.outside = True
        elif area is None:
            found.anywhere = True
        else:
            found.areas += [(name, area) for name in self._sheets_of(sheet or staged.place.sheet)]

    def _sheets_of(self, sheet: str) -> Iterator[str]:
        """The sheet of that name, or all from one to another."""
        first, colon, last = sheet.partition(":")
        if not colon or sheet.casefold() in self._folded:
            yield self._folded.get(sheet.casefold(), sheet)
            return
        names = [name.casefold() for name in self._sheets]
        if first.casefold() in names and last.casefold() in names:
            start, end = sorted((names.index(first.casefold()), names.index(last.casefold())))
            yield from self._sheets[start : end + 1]

    def _add_name(self, leaf: Leaf, has_variables: bool, staged: Staged, found: Reads, within: _Name | None) -> None:
        folded = leaf.text.casefold()
        if "[" in leaf.prefix:
            found.outside = True
            return
        table = self._surroundings.folded_tables.get(folded)
        if leaf.brackets and not leaf.text:
            place = staged.place
            table = structured.table_at(self._surroundings.tables, place.sheet, place.row, place.column)
        if table:
            sheet, _, cells = structured.resolve(table, leaf.brackets or "[#Data]", staged.place.row).rpartition("!")
            self._add_reference(f"{sheet}!" if sheet else "", cells, staged, found)
        elif meaning := self._meaning(leaf, staged, within):
            # To the second engine a name stands for the same cells everywhere, and a sheet's own hides that of all.
            found.by_first_alone |= meaning.moves or (within is not None and self._surroundings.is_local(leaf.text))
            words = _words(meaning.text)
            depth = 1 if within is None else within.depth + 1
            if words is None or depth > _DEEPEST_NAME:
                found.anywhere = True
            else:
                self._add(words, FormulaShape("", ()), staged, found, _Name(meaning.scope, depth))
        elif folded not in ("true", "false") and not has_variables:
            found.anywhere = True

    def _meaning(self, leaf: Leaf, staged: Staged, within: _Name | None) -> Meaning | None:
        scope = sheet_of(leaf.prefix) or (staged.place.sheet if within is None else within.scope)
        return self._surroundings.meaning(leaf.text, scope, staged.place)


@dataclass(frozen=True, slots=True)
class _Name:
    """A defined name in whose meaning names are looked up: its sheet, and within how many others it stands."""

    scope: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Words:
    """What counts of a formula's text."""

    leaves: tuple[Leaf, ...]
    moved: frozenset[str]
    """The prefixes of references that OFFSET moves: what they name then lies on the same sheet."""
    anywhere: bool
    called: frozenset[str]


@lru_cache(maxsize=4096)
def _words(text: str) -> _Words | None:
    """The references and names of a text, None where it cannot be read."""
    try:
        tree = parse(text)
    except (Unreadable, RecursionError):
        return None
    words = _Gathered()
    words.add(tree)
    return _Words(
        tuple(words.leaves),
        frozenset(words.moved),
        words.anywhere or not words.called.isdisjoint(_ANYWHERE),
        frozenset(words.called),
    )


class _Gathered:
    """What is found in a tree."""

    def __init__(self) -> None:
        self.leaves: dict[Leaf, None] = {}
        self.moved: set[str] = set()
        self.called: set[str] = set()
        self.anywhere = False

    def add(self, expression: Expression) -> None:
        """An expression whose value counts."""
        self.anywhere |= _joins_computed(expression)
        for node in expression:
            if isinstance(node, Call):
                self._add_call(node)
            elif isinstance(node, Group):
                for part in node.parts:
                    self.add(part)
            elif node.kind in (LeafKind.REFERENCE, LeafKind.NAME):
                self.leaves[node] = None

    def _add_call(self, call: Call) -> None:
        name = plain_name(call.name)
        self.called.add(name)
        if name in _PLACES:
            for argument in call.arguments:
                self._add_place(argument)
            return
        if name == "INDIRECT":
            leaf = _named_by(call)
            self.anywhere |= leaf is None
            if leaf is not None:
                self.leaves[leaf] = None
        elif name == "OFFSET":
            leaf = _single_leaf(call)
            self.anywhere |= leaf is None or leaf.kind is not LeafKind.REFERENCE
            if leaf is not None:
                self.moved.add(leaf.prefix)
        for argument in call.arguments:
            self.add(argument)

    def _add_place(self, argument: Expression) -> None:
        """An argument of which only counts where it is: what stands there is not read."""
        for node in argument:
            if isinstance(node, Call) and plain_name(node.name) == "INDIRECT":
                for each in node.arguments:
                    self.add(each)
            elif not isinstance(node, Leaf):
                self.add((node,))


def _single_leaf(call: Call) -> Leaf | None:
    """A call's first argument, where it is one word."""
    first = call.arguments[0] if call.arguments else ()
    return first[0] if len(first) == 1 and isinstance(first[0], Leaf) else None


def _named_by(call: Call) -> Leaf | None:
    """The reference that INDIRECT is given as a text; None where the text is computed, or no plain reference."""
    leaf = _single_leaf(call)
    if leaf is None or leaf.kind is not LeafKind.TEXT or counts_rows_and_columns(call):
        return None
    try:
        named = parse(leaf.text[1:-1].replace('""', '"'))
    except Unreadable:
        return None
    found = named[0] if len(named) == 1 else None
    return found if isinstance(found, Leaf) and found.kind is LeafKind.REFERENCE else None


def _joins_computed(expression: Expression) -> bool:
    """Whether a range's end is computed, as in `A1:INDEX(A:A,9)`: what lies between is named nowhere."""
    return any(isinstance(node, Leaf) and node.text == ":" and node.kind is LeafKind.OPERATOR for node in expression)
