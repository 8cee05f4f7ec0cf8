"""The copy of a workbook that the embedded engine is given: its formulas rewritten, all other parts as they are."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from addin.cells.addresses import COLUMN, ROW, Area, address, cell_position, parse_area
from addin.cells.text import whole_number
from addin.cells.values import Cell
from addin.engine.limits import Budget
from addin.engine.marks import mark
from addin.engine.rewriting import Rewriter, Rewritten
from addin.engine.surroundings import CellPlace, Surroundings
from addin.formulas.references import column_count, row_count
from addin.xlsx import cell_xml
from addin.xlsx.iso_dates import dates_as_numbers, may_hold_dates
from addin.xlsx.literal_values import is_literal
from addin.xlsx.parts import part_key
from addin.xlsx.rich_values import number_of
from addin.xlsx.safe_xml import local, parse, strip_comments
from addin.xlsx.strict import as_transitional
from addin.xlsx.text_volume import require_modest_texts
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.xlsx.package import Package

Position = tuple[int, int]
_COLUMN, _ROW = (part.replace(r"\$?", r"\$") for part in (COLUMN, ROW))
_PLACE = re.compile(
    rf"(?:'(?:[^'\[]|'')+'|[^'!(\[]+)!(?:{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW})"
)
"""What a name stands for that INDIRECT may be given: the same cells everywhere."""

_FORMULAS_BETWEEN_LOOKS = 64
_LARGEST_ARRAY = 250_000
"""Cells of all array formulas; ranges beyond it are a slip or an attack, and would fill the memory."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One formula cell: the formula as written, as the engine has it, and the range an array formula fills."""

    written: str
    rewritten: Rewritten
    place: CellPlace
    array: Area | None

    @property
    def computed(self) -> bool:
        """Whether the engine computes it; otherwise its last known value stands in."""
        return not self.rewritten.unknown and not self.rewritten.problem

    @property
    def positions(self) -> Iterable[Position]:
        """The cells that it fills."""
        if self.array is None:
            yield self.place.row, self.place.column
            return
        for row in range(self.array.first_row, self.array.last_row + 1):
            for column in range(self.array.first_column, self.array.last_column + 1):
                yield row, column


Formulas = dict[str, dict[Position, Staged]]


def surroundings_of(package: Package, ours: Mapping[str, bool], known: Mapping[str, bool]) -> Surroundings:
    """What names, tables and links of a workbook mean in its formulas."""
    spills = {}
    for sheet in sheets_with_formulas(package):
        for formula in package.sheet(sheet).formulas:
            area = parse_area(formula.array) if formula.array else None
            if area:
                spills[sheet, formula.row, formula.column] = area
    names = package.names
    return Surroundings(ours, known.__getitem__, package.tables, names, package.external_links, spills, _local(package))


def _local(package: Package) -> dict[tuple[str, str], str]:
    """The names that one sheet alone knows."""
    sheets = package.all_sheets
    return {
        (sheets[each.sheet], each.name): each.text
        for each in package.defined_names
        if each.sheet is not None and 0 <= each.sheet < len(sheets)
    }


def sheets_with_formulas(package: Package) -> list[str]:
    """The sheets that are parsed; a sheet of data alone goes to the engine as it is."""
    return [sheet for sheet in package.sheets if package.has_formulas(sheet)]


def stage_formulas(package: Package, rewriter: Rewriter) -> Formulas:
    """Every formula cell of the workbook, rewritten."""
    formulas: Formulas = {}
    filled, read, start = 0, 0, time.process_time()
    for sheet in sheets_with_formulas(package):
        cells = formulas[sheet] = {}
        for formula in package.sheet(sheet).formulas:
            if not read % _FORMULAS_BETWEEN_LOOKS:
                Budget.require_time(start, read)
            read += 1
            place = CellPlace(sheet, formula.row, formula.column)
            array = parse_area(formula.array) if formula.array else None
            filled += row_count(array) * column_count(array) if array else 0
            if array and filled > _LARGEST_ARRAY:
                array, rewritten = None, Rewritten(formula.text, (f"an array formula over {formula.array}",))
            else:
                rewritten = rewriter.array(formula.text, place, array) if array else rewriter.plain(formula.text, place)
            cells[formula.row, formula.column] = Staged(formula.text, rewritten, place, array)
    return formulas


def stage_package(package: Package, formulas: Formulas, stand_ins: Mapping[str, Mapping[Position, Cell]]) -> bytes:
    """The workbook for the engine. `stand_ins` are constants in place of the formulas it cannot compute."""
    changed = {
        package.sheet_part(sheet): data
        for sheet in package.sheets
        if (data := _stage_sheet(package, sheet, formulas.get(sheet, {}), stand_ins.get(sheet, {}))) is not None
    }
    for sheet in package.sheets:
        require_modest_texts(package, sheet, package.part(package.sheet_part(sheet)))
    changed[package.workbook_part] = _drop_formula_names(package)
    changed = {part_key(part): data for part, data in changed.items()}
    read = {part_key(package.sheet_part(sheet)) for sheet in package.sheets} | {part_key(package.strings_part)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part, referred in package.referred_names().items():
            key = part_key(part)
            if not key.endswith("/calcchain.xml"):
                data = changed[key] if key in changed else package.part(part)
                if key in read:
                    data = strip_comments(data, package.path.name, part, package.size)
                archive.writestr(referred, as_transitional(data))
    return stream.getvalue()


def _drop_formula_names(package: Package) -> bytes:
    """The workbook's part with the names that are places, for INDIRECT: the formulas have all of them written out."""
    root = parse(package.part(package.workbook_part), package.path.name, package.workbook_part)
    for group in [each for each in root if local(each) == "definedNames"]:
        for name in list(group):
            if not _PLACE.fullmatch(name.text or ""):
                group.remove(name)
        if not len(group):
            root.remove(group)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data


def _stage_sheet(
    package: Package, sheet: str, formulas: Mapping[Position, Staged], stand_ins: Mapping[Position, Cell]
) -> bytes | None:
    """What the engine is given in place of a sheet's part; None where it can read that."""
    differs = any(staged.array or staged.rewritten.text != staged.written for staged in formulas.values())
    if stand_ins or differs or package.has_rich_values(sheet):
        return _stage_cells(package, sheet, formulas, stand_ins)
    data = package.part(package.sheet_part(sheet))
    if cell_xml.may_hold_newer_errors(data) or not is_literal(data):
        return _stage_cells(package, sheet, formulas, stand_ins)
    if not may_hold_dates(data):
        return None
    return dates_as_numbers(data, package.date1904) or _stage_cells(package, sheet, formulas, stand_ins)


def _stage_cells(
    package: Package, sheet: str, formulas: Mapping[Position, Staged], stand_ins: Mapping[Position, Cell]
) -> bytes:
    root = parse(package.sheet(sheet).used_bytes(), package.path.name, package.sheet_part(sheet), package.size)
    anchors = {address(*position): position for position in formulas}
    # The engine reports #SPILL! where an array meets the values that its other cells had.
    members = {
        address(*position)
        for anchor, staged in formulas.items()
        if staged.array and anchor not in stand_ins
        for position in staged.positions
        if position != (staged.place.row, staged.place.column)
    }
    for rows in [each for each in root if local(each) == "sheetData"]:
        for row in rows.iterchildren("{*}row"):
            _name_cells(row)
            for cell in list(row.iterchildren("{*}c")):
                name = cell.get("r", "")
                if name in members:
                    row.remove(cell)
                elif name in anchors:
                    position = anchors[name]
                    if position in stand_ins:
                        cell_xml.replace_by_constant(cell, stand_ins[position])
                    else:
                        cell_xml.replace_by_formula(cell, formulas[position].rewritten.text)
                elif (value := _in_plain_form(package, sheet, cell)) is not None:
                    put = cell_xml.put_constant if isinstance(value, str) else cell_xml.put_computed
                    put(cell, value)
    data_bytes: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data_bytes


def _in_plain_form(package: Package, sheet: str, cell: etree._Element) -> Cell:
    """The value of a cell whose kind the engine does not know, as one that it knows; None for all others."""
    position = cell_position(cell.get("r", ""))
    if position is None:
        return None
    if cell.get("t") in ("d", "e", "str"):
        value = package.sheet(sheet).value(*position)
        if not isinstance(value, CellError) or cell_xml.is_newer_error(value.code):
            return value
    number = number_of(cell)
    return mark(number) if number is not None and number in package.rich_values else None


def _name_cells(row: etree._Element) -> None:
    """Some writers leave out the addresses; the engine does not need them, the look-ups here do."""
    cells = list(row.iterchildren("{*}c"))
    if all("r" in cell.attrib for cell in cells):
        return
    column = 0
    for cell in cells:
        position = cell_position(cell.get("r", ""))
        column = position[1] if position else column + 1
        if position is None and (number := whole_number(row.get("r", ""))):
            cell.set("r", address(number, column))
