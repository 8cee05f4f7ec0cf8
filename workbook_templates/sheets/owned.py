"""Sheets that the refresh fills: tables of values, and the facts of the last refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import (
    CENTS,
    GENERAL,
    HEADER,
    LABEL,
    OWNED,
    TEXT,
    TIME,
    WHOLE,
    lay,
    lay_table,
    name_place,
)
from workbook_templates.sheets.row_counts import rows_words

OWNED_NOTE: Final = "Filled by Refresh: what you type into the violet cells is replaced."
BESIDE: Final = "Notes that you type beside the rows stay where they are: they do not move with the rows."
_SOURCE: Final = (
    ("Source", "source", GENERAL),
    ("Kind", "kind", GENERAL),
    ("Time", "time", TIME),
    ("Version", "version", TEXT),
)
_READING: Final = (
    ("Columns read as", "decisions", GENERAL),
    ("In doubt", "doubts", GENERAL),
)
_COUNTS: Final = (
    ("Rows read", "rows", WHOLE),
    ("Tallied", "tallied", WHOLE),
    ("Rejected", "rejected", WHOLE),
    ("Apart", "apart", WHOLE),
    ("At stake", "stake", CENTS),
    ("Hash", "hash", TEXT),
)
FACT_ROWS: Final = len(_COUNTS) + 1
"""The rows of the facts of one table of rows, the line in words below them among these."""
_WIDTHS: Final = {"source": 30, "hash": 64}
_USUAL_WIDTH: Final = 8.43
READ_AS_WIDTH: Final = 60
"""Of the column of the history that says how columns were read."""


def facts_block(sheet: str, first: int) -> Block:
    """Where the facts of a refresh lie: those of the source, and beside them the counts."""
    return Block(sheet, ("Of the source", "Fact", "", "Of the rows", "Count"), first, first + len(_COUNTS) - 1)


def lay_facts(workbook: Workbook, sheet: Worksheet, first: int) -> None:
    """What the last refresh read: named cells in two columns, from row `first` on; the widths are set already."""
    block = facts_block(sheet.title, first)
    sides = (("Of the source", "Fact", (*_SOURCE, *_READING)), ("Of the rows", "Count", _COUNTS))
    for label_column, value_column, facts in sides:
        for row, (label, name, number_format) in enumerate(facts, start=first):
            value = block.at(value_column, row)
            lay(sheet, block.at(label_column, row), label, LABEL)
            _lay_fact(sheet, value, number_format, _WIDTHS.get(name, 0))
            name_place(workbook, f"refreshed_{name}", sheet, value)
    _lay_words(
        workbook, sheet, block.at("Of the source", block.last + 1), block.at("Fact", block.last + 1), ["refreshed"]
    )


def _lay_words(workbook: Workbook, sheet: Worksheet, label: str, value: str, facts: Sequence[str]) -> None:
    """What became of the rows, in words for the front of the workbook."""
    lay(sheet, label, "In words", LABEL)
    lay(sheet, value, f"={rows_words(facts)}", replace(LABEL, horizontal="left"))
    name_place(workbook, "rows_words", sheet, value)


def lay_facts_of_tables(workbook: Workbook, sheet: Worksheet, first: int, tables: Mapping[str, str]) -> None:
    """The same where several tables of rows are counted: a line for each, by what a reader calls it and its facts."""
    headings = ("Rows of", "Source", "Kind", *(label for label, _, _ in _COUNTS))
    facts = (_SOURCE[0], _SOURCE[1], *_COUNTS)
    columns = (*headings[:-1], "", headings[-1])  # the hash is as wide as the next table
    block = Block(sheet.title, columns, first + 1, first + len(tables))
    for heading in headings:
        lay(sheet, block.at(heading, first), heading, HEADER)
    for row, (called, begins) in enumerate(tables.items(), start=block.first):
        lay(sheet, block.at(headings[0], row), called, LABEL)
        for heading, (_, name, number_format) in zip(headings[1:], facts, strict=True):
            place = block.at(heading, row)
            _lay_fact(sheet, place, number_format, _WIDTHS["hash"] if name == "hash" else 0)
            name_place(workbook, f"{begins}_{name}", sheet, place)
    singles = [
        *((label, f"refreshed_{name}", number_format) for label, name, number_format in _SOURCE[2:]),
        *(
            (f"{called}: {label[0].lower()}{label[1:]}", f"{begins}_{name}", number_format)
            for label, name, number_format in _READING
            for called, begins in tables.items()
        ),
    ]
    for row, (label, name, number_format) in enumerate(singles, start=block.last + 1):
        lay(sheet, block.at(headings[0], row), label, LABEL)
        _lay_fact(sheet, block.at(headings[1], row), number_format)
        name_place(workbook, name, sheet, block.at(headings[1], row))
    last = block.last + len(singles) + 1
    _lay_words(workbook, sheet, block.at(headings[0], last), block.at(headings[1], last), list(tables.values()))


def _lay_fact(sheet: Worksheet, address: str, number_format: str, width: float = 0) -> None:
    """An owned cell and, as far as its text of that width runs on, the fill of the cells behind it.

    They have no rules, which would cross the text, and are not merged, which nobody could sort or select a column of.
    """
    look = replace(OWNED, horizontal="left", rule=False, wrap=width == 0 and number_format == GENERAL)
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


def wrap_read_as(sheet: Worksheet, row: int, column: int) -> None:
    """The history's last column holds a line a decision; the rows that are added take the look of the first."""
    cell = sheet.cell(row, column + 1)
    lay(sheet, cell.coordinate, None, replace(OWNED, horizontal="left", wrap=True))
