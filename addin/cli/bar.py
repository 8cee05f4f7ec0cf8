"""The bar on a terminal for what takes long: rows, and percent where it is known of how many."""

from __future__ import annotations

import sys
import threading
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, Task, TaskProgressColumn, TextColumn
from rich.text import Text

from addin.progress import Rows

_BETWEEN_LOOKS: Final = 0.1
"""Seconds."""


class _CursorStays(Console):
    """A terminal whose cursor is left alone: hidden, it would stay so where the guard ends the process."""

    def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002 - as the console declares it
        """Nothing is hidden, so there is nothing to do."""
        return False


class _RowsColumn(TextColumn):
    """How many rows are done, once any are."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        """The rows so far, such as "20,000 of 500,000 rows"."""
        if not task.completed:
            return Text("")
        of_all = "" if task.total is None else f" of {task.total:,.0f}"
        return Text(f"{task.completed:,.0f}{of_all} rows")


def show(doing: str, rows: Rows, over: threading.Event) -> None:
    """Draw the bar until the step is over, and then take it away."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _RowsColumn(),
        console=_CursorStays(file=sys.stderr),
        auto_refresh=False,  # ours is the only thread that draws
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task(doing.replace("[", r"\["), total=None)
        while True:
            progress.update(task, completed=rows.done, total=rows.total)
            progress.refresh()
            if over.wait(_BETWEEN_LOOKS):
                break
