"""Copies of a workbook that every round of a benchmark finds as the first did."""

from __future__ import annotations

import shutil
from pathlib import Path


def fresh_copy(book: Path) -> Path:
    """A copy without the backups and the history of the rounds before."""
    folder = book.parent / "refreshed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(book, folder))
