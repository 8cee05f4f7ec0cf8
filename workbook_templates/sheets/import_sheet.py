"""The sheet Import: how a file calls the columns of each table of rows, and how its cells are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.rows.source_fields import CODES, DATE_ORDER, DEFAULT, MARK, MARKS, UNIT, UNITS, WORDS
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.input_lines import HELP, LEFT_INPUT
from workbook_templates.sheets.look import (
    FORMULA,
    NOTE,
    SECTION,
    UNUSED_FILL,
    lay,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.state import raw_value
from workbook_templates.sheets.validation import allow, one_of

SHEET: Final = "Import"
FIRST_HEADER: Final = 9
"""The row of the headers of the first block."""
_BETWEEN: Final = 4
"""From the last line of a block to the headers of the next."""
_NOT_USED: Final = replace(FORMULA, fill=UNUSED_FILL)
_WIDTHS: Final = {CODES: 19, MARK: 10, DATE_ORDER: 9, UNIT: 10, WORDS: 30, DEFAULT: 16}
_SCALE_WIDTH: Final = 8
_HELP_WIDTH: Final = 70
_CHARACTERS_OF_A_LINE: Final = 92
_LINE_HEIGHT: Final = 13.5
_DATE_ORDERS: Final = (
    "DMY (3/4/2026 is 3 April), MDY (4 March), YMD, or blank: then the other dates of the column tell, else dates with "
    "two readings are rejected."
)
_DROP_DOWNS: Final = {
    MARK: (
        MARKS,
        "Choose point (1,234.50) or comma (1.234,50); or leave it blank: then the whole column tells.",
    ),
    DATE_ORDER: (("DMY", "MDY", "YMD"), _DATE_ORDERS),
    UNIT: (UNITS, "Choose in what the file gives the time: seconds, minutes or hours; blank = minutes."),
}
_CODES_PROMPT: Final = "What stands for a missing value; several with commas between: n/a, -99"
_HEADERS_NOTE: Final = (
    "Headers: only where the rows come from a file; blank = our own name. A header that holds a comma stands in "
    'quotes: "Score, overall".'
)
_CODES_NOTE: Final = (
    "Missing-value codes: what stands for a missing value, several with commas between, such as n/a, -99. "
    "Decimal mark: blank = told by the whole column."
)
_FIELDS_NOTE: Final = (
    "Date order: only for text dates such as 3/4/2026. Words: their word = ours, with commas between. "
    "Default: what stands for a blank cell, or for a column that the file does not have."
)
_NOTES: Final = (_HEADERS_NOTE, _CODES_NOTE, _FIELDS_NOTE)


@dataclass(frozen=True)
class ImportLine:
    """One of our columns: what it means, and which fields beside its header mean something."""

    note: str
    used: tuple[str, ...] = ()
    example: str = ""
    """Words as a file may have them, for the input message."""
    default: DataValidation | None = None
    """What may be typed in as its default."""
    default_error: str = ""
    default_format: str | None = None


@dataclass(frozen=True)
class ImportBlock:
    """The block of one table of rows."""

    table: str
    """The name of its own table."""
    title: str
    place: Block
    lines: Mapping[str, ImportLine]


def place_block(columns: Sequence[str], lines: int, after: Block | None = None) -> Block:
    """Where a block with so many lines lies: first on the sheet, or below another."""
    header = FIRST_HEADER if after is None else after.last + _BETWEEN
    return Block(SHEET, columns, header + 1, header + lines)


def fill(workbook: Workbook, sheet: Worksheet, blocks: Sequence[ImportBlock], *notes: str) -> None:
    """Lay the whole sheet; `notes` are what this kind of workbook has to say besides."""
    columns = blocks[0].place.columns
    lay_title(sheet, SHEET, "How the columns of your file are read. Most cells may stay blank; grey ones mean nothing.")
    set_widths(sheet, (20, 28, *(_WIDTHS.get(name, _SCALE_WIDTH) for name in columns[2:]), _HELP_WIDTH))
    for row, note in enumerate((*_NOTES, *notes), start=3):
        lay(sheet, f"B{row}", note, NOTE)
    for block in blocks:
        _lay_block(sheet, block)
    name_place(workbook, "import_start", sheet, blocks[0].place.at("Our name", blocks[0].place.first))
    for block in blocks[2::2]:
        sheet.row_breaks.append(Break(id=block.place.first - 3))
    sheet.freeze_panes = "C3"
    lay_page(sheet, _page(blocks))


def states(blocks: Iterable[ImportBlock], *, titled: bool = False) -> list[tuple[str, str]]:
    """Label and formula of every field that a tally depends on; titled where there are several tables of rows."""
    return [
        (f"{block.title}, {label}" if titled else label, raw_value(block.place.cell(column, row)))
        for block in blocks
        for row, (name, line) in enumerate(block.lines.items(), start=block.place.first)
        for column in block.place.columns[1:]
        if _is_used(block, line, column)
        for label in [f"{name}: {column.lower()}"]
    ]


def input_cells(blocks: Sequence[ImportBlock]) -> str:
    """All cells that users fill, for the formulas of other sheets."""
    place = blocks[0].place
    return place.rows(place.first, blocks[-1].place.last).whole()


def _page(blocks: Sequence[ImportBlock]) -> str:
    place = blocks[-1].place
    beside = Block(SHEET, (*place.columns, "Note"), place.first, place.last)
    return beside.page(place.last)


def _is_used(block: ImportBlock, line: ImportLine, column: str) -> bool:
    """Whether a field of a line means something; the others are greyed out."""
    return column == block.place.columns[1] or column in line.used


def _lay_block(sheet: Worksheet, block: ImportBlock) -> None:
    place = block.place
    header = place.first - 1
    lay(sheet, place.at("Our name", header - 1), f"The columns of {block.title[0].lower()}{block.title[1:]}", SECTION)
    lay_table(sheet, block.table, header, place.left, place.columns, len(block.lines))
    beside = Block(SHEET, (*place.columns, "Note"), place.first, place.last)
    for row, (name, line) in enumerate(block.lines.items(), start=place.first):
        lay(sheet, place.at("Our name", row), name, FORMULA)
        for column in place.columns[1:]:
            value = name if column == place.columns[1] else None
            lay(sheet, place.at(column, row), value, LEFT_INPUT if _is_used(block, line, column) else _NOT_USED)
        lay(sheet, beside.at("Note", row), line.note, HELP)
        sheet.row_dimensions[row].height = 16 if len(line.note) <= _CHARACTERS_OF_A_LINE else 2 * _LINE_HEIGHT
        _validate_line(sheet, place, row, name, line)


def _validate_line(sheet: Worksheet, place: Block, row: int, name: str, line: ImportLine) -> None:
    for field, (choices, error) in _DROP_DOWNS.items():
        if field in line.used:
            allow(sheet, place.at(field, row), one_of(*choices), field, error)
    if WORDS in line.used:
        _prompt(sheet, place.at(WORDS, row), WORDS, f"Their word = ours, with commas between: {line.example}")
    if CODES in line.used:
        _prompt(sheet, place.at(CODES, row), CODES, _CODES_PROMPT)
    if line.default_format is not None:
        sheet[place.at(DEFAULT, row)].number_format = line.default_format
    if line.default is not None:
        allow(sheet, place.at(DEFAULT, row), line.default, f"Default of {name}", line.default_error)


def _prompt(sheet: Worksheet, address: str, title: str, words: str) -> None:
    """What to type, shown beside the cell; any text may stand there."""
    allow(sheet, address, DataValidation(allow_blank=True), title, words, prompt=words)
