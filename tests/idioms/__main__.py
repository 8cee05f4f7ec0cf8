"""The command `python -m tests.idioms`: what a refresh makes of the idioms, in a workbook of each template."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.idioms.books import BOOKS
from tests.idioms.judging import Outcome, refreshed, shares


def main() -> None:
    """Print the shares of all four workbooks together, and each formula that came out wrong."""
    verdicts = []
    for book in BOOKS:
        with tempfile.TemporaryDirectory() as folder:
            verdicts += refreshed(book, Path(folder))
    print(shares(verdicts))
    for wrong in dict.fromkeys(str(verdict) for verdict in verdicts if verdict.outcome is Outcome.WRONG):
        print(wrong)


if __name__ == "__main__":
    main()
