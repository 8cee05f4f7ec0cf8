"""The cells of one sheet: their values and formulas read, their cached values and constants written in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from lxml import etree

from addin.cells.addresses import Area, address, area_address, parse_area
from addin.cells.dates import elapsed, moment
from addin.cells.text import unescape, whole_number
from addin.cells.values import Cell, Dated
from addin.formulas.shared import shift_formula
from addin.progress import Advance
from addin.refusal import Refusal
from addin.xlsx import cell_xml
from addin.xlsx.rich_values import number_of
from addin.xlsx.safe_xml import child, children, is_plain, parse
from addin.xlsx.shared_strings import SharedStrings
from addin.xlsx.sheet_cells import SheetCells
from addin.xlsx.sheet_rows import SheetRows
from addin.xlsx.styles import DATE, ELAPSED, NUMBER
from addin.xlsx.unused_rows import cut_rows, unused_rows
from addin.xlsx.whole_rows import append_rows

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_LETTERS = 12_000_000
"""Letters of a sheet's shared formulas written out: a long one that many cells share would fill the memory."""


class Absent(Enum):
    """A formula cell that was never computed."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True)
class Formula:
    """A formula without its "=": `array` is the area of an array formula, `dynamic` marks one that spills."""

    row: int
    column: int
    text: str
    array: str | None
    dynamic: bool


@dataclass(frozen=True)
class DataTable:
    """The cells that a data table fills, and those that it puts its values into."""

    area: Area
    inputs: tuple[Area, ...]


class SheetXml:
    """A sheet's part as a tree; `changed` once a write altered anything."""

    def __init__(
        self, name: str, data: bytes, file: str, part: str, strings: SharedStrings, date1904: bool, packed: int = 0
    ) -> None:
        self.name = name
        self.changed = False
        self._file = file
        self._data = data
        self._strings = strings
        self._date1904 = date1904
        unused = unused_rows(data)
        self._root = parse(cut_rows(data, unused), file, part, packed, comments=True)
        self._namespace = self._root.tag.rpartition("}")[0] + "}" if "}" in self._root.tag else ""
        found = child(self._root, "sheetData")
        if found is None:
            raise self._damaged("has no cells' section")
        if not is_plain(data):
            etree.strip_tags(found, etree.Comment, etree.ProcessingInstruction)
        self._sheet_data = found
        self._rows = SheetRows(data, found, unused, self._damaged)
        self._cells = SheetCells(self._rows, f"{self._namespace}c", child(self._root, "dimension"), self._damaged)
        self._array_columns: dict[int, list[Area]] = {}

    def to_bytes(self) -> bytes:
        """The part; its very bytes as long as nothing changed."""
        return self._rows.part() if self.changed else self._data

    def used_bytes(self) -> bytes:
        """The same without the rows at its end that hold no value."""
        return self._rows.used_part() if self.changed else cut_rows(self._data, self._rows.unused)

    @cached_property
    def formulas(self) -> list[Formula]:
        """Every formula in the order of the cells; what a data table (What-If) computes counts as constant."""
        masters: dict[str, tuple[int, int, str]] = {}
        found = []
        letters = 0
        for element in self._sheet_data.iter(f"{self._namespace}f"):
            cell = element.getparent()
            if cell is None or element.get("t") == "dataTable":
                continue
            row, column = self._cells.position_of(cell)
            text = unescape(element.text or "")
            if element.get("t") == "shared":
                shared = element.get("si", "")
                if text:
                    masters[shared] = (row, column, text)
                elif shared in masters:
                    first_row, first_column, text = masters[shared]
                    letters += len(text)
                    if letters > _MOST_LETTERS:
                        raise self._damaged(f"has formulas of more than {_MOST_LETTERS / 1e6:.0f} million letters")
                    text = shift_formula(text, row - first_row, column - first_column)
                else:
                    raise self._damaged(f"has a shared formula in {address(row, column)} whose text is missing")
            array = element.get("ref") if element.get("t") == "array" else None
            found.append(Formula(row, column, text, array, cell.get("cm") is not None))
        return found

    @cached_property
    def computed_areas(self) -> list[Area]:
        """The areas of array formulas and data tables: their cells are computed though most hold no formula."""
        areas = []
        for element in self._sheet_data.iter(f"{self._namespace}f"):
            if element.get("t") in ("array", "dataTable"):
                area = parse_area(element.get("ref", ""))
                if area is None:
                    raise self._damaged(f"has an array formula for {element.get('ref')}, which is no area")
                areas.append(area)
        return areas

    @cached_property
    def data_tables(self) -> list[DataTable]:
        """The What-If data tables, which only Excel computes."""
        tables = []
        for element in self._sheet_data.iter(f"{self._namespace}f"):
            if element.get("t") == "dataTable" and (area := parse_area(element.get("ref", ""))):
                inputs = (parse_area(element.get(name, "")) for name in ("r1", "r2"))
                tables.append(DataTable(area, tuple(each for each in inputs if each)))
        return tables

    @property
    def last_row(self) -> int:
        """The last row that the part names; 0 where there is none."""
        return self._rows.last

    @cached_property
    def merged_areas(self) -> list[Area]:
        """The merged cells."""
        groups = children(self._root, "mergeCells")
        areas = [parse_area(each.get("ref", "")) for group in groups for each in children(group, "mergeCell")]
        return [area for area in areas if area]

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Row, column and value of every cell that holds one, in order."""
        for row in self._rows.numbers:
            for column, cell in self._cells.in_row(row).items():
                value = self._read(cell)
                if value is not None:
                    yield row, column, value

    def value(self, row: int, column: int) -> Cell:
        """The constant or last computed value; a date is its serial number."""
        cell = self._cells.get(row, column)
        return None if cell is None else self._read(cell)

    def cached(self, row: int, column: int) -> Cell | Absent:
        """The last computed value of a formula cell; ABSENT where there is none."""
        value = self.value(row, column)
        return ABSENT if value is None else value

    def rich_number(self, row: int, column: int) -> int | None:
        """The number (vm) of what stands behind an error cell; None where nothing does."""
        cell = self._cells.get(row, column)
        return None if cell is None else number_of(cell)

    def style(self, row: int, column: int) -> int:
        """The number of a cell's style."""
        cell = self._cells.get(row, column)
        return 0 if cell is None else whole_number(cell.get("s", "0")) or 0

    def dated_value(self, row: int, column: int, date_styles: Sequence[int]) -> Dated:
        """The value, as a date or length of time where the cell shows one (`date_styles` tells it of each style)."""
        cell = self._cells.get(row, column)
        value = None if cell is None else self._read(cell)
        if cell is None or not isinstance(value, float):
            return value
        style = cell.get("s", "0")
        shown = DATE if cell.get("t") == "d" else _shown(style, date_styles)
        return moment(value, self._date1904) if shown == DATE else elapsed(value) if shown == ELAPSED else value

    def computed_in(self, area: Area) -> list[tuple[int, int]]:
        """The cells of an area that hold a formula or lie in an array formula's or data table's."""
        places = {(each.row, each.column) for each in self.formulas if area.holds(each.row, each.column)}
        if not places and not any(each.meets(area) for each in self.computed_areas):
            return []
        return [
            (row, column)
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
            if self.is_computed(row, column)
        ]

    def is_computed(self, row: int, column: int) -> bool:
        """Whether the cell holds a formula or lies in the area of an array formula or data table."""
        cell = self._cells.get(row, column)
        if cell is not None and child(cell, "f") is not None:
            return True
        if row not in self._array_columns:
            self._array_columns[row] = [each for each in self.computed_areas if each.first_row <= row <= each.last_row]
        return any(each.holds(row, column) for each in self._array_columns[row])

    def is_dynamic(self, row: int, column: int) -> bool:
        """Whether the cell's formula spills into as many cells as its answer has."""
        cell = self._cells.get(row, column)
        formula = None if cell is None else child(cell, "f")
        return formula is not None and formula.get("t") == "array" and cell is not None and cell.get("cm") is not None

    def resize_array(self, row: int, column: int, area: Area) -> None:
        """The cells that the array formula of a cell fills; those that it fills no more are emptied."""
        cell = self._cells.get(row, column)
        formula = None if cell is None else child(cell, "f")
        if formula is None or not cell_xml.set_attribute(formula, "ref", area_address(area)):
            return
        self.changed = True
        self._forget_formulas()

    def empty(self, row: int, column: int) -> None:
        """A cell that an array formula filled, with nothing in it but its style."""
        cell = self._cells.get(row, column)
        if cell is not None and not self.is_computed(row, column):
            self.changed |= cell_xml.read(cell, self._strings, self._date1904) is not None
            cell_xml.clear(cell)

    def occupied(self, area: Area) -> list[tuple[int, int]]:
        """The cells of an area that hold a value or formula."""
        return [
            (row, column)
            for row in self._rows.numbers_within(area.first_row, area.last_row)
            for column, cell in self._cells.in_row(row).items()
            if area.holds(row, column) and (self._read(cell) not in (None, "") or child(cell, "f") is not None)
        ]

    def set_cached(self, row: int, column: int, value: Cell) -> None:
        """The computed value of a formula cell or of a member of an array formula."""
        if not self.is_computed(row, column):
            raise ValueError(f"{self.name}!{address(row, column)} holds no formula")
        cell = self._cells.get(row, column)
        if cell is None:
            if value is None:
                return
            cell = self._create(row, column, None)
        if not cell_xml.is_unchanged(self._read(cell), value):
            cell_xml.put_computed(cell, value)
            self.changed = True

    def set_rich(self, row: int, column: int, number: int) -> None:
        """The picture or data type of that number as what a formula cell shows."""
        if self.rich_number(row, column) == number:
            return
        cell = self._cells.get(row, column)
        cell_xml.put_rich(self._create(row, column, None) if cell is None else cell, number)
        self.changed = True

    def set_value(self, row: int, column: int, value: Cell, style_of: tuple[int, int] | None = None) -> None:
        """A constant; None or "" empties the cell and keeps its style.

        `style_of` is the cell whose style this one takes; a row that is new takes that cell's row's look.
        """
        if self.is_computed(row, column):
            raise ValueError(f"{self.name}!{address(row, column)} holds a formula")
        value = None if value == "" else value
        cell = self._cells.get(row, column)
        if cell is None:
            if value is None and style_of is None:
                return
            cell = self._create(row, column, style_of)
        if style_of is not None:
            model = self._cells.get(*style_of)
            self.changed |= cell_xml.set_attribute(cell, "s", None if model is None else model.get("s"))
        if not cell_xml.is_unchanged(self._read(cell), value):
            cell_xml.put_constant(cell, value)
            self.changed = True

    @property
    def auto_filter(self) -> etree._Element | None:
        """The filter of the sheet itself."""
        return child(self._root, "autoFilter")

    def show_rows(self, rows: range, hidden: Set[int]) -> None:
        """Of these rows, those that are to be hidden hidden and all others shown."""
        for row in rows:
            element = self._rows.get(row)
            if element is None and row in hidden:
                element = self._rows.create(row)
            if element is not None:
                self.changed |= cell_xml.set_attribute(element, "hidden", "1" if row in hidden else None)

    def can_end_with(self, area: Area) -> bool:
        """Whether nothing stands below an area, so that its rows can be replaced as a whole."""
        # Rows made of text would bring a namespace with a prefix in again.
        return self._root.prefix is None and self.last_row <= area.last_row

    def plain_from(self, area: Area, columns: Sequence[int]) -> int:
        """The row from which on those of an area look as its first and hold nothing but these columns.

        The row after the area where its last is none of these. That it holds no formula is the caller's to know.
        """
        plain, model = area.last_row + 1, area.first_row
        own, styles, look = set(columns), self._cells.styles_of(model, columns), self._cells.look_of(model)
        while plain > model + 1:
            if self._rows.get(plain - 1) is None or self._cells.look_of(plain - 1) != look:
                break
            if not own.issuperset(self._cells.in_row(plain - 1)):
                break
            if self._cells.styles_of(plain - 1, columns) != styles:
                break
            plain -= 1
        return plain

    def replace_rows(
        self,
        first: int,
        columns: Sequence[int],
        rows: Sequence[Sequence[Cell]],
        model: int,
        advance: Advance | None = None,
    ) -> None:
        """Whatever stands from row `first` on gives way to rows of constants that look as the row `model`."""
        self._cells.forget(self._rows.drop_from(first))
        look = {name: value for name, value in self._cells.look_of(model).items() if value is not None}
        styles = self._cells.styles_of(model, columns)
        order = sorted(range(len(columns)), key=columns.__getitem__)
        appended = append_rows(
            self._sheet_data,
            first,
            [columns[each] for each in order],
            [[row[each] for each in order] for row in rows],
            [styles[each] for each in order],
            look,
            advance,
        )
        self._rows.append(appended, first)
        if appended:
            self._cells.extend_dimension(first + len(appended) - 1, max(columns))
        self.changed = True

    def _forget_formulas(self) -> None:
        for stale in ("formulas", "computed_areas"):
            self.__dict__.pop(stale, None)
        self._array_columns.clear()

    def _read(self, cell: etree._Element) -> Cell:
        try:
            return cell_xml.read(cell, self._strings, self._date1904)
        except ValueError as error:
            place = address(*self._cells.position_of(cell))
            raise self._damaged(f'holds "{str(error)[:60]}" of kind {cell.get("t", "n")} in {place}') from None

    def _create(self, row: int, column: int, style_of: tuple[int, int] | None) -> etree._Element:
        self.changed = True
        return self._cells.create(row, column, style_of)

    def _damaged(self, what: str) -> Refusal:
        return Refusal(
            f"{self._file}: is damaged: its sheet {self.name} {what}. Open it in Excel (which can repair it) and save "
            "it, or restore a backup."
        )


def _shown(style: str, date_styles: Sequence[int]) -> int:
    """What the cell style of that number shows; a number that is none shows numbers."""
    number = whole_number(style)
    return NUMBER if number is None or number >= len(date_styles) else date_styles[number]
