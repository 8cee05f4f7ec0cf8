"""export --pdf as far as it needs no LibreOffice: which sheets are printed, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.actions.report_pages import pages_of, print_only
from addin.cli import program as cli
from addin.system import soffice as libreoffice_program
from addin.xlsx.package import Package
from tests.conftest import Survey
from tests.workbooks import package
from workbook_templates.catalogue import TEMPLATES, workbook_bytes


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_template_says_which_sheets_are_its_report(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(kind))
    template, book = TEMPLATES[kind], Package.open(path)
    pages = pages_of(book, template.pages)
    assert len(pages) == len(template.pages) > 0
    assert book.place(template.result).sheet in pages


def test_nothing_of_the_other_sheets_is_left_to_print_and_a_page_is_one_across(tmp_path: Path) -> None:
    book = package(tmp_path, {"A1": 1}, others={"It's": {"A1": 2}, "Data": {"A1": 3}})
    print_only(book, ["Calc"])
    with (tmp_path / "paged.xlsx").open("wb") as stream:
        book.write(stream)
    paged = Package.open(tmp_path / "paged.xlsx")
    names = re.findall(r'localSheetId="(\d)">([^<]+)<', paged.part("xl/workbook.xml").decode())
    assert names == [("1", "'It''s'!$XFD$1048576"), ("2", "'Data'!$XFD$1048576")]
    sheet = paged.part(paged.sheet_part("Calc")).decode()
    assert 'fitToPage="1"' in sheet
    assert re.search(r'<pageSetup fitToWidth="1" fitToHeight="0"/>', sheet)
    assert sheet.index("<pageMargins") < sheet.index("<pageSetup")
    assert "<pageSetup" not in paged.part(paged.sheet_part("Data")).decode()


def test_what_cannot_be_printed_is_refused_with_what_to_do(
    survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libreoffice_program, "find", lambda: None)
    assert cli.main(["export", str(survey.path), "--pdf"]) == 2
    assert "select the sheets Report, Trend and save them as PDF" in capsys.readouterr().err
    assert cli.main(["export", str(survey.path), "--pdf", "--output", str(tmp_path / "report.txt")]) == 2
    assert "end in .pdf" in capsys.readouterr().err
    survey.path.with_suffix(".pdf").write_bytes(b"theirs")
    assert cli.main(["export", str(survey.path), "--pdf"]) == 2
    assert "there is such a file already" in capsys.readouterr().err
    own = package(tmp_path, {"A1": 1})
    assert cli.main(["export", str(own.path), "--pdf"]) == 2
    assert "was not made from a Centre ROI template" in capsys.readouterr().err
    assert survey.path.with_suffix(".pdf").read_bytes() == b"theirs"
