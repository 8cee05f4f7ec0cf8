"""Formulas rewritten for the embedded engine: tables, names, links, missing arguments and Excel's array rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from addin.cells.addresses import Area, parse_reference
from addin.engine.surroundings import EACH, FIT, MISSING_MARK, OWN, CellPlace, Context, Meaning, Surroundings
from addin.formulas import excel_functions, references
from addin.formulas import structured as tables
from addin.formulas.excel_functions import Answers, Takes
from addin.formulas.expressions import (
    computes,
    counts_rows_and_columns,
    is_known_aggregate,
    joins,
    plain_name,
    reaches_nearly_all,
    side_by_side,
)
from addin.formulas.parsing import (
    LONGEST,
    TOO_DEEP,
    Call,
    Expression,
    Group,
    Leaf,
    LeafKind,
    Node,
    Unreadable,
    parse,
    render,
)
from addin.formulas.references import sheet_of
from addin.formulas.shapes import shape_of

ANOTHER_WORKBOOK = "a reference to another workbook"
SEVERAL_SHEETS = "a reference across several sheets"
UNION = "a reference to several ranges at once"
INTERSECTION = "the crossing of two ranges"
_DEEPEST_NAME = 20
R1C1 = "a reference by the numbers of row and column (R1C1)"
NEARLY_ALL = "a reference to more than 64 million cells"

DEEP_NAMES = f"a defined name that stands for others, more than {_DEEPEST_NAME} one after another"

_THIS_WORKBOOK = "[0]!"
_LONGEST_MEANING = 1 << 16
"""Letters that the names of one formula may stand for altogether."""
_NOWHERE = CellPlace("", 1, 1)
_ENDLESS = "the defined names in it stand for more than a formula can hold"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A formula as the engine takes it, or why it cannot."""

    text: str
    unknown: tuple[str, ...] = ()
    """Functions and features that only Excel has."""
    problem: str = ""
    """Why the text cannot be read as a formula."""
    shape: str = field(default="", compare=False)
    """What it has in common with the other formulas of a column that was filled down."""


class Rewriter:
    """Rewrites the formulas of one workbook."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._by_shape: dict[str, Rewritten | None] = {}
        self._endless: set[str] = set()

    def plain(self, text: str, place: CellPlace) -> Rewritten:
        """A formula of one cell: ranges are cut where a value belongs, and it never spills."""
        if len(text) > LONGEST:
            return self._plain(text, place)[0]
        # A column of one formula is rewritten once, unless its own row or the addresses in it decide what it means.
        shape = shape_of(text)
        if shape.text not in self._by_shape:
            done, depends = self._plain(shape.text, place)
            whole = not depends and not done.problem and not any(map(shape.marked, done.unknown))
            self._by_shape[shape.text] = replace(done, shape=shape.text) if whole else None
        known = self._by_shape[shape.text]
        if known is None:
            return replace(self._plain(text, place)[0], shape=shape.text)
        return replace(known, text=shape.filled(known.text))

    def _plain(self, text: str, place: CellPlace) -> tuple[Rewritten, bool]:
        return self._rewrite_text(
            text, place, Context.VALUE, lambda inner, several: _fit(inner, 1, 1) if several else inner
        )

    def array(self, text: str, place: CellPlace, target: Area) -> Rewritten:
        """An array formula: it fills exactly the range it is declared for."""
        done, _ = self._rewrite_text(
            text,
            place,
            Context.ARRAY,
            lambda inner, _: _fit(inner, references.row_count(target), references.column_count(target)),
        )
        return replace(done, shape=shape_of(text).text)

    def single(self, text: str, place: CellPlace = _NOWHERE) -> Rewritten:
        """A formula on its own, whose answer is taken whole."""
        return self._rewrite_text(text, place, Context.ARRAY, lambda inner, _: inner)[0]

    def _rewrite_text(
        self, text: str, place: CellPlace, context: Context, finish: Callable[[str, bool], str]
    ) -> tuple[Rewritten, bool]:
        """The formula, and whether it would be another elsewhere, or with other addresses in it."""
        work = _Work(self._surroundings, place, self._endless, place.sheet)
        try:
            inner, array = work.expression(parse(text), context)
        except Unreadable as unreadable:
            return Rewritten(text, problem=str(unreadable)), True
        except RecursionError:
            return Rewritten(text, problem=TOO_DEEP), True
        # A text that grows is cut off where Excel does: cells that each double the one above would fill the memory.
        return Rewritten(finish(inner, array or work.grows), tuple(dict.fromkeys(work.unknown))), work.depends


def _fit(text: str, rows: int, columns: int) -> str:
    return f"{FIT}({text},{rows},{columns})"


class _Work:
    """The rewriting of one formula. Each method answers the text and whether it may stand for several cells."""

    def __init__(
        self, surroundings: Surroundings, place: CellPlace, endless: set[str], scope: str, names: tuple[str, ...] = ()
    ) -> None:
        self.surroundings = surroundings
        self.place = place
        self.scope = scope
        """The sheet whose own names are meant where none is said."""
        self.names = names
        """The defined names whose meaning it is, one within another."""
        self.endless = endless
        """Names that are known to stand for more than a formula can hold."""
        self.meant = 0
        """Letters that names stood for."""
        self.grows = False
        """Whether a text may come out that is longer than those that went in."""
        self.unknown: list[str] = []
        self.depends = False
        """Whether the place, or the cells that a reference names, decided what was written."""

    def expression(self, expression: Expression, context: Context) -> tuple[str, bool]:
        if context is Context.RANGE and any(computes(node) for node in expression):
            context = Context.VALUE
        self.grows = self.grows or joins(expression)
        if side_by_side(expression):
            self.unknown.append(INTERSECTION)
        texts: list[str] = []
        array = cut = False
        for node in self._joined(expression):
            if isinstance(node, Leaf) and node.kind is LeafKind.OPERATOR and node.text == "@":
                cut = True
                continue
            text, several = self._cut((node,)) if cut else self._node(node, context)
            cut = False
            texts.append(text)
            array = array or several
        return "".join(texts), array

    def _joined(self, expression: Expression) -> Expression:
        """`Sales[Jan]:Sales[Mar]` as one reference: its ends are no cells until they are looked up."""
        for at in range(1, len(expression) - 1):
            left, colon, right = expression[at - 1 : at + 2]
            if not (
                isinstance(colon, Leaf) and colon.text == ":" and isinstance(left, Leaf) and isinstance(right, Leaf)
            ):
                continue
            texts = [self._node(end, Context.ARRAY)[0] for end in (left, right)]
            one, other = (parse_reference(text.rpartition("!")[2]) for text in texts)
            if one and other:
                prefix = texts[0].rpartition("!")[0]
                leaf = Leaf(
                    LeafKind.REFERENCE,
                    references.absolute(references.bounding_area(one, other)),
                    f"{prefix}!" if prefix else "",
                )
                return self._joined((*expression[: at - 1], leaf, *expression[at + 2 :]))
        return expression

    def _cut(self, expression: Expression) -> tuple[str, bool]:
        """What `@` or SINGLE makes of it: one cell."""
        text, several = self.expression(expression, Context.VALUE)
        return (_fit(text, 1, 1) if several else text), False

    def _node(self, node: Node, context: Context) -> tuple[str, bool]:
        if isinstance(node, Call):
            return self._call(node, context)
        if isinstance(node, Group):
            if len(node.parts) > 1:
                self.unknown.append(UNION)
            parts = [self.expression(part, context) for part in node.parts]
            return f"({','.join(text for text, _ in parts)})", any(array for _, array in parts)
        if node.kind is LeafKind.REFERENCE:
            return self._reference(node, context)
        if node.kind is LeafKind.NAME:
            return self._name(node, context)
        return node.text, node.kind is LeafKind.ARRAY

    def _reference(self, leaf: Leaf, context: Context) -> tuple[str, bool]:
        sheet = sheet_of(leaf.prefix)
        if "[" in sheet:
            self.unknown.append(ANOTHER_WORKBOOK)
            return leaf.prefix + leaf.text, False
        if ":" in sheet:
            self.unknown.append(SEVERAL_SHEETS)
        cells = parse_reference(leaf.text) if ":" in leaf.text else None
        if cells and references.is_nearly_all(cells):
            self.unknown.append(NEARLY_ALL)
        if cells is None or references.is_one_cell(cells):
            return leaf.prefix + leaf.text, False
        if context is not Context.VALUE:
            return leaf.prefix + leaf.text, True
        self.depends = True
        cell = references.implicit_intersection(cells, self.place.row, self.place.column)
        return (leaf.prefix + references.absolute(cell) if cell else tables.VALUE), False

    def _name(self, leaf: Leaf, context: Context) -> tuple[str, bool]:
        if "[" in leaf.prefix and leaf.prefix != _THIS_WORKBOOK:
            self.unknown.append(ANOTHER_WORKBOOK)
            return leaf.prefix + leaf.text, False
        folded = leaf.text.casefold()
        table = self.surroundings.folded_tables.get(folded)
        if leaf.brackets:
            self.depends = self.depends or not leaf.text or tables.means_a_row(leaf.brackets)
            if not leaf.text:
                place = self.place
                table = tables.table_at(self.surroundings.tables, place.sheet, place.row, place.column)
            return self._resolve_name(
                tables.resolve(table, leaf.brackets, self.place.row) if table else tables.REF, context
            )
        if table:
            return self._resolve_name(tables.resolve(table, "[#Data]", self.place.row), context)
        if folded in ("true", "false"):
            return leaf.text, False
        scope = sheet_of(leaf.prefix) if leaf.prefix else self.scope
        meaning = self.surroundings.meaning(folded, scope, self.place)
        if meaning is not None:
            return self._meaning(folded, meaning, context)
        if self.surroundings.is_local(folded):
            self.depends = True
            if leaf.prefix or self.names:
                return "#NAME?", False  # known to another sheet alone
        return leaf.prefix + leaf.text, True  # a variable of LET

    def _meaning(self, name: str, found: Meaning, context: Context) -> tuple[str, bool]:
        """A defined name is replaced by what it stands for: the engine leaves out those that are formulas."""
        self.depends = self.depends or found.depends
        meaning, key = found.text, f"{found.scope}!{name}"
        if key in self.names:
            raise Unreadable("a defined name stands for itself")
        if len(self.names) >= _DEEPEST_NAME:
            self.unknown.append(DEEP_NAMES)
            return name, True
        if meaning in self.endless:
            raise Unreadable(_ENDLESS)
        try:
            tree = parse(meaning)
        except Unreadable as unreadable:
            raise Unreadable(f"a defined name in it stands for {meaning}: {unreadable}") from None
        inner = _Work(self.surroundings, self.place, self.endless, found.scope, (*self.names, key))
        text, array = inner.expression(tree, context if len(tree) == 1 else Context.ARRAY)
        self.meant += inner.meant + len(text)
        if self.meant > _LONGEST_MEANING:
            self.endless.add(meaning)
            raise Unreadable(_ENDLESS)
        self.grows = self.grows or inner.grows
        self.unknown += inner.unknown
        self.depends = self.depends or inner.depends
        return (text if len(tree) == 1 else f"({text})"), array

    def _resolve_name(self, reference: str, context: Context) -> tuple[str, bool]:
        if reference.startswith("#"):
            return reference, False
        sheet, _, cells = reference.rpartition("!")
        return self._reference(Leaf(LeafKind.REFERENCE, cells, f"{sheet}!"), context)

    def _call(self, call: Call, context: Context) -> tuple[str, bool]:
        name = plain_name(call.name)
        if call.prefix and not self.surroundings.ours_by_link(call.prefix):
            self.unknown.append(call.prefix + call.name)
            return call.name, False
        single = self.surroundings.ours.get(name)
        if single is not None:
            arguments = [self.expression(argument, Context.ARRAY) for argument in call.arguments]
            several = not single or any(array for _, array in arguments)
            return f"{name}({','.join(text or _quoted(MISSING_MARK) for text, _ in arguments)})", several
        if name == "SINGLE" and len(call.arguments) == 1:
            return self._cut(call.arguments[0])
        if name == "ANCHORARRAY" and len(call.arguments) == 1:
            return self._spill_range(call.arguments[0], context)
        if not self.surroundings.known(name):
            self.unknown.append(name)
        elif name == "AGGREGATE" and not is_known_aggregate(call):
            self.unknown.append(f"AGGREGATE({render(call.arguments[0]) if call.arguments else ''}, ...)")
        if reaches_nearly_all(call):
            self.unknown.append(NEARLY_ALL)
        if counts_rows_and_columns(call):
            self.unknown.append(R1C1)
        if name == "CHOOSE" and call.arguments and self.expression(call.arguments[0], context)[1]:
            return self._choose_columns(call.arguments)
        return self._counted(name, call.arguments, context) or self._excels(name, call.arguments, context)

    def _excels(self, name: str, arguments: tuple[Expression, ...], context: Context) -> tuple[str, bool]:
        habits = excel_functions.HABITS.get(name, excel_functions.UNDESCRIBED)
        self.grows = self.grows or name in excel_functions.GROWING
        takes = [habits.takes(place) for place in range(len(arguments))]
        done = [self.expression(a, _inside(taken, context)) for a, taken in zip(arguments, takes, strict=True)]
        texts = [text for text, _ in done]
        if name == "SUMPRODUCT":  # of cells it takes the numbers alone, and no number is above any text
            cells = [text for given, (text, _) in zip(arguments, done, strict=True) if [*map(type, given)] == [Leaf]]
            texts += [f'--({text}<"")' for text in cells]
        if name == "INDEX" and 2 <= len(arguments) <= 3 and not self._refers(arguments[0]):
            return f"{OWN}INDEX({','.join(text or _quoted(MISSING_MARK) for text in texts)})", True
        several = any(
            array for (_, array), taken in zip(done, takes, strict=True) if taken in (Takes.VALUE, Takes.PASSES)
        )
        if habits.answers is Answers.ONE:
            several = False
        elif several and habits.answers in (Answers.EACH, Answers.EACH_MANY):
            marked = [text or _quoted(MISSING_MARK) for text in texts]
            pattern = "".join(taken.value for taken in takes)
            return f"{EACH}({','.join([_quoted(name), _quoted(pattern), *marked])})", True
        several = several or habits.answers in (Answers.MANY, Answers.EACH_MANY)
        if name in excel_functions.REPLACED:
            return f"{OWN}{name}({','.join(text or _quoted(MISSING_MARK) for text in texts)})", several
        return f"{name}({','.join(texts)})", several

    def _refers(self, argument: Expression) -> bool:
        """Whether it is a reference, whose INDEX is one too: `A1:INDEX(...)`."""
        node = argument[0] if len(argument) == 1 else None
        if isinstance(node, Group):
            return any(map(self._refers, node.parts))
        if isinstance(node, Call):
            return plain_name(node.name) in ("OFFSET", "INDIRECT", "INDEX")
        return (
            isinstance(node, Leaf)
            and parse_reference(self._node(node, Context.ARRAY)[0].rpartition("!")[2]) is not None
        )

    def _choose_columns(self, arguments: tuple[Expression, ...]) -> tuple[str, bool]:
        """`CHOOSE({1,2},names,amounts)`, the table that VLOOKUP is given to look to the left."""
        texts = [self.expression(argument, Context.ARRAY)[0] or _quoted(MISSING_MARK) for argument in arguments]
        return f"{OWN}CHOOSE({','.join(texts)})", True

    def _counted(self, name: str, arguments: tuple[Expression, ...], context: Context) -> tuple[str, bool] | None:
        """ROW and COLUMN of several cells as the numbers they stand for: the engine gives the first alone."""
        if name not in ("ROW", "COLUMN") or len(arguments) != 1 or context is not Context.ARRAY:
            return None
        text, _ = self.expression(arguments[0], Context.ARRAY)
        cells = parse_reference(text.rpartition("!")[2])
        if cells is None or references.is_one_cell(cells):
            return None
        self.depends = True
        if name == "ROW":
            return f"SEQUENCE({references.row_count(cells)},1,{cells.first_row})", True
        return f"SEQUENCE(1,{references.column_count(cells)},{cells.first_column})", True

    def _spill_range(self, argument: Expression, context: Context) -> tuple[str, bool]:
        """`A1#`: the range that the array formula in A1 is declared for."""
        self.depends = True
        leaf = argument[0] if len(argument) == 1 else None
        if not (isinstance(leaf, Leaf) and leaf.kind is LeafKind.REFERENCE):
            return tables.REF, False
        first = parse_reference(leaf.text)
        sheet = sheet_of(leaf.prefix) or self.place.sheet
        declared = self.surroundings.spills.get((sheet, first.first_row, first.first_column)) if first else None
        if declared is None:
            return tables.REF, False
        return self._reference(Leaf(LeafKind.REFERENCE, references.absolute(declared), leaf.prefix), context)


def _inside(taken: Takes, context: Context) -> Context:
    if context is Context.ARRAY or taken is Takes.ARRAY:
        return Context.ARRAY
    if taken is Takes.PASSES:
        return context
    return Context.RANGE if taken is Takes.RANGE else Context.VALUE


def _quoted(text: str) -> str:
    return f'"{text}"'
