"""What the entries of menu and toolbar do with a workbook's file, in a child process; none ever raises."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from addin.actions import wording
from addin.actions.checking import findings
from addin.actions.export import stale
from addin.actions.feeding import BY_HEADERS
from addin.actions.refresh import refresh as refresh_file
from addin.cells.addresses import address
from addin.engine.apart import answer_apart
from addin.hosts import button_texts
from addin.hosts.libreoffice.cells import code_of
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from workbook_templates.catalogue import TEMPLATES

_LONGEST: Final = 1000
"""Characters; a longer message would not fit on the screen."""
_IN_CALC_ONLY: Final = (
    "by LibreOffice only: computed outside it, the cell has no such error. Calc hands no range that holds an error to "
    "an add-in (Err:504), nor an empty cell or TRUE as such: see docs/libreoffice-differences.md"
)


class Shown(NamedTuple):
    """What LibreOffice is to show: a message, a template to open, lines for a new sheet."""

    text: str = ""
    template: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def _run_command(command: Callable[..., Shown]) -> Callable[..., tuple[Any, ...]]:
    """A refusal is its text; a fault of ours is logged with its trace and told in a sentence."""

    @functools.wraps(command)
    def answer(*details: Any) -> tuple[Any, ...]:
        try:
            return tuple(command(*details))
        except Refusal as refusal:
            return tuple(Shown(str(refusal)))
        except Exception as error:  # noqa: BLE001 - it would end the process that computes
            return tuple(Shown(button_texts.fault(command.__name__, error)))

    return answer


@_run_command
def new(kind: str) -> Shown:
    """Where the blank workbook of a template lies."""
    if kind not in TEMPLATES:
        raise Refusal(f'There is no template "{kind}"; there is: {", ".join(TEMPLATES)}.')
    with resources.as_file(resources.files("workbook_templates").joinpath(f"{kind}.xlsx")) as path:
        return Shown(template=str(path))


@_run_command
def refresh(path: str, rows_file: str = "") -> Shown:
    """Count the rows of a file that is closed in LibreOffice for that time, recalculate and record it."""
    return answer_apart(_refreshed, path, rows_file, files=[Path(path)])


@_run_command
def check(path: str) -> Shown:
    """Every error cell and every failed check, explained."""
    return answer_apart(_checked, path, files=[Path(path)])


@_run_command
def explain(path: str, sheet: str, row: int, column: int, error: int) -> Shown:
    """Why a cell shows an error; rows and columns are counted from 1, the error is Calc's number."""
    return answer_apart(_explained, path, sheet, row, column, error, files=[Path(path)])


@_run_command
def show_help() -> Shown:
    """Open the help page in the browser."""
    return Shown(button_texts.show_help())


COMMANDS: Final = {"new": new, "refresh": refresh, "check": check, "explain": explain, "help": show_help}
"""By the words that the extension asks with."""


def _refreshed(path: str, rows_file: str) -> Shown:
    result = refresh_file(Path(path), {BY_HEADERS: Path(rows_file)} if rows_file else {})
    notes = [("", note) for note in result.notes if note not in result.findings.kept]
    return _fit_message_box(
        wording.summary(result, Path(path).name), [*notes, *button_texts.finding_lines(result.findings)]
    )


def _checked(path: str) -> Shown:
    book = WorkbookFile(Path(path))
    book.recalculate()
    assert book.evaluation is not None
    shown = Package.open(Path(path))
    otherwise = [f"{sheet}!{address(row, column)}" for sheet, row, column in stale(shown, book.evaluation)]
    found = findings(book)
    lines = wording.describe_check(found, book.name)
    if otherwise:
        cells = "cell shows" if len(otherwise) == 1 else "cells show"
        lines.append(
            f"{len(otherwise):,} {cells} something else in LibreOffice than in Excel, first {otherwise[0]}. "
            "docs/libreoffice-differences.md says where that comes from; Refresh, or recalculate, if they are only old."
        )
    places = [(place, "shows something else in LibreOffice than in Excel") for place in otherwise]
    return _fit_message_box("\n".join(lines), [*button_texts.finding_lines(found), *places])


def _explained(path: str, sheet: str, row: int, column: int, error: int) -> Shown:
    book = WorkbookFile(Path(path))
    book.recalculate()
    assert book.evaluation is not None
    return Shown(button_texts.explanation(book.evaluation, sheet, row, column, code_of(error), _IN_CALC_ONLY))


def _fit_message_box(text: str, places: list[tuple[str, str]]) -> Shown:
    if len(text) <= _LONGEST:
        return Shown(text)
    return Shown(
        button_texts.shorten(text, _LONGEST, "The whole list is in a new document, behind this one."),
        lines=tuple(places),
    )
