"""Lines of a sheet Inputs: label, cell with its name and validation, and what it means."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import FORMULA, INPUT, LABEL, NOTE, UNUSED_FILL, Style, lay, lay_table, name_place
from workbook_templates.sheets.validation import allow, one_of

LEFT_INPUT: Final = replace(INPUT, horizontal="left", wrap=True)
HELP: Final = replace(NOTE, indent=1, wrap=True)
_NOT_USED: Final = replace(FORMULA, fill=UNUSED_FILL)
_DATE_ORDERS: Final = (
    "DMY (3/4/2026 is 3 April), MDY (4 March), YMD, or blank: then dates with two readings are rejected."
)
_CHARACTERS_OF_A_LINE: Final = 92


@dataclass(frozen=True)
class Input:
    """One line."""

    name: str
    label: str
    value: str | float | None
    number_format: str
    rule: DataValidation | None
    error: str
    note: str


@dataclass(frozen=True)
class InputLook:
    """How the cells and notes of the lines look, and whether a row is as high as its note asks for."""

    cell: Style = LEFT_INPUT
    note: Style = HELP
    fits: bool = True


_USUAL: Final = InputLook()
LINES: Final = Block("Inputs", ("Label", "Value", "Reading", "", "Note"), first=1, last=1)
"""The columns of the lines, where a sheet has no others."""


def lay_inputs(
    workbook: Workbook,
    sheet: Worksheet,
    items: Iterable[Input],
    rows: Mapping[str, int],
    lines: Block = LINES,
    look: InputLook = _USUAL,
) -> None:
    """Every line in its row: label, cell and note in the columns of that name."""
    for item in items:
        row = rows[item.name]
        cell = lines.at("Value", row)
        lay(sheet, lines.at("Label", row), item.label, LABEL)
        lay(sheet, cell, item.value, look.cell, item.number_format)
        lay(sheet, lines.at("Note", row), item.note, look.note)
        if look.fits:
            sheet.row_dimensions[row].height = note_height(item.note)
        name_place(workbook, item.name, sheet, cell)
        if item.rule is not None:
            allow(sheet, cell, item.rule, item.label, item.error)


def lay_source_columns(
    sheet: Worksheet,
    table: str,
    header: int,
    columns: Sequence[str],
    names: Sequence[str],
    is_used: Callable[[str, str], bool],
    look: Style,
) -> None:
    """How a file calls its columns: a row for each of our names, Date first; fields that mean nothing are grey."""
    lay_table(sheet, table, header, 2, columns, len(names))
    for row, name in enumerate(names, start=header + 1):
        lay(sheet, f"B{row}", name, FORMULA)
        for column, title in enumerate(columns[1:], start=3):
            address = f"{get_column_letter(column)}{row}"
            lay(sheet, address, name if column == 3 else None, look if is_used(name, title) else _NOT_USED)
    order = get_column_letter(2 + columns.index("Date order"))
    allow(sheet, f"{order}{header + 1}", one_of("DMY", "MDY", "YMD"), "Date order", _DATE_ORDERS)


def lay_helped_columns(
    sheet: Worksheet,
    header: int,
    columns: Sequence[str],
    helps: Mapping[str, str],
    is_used: Callable[[str, str], bool],
    look: Style,
    note: str,
) -> None:
    """The same where one file is read: beside each of our names what it means, below them all a note."""
    lay_source_columns(sheet, "source_columns", header, columns, list(helps), is_used, look)
    for row, help_text in enumerate(helps.values(), start=header + 1):
        lay(sheet, LINES.at("Note", row), help_text, HELP)
        sheet.row_dimensions[row].height = note_height(help_text)
    lay(sheet, LINES.at("Label", header + len(helps) + 1), note, NOTE)


def note_height(note: str) -> float:
    """The height of a row whose note may take two lines."""
    return 27 if len(note) > _CHARACTERS_OF_A_LINE else 15
