"""The templates with the demo's data: computed by LibreOffice, saved by it, refreshed again, exported."""

from __future__ import annotations

import datetime
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from addin.demo import DEMOS, Demo
from addin.hosts.engine import Evaluation, evaluate_package
from addin.package import Package
from addin.pdf import export_pdf
from addin.refresh import refresh
from addin.refusal import Refusal
from addin.report_pages import pages_of
from addin.workbook_file import WorkbookFile
from tests.conftest import edited
from tests.libreoffice.office import Office, named
from tests.libreoffice.parity import differences
from workbook_templates.catalogue import TEMPLATES, workbook_bytes

NOW = datetime.datetime(2026, 11, 22, 9, 30)
_CHARACTER_AFTER_STAR = re.compile(r'(?:COUNT|SUM)IFS\([^"]+"\*[^"]\?')
_EXCEL = "Calc MS Excel 2007 XML"


@pytest.fixture(scope="module", params=DEMOS, ids=lambda demo: demo.kind)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workbook, but for one cell of its rows: TRUE counts as a number in Calc (the differences say so)."""
    demo: Demo = request.param
    path = tmp_path_factory.mktemp(demo.kind) / demo.file
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    book.save()
    package = Package.open(path)
    for feed in TEMPLATES[demo.kind].feeds:
        sheet = package.sheet_part(package.table(feed.table).sheet)
        if b't="b"' in package.part(sheet):
            edited(path, sheet, lambda part: re.sub(rb't="b"><v>1</v>', b't="inlineStr"><is><t>yes</t></is>', part))
    refresh(path, now=NOW)
    return path


@pytest.fixture(scope="module")
def evaluation(filled: Path) -> Evaluation:
    return evaluate_package(Package.open(filled))


def test_every_template_has_a_demo() -> None:
    assert {demo.kind for demo in DEMOS} == set(TEMPLATES)


def test_calc_computes_every_cell_as_the_engine(office: Office, filled: Path, evaluation: Evaluation) -> None:
    with office.document(filled) as document:
        give_what_calc_misses(document, evaluation)
        found = differences(document, evaluation)
    assert not found, "\n".join(map(str, found[:20]))
    assert sum(map(len, evaluation.values.values())) > 1500


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


def test_saved_by_calc_it_is_still_the_workbook_that_it_was(office: Office, filled: Path, tmp_path: Path) -> None:
    """Plain names in its formulas, every name and table in its place, and a refresh that comes to the same."""
    saved = tmp_path / filled.name
    with office.document(filled) as document:
        document.storeToURL(saved.as_uri(), named({"FilterName": _EXCEL}))
    before, after = Package.open(filled), Package.open(saved)
    assert calls_in(after) == calls_in(before)
    assert {name for name in before.names if name not in after.names} == set()
    assert {name: table.columns for name, table in after.tables.items()} == {
        name: table.columns for name, table in before.tables.items()
    }
    template = TEMPLATES[WorkbookFile(filled).template().partition("/")[0]]
    result = WorkbookFile(filled).read_cell(template.result)
    summary = refresh(saved, now=NOW)
    assert summary.after == pytest.approx(result, rel=1e-12)
    assert summary.findings.all_well
    assert calls_in(Package.open(saved)) == calls_in(before)


def test_its_report_is_printed_and_nothing_else(filled: Path, tmp_path: Path) -> None:
    """One page a sheet or more, none wider than the paper; charts and footers are there."""
    package = Package.open(filled)
    template = TEMPLATES[WorkbookFile(filled).template().partition("/")[0]]
    pages, stale = export_pdf(filled, tmp_path / "report.pdf")
    assert pages == pages_of(package, template.pages)
    assert stale == 0
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    texts = printed.stdout.decode().split("\f")[:-1]
    footers = [re.split(r"\s{2,}", text.strip().splitlines()[-1]) for text in texts]
    assert list(dict.fromkeys(footer[-2] for footer in footers)) == pages
    assert [footer[-1] for footer in footers] == [f"Page {page} of {len(texts)}" for page in range(1, len(texts) + 1)]
    result = WorkbookFile(filled).read_cell(template.result)
    assert isinstance(result, float)
    assert format(result, template.result_format) in texts[0]
    with pytest.raises(Refusal, match="there is such a file already"):
        export_pdf(filled, tmp_path / "report.pdf")


def calls_in(package: Package) -> dict[str, int]:
    """How often each of our functions stands in the workbook's formulas, as it is written there."""
    from udfs.registry import functions

    counted: dict[str, int] = {}
    for sheet in package.sheets:
        for formula in package.sheet(sheet).formulas:
            for name in re.findall(r"(?<![\w.])([\w.!\[\]]+)\(", formula.text):
                if name.rpartition(".")[2].rpartition("!")[2].upper() in functions:
                    counted[name] = counted.get(name, 0) + 1
    return counted
