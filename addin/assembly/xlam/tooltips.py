"""The hidden sheet `_IntelliSense_`: what the function wizard says, and what Excel-DNA's tooltips read."""

from __future__ import annotations

from xml.sax.saxutils import escape

from addin.cells.addresses import column_letters
from udfs.calling.function import Function
from udfs.calling.registry import FUNCTIONS

SHEET = "_IntelliSense_"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows() -> list[list[str]]:
    """Row 1 names the format; then name, description, help topic, and name and help of each argument."""
    return [["FunctionInfo"], *map(_row, FUNCTIONS.values())]


def _row(function: Function) -> list[str]:
    row = [function.name, function.summary, ""]
    for argument in function.arguments:
        row += [argument.name if argument.required else f"[{argument.name}]", argument.help]
    return row


def sheet_xml() -> bytes:
    """The sheet's part, all texts inline."""
    lines = []
    for number, row in enumerate(rows(), start=1):
        cells = "".join(
            f'<c r="{column_letters(column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row, start=1)
            if text
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_NAMESPACE}"><sheetPr codeName="Sheet2"/>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    ).encode()
