"""Lines of a sheet Inputs: label, cell with its name and validation, and what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.look import INPUT, LABEL, NOTE, lay, name_place
from workbook_templates.validation import allow

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


def lay_inputs(
    workbook: Workbook, sheet: Worksheet, items: Iterable[Input], rows: Mapping[str, int], notes: str
) -> None:
    """Every line in its row; labels in column B, cells in C, notes in the column of that letter."""
    for item in items:
        row = rows[item.name]
        lay(sheet, f"B{row}", item.label, LABEL)
        lay(sheet, f"C{row}", item.value, LEFT_INPUT, item.number_format)
        lay(sheet, f"{notes}{row}", item.note, HELP)
        sheet.row_dimensions[row].height = note_height(item.note)
        name_place(workbook, item.name, sheet, f"C{row}")
        if item.rule is not None:
            allow(sheet, f"C{row}", item.rule, item.label, item.error)


def note_height(note: str) -> float:
    """Of a row whose note may take two lines."""
    return 27 if len(note) > _CHARACTERS_OF_A_LINE else 15
