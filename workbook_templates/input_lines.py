"""Lines of an Inputs sheet: label, blue cell with its name and rule, and what it means."""

from dataclasses import dataclass

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.look import LABEL, Style, lay, name_place
from workbook_templates.validation import allow


@dataclass(frozen=True)
class Input:
    """One input cell."""

    name: str
    label: str
    value: str | float | None
    number_format: str
    rule: DataValidation | None
    error: str
    """What is said of a value that breaks the rule."""
    note: str


def lay_input(
    workbook: Workbook, sheet: Worksheet, item: Input, row: int, look: Style, note_column: str, note_look: Style
) -> None:
    """Lay the line of an input."""
    lay(sheet, f"B{row}", item.label, LABEL)
    lay(sheet, f"C{row}", item.value, look, item.number_format)
    lay(sheet, f"{note_column}{row}", item.note, note_look)
    name_place(workbook, item.name, sheet, f"C{row}")
    if item.rule is not None:
        allow(sheet, f"C{row}", item.rule, item.label, item.error)
