"""A small add-in for the tests of the stand-in itself, made from xlwings' own template."""

from __future__ import annotations

from pathlib import Path

import xlwings
from pyopenvba import ExcelFile

TEMPLATE = Path(xlwings.__file__).parent / "quickstart_addin.xlam"
SOURCES = Path(__file__).parent / "tiny"


def build_tiny_addin(path: Path, **more: str) -> Path:
    """Write the add-in: the template's modules, those in the folder `tiny`, and further ones by name."""
    modules = {source.stem: source.read_text() for source in sorted(SOURCES.glob("*.bas"))} | more
    with ExcelFile(str(TEMPLATE)) as book:
        project = book.vba_project()
        for name, text in modules.items():
            project.add_module(name, text.replace("\n", "\r\n"))
        for source in SOURCES.glob("*.cls"):
            book.set_module(source.stem, source.read_text().replace("\n", "\r\n"))
        book.save(str(path))
    return path
