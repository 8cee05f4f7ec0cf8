"""Lines of a sheet Inputs: label, cell with its name and validation, and what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import INPUT, LABEL, NOTE, SHARE, Style, lay, name_place
from workbook_templates.sheets.validation import allow, number

LEFT_INPUT: Final = replace(INPUT, horizontal="left", wrap=True)
HELP: Final = replace(NOTE, indent=1, wrap=True)
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


REJECTED_LIMIT: Final = Input(
    "rejected_limit",
    "Rejected rows allowed",
    0.02,
    SHARE,
    number(0, 1, blank=False),
    "A share from 0% to 100%: write 2% or 0.02, not 2.",
    "Of the rows read, without those counted apart: up to this share Checks warns; above it the check fails.",
)


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


def note_height(note: str) -> float:
    """The height of a row whose note may take two lines."""
    return 27 if len(note) > _CHARACTERS_OF_A_LINE else 15
