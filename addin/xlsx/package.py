"""An .xlsx as a workbook: its sheets, names, tables and links, and the parts they stand in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lxml import etree

from addin.cells.addresses import Area, parse_area
from addin.cells.text import holds_forbidden, unescape, whole_number
from addin.refusal import Refusal
from addin.xlsx import place_refusals
from addin.xlsx.parts import Parts, Relationship, part_key, read_file
from addin.xlsx.rich_values import may_hold_rich_values, numbers_of_rich_values
from addin.xlsx.safe_xml import child, children, local, relationship_id
from addin.xlsx.shared_strings import SharedStrings
from addin.xlsx.sheet_xml import SheetXml
from addin.xlsx.styles import date_styles, number_formats

_REFERENCE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!([^!]+)")
_UNPREFIXED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?![^>]*utf-16)[^>]*\?>)?\s*<worksheet[\s>]", re.IGNORECASE)
_FORMULA = re.compile(rb"<f[\s>/]")
_TABLE_REFERENCE = re.compile(rb"""(\sref=["'][A-Z]+[0-9]+:[A-Z]+)([0-9]{1,7})(?=["'])""")
_INSERT_ROW = re.compile(rb"""\sinsertRow=["'](?:1|true)["']""")
_PROPERTIES = "docProps/core.xml"
_MOST_RICH_VALUES = 1 << 31


class NamedArea(NamedTuple):
    """Where a defined name points, rows and columns counted from 1."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Table:
    """An Excel table; its area includes header and totals rows."""

    name: str
    sheet: str
    part: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    columns: tuple[str, ...]
    header_rows: int
    totals_rows: int

    @property
    def area(self) -> Area:
        return Area(self.first_row, self.first_column, self.last_row, self.last_column)

    @property
    def body(self) -> Area:
        """The rows between header and totals."""
        first, last = self.first_row + self.header_rows, self.last_row - self.totals_rows
        return Area(first, self.first_column, last, self.last_column)


@dataclass(frozen=True)
class DefinedName:
    """A defined name as it is written; `sheet` is the number of the sheet that alone knows it, counted from 0."""

    name: str
    text: str
    sheet: int | None


class Package:
    """A workbook file; its parts are unpacked and parsed when asked for."""

    path: Path
    date1904: bool
    computes_as_displayed: bool
    """Whether Excel computes on with the rounded values that the cells show."""
    computes_on_opening: bool
    """Whether Excel is told to compute all formulas when it opens the file."""
    sheets: tuple[str, ...]
    all_sheets: tuple[str, ...]
    """With those that have no cells, charts for example."""
    hidden: frozenset[str]
    """Those that Excel does not show."""
    names: dict[str, str]
    defined_names: tuple[DefinedName, ...]
    """With those that one sheet alone knows."""
    tables: dict[str, Table]
    external_links: dict[int, str]

    def __init__(self, path: Path, data: bytes | Parts) -> None:
        self.path = path
        self._parts = data if isinstance(data, Parts) else Parts(data, path.name)
        self._sheets: dict[str, SheetXml] = {}
        self._formulas_seen: dict[str, bool] = {}
        self.workbook_part = self._find_workbook()
        self._read_workbook()

    @classmethod
    def open(cls, path: Path) -> Package:
        """The workbook at that path; a Refusal says why a file is none and what to do."""
        return cls(path, read_file(path))

    def as_read(self) -> Package:
        """The workbook before anything was changed in it."""
        return Package(self.path, self._parts.as_read())

    def is_parsed(self, name: str) -> bool:
        """Whether the sheet's cells are held as a tree."""
        return self.sheet_name(name) in self._sheets

    @property
    def size(self) -> int:
        """Bytes of the file as it was read."""
        return self._parts.size

    def part_names(self) -> tuple[str, ...]:
        """The parts in the order of the file."""
        return self._parts.names()

    def referred_names(self) -> dict[str, str]:
        """Each part's name in the file, and as the parts write it that refer to it."""
        return self._parts.referred_names()

    def has_part(self, name: str) -> bool:
        return self._parts.has(name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What a part refers to ("" for the whole file), by identity."""
        return self._parts.relationships(part)

    def part(self, name: str) -> bytes:
        """The bytes of a part, with the changes made to it so far."""
        for sheet, cells in self._sheets.items():
            if cells.changed and part_key(self._sheet_parts[sheet]) == part_key(name):
                return cells.to_bytes()
        return self._parts.content(name)

    def replace_part(self, name: str, data: bytes) -> None:
        """Other bytes for a part; a sheet's are parsed anew when it is asked for again."""
        self._parts.replace(name, data)
        for sheet in [sheet for sheet, part in self._sheet_parts.items() if part_key(part) == part_key(name)]:
            self._sheets.pop(sheet, None)
            self._formulas_seen.pop(sheet, None)

    def tree(self, name: str) -> etree._Element:
        """The root of a part."""
        return self._parts.tree(name)

    def replace_workbook(self, data: bytes) -> None:
        """Another part for the workbook itself: the same sheets, other names or settings."""
        self._parts.replace(self.workbook_part, data)
        self._read_workbook()

    @property
    def saved(self) -> datetime.datetime | None:
        """When the file says that it was saved, by the clock of this machine."""
        if not self._parts.has(_PROPERTIES):
            return None
        modified = child(self._parts.tree(_PROPERTIES), "modified")
        text = "" if modified is None else modified.text or ""
        try:
            return datetime.datetime.fromisoformat(text.strip()).astimezone().replace(tzinfo=None)
        except (ValueError, OverflowError, OSError):
            return None

    def drop_part(self, name: str) -> None:
        """A part removed, with its content type and the relationships to it (calcChain, for a copy of values)."""
        self._parts.drop(name)

    def sheet(self, name: str) -> SheetXml:
        """The cells of a sheet."""
        sheet = self.sheet_name(name)
        if sheet not in self._sheets:
            part = self._sheet_parts[sheet]
            self._sheets[sheet] = SheetXml(
                sheet, self._parts.content(part), self.path.name, part, self.strings, self.date1904, self._parts.size
            )
        return self._sheets[sheet]

    def sheet_name(self, name: str) -> str:
        """The sheet's name as written, found in any case; a Refusal where there is none."""
        found = next((sheet for sheet in self.sheets if sheet.casefold() == name.casefold()), None)
        if found is None:
            raise Refusal(f'{self.path.name}: has no sheet "{name}"; it has {", ".join(self.sheets)}.')
        return found

    def sheet_part(self, name: str) -> str:
        """The part that holds a sheet's cells."""
        return self._sheet_parts[self.sheet_name(name)]

    def has_formulas(self, name: str) -> bool:
        """Whether the sheet holds any formula, told without parsing it."""
        sheet = self.sheet_name(name)
        if sheet not in self._formulas_seen:
            data = self._parts.content(self._sheet_parts[sheet])
            # Where the search could miss one (a prefix, UTF-16), the sheet counts as having some.
            self._formulas_seen[sheet] = not _UNPREFIXED.match(data) or _FORMULA.search(data) is not None
        return self._formulas_seen[sheet]

    def rich_value(self, sheet: str, row: int, column: int) -> int | None:
        """The number of the picture or data type that a cell shows; None where it shows none."""
        number = self.sheet(sheet).rich_number(row, column)
        return number if number is not None and number in self.rich_values else None

    def has_rich_values(self, name: str) -> bool:
        """Whether a sheet may hold pictures in cells or data types, told without parsing it."""
        return bool(self.rich_values) and may_hold_rich_values(self._parts.content(self.sheet_part(name)))

    def place(self, name: str) -> NamedArea:
        """Where a defined name points; a Refusal names one that is absent or points nowhere."""
        text = next((text for known, text in self.names.items() if known.casefold() == name.casefold()), None)
        if text is None:
            raise place_refusals.missing_name(self.path.name, name)
        match = _REFERENCE.fullmatch(text.strip())
        area = parse_area(match.group(3)) if match else None
        sheet = (match.group(1) or match.group(2)).replace("''", "'") if match else ""
        if area is None or sheet.casefold() not in (each.casefold() for each in self.sheets):
            raise place_refusals.points_nowhere(self.path.name, name, text)
        return NamedArea(self.sheet_name(sheet), *area)

    def table(self, name: str) -> Table:
        """The table of that name, found in any case; a Refusal where there is none."""
        found = next((table for known, table in self.tables.items() if known.casefold() == name.casefold()), None)
        if found is None:
            raise place_refusals.missing_table(self.path.name, name)
        return found

    def resize_table(self, name: str, last_row: int) -> None:
        """The table's area, filter and sort made to end at that row; nothing else in its part changes."""
        table = self.table(name)
        old = self._parts.content(table.part)
        ends = {table.body.last_row: last_row - table.totals_rows, table.last_row: last_row}

        def with_end(match: re.Match[bytes]) -> bytes:
            end = int(match.group(2))
            return match.group(1) + str(ends.get(end, end)).encode()

        # Excel marks the blank line of an empty table, and would take a filled one for blank.
        new = _INSERT_ROW.sub(b"", _TABLE_REFERENCE.sub(with_end, old))
        if new == old:
            return
        self.replace_part(table.part, new)
        self.tables = self._read_tables()
        if self.table(name).last_row != last_row:
            raise self._parts.damaged(f"the table {name} is stored in a way that cannot be resized")

    @cached_property
    def strings_part(self) -> str:
        """The part with the shared texts, "" where there is none."""
        return self._workbook_target("sharedStrings")

    @cached_property
    def strings(self) -> SharedStrings:
        data = self._parts.content(self.strings_part) if self.strings_part else None
        return SharedStrings(data, self.path.name, self.strings_part)

    @cached_property
    def date_styles(self) -> tuple[int, ...]:
        """Whether each cell style shows a number as a date."""
        part = self._workbook_target("styles")
        return date_styles(self._parts.tree(part)) if part else ()

    @cached_property
    def number_formats(self) -> tuple[str, ...]:
        """The number format of each cell style."""
        part = self._workbook_target("styles")
        return number_formats(self._parts.tree(part)) if part else ()

    @cached_property
    def rich_values(self) -> Container[int]:
        """The numbers (vm) of pictures and data types in cells; none where their parts cannot be read.

        Where a workbook has none of these parts, a program has left them out: a number still says that there was more.
        """
        parts = [self._workbook_target(kind) for kind in ("sheetMetadata", "rdRichValue", "rdRichValueStructure")]
        if not any(parts):
            return range(1, _MOST_RICH_VALUES)
        if not all(parts):
            return frozenset()
        try:
            return numbers_of_rich_values(*map(self._parts.tree, parts))
        except Refusal:
            return frozenset()

    def write(self, stream: BinaryIO) -> None:
        """The file: all parts in their order, the unchanged ones packed as they were."""
        changed = {self._sheet_parts[name]: cells.to_bytes() for name, cells in self._sheets.items() if cells.changed}
        self._parts.write(stream, changed)

    def _find_workbook(self) -> str:
        parts = self._parts
        for part, kind in (("xl/workbook.bin", "a binary workbook (.xlsb)"), ("content.xml", "an OpenDocument file")):
            if parts.has(part):
                raise Refusal(f"{self.path.name}: is {kind}. Open it and save it as Excel Workbook (.xlsx).")
        targets = [each.target for each in parts.relationships("").values() if each.kind == "officeDocument"]
        if not targets or not parts.has(targets[0]) or local(parts.tree(targets[0])) != "workbook":
            raise Refusal(
                f"{self.path.name}: is not an Excel workbook: it is a zip file without a workbook in it. Check that "
                "it is the right file."
            )
        return targets[0]

    def _read_workbook(self) -> None:
        root = self._parts.tree(self.workbook_part)
        related = self._parts.relationships(self.workbook_part)
        properties = child(root, "workbookPr")
        self.date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        calculation = child(root, "calcPr")
        self.computes_as_displayed = calculation is not None and calculation.get("fullPrecision") in ("0", "false")
        self.computes_on_opening = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
        self._sheet_parts: dict[str, str] = {}
        names: dict[str, str] = {}
        hidden: set[str] = set()
        for sheet in (each for group in children(root, "sheets") for each in children(group, "sheet")):
            relation, written = related.get(relationship_id(sheet)), sheet.get("name", "")
            if relation is None:
                raise self._parts.damaged(f"its sheet {written[:40]} has no part")
            name = unescape(written)
            if not name or holds_forbidden(name) or name.casefold() in names:
                raise self._parts.damaged(f'it names a sheet "{written[:40]}", which is no name or another\'s too')
            names[name.casefold()] = name
            hidden |= {name} if sheet.get("state") in ("hidden", "veryHidden") else set()
            if relation.kind == "worksheet":  # a chart sheet has no cells
                if relation.target in self._sheet_parts.values():
                    raise self._parts.damaged(f"its sheet {written[:40]} has the part of another sheet")
                self._sheet_parts[name] = relation.target
        self.sheets = tuple(self._sheet_parts)
        self.all_sheets = tuple(names.values())
        self.hidden = frozenset(hidden)
        self.defined_names = tuple(
            DefinedName(name.get("name", ""), name.text or "", _sheet_number(name.get("localSheetId")))
            for group in children(root, "definedNames")
            for name in children(group, "definedName")
        )
        self.names = {each.name: each.text for each in self.defined_names if each.sheet is None}
        links = [
            link for group in children(root, "externalReferences") for link in children(group, "externalReference")
        ]
        self.external_links = {
            number: self._link_target(related[relationship_id(link)].target)
            for number, link in enumerate(links, start=1)
            if relationship_id(link) in related
        }
        self.tables = self._read_tables()

    def _link_target(self, part: str) -> str:
        book = child(self._parts.tree(part), "externalBook")
        relation = self._parts.relationships(part).get(relationship_id(book)) if book is not None else None
        return relation.stored if relation else ""

    def _read_tables(self) -> dict[str, Table]:
        related = [
            (sheet, relation.target)
            for sheet, part in self._sheet_parts.items()
            for relation in self._parts.relationships(part).values()
            if relation.kind == "table"
        ]
        tables = [self._read_table(sheet, part) for sheet, part in related]
        return {table.name: table for table in tables}

    def _read_table(self, sheet: str, part: str) -> Table:
        root = self._parts.tree(part)
        area = parse_area(root.get("ref", ""))
        counts = (root.get("headerRowCount", "1"), root.get("totalsRowCount", "0"))
        if area is None or not all(count in ("0", "1") for count in counts):
            raise self._parts.damaged(f"its part {part} does not say where the table is")
        columns = [
            each.get("name", "") for group in children(root, "tableColumns") for each in children(group, "tableColumn")
        ]
        if len(columns) != area.last_column - area.first_column + 1:
            raise self._parts.damaged(
                f"its part {part} names {len(columns):,} columns for the table in {root.get('ref')}"
            )
        name = root.get("displayName", root.get("name", ""))
        header, totals = map(int, counts)
        return Table(name, sheet, part, *area, tuple(map(unescape, columns)), header, totals)

    def _workbook_target(self, kind: str) -> str:
        """The part of that kind, which other writers may spell in other letters; "" where there is none."""
        related = self._parts.relationships(self.workbook_part).values()
        alike = (each.target for each in related if each.kind.lower() == kind.lower())
        return next((target for target in alike if self._parts.has(target)), "")


def _sheet_number(text: str | None) -> int | None:
    """The sheet that alone knows a name, None where all do; what is no number is no sheet's."""
    if text is None:
        return None
    number = whole_number(text)
    return -1 if number is None else number
