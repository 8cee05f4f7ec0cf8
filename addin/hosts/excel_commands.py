"""What the buttons of the ribbon do; each answers a text for a message box, and none ever raises."""

from __future__ import annotations

import functools
import logging
import platform
import sys
import webbrowser
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final

from addin import printing
from addin.addresses import address, parse_area
from addin.checking import Findings, findings
from addin.excel_places import Places
from addin.export import export_values
from addin.feeding import BY_HEADERS
from addin.live_book import LiveBook, opened, refresh_live
from addin.live_com import excel_error, said
from addin.live_errors import ONLY_EXCEL
from addin.live_listing import list_in_new_workbook
from addin.refusal import Refusal
from addin.release import VERSION
from udfs.errors import CellError
from workbook_templates.catalogue import TEMPLATES

_LONGEST: Final = 1000
"""Characters; a message box holds a few more, and cuts the rest without a word."""

_log = logging.getLogger(__name__)


def _answered(command: Callable[..., str]) -> Callable[..., str]:
    """A refusal is its text; a fault of ours is logged with its trace and told in a sentence."""

    @functools.wraps(command)
    def answer(*arguments: Any) -> str:
        try:
            return command(*arguments)
        except Refusal as refusal:
            return str(refusal)
        except excel_error() as error:
            _log.exception("%s stopped", command.__name__)
            return f"Excel refused to go on ({said(error)}). Finish what is open there, such as a cell, and try again."
        except Exception as fault:  # noqa: BLE001 - an exception would be a stack trace in Excel
            _log.exception("%s stopped", command.__name__)
            return (
                f"Centre ROI stopped by a fault of its own ({type(fault).__name__}); the workbook is as it was before. "
                "The log in the folder .CentreROI of your user profile says more. Please report it."
            )

    return answer


@_answered
def new(application: Any, kind: str) -> str:
    """Open a blank workbook of a template, not saved yet."""
    if kind not in TEMPLATES:
        raise Refusal(f'There is no template "{kind}"; there is: {", ".join(TEMPLATES)}.')
    with resources.as_file(resources.files("workbook_templates").joinpath(f"{kind}.xlsx")) as path:
        application.Workbooks.Add(str(path))
    return ""


@_answered
def refresh(workbook: Any, rows_file: str = "") -> str:
    """Count the rows, recalculate the workbook and record it; what was done, in words."""
    book = opened(workbook)
    result = refresh_live(book, {BY_HEADERS: Path(rows_file)} if rows_file else {})
    text = f"{printing.summary(result, book.name)}\n\nSave the workbook to keep this."
    notes = [("", note) for note in result.notes if note not in result.findings.kept]
    return _fitting(book, text, [*notes, *_places(result.findings)])


@_answered
def check(workbook: Any) -> str:
    """Every error cell and every failed check, explained."""
    book = opened(workbook)
    found = findings(book)
    return _fitting(book, "\n".join(printing.checked(found, book.name)), _places(found))


@_answered
def copy_to_send(workbook: Any, target: str) -> str:
    """A copy with values in place of formulas, for people without the add-in."""
    with opened(workbook).copied() as path:
        formulas, stale = export_values(path, Path(target))
    text = f"Written: {target}, with values in place of {formulas:,} formulas."
    return f"{text}\n\n{printing.stale(stale)}" if stale else text


@_answered
def explain(workbook: Any, sheet: str, cell: str) -> str:
    """Why a cell shows an error: where it began, and the reason."""
    book = opened(workbook)
    area = parse_area(cell)
    if area is None:
        raise Refusal("Select one cell that shows an error.")
    row, column = area.first_row, area.first_column
    place, shown = f"{sheet}!{address(row, column)}", book.shown(sheet, row, column)
    if not isinstance(shown, CellError):
        return f"{place} shows no error."
    evaluation = book.computed_copy().evaluation
    assert evaluation is not None
    found = evaluation.explain(sheet, row, column)
    if found is None or found.code != shown.code:
        return f"{place} shows {shown.code}: {ONLY_EXCEL}."
    if found.deliberate:
        return f"{place} shows {shown.code} on purpose: NA() stands for no data."
    origin = f"{found.sheet}!{found.address}"
    return f"{place} shows {shown.code}: {'' if origin == place else f'it comes from {origin}: '}{found.reason}"


@_answered
def show_help(_: Any = None) -> str:
    """Open the help page in the browser."""
    page = resources.files("addin").joinpath("help.html")
    if not page.is_file():
        raise Refusal("The help page is missing; install centre-roi again: pip install --force-reinstall centre-roi")
    with resources.as_file(page) as path:
        return "" if webbrowser.open(path.as_uri()) else f"The help page is here: {path}"


@_answered
def about(_: Any = None) -> str:
    """Which version this is, and where it keeps its settings and its log."""
    bits = "64" if sys.maxsize > 2**32 else "32"
    return "\n".join(
        (
            f"Centre ROI {VERSION}",
            f"Python {platform.python_version()}, {bits} bits: {sys.executable}",
            f"Settings: {Places.of_this_user().configuration}",
            f"Log: {Places.of_this_user().log}",
        )
    )


def _places(found: Findings) -> list[tuple[str, str]]:
    """Everything that is wrong: where, and what."""
    errors = [(origin.place, origin.description) for origin in found.errors]
    checks = [("Checks", str(check)) for check in (*found.failed, *found.warnings)]
    return [*errors, *checks, *(("", note) for note in found.kept)]


def _fitting(book: LiveBook, text: str, places: list[tuple[str, str]]) -> str:
    """The text; one that is too long for a message box begins there, and a new workbook has the whole list."""
    if len(text) <= _LONGEST:
        return text
    name = list_in_new_workbook(book.application, places)
    end = f"\n...\nThe whole list is in the new workbook {name} (View > Switch Windows)."
    head = text[: _LONGEST - len(end)]
    return head.rpartition("\n")[0] + end if "\n" in head else head + end
