"""The templates with the demo's data: computed by LibreOffice, saved by it, refreshed again, exported."""

from __future__ import annotations

import csv
import datetime
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from addin.actions.demo import DEMOS, Demo
from addin.actions.pdf import export_pdf
from addin.actions.refresh import refresh, refresh_open
from addin.actions.report_pages import pages_of
from addin.assembly.pictures import draw
from addin.engine.evaluation import Evaluation
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile, editing
from addin.xlsx.package import Package
from tests.conftest import edited
from tests.hosts.libreoffice.office import Office, named
from tests.hosts.libreoffice.parity import Difference, differences
from workbook_templates.catalogue import TEMPLATES, workbook_bytes
from workbook_templates.refreshing.record import Template

NOW = datetime.datetime(2026, 11, 22, 9, 30)
_CHARACTER_AFTER_STAR = re.compile(r'(?:COUNT|SUM)IFS\([^"]+"\*[^"]\?')
_EXCEL = "Calc MS Excel 2007 XML"


class Filled(NamedTuple):
    """A template with the demo's data, as the embedded engine computed it."""

    path: Path
    template: Template
    evaluation: Evaluation
    result: float


class InCalc(NamedTuple):
    """What Calc made of it, opened once."""

    saved: Path
    differences: list[Difference]


@pytest.fixture(scope="module", params=DEMOS, ids=lambda demo: demo.kind)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The demo's workbook, but for one cell of its rows: TRUE counts as a number in Calc (the differences say so)."""
    demo: Demo = request.param
    template = TEMPLATES[demo.kind]
    path = tmp_path_factory.mktemp(demo.kind) / demo.file
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    book.save()
    package = Package.open(path)
    for feed in template.feeds:
        sheet = package.sheet_part(package.table(feed.table).sheet)
        if b't="b"' in package.part(sheet):
            edited(path, sheet, lambda part: re.sub(rb't="b"><v>1</v>', b't="inlineStr"><is><t>yes</t></is>', part))
    with editing(path) as book:
        summary = refresh_open(book, now=NOW)
        book.save()
    assert summary.findings.all_well
    assert book.evaluation is not None
    assert isinstance(summary.after, float)
    return Filled(path, template, book.evaluation, summary.after)


@pytest.fixture(scope="module")
def in_calc(office: Office, filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> InCalc:
    saved = tmp_path_factory.mktemp("saved") / filled.path.name
    with office.document(filled.path) as document:
        document.storeToURL(saved.as_uri(), named({"FilterName": _EXCEL}))
        give_what_calc_misses(document, filled.evaluation)
        return InCalc(saved, differences(document, filled.evaluation))


def test_every_template_has_a_demo() -> None:
    assert {demo.kind for demo in DEMOS} == set(TEMPLATES)


def test_calc_computes_every_cell_as_the_engine(filled: Filled, in_calc: InCalc) -> None:
    assert not in_calc.differences, "\n".join(map(str, in_calc.differences[:20]))
    package = Package.open(filled.path)
    formulas = sum(len(package.sheet(sheet).formulas) for sheet in package.sheets)
    assert sum(map(len, filled.evaluation.values.values())) >= formulas > 1500


def give_what_calc_misses(document: Any, evaluation: Evaluation) -> None:
    """Calc misses texts by "?" after "*" (the differences say so): such a formula gets its right answer.

    Everything that depends on it is compared.
    """
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        area = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
        for row, cells in enumerate(area.getFormulaArray()):
            for column, text in enumerate(cells):
                if text.startswith("=") and _CHARACTER_AFTER_STAR.search(text):
                    right = evaluation.values[sheet.Name][row + 1, column + 1]
                    assert isinstance(right, float), text
                    sheet.getCellByPosition(column, row).setValue(right)


def test_saved_by_calc_it_is_still_the_workbook_that_it_was(filled: Filled, in_calc: InCalc) -> None:
    """Plain names in its formulas, every name and table in its place, and a refresh that comes to the same."""
    before, after = Package.open(filled.path), Package.open(in_calc.saved)
    assert calls_in(after) == calls_in(before)
    assert {name for name in before.names if name not in after.names} == set()
    assert {name: table.columns for name, table in after.tables.items()} == {
        name: table.columns for name, table in before.tables.items()
    }
    summary = refresh(in_calc.saved, now=NOW)
    assert summary.after == pytest.approx(filled.result, rel=1e-12)
    assert summary.findings.all_well
    assert calls_in(Package.open(in_calc.saved)) == calls_in(before)


@pytest.mark.parametrize("filled", DEMOS[2:], indirect=True, ids=lambda demo: demo.kind)
def test_saved_by_calc_it_takes_its_rows_from_files(filled: Filled, in_calc: InCalc, tmp_path: Path) -> None:
    """The same rows, a file a table, in place of those of its sheets."""
    book = WorkbookFile(in_calc.saved)
    files = {feed.table: as_file(book, feed.table, tmp_path) for feed in filled.template.feeds}
    summary = refresh(in_calc.saved, files, now=NOW)
    assert {origin.kind for origin in summary.origins} == {"file"}
    assert summary.after == pytest.approx(filled.result, rel=1e-12)
    assert summary.findings.all_well


def as_file(book: WorkbookFile, table: str, folder: Path) -> Path:
    """A table's rows as a CSV file."""
    rows = book.read_table(table)
    path = folder / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([rows.headers, *zip(*rows.columns, strict=True)])
    return path


def test_its_report_is_printed_and_nothing_else(filled: Filled, tmp_path: Path) -> None:
    """One page a sheet or more, none wider than the paper; charts and footers are there."""
    pages, stale = export_pdf(filled.path, tmp_path / "report.pdf")
    assert pages == pages_of(Package.open(filled.path), filled.template.pages)
    assert stale == 0
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    texts = printed.stdout.decode().split("\f")[:-1]
    footers = [re.split(r"\s{2,}", text.strip().splitlines()[-1]) for text in texts]
    assert list(dict.fromkeys(footer[-2] for footer in footers)) == pages
    assert [footer[-1] for footer in footers] == [f"Page {page} of {len(texts)}" for page in range(1, len(texts) + 1)]
    assert format(filled.result, filled.template.result_format) in texts[0]
    with pytest.raises(Refusal, match="there is such a file already"):
        export_pdf(filled.path, tmp_path / "report.pdf")
    for picture in draw(tmp_path / "report.pdf", pages, tmp_path):
        assert 5_000 < picture.stat().st_size < 80_000


def calls_in(package: Package) -> dict[str, int]:
    """How often each of our functions stands in the workbook's formulas, as it is written there."""
    from udfs.calling.registry import FUNCTIONS

    counted: dict[str, int] = {}
    for sheet in package.sheets:
        for formula in package.sheet(sheet).formulas:
            for name in re.findall(r"(?<![\w.])([\w.!\[\]]+)\(", formula.text):
                if name.rpartition(".")[2].rpartition("!")[2].upper() in FUNCTIONS:
                    counted[name] = counted.get(name, 0) + 1
    return counted
