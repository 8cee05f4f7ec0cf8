"""Sheets that the refresh fills: tables of values, and the facts of the last refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import GENERAL, HEADER, LABEL, OWNED, TEXT, TIME, WHOLE, lay, lay_table, name_place

OWNED_NOTE: Final = "Filled by Refresh: what you type into the violet cells is replaced."
BESIDE: Final = "Notes that you type beside the rows stay where they are: they do not move with the rows."
_SOURCE: Final = (
    ("Source", "source", GENERAL),
    ("Kind", "kind", GENERAL),
    ("Time", "time", TIME),
    ("Version", "version", TEXT),
)
_COUNTS: Final = (
    ("Rows read", "rows", WHOLE),
    ("Tallied", "tallied", WHOLE),
    ("Rejected", "rejected", WHOLE),
    ("Hash", "hash", TEXT),
)
_WIDTHS: Final = {"source": 30, "hash": 64}
_USUAL_WIDTH: Final = 8.43


def facts_block(sheet: str, first: int) -> Block:
    """Where the facts of a refresh lie: those of the source, and beside them the counts."""
    return Block(sheet, ("Of the source", "Fact", "", "Of the rows", "Count"), first, first + len(_SOURCE) - 1)


def lay_facts(workbook: Workbook, sheet: Worksheet, first: int) -> None:
    """What the last refresh read: eight named cells in four rows, from `first` on; the widths are set already."""
    block = facts_block(sheet.title, first)
    for label_column, value_column, facts in (("Of the source", "Fact", _SOURCE), ("Of the rows", "Count", _COUNTS)):
        for row, (label, name, number_format) in enumerate(facts, start=first):
            value = block.at(value_column, row)
            lay(sheet, block.at(label_column, row), label, LABEL)
            _lay_fact(sheet, value, number_format, _WIDTHS.get(name, 0))
            name_place(workbook, f"refreshed_{name}", sheet, value)


def lay_facts_of_tables(workbook: Workbook, sheet: Worksheet, first: int, tables: Mapping[str, str]) -> None:
    """The same where several tables of rows are counted: a line for each, by what a reader calls it and its facts."""
    headings = ("Rows of", "Source", "Kind", "Rows read", "Tallied", "Rejected", "Hash")
    facts = (_SOURCE[0], _SOURCE[1], *_COUNTS)
    block = Block(sheet.title, headings, first + 1, first + len(tables))
    for heading in headings:
        lay(sheet, block.at(heading, first), heading, HEADER)
    for row, (called, begins) in enumerate(tables.items(), start=block.first):
        lay(sheet, block.at(headings[0], row), called, LABEL)
        for heading, (_, name, number_format) in zip(headings[1:], facts, strict=True):
            place = block.at(heading, row)
            _lay_fact(sheet, place, number_format, _WIDTHS["hash"] if name == "hash" else 0)
            name_place(workbook, f"{begins}_{name}", sheet, place)
    for row, (label, name, number_format) in enumerate(_SOURCE[2:], start=block.last + 1):
        lay(sheet, block.at(headings[0], row), label, LABEL)
        _lay_fact(sheet, block.at(headings[1], row), number_format)
        name_place(workbook, f"refreshed_{name}", sheet, block.at(headings[1], row))


def _lay_fact(sheet: Worksheet, address: str, number_format: str, width: float = 0) -> None:
    """An owned cell and, as far as its text of that width runs on, the fill of the cells behind it.

    They have no rules, which would cross the text, and are not merged, which nobody could sort or select a column of.
    """
    look = replace(OWNED, horizontal="left", rule=False)
    cell = lay(sheet, address, None, look, number_format)
    covered, behind = _width(sheet, cell.column), cell.column
    while covered < width:
        behind += 1
        lay(sheet, f"{get_column_letter(behind)}{cell.row}", None, look)
        covered += _width(sheet, behind)


def _width(sheet: Worksheet, column: int) -> float:
    letter = get_column_letter(column)
    return sheet.column_dimensions[letter].width if letter in sheet.column_dimensions else _USUAL_WIDTH


def lay_owned_table(
    sheet: Worksheet,
    name: str,
    header: int,
    columns: Sequence[str],
    formats: Sequence[str],
    numbers: Sequence[str],
    *,
    first: int = 2,
    filtered: bool = True,
) -> None:
    """A table with one blank row that grows at the refresh; columns in the formats `numbers` stand to the right.

    Tables side by side (`first` is a table's first column) have no filter, which would hide rows of the others.
    """
    lay_table(sheet, name, header, first, columns, 1, filtered=filtered)
    for offset, number_format in enumerate(formats):
        look = OWNED if number_format in numbers else replace(OWNED, horizontal="left")
        lay(sheet, f"{get_column_letter(first + offset)}{header + 1}", None, look, number_format)
    sheet.freeze_panes = f"A{header + 1}"
