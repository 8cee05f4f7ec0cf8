"""Writes every generated file of the project: `python -m addin.assembly`; with --check it only compares."""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from openpyxl.workbook.workbook import Workbook

from addin.assembly.oxt.file import extension_bytes
from addin.assembly.reference import html, markdown
from addin.assembly.xlam.file import addin_bytes
from addin.engine.proving.trusted import FILE, list_formulas
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from workbook_templates.catalogue import TEMPLATES
from workbook_templates.centre_benefits.sheets.build import build as build_centre_benefits
from workbook_templates.sheets.determinism import workbook_bytes
from workbook_templates.survey_roi.sheets.build import build as build_survey_roi
from workbook_templates.target_breakdown.sheets.build import build as build_target_breakdown
from workbook_templates.team_earnings.sheets.build import build as build_team_earnings

ROOT = Path(__file__).resolve().parents[2]


def template(build: Callable[[], Workbook]) -> bytes:
    """A template with the values that its formulas have while it is blank."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        path.write_bytes(workbook_bytes(build()))
        book = WorkbookFile(path)
    book.recalculate()
    stream = io.BytesIO()
    book.package.write(stream)
    return stream.getvalue()


def formulas_of(kind: str) -> bytes:
    """The shapes of a built template's formulas: what a refresh computes without a proof."""
    name = f"{kind}.xlsx"
    package = Package(Path(name), (ROOT / "workbook_templates" / name).read_bytes())
    return list_formulas(package).encode()


GENERATED: dict[str, Callable[[], bytes]] = {
    "workbook_templates/survey_roi.xlsx": lambda: template(build_survey_roi),
    "workbook_templates/target_breakdown.xlsx": lambda: template(build_target_breakdown),
    "workbook_templates/team_earnings.xlsx": lambda: template(build_team_earnings),
    "workbook_templates/centre_benefits.xlsx": lambda: template(build_centre_benefits),
    **{f"workbook_templates/{FILE.format(kind=kind)}": partial(formulas_of, kind) for kind in TEMPLATES},
    "addin/CentreROI.xlam": addin_bytes,
    "addin/CentreROI.oxt": extension_bytes,
    "addin/help.html": lambda: html().encode(),
    "docs/functions.md": lambda: markdown().encode(),
}
"""File -> what makes its content."""


def difference(built: bytes, there: bytes) -> str:
    """How two files differ, packages in which of their parts; empty if in nothing."""
    if not zipfile.is_zipfile(io.BytesIO(built)):
        return "" if built == there else "its text differs"
    with zipfile.ZipFile(io.BytesIO(built)) as new, zipfile.ZipFile(io.BytesIO(there)) as old:
        if new.namelist() != old.namelist():
            return "other parts, or in another order"
        changed = [name for name in new.namelist() if new.read(name) != old.read(name)]
    return f"parts differ: {', '.join(changed)}" if changed else ""


def main(arguments: Sequence[str]) -> int:
    """Write the generated files, or tell which are stale."""
    stale = 0
    for name, make in GENERATED.items():
        path, content = ROOT / name, make()
        if "--check" not in arguments:
            path.write_bytes(content)
            print(f"written {name}")  # noqa: T201 - a command for developers
            continue
        what = difference(content, path.read_bytes()) if path.exists() else "missing"
        if what:
            stale += 1
            print(f"stale   {name}: {what}")  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
