"""The parts of a copy, made one from another: what a part that stays refers to is taken along, and nothing else.

Parts get names of their own, so that no file name of the workbook's maker comes along, and no part that nobody reads.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO, Final

from lxml import etree

from addin.refusal import Refusal
from addin.xlsx.copies import sheet_part
from addin.xlsx.copies.chart_cells import ChartCells
from addin.xlsx.copies.charts import clean_chart
from addin.xlsx.copies.drawings import clean_drawing, clean_header_pictures, drop_unseen_objects
from addin.xlsx.copies.formats import Answers, Judge
from addin.xlsx.copies.kinds import (
    APPLICATION,
    KINDS,
    WORKBOOK,
    application_part,
    content_types,
    relationships,
    relationships_part,
)
from addin.xlsx.copies.markup import cut_references, related_ids
from addin.xlsx.copies.names import names_that_stay
from addin.xlsx.copies.pictures import kind_of_picture, without_notes
from addin.xlsx.copies.reach import Reach, areas_of
from addin.xlsx.copies.styles_part import clean_styles, used_styles
from addin.xlsx.copies.tables import clean_table
from addin.xlsx.copies.texts import Texts
from addin.xlsx.copies.unseen import Unseen, blank_styles, unseen
from addin.xlsx.copies.workbook_part import SheetEntry, chart_sheets, is_strict, workbook_part
from addin.xlsx.package import Package
from addin.xlsx.parts import part_key
from addin.xlsx.safe_xml import parse, serialize

_MOST_PARTS: Final = 20_000
_DRAWINGS: Final = ("drawing", "chartUserShapes", "diagramData", "diagramDrawing")


@dataclass(frozen=True)
class Wanted:
    """What a copy is to hold."""

    sheets: Sequence[str]
    to_send: bool = True
    """Whether it leaves the house: then nothing comes along that is not seen, and every sheet is shown."""
    tag: str = ""
    """The text of the defined name that says which template the workbook was made from."""
    answers: Answers | None = None
    """Tells what formulas come to in the whole workbook, for conditional formats that read other sheets."""


@dataclass
class Counted:
    """What became of the sheets that a copy holds."""

    formulas: int = 0
    unseen: int = 0
    pictures: int = 0
    """Pictures and data types in cells."""
    parts: dict[str, bytes] = field(default_factory=dict)


def closed_copy(package: Package, wanted: Wanted) -> Counted:
    """The parts of a copy by name, and what was counted on the way."""
    return _Copy(package, wanted).made()


def write_parts(parts: Mapping[str, bytes], stream: BinaryIO) -> None:
    """A workbook of these parts; no time of writing is told."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


class _Copy:
    """A copy while it is made."""

    def __init__(self, package: Package, wanted: Wanted) -> None:
        self._package = package
        self._wanted = wanted
        self._result = Counted()
        self._types: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        root = package.tree(package.workbook_part)
        self._strict = is_strict(root)
        self._names = names_that_stay(package, wanted.sheets, formulas=not wanted.to_send)
        known = frozenset(each.name.casefold() for each in self._names)
        self._reach = Reach(frozenset(sheet.casefold() for sheet in wanted.sheets), known)
        self._unseen: dict[str, Unseen] = {}
        self._used_styles: set[int] = set()
        self._owner = ""
        """The sheet whose drawings are taken."""
        self._texts = Texts(package.tree(package.strings_part) if package.strings_part else None)

    def made(self) -> Counted:
        """All of its parts, the workbook's last."""
        related = [(f"rId{number}", *self._take_sheet(sheet)) for number, sheet in enumerate(self._sheets, start=1)]
        others = self._package.relationships(self._package.workbook_part).values()
        for each in others:
            if each.kind in ("styles", "theme") and not each.external and self._package.has_part(each.target):
                taken = self._take(each.target, each.kind)
                if taken:
                    related.append((f"rId{len(related) + 1}", each.kind, taken))
        texts = self._texts.part()
        if texts is not None:
            part = self._put("sharedStrings", serialize(texts, b""))
            related.append((f"rId{len(related) + 1}", "sharedStrings", part))
        entries = [
            SheetEntry(sheet, identity, not self._wanted.to_send and sheet in self._package.hidden)
            for sheet, (identity, _, _) in zip(self._sheets, related, strict=False)
        ]
        workbook = workbook_part(entries, self._names, self._wanted.tag, self._package.date1904, self._strict)
        parts = {
            WORKBOOK.path: workbook,
            relationships_part(WORKBOOK.path): relationships(related, self._strict),
            **self._result.parts,
        }
        types = {WORKBOOK.path: WORKBOOK.content_type, APPLICATION.path: APPLICATION.content_type, **self._types}
        first = relationships(
            [("rId1", "officeDocument", WORKBOOK.path), ("rId2", "extended-properties", APPLICATION.path)], self._strict
        )
        properties = application_part(self._application(), self._strict)
        self._result.parts = {
            "[Content_Types].xml": content_types(types),
            "_rels/.rels": first,
            APPLICATION.path: properties,
            **parts,
        }
        return self._result

    @cached_property
    def _sheets(self) -> list[str]:
        """Those that are wanted, in the workbook's order."""
        return [sheet for sheet in self._package.all_sheets if sheet in self._wanted.sheets]

    def _take_sheet(self, name: str) -> tuple[str, str]:
        """A sheet's kind, and the name of its part in the copy."""
        if name not in self._package.sheets:
            part = chart_sheets(self._package)[name]
            root = self._tree(part)
            self._clean_sheet(root, name)
            self._owner = ""
            return "chartsheet", self._put_cleaned(part, "chartsheet", root)
        part = self._package.sheet_part(name)
        root = self._tree(part)
        self._result.formulas += sheet_part.drop_formulas(root)
        self._result.pictures += sheet_part.drop_pictures_in_cells(root)
        if self._wanted.to_send:
            headers = [
                table.area._replace(last_row=table.first_row + table.header_rows - 1)
                for table in self._package.tables.values()
                if table.sheet == name and table.header_rows
            ]
            self._result.unseen += sheet_part.blank_unseen(root, self._unseen_of(name), headers)
        self._clean_sheet(root, name, self._judge(name))
        self._texts.renumber(root)
        self._used_styles |= used_styles(root)
        self._owner = name
        return "worksheet", self._put_cleaned(part, "worksheet", root)

    def _clean_sheet(self, root: etree._Element, name: str, judge: Judge | None = None) -> None:
        sheet_part.clean_sheet(root, self._reach, self._keeps_cells, judge)
        if self._wanted.to_send:
            sheet_part.select_only(root, name == self._sheets[0])

    def _judge(self, sheet: str) -> Judge | None:
        if self._wanted.answers is None:
            return None
        return Judge(sheet, self._package.sheet(sheet).last_row, self._whole, self._wanted.answers)

    @cached_property
    def _whole(self) -> Reach:
        """The reach of the workbook that the copy is made of."""
        names = names_that_stay(self._package, self._package.sheets, formulas=True)
        sheets = frozenset(sheet.casefold() for sheet in self._package.sheets)
        return Reach(sheets, frozenset(each.name.casefold() for each in names))

    def _application(self) -> etree._Element | None:
        """The part that says by which program the workbook was written."""
        related = self._package.relationships("").values()
        wanted = ("extended-properties", "extendedProperties")
        part = next((each.target for each in related if each.kind in wanted and not each.external), "")
        try:
            return self._tree(part) if part and self._package.has_part(part) else None
        except Refusal:
            return None

    def _take(self, part: str, kind: str) -> str:
        """The name that a part has in the copy; "" where it stays behind."""
        key = part_key(part)
        if key not in self._taken:
            self._taken[key] = ""  # one that leads back to itself
            self._taken[key] = self._take_picture(part) if kind == "image" else self._take_markup(part, kind)
        return self._taken[key]

    def _take_picture(self, part: str) -> str:
        data = self._package.part(part)
        known = kind_of_picture(data)
        if known is None:
            return ""
        self._numbers["image"] += 1
        name = f"xl/media/image{self._numbers['image']}.{known[0]}"
        self._result.parts[name] = without_notes(data) if self._wanted.to_send else data
        self._types[name] = known[1]
        return name

    def _take_markup(self, part: str, kind: str) -> str:
        try:
            root = self._tree(part)
        except Refusal:
            if kind in ("styles", "sharedStrings"):
                raise
            return ""
        if kind in _DRAWINGS:
            clean_drawing(root, self._keeps_cells)
            if kind == "drawing" and self._owner and self._wanted.to_send:
                drop_unseen_objects(root, self._unseen_of(self._owner))
        elif kind == "chart":
            clean_chart(root, self._keeps_cells, self._cells)
        elif kind == "table":
            clean_table(root)
        elif kind == "styles":
            clean_styles(root, self._used_styles)
        elif kind == "vmlDrawing":
            clean_header_pictures(root)
        return self._put_cleaned(part, kind, root)

    def _put_cleaned(self, part: str, kind: str, root: etree._Element) -> str:
        """The part with all that it refers to; what refers to anything else is cut out of it."""
        name, known, wanted = self._name(kind), KINDS[kind], related_ids(root)
        related: list[tuple[str, str, str]] = []
        for identity, each in self._package.relationships(part).items():
            named = identity in wanted or each.kind in known.implied
            if each.external or not named or each.kind not in known.related or not self._package.has_part(each.target):
                continue
            taken = self._take(each.target, each.kind)
            if taken:
                related.append((identity, each.kind, taken))
        cut_references(root, {identity for identity, _, _ in related})
        self._result.parts[name] = serialize(root, b"")
        self._types[name] = known.content_type
        if related:
            self._result.parts[relationships_part(name)] = relationships(related, self._strict)
        return name

    def _put(self, kind: str, data: bytes) -> str:
        name = self._name(kind)
        self._result.parts[name] = data
        self._types[name] = KINDS[kind].content_type
        return name

    def _name(self, kind: str) -> str:
        self._numbers[kind] += 1
        if sum(self._numbers.values()) > _MOST_PARTS:
            raise Refusal(f"{self._package.path.name}: holds more parts than any workbook has; no copy was made.")
        path, number = KINDS[kind].path, self._numbers[kind]
        return path.format("" if number == 1 and kind in ("styles", "sharedStrings") else number)

    def _tree(self, part: str) -> etree._Element:
        return parse(self._package.part(part), self._package.path.name, part, self._package.size)

    def _keeps_cells(self, reference: str) -> bool:
        """Whether a chart or shape may go on reading cells: those of the copy, all of them seen."""
        if not self._wanted.to_send:
            return self._reach.allows(reference)
        areas = areas_of(reference)
        if areas is None:
            return False
        known = {sheet.casefold(): sheet for sheet in self._sheets}
        return all(
            sheet.casefold() in known and not self._unseen_of(known[sheet.casefold()]).hides_any(area)
            for sheet, area in areas
        )

    def _unseen_of(self, sheet: str) -> Unseen:
        if sheet not in self._unseen:
            self._unseen[sheet] = unseen(self._tree(self._package.sheet_part(sheet)), self._blank_styles)
        return self._unseen[sheet]

    @cached_property
    def _styles(self) -> etree._Element | None:
        related = self._package.relationships(self._package.workbook_part).values()
        part = next((each.target for each in related if each.kind == "styles" and not each.external), "")
        return self._tree(part) if part and self._package.has_part(part) else None

    @cached_property
    def _blank_styles(self) -> frozenset[str]:
        return frozenset() if self._styles is None else blank_styles(self._styles)

    @cached_property
    def _cells(self) -> ChartCells:
        return ChartCells(self._package, self._unseen_of)
