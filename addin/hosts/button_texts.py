"""What the buttons say, in Excel and in LibreOffice alike."""

from __future__ import annotations

import logging
import webbrowser
from importlib import resources
from typing import TYPE_CHECKING

from addin.actions.checking import Findings
from addin.cells.addresses import address
from addin.refusal import Refusal

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation

_log = logging.getLogger(__name__)


def fault(command: str, error: Exception) -> str:
    """A fault of ours: logged with its trace, and told in a sentence."""
    _log.error("%s stopped", command, exc_info=error)
    return (
        f"Centre ROI stopped by a fault of its own ({type(error).__name__}); the workbook is as it was before. "
        "The log in the folder .CentreROI of your user profile says more. Please report it."
    )


def finding_lines(found: Findings) -> list[tuple[str, str]]:
    """Everything that is wrong: where, and what."""
    errors = [(origin.place, origin.description) for origin in found.errors]
    checks = [("Checks", str(check)) for check in (*found.failed, *found.warnings)]
    return [*errors, *checks, *(("", note) for note in found.kept)]


def explanation(evaluation: Evaluation, sheet: str, row: int, column: int, code: str, otherwise: str) -> str:
    """Why a cell shows an error: where it began, and the reason; `otherwise` where the engine has no such error."""
    place = f"{sheet}!{address(row, column)}"
    found = evaluation.explain(sheet, row, column)
    if found is None or found.code != code:
        return f"{place} shows {code}: {otherwise}."
    if found.deliberate:
        return f"{place} shows {code} on purpose: NA() stands for no data."
    origin = f"{found.sheet}!{found.address}"
    return f"{place} shows {code}: {'' if origin == place else f'it comes from {origin}: '}{found.reason}"


def shorten(text: str, longest: int, rest: str) -> str:
    """The text; one that is too long ends with where the rest of it is."""
    if len(text) <= longest:
        return text
    end = f"\n...\n{rest}"
    head = text[: longest - len(end)]
    return head.rpartition("\n")[0] + end if "\n" in head else head + end


def show_help() -> str:
    """Open the help page in the browser."""
    page = resources.files("addin").joinpath("help.html")
    if not page.is_file():
        raise Refusal("The help page is missing; install centre-roi again: pip install --force-reinstall centre-roi")
    with resources.as_file(page) as path:
        return "" if webbrowser.open(path.as_uri()) else f"The help page is here: {path}"
