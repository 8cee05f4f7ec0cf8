"""A copy to send: what is in it, what was left out, and that it shows what the report shows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from addin.actions.demo import DEMOS
from addin.actions.export import export_values
from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.xlsx.package import Package
from tests.addin.actions.everything_excel_adds import with_everything
from tests.addin.actions.secrets_everywhere import secrets_in, with_secrets
from tests.conftest import Survey, edited
from tests.hostile.cases import unpacked
from tests.workbooks import package

ROWS = [["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]]


@pytest.fixture
def refreshed(survey: Survey) -> Survey:
    refresh(survey.fill(responses=ROWS).path)
    return survey


def _texts(path: Path) -> str:
    return b"".join(unpacked(path.read_bytes()).values()).decode("utf-8", "replace")


def test_nothing_goes_out_but_what_the_report_shows(refreshed: Survey, tmp_path: Path) -> None:
    with_secrets(refreshed.path)
    assert len(secrets_in(refreshed.path.read_bytes())) > 60
    target = tmp_path / "sent.xlsx"
    sent = export_values(refreshed.path, target)
    assert secrets_in(target.read_bytes()) == set()
    text = _texts(target)
    assert "seen on the report" in text
    assert "shared and seen" in text
    assert "a shape that is seen" in text
    assert "<AppVersion>12.0000</AppVersion>" in text, "what a chart leaves unsaid depends on it"
    assert "47114711" not in text, "what a chart remembered"
    assert sent.sheets == ("Report", "Trend")
    assert sent.left_out[0] == "Start"
    assert "Costs" in sent.left_out
    said = " ".join(sent.taken_out)
    for word in ("links", "comments", "connections", "pivot tables", "macros", "embedded", "5 cells", "pictures"):
        assert word in said
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Report", "Trend"]
    assert [name for name in book.defined_names if name != "centre_roi_template"].count("seen") == 1
    assert "xl/media/image1.png" in unpacked(target.read_bytes()), "the picture in the header"
    assert main(["refresh", str(target)]) == 2


def test_only_what_was_chosen_goes_out_of_other_sheets(
    refreshed: Survey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "costs.xlsx"
    assert main(["export", str(refreshed.path), "--values", "--sheets", "costs", "--output", str(target)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "In it: Costs." in out
    assert "Left out: Start, Report, Trend," in out
    assert "--sheets NAME" in out
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Costs"]
    assert list(book["Costs"].tables) == ["cost_lines"]
    everything = tmp_path / "all.xlsx"
    assert main(["export", str(refreshed.path), "--values", "--sheets", "*", "--output", str(everything)]) == 0
    assert "Left out" not in capsys.readouterr().out
    assert openpyxl.load_workbook(everything).sheetnames == list(Package.open(refreshed.path).sheets)


def test_a_sheet_that_is_hidden_or_not_there_is_refused(tmp_path: Path) -> None:
    own = package(tmp_path, {"A1": 1}, others={"Pay": {"A1": 2}, "Deep": {"A1": 3}})
    edited(
        own.path,
        "xl/workbook.xml",
        lambda data: re.sub(rb'(name="Pay" sheetId="2" )state="visible"', rb'\1state="veryHidden"', data),
    )
    for name, said in (("pay", "its sheet pay is hidden"), ("Nobody", 'has no sheet "Nobody"; it shows Calc, Deep')):
        with pytest.raises(Refusal, match=re.escape(said)):
            export_values(own.path, tmp_path / "x.xlsx", [name])
    sent = export_values(own.path, tmp_path / "x.xlsx")
    assert (sent.sheets, sent.left_out) == (("Calc", "Deep"), ("Pay",)), "of no template: what is shown"
    with pytest.raises(Refusal, match="without macros"):
        export_values(own.path, tmp_path / "x.xlsm")


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.kind)
def test_a_macro_workbook_with_everything_is_sent_as_a_plain_one(demo: object, tmp_path: Path) -> None:
    path, _ = demo.write(tmp_path)  # type: ignore[attr-defined]
    source = Package.open(path)
    pages = export_values(path, tmp_path / "plain.xlsx").sheets
    macros = tmp_path / "book.xlsm"
    macros.write_bytes(with_everything(path.read_bytes(), source.sheet_part(pages[0]), next(iter(source.tables))))
    target = tmp_path / "sent.xlsx"
    export_values(macros, target)
    sent, plain = unpacked(target.read_bytes()), unpacked((tmp_path / "plain.xlsx").read_bytes())
    assert {name for name in sent if "drawing99" not in name} >= set(plain)
    assert b"macroEnabled" not in sent["[Content_Types].xml"]
    assert not any("vba" in name or "pivot" in name or "slicer" in name for name in sent)
    assert target.stat().st_size < path.stat().st_size / 3


def test_every_cell_that_is_seen_has_its_value_and_its_look(refreshed: Survey, tmp_path: Path) -> None:
    target = tmp_path / "sent.xlsx"
    export_values(refreshed.path, target)
    original = openpyxl.load_workbook(refreshed.path, data_only=True)
    for sheet in openpyxl.load_workbook(target):
        for row in original[sheet.title].iter_rows():
            for cell in row:
                copied = sheet[cell.coordinate]
                assert copied.value == cell.value
                assert copied.number_format == cell.number_format
                assert repr(copied.font) == repr(cell.font)
        assert sheet.print_area == original[sheet.title].print_area
        assert sheet.print_title_rows == original[sheet.title].print_title_rows


def test_a_chart_of_cells_elsewhere_keeps_what_it_shows(tmp_path: Path) -> None:
    """The charts of the targets read the sheet Breakdown; in the copy they hold its numbers and names themselves."""
    demo = next(each for each in DEMOS if each.kind == "target_breakdown")
    path, _ = demo.write(tmp_path)
    export_values(path, tmp_path / "sent.xlsx")
    source = Package.open(path)
    charts = {name: data for name, data in unpacked((tmp_path / "sent.xlsx").read_bytes()).items() if "/chart" in name}
    assert len(charts) == 9
    assert not any(b"Breakdown" in data for data in charts.values())
    series = etree.fromstring(charts["xl/charts/chart1.xml"]).findall(".//{*}ser")
    names = [each.findtext("{*}tx/{*}v") for each in series]
    assert names == ["Target", "Actual so far", "Re-plan"]
    assert [each.text for each in series[0].findall("{*}cat/{*}strLit/{*}pt/{*}v")] == ["Q1", "Q2", "Q3", "Q4"]
    values = [float(each.text or "") for each in series[0].findall("{*}val/{*}numLit/{*}pt/{*}v")]
    assert values == [source.sheet("Breakdown").value(row, 7) for row in range(7, 11)]


def test_what_a_name_or_a_scale_reads_elsewhere_goes_and_links_within_stay(tmp_path: Path) -> None:
    own = package(
        tmp_path,
        {"A1": 1, "A2": "=Data!A1"},
        others={"Data": {"A1": 3}, "It's": {"B2": 4}},
        names={"within": "Calc!$A$1", "beyond": "Data!$A$1", "both": "Calc!$A$1:$A$2,Data!$A$1"},
    )
    links = (
        b'<hyperlinks><hyperlink ref="A1" location="\'It\'\'s\'!B2"/><hyperlink ref="A2" location="Data!A1"/>'
        b'</hyperlinks><conditionalFormatting sqref="A1:A2"><cfRule type="expression" priority="1">'
        b"<formula>A1&gt;beyond"
        b'</formula></cfRule><cfRule type="expression" priority="2"><formula>A1&gt;within</formula></cfRule>'
        b'<cfRule type="expression" priority="3"><formula>WEBSERVICE("http://127.0.0.1:9/"&amp;A1)=""</formula></cfRule>'
        b'<cfRule type="expression" priority="4"><formula>INDIRECT("Data!A1")=3</formula></cfRule>'
        b"</conditionalFormatting>"
    )
    part = own.sheet_part("Calc")
    edited(own.path, part, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + links))
    export_values(own.path, tmp_path / "sent.xlsx", ["Calc", "it's"])
    sent = Package.open(tmp_path / "sent.xlsx")
    assert set(sent.names) == {"within"}
    sheet = sent.part(sent.sheet_part("Calc")).decode()
    assert re.findall(r"location=\"([^\"]*)\"", sheet) == ["'It''s'!B2"]
    assert re.findall(r"<formula>([^<]*)", sheet) == ["A1&gt;within"]


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_it_is_no_more_readable_than_the_umask_allows(refreshed: Survey, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        export_values(refreshed.path, tmp_path / "sent.xlsx")
    finally:
        os.umask(before)
    assert (tmp_path / "sent.xlsx").stat().st_mode & 0o077 == 0
