"""Writes the pictures of the user guide, the pages of the demo's reports: `python -m addin.assembly.pictures`."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from addin.actions.demo import DEMOS
from addin.actions.pdf import export_pdf, pdf_beside
from addin.assembly.__main__ import ROOT
from addin.assembly.picture_file import small_png, trim
from addin.refusal import Refusal
from addin.system.programs import on_path

FOLDER: Final = ROOT / "docs" / "pictures"
_DOTS_PER_INCH: Final = 110
_ABOVE_THE_FOOTER: Final = 0.95
_MARGIN: Final = 12
_PREFIX: Final = "centre-roi-demo-"
_REFRESHED: Final = datetime.datetime(2026, 11, 22, 9, 30)
"""What the reports say, so that a picture changes only where its page does."""


def write(folder: Path) -> list[Path]:
    """The pictures of all demos; answers the files."""
    folder.mkdir(exist_ok=True)
    written = []
    for demo in DEMOS:
        with tempfile.TemporaryDirectory() as scratch:
            book, _ = demo.write(Path(scratch), now=_REFRESHED)
            pdf = pdf_beside(book)
            sheets, _ = export_pdf(book, pdf)
            written += draw(pdf, sheets, folder)
    return written


def draw(pdf: Path, sheets: list[str], folder: Path) -> list[Path]:
    """The first page of each sheet."""
    footers = [_footer(text) for text in _run("pdftotext", "-layout", str(pdf), "-").decode("utf-8").split("\f")]
    written = []
    for sheet in sheets:
        page = str(1 + next(number for number, footer in enumerate(footers) if sheet in footer))
        drawn = Image.open(io.BytesIO(_run("pdftoppm", "-r", str(_DOTS_PER_INCH), "-f", page, "-l", page, str(pdf))))
        above = drawn.crop((0, 0, drawn.width, int(drawn.height * _ABOVE_THE_FOOTER)))
        picture = folder / picture_name(pdf, sheet)
        picture.write_bytes(small_png(trim(above, _MARGIN)))
        written.append(picture)
    return written


def picture_name(book: Path, sheet: str) -> str:
    """What the picture of a demo's sheet is called, such as `survey-report.png`."""
    return f"{book.stem.removeprefix(_PREFIX)}-{sheet.lower().replace(' ', '-')}.png"


def _footer(page: str) -> list[str]:
    """File, sheet and number of a page, which stand in its last line."""
    lines = page.strip().splitlines()
    return re.split(r"\s{2,}", lines[-1]) if lines else []


def _run(name: str, *options: str) -> bytes:
    program = on_path(name)
    if program is None:
        raise Refusal(f"{name} is missing; install poppler-utils.")
    done = subprocess.run([str(program), *options], capture_output=True, check=False, timeout=60)  # noqa: S603 - poppler's
    if done.returncode:
        raise Refusal(f"{name} stopped: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


if __name__ == "__main__":
    try:
        for picture in write(FOLDER):
            print(f"written {picture.relative_to(ROOT)}")  # noqa: T201 - a command for developers
    except Refusal as refusal:
        sys.exit(str(refusal))
