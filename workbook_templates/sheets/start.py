"""The Start sheet of a template: what the workbook is for, what to do in five lines, what the colours mean."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    FORMULA,
    INPUT,
    LABEL,
    OWNED,
    SECTION,
    lay,
    lay_link,
    lay_page,
    lay_title,
    set_widths,
)

_OF_EVERY_TEMPLATE: Final = (
    ("Checks", "checks_result", "what is OK, what is wrong, what to do"),
    ("Rejected", "rejected_start", "rows that were not counted, and why"),
    ("History", "history_start", "the last 200 refreshes"),
)


def fill(
    sheet: Worksheet, title: str, subtitle: str, steps: Sequence[str], links: Sequence[tuple[str, str, str]]
) -> None:
    """Lay the whole sheet; a link is a sheet's title, the name of a place on it, and what it holds.

    The sheets that every template has come last.
    """
    lay_title(sheet, title, subtitle)
    set_widths(sheet, (5, 22, 80))
    lay(sheet, "B4", "What to do", SECTION)
    for number, step in enumerate(steps, start=1):
        lay(sheet, f"B{4 + number}", number, replace(LABEL, horizontal="center"))
        lay(sheet, f"C{4 + number}", step, LABEL)
    lay(sheet, "B11", "=checks_result", SECTION)
    lay(sheet, "B13", "Colours", SECTION)
    legend = (
        ("Blue on light blue", "you type here", INPUT),
        ("Black", "a formula; leave it", FORMULA),
        ("Violet on light violet", "filled by Refresh; typing is overwritten", OWNED),
    )
    for row, (words, meaning, style) in enumerate(legend, start=14):
        lay(sheet, f"C{row}", words, style)
        lay(sheet, f"D{row}", meaning, replace(LABEL, indent=1))
    lay(sheet, "B18", "Sheets", SECTION)
    sheets = (*links, *_OF_EVERY_TEMPLATE)
    for row, (name, target, meaning) in enumerate(sheets, start=19):
        lay_link(sheet, f"C{row}", name, target)
        lay(sheet, f"D{row}", meaning, replace(LABEL, indent=1))
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:D{18 + len(sheets)}", landscape=False, one_page=True)
