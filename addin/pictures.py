"""Writes the pictures of the user guide, the pages of the demo's reports: `python -m addin.pictures`."""

from __future__ import annotations

import datetime
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from addin.build import ROOT
from addin.demo import DEMOS
from addin.libreoffice_program import run
from addin.pdf import export_pdf, pdf_beside
from addin.refusal import Refusal

FOLDER: Final = ROOT / "docs" / "pictures"
_DOTS_PER_INCH: Final = 80
_REFRESHED: Final = datetime.datetime(2026, 11, 22, 9, 30)
"""What the reports say, so that a picture changes only where its page does."""


def write(folder: Path) -> list[Path]:
    """A picture of each page, named by its template and number; answers the files."""
    converter = shutil.which("pdftoppm")
    if converter is None:
        raise Refusal("pdftoppm is missing; install poppler-utils.")
    folder.mkdir(exist_ok=True)
    written = []
    for demo in DEMOS:
        with tempfile.TemporaryDirectory() as scratch:
            book, _ = demo.write(Path(scratch), now=_REFRESHED)
            export_pdf(book, pdf_beside(book))
            drafts = Path(scratch) / "pages"
            drafts.mkdir()
            options = ["-r", str(_DOTS_PER_INCH), "-png", str(pdf_beside(book)), str(drafts / demo.kind)]
            done = run([converter, *options])
            if done.returncode:
                raise Refusal(f"pdftoppm could not draw {pdf_beside(book).name}: {done.stdout.strip()}")
            written += [Path(shutil.copyfile(draft, folder / draft.name)) for draft in sorted(drafts.iterdir())]
    return written


if __name__ == "__main__":
    try:
        for picture in write(FOLDER):
            print(f"written {picture.relative_to(ROOT)}")  # noqa: T201 - a command for developers
    except Refusal as refusal:
        sys.exit(str(refusal))
