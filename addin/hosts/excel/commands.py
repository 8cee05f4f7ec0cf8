"""What the buttons of the ribbon do; each answers a text for a message box, and none ever raises."""

from __future__ import annotations

import datetime
import functools
import logging
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any, Final

from addin.actions import wording
from addin.actions.checking import findings
from addin.actions.export import export_values
from addin.actions.feeding import BY_HEADERS, Files
from addin.actions.refresh import NO_FILES, Summary, refresh_open
from addin.cells.addresses import address, parse_area
from addin.engine.apart import answer_apart
from addin.hosts import button_texts
from addin.hosts.excel.folders import ExcelFolders
from addin.hosts.excel.live.book import LiveBook, open_live_book
from addin.hosts.excel.live.com import com_message, excel_error
from addin.hosts.excel.live.errors import ONLY_EXCEL
from addin.hosts.excel.live.listing import list_in_new_workbook
from addin.refusal import Refusal
from addin.release import VERSION
from addin.workbook.file import WorkbookFile
from udfs.calling.errors import CellError
from workbook_templates.catalogue import TEMPLATES

_LONGEST: Final = 1000
"""Characters; a message box holds a few more, and cuts the rest without a word."""
_SEND_OTHERS: Final = "centre-roi export BOOK --values --sheets NAME"

_log = logging.getLogger(__name__)


def _run_command(command: Callable[..., str]) -> Callable[..., str]:
    """A refusal is its text; a fault of ours is logged with its trace and told in a sentence."""

    @functools.wraps(command)
    def answer(*arguments: Any) -> str:
        try:
            return command(*arguments)
        except Refusal as refusal:
            return str(refusal)
        except excel_error() as error:
            _log.exception("%s stopped", command.__name__)
            said = com_message(error)
            return f"Excel refused to go on ({said}). Finish what is open there, such as a cell, and try again."
        except Exception as error:  # noqa: BLE001 - an exception would be a stack trace in Excel
            return button_texts.fault(command.__name__, error)

    return answer


@_run_command
def new(application: Any, kind: str) -> str:
    """Open a blank workbook of a template, not saved yet."""
    if kind not in TEMPLATES:
        raise Refusal(f'There is no template "{kind}"; there is: {", ".join(TEMPLATES)}.')
    with resources.as_file(resources.files("workbook_templates").joinpath(f"{kind}.xlsx")) as path:
        application.Workbooks.Add(str(path))
    return ""


@_run_command
def refresh(workbook: Any, rows_file: str = "") -> str:
    """Count the rows, recalculate the workbook and record it; what was done, in words."""
    book = open_live_book(workbook)
    result = refresh_live(book, {BY_HEADERS: Path(rows_file)} if rows_file else {})
    text = f"{wording.summary(result, book.name)}\n\nSave the workbook to keep this."
    notes = [("", note) for note in result.notes if note not in result.findings.kept]
    return _fit_message_box(book, text, [*notes, *button_texts.finding_lines(result.findings)])


@_run_command
def check(workbook: Any) -> str:
    """Every error cell and every failed check, explained."""
    book = open_live_book(workbook)
    found = findings(book)
    return _fit_message_box(
        book, "\n".join(wording.describe_check(found, book.name)), button_texts.finding_lines(found)
    )


@_run_command
def copy_to_send(workbook: Any, target: str) -> str:
    """A copy of the report's sheets with values in place of formulas, for people without the add-in."""
    with open_live_book(workbook).copied() as path:
        sent = answer_apart(export_values, path, Path(target), files=[path])
    text = wording.sent(sent, target)
    if sent.left_out:
        text += f"\nTo send other sheets: {_SEND_OTHERS}"
    if sent.stale:
        text += f"\n\n{wording.stale(sent.stale)}"
    return button_texts.shorten(text, _LONGEST, "") if len(text) > _LONGEST else text


@_run_command
def explain(workbook: Any, sheet: str, cell: str) -> str:
    """Why a cell shows an error: where it began, and the reason."""
    book = open_live_book(workbook)
    area = parse_area(cell)
    if area is None:
        raise Refusal("Select one cell that shows an error.")
    row, column = area.first_row, area.first_column
    shown = book.shown(sheet, row, column)
    if not isinstance(shown, CellError):
        return f"{sheet}!{address(row, column)} shows no error."
    with book.copied() as path:
        return answer_apart(_explanation, path, sheet, row, column, shown.code, files=[path])


def _explanation(path: Path, sheet: str, row: int, column: int, code: str) -> str:
    copy = WorkbookFile(path)
    copy.recalculate()
    assert copy.evaluation is not None
    return button_texts.explanation(copy.evaluation, sheet, row, column, code, ONLY_EXCEL)


@_run_command
def show_help(_: Any = None) -> str:
    """Open the help page in the browser."""
    return button_texts.show_help()


@_run_command
def about(_: Any = None) -> str:
    """Which version this is, and where it keeps its settings and its log."""
    bits = "64" if sys.maxsize > 2**32 else "32"
    return "\n".join(
        (
            f"Centre ROI {VERSION}",
            f"Python {platform.python_version()}, {bits} bits: {sys.executable}",
            f"Settings: {ExcelFolders.of_this_user().configuration}",
            f"Log: {ExcelFolders.of_this_user().log}",
        )
    )


def _fit_message_box(book: LiveBook, text: str, places: list[tuple[str, str]]) -> str:
    """The text; one that is too long for a message box begins there, and a new workbook has the whole list."""
    if len(text) <= _LONGEST:
        return text
    name = list_in_new_workbook(book.application, places)
    rest = f"The whole list is in the new workbook {name} (View > Switch Windows)."
    return button_texts.shorten(text, _LONGEST, rest)


def refresh_live(
    book: LiveBook, files: Files = NO_FILES, *, now: datetime.datetime | None = None, who: str | None = None
) -> Summary:
    """Refresh an open workbook; it is not saved. It either finishes or leaves every cell as it was (Refusal)."""
    with book.changing():
        summary = refresh_open(book, files, step=book.step, now=now, who=who)
        book.save()
    return replace(summary, notes=(*summary.notes, *book.notes))
