"""What the charts and colours of a copy take from sheets that are not in it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from addin.actions.export import export_values
from addin.actions.refresh import refresh
from addin.xlsx.package import Package
from tests.conftest import Survey, edited
from tests.hostile.cases import packed, unpacked
from tests.strict import strict
from tests.workbooks import package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CELLS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_is_coloured_as_other_sheets_say_without_telling_why(tmp_path: Path) -> None:
    own = package(
        tmp_path,
        {"A1": 1, "A2": 5, "A3": 9, "B1": 2},
        others={"Data": {"A1": 4, "A2": 6}},
        names={"limit": "Data!$A$1"},
    )
    rules = (
        b'<conditionalFormatting sqref="A1:A3"><cfRule type="expression" priority="1"><formula>A1&gt;limit</formula>'
        b'</cfRule><cfRule type="cellIs" operator="between" priority="2"><formula>Data!$A$1</formula><formula>Data!$A$2'
        b'</formula></cfRule><cfRule type="expression" priority="3"><formula>Data!$A$1&gt;99</formula></cfRule>'
        b'</conditionalFormatting><conditionalFormatting sqref="A1:B3"><cfRule type="expression" priority="4"><formula>'
        b'SUM(Data!$A$1:$A$2)=10</formula></cfRule><cfRule type="cellIs" operator="equal" priority="5"><formula>Data!A1'
        b'</formula></cfRule><cfRule type="expression" priority="6"><formula>WEBSERVICE(Data!A1)=""</formula></cfRule>'
        b"</conditionalFormatting>"
    )
    edited(own.path, SHEET, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + rules))
    edited(own.path, SHEET, lambda data: data.replace(b'<c r="A2" t="n"><v>5</v>', b'<c r="A2" t="n"><v>6</v>'))
    export_values(own.path, tmp_path / "sent.xlsx", ["Calc"])
    sent = Package.open(tmp_path / "sent.xlsx")
    found = {
        rule.get("priority"): (each.get("sqref"), rule.get("type"), [formula.text for formula in rule])
        for each in etree.fromstring(sent.part(sent.sheet_part("Calc"))).iter("{*}conditionalFormatting")
        for rule in each
    }
    assert found == {
        "1": ("A2:A3", "expression", ["TRUE"]),
        "2": ("A2", "expression", ["TRUE"]),
        "4": ("A1:B3", "expression", ["TRUE"]),
        "5": ("A2:B2 B3", "expression", ["TRUE"]),
    }


def _charted(path: Path, *parts: str) -> None:
    """The workbook with a chart on its first sheet."""
    inner = "".join(parts)
    related = (
        f'<Relationships xmlns="{RELATED}"><Relationship Id="rId1" Type="{OFFICE}/%s" Target="%s"/></Relationships>'
    )
    drawing = f'<wsDr xmlns="{CELLS}" xmlns:r="{OFFICE}"><absoluteAnchor><chart r:id="rId1"/></absoluteAnchor></wsDr>'
    chart = f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:chart>{inner}</c:chart></c:chartSpace>'
    sheets = unpacked(path.read_bytes())
    sheets |= {
        "xl/charts/c.xml": chart.encode(),
        "xl/drawings/d.xml": drawing.encode(),
        "xl/drawings/_rels/d.xml.rels": (related % ("chart", "/xl/charts/c.xml")).encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": (related % ("drawing", "/xl/drawings/d.xml")).encode(),
    }
    end = f'<drawing xmlns:r="{OFFICE}" r:id="rId1"/></worksheet>'.encode()
    sheets[SHEET] = sheets[SHEET].replace(b"</worksheet>", end)
    path.write_bytes(packed(sheets))


def _sent_chart(path: Path) -> etree._Element:
    target = path.with_name("sent.xlsx")
    export_values(path, target, ["Calc"])
    return etree.fromstring(unpacked(target.read_bytes())["xl/charts/chart1.xml"])


def _series(*parts: str) -> str:
    return f"<c:plotArea><c:barChart><c:ser>{''.join(parts)}</c:ser></c:barChart></c:plotArea>"


def _numbers(where: str, formula: str, cache: str = "") -> str:
    return f"<c:{where}><c:numRef><c:f>{formula}</c:f>{cache}</c:numRef></c:{where}>"


def _text(where: str, formula: str) -> str:
    return f"<c:{where}><c:strRef><c:f>{formula}</c:f></c:strRef></c:{where}>"


def _values(holder: etree._Element, path: str) -> list[str | None]:
    return [each.text for each in holder.iterfind(f"{path}/{{*}}pt/{{*}}v")]


def test_titles_names_and_gaps_of_a_chart_are_what_its_cells_showed(tmp_path: Path) -> None:
    cells = {"A1": "Pay of all", "B1": "Jan", "B2": "Feb", "B3": "Mar", "C1": 1.5, "C3": 3.5, "D1": 7, "D2": 8}
    own = package(tmp_path, {"A1": 1}, others={"Pay": cells}, names={"months": "Pay!$B$1:$B$3"})
    look = "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr b='1'/></a:pPr></a:p></c:txPr>"
    point = '<c:pt idx="1"><c:v>42</c:v></c:pt>'
    cache = f'<c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="2"/>{point}</c:numCache>'
    _charted(
        own.path,
        f"<c:title>{_text('tx', 'Pay!$A$1')}{look}</c:title>",
        _series(_text("tx", "Pay!$B$1"), _text("cat", "book.xlsx!months"), _numbers("val", "Pay!$C$1:$C$3")),
        _series(_numbers("cat", "(Pay!$D$1:$D$2,Calc!$A$1)"), _numbers("val", "[1]Old!$A$1:$A$2", cache)),
    )
    root = _sent_chart(own.path)
    assert root.findtext(".//{*}title/{*}tx/{*}rich/{*}p/{*}r/{*}t") == "Pay of all"
    assert root.find(".//{*}title/{*}txPr") is None
    first, second = root.findall(".//{*}ser")
    assert first.findtext("{*}tx/{*}v") == "Jan"
    assert _values(first, "{*}cat/{*}strLit") == ["Jan", "Feb", "Mar"]
    gap = first.find("{*}val/{*}numLit")
    assert gap is not None
    assert [(each.get("idx"), each.findtext("{*}v")) for each in gap.iterfind("{*}pt")] == [("0", "1.5"), ("2", "3.5")]
    assert [each.get("val") for each in gap.iterfind("{*}ptCount")] == ["3"]
    assert _values(second, "{*}cat/{*}numLit") == ["7", "8", "1"]
    assert _values(second, "{*}val/{*}numLit") == ["42"], "of a link: as it was saved"
    assert root.find(".//{*}f") is None


def test_a_chart_of_hidden_cells_shows_them_only_where_it_did(tmp_path: Path) -> None:
    own = package(tmp_path, {"A1": 1, "A2": 2, "A3": 3, "B1": 4, "B2": 5, "B3": 6})
    edited(own.path, SHEET, lambda data: data.replace(b'<row r="2"', b'<row r="2" hidden="1"'))
    series = _series(_numbers("val", "Calc!$A$1:$A$3"))
    plain = own.path.read_bytes()
    _charted(own.path, series, '<c:plotVisOnly val="1"/>')
    assert _values(_sent_chart(own.path), ".//{*}numLit") == ["1", "3"]
    own.path.with_name("sent.xlsx").unlink()
    own.path.write_bytes(plain)
    _charted(own.path, series, '<c:plotVisOnly val="0"/>')
    assert _values(_sent_chart(own.path), ".//{*}numLit") == ["1", "2", "3"]
    sent = Package.open(own.path.with_name("sent.xlsx")).sheet("Calc")
    assert [sent.value(row, 1) for row in (1, 2, 3)] == [1, None, 3]


def test_a_chart_of_cells_in_the_copy_goes_on_reading_them(tmp_path: Path) -> None:
    own = package(tmp_path, {"A1": 1, "A2": 2})
    stale = '<c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>4711</c:v></c:pt></c:numCache>'
    _charted(own.path, _series(_numbers("val", "Calc!$A$1:$A$2", stale)))
    root = _sent_chart(own.path)
    assert root.findtext(".//{*}numRef/{*}f") == "Calc!$A$1:$A$2"
    assert _values(root, ".//{*}numRef/{*}numCache") == ["1", "2"]


def test_a_sheet_that_is_nothing_but_a_chart_is_sent_with_its_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Pay"
    for row in (["Ann", 10], ["Bob", 20]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    book.create_chartsheet("Picture").add_chart(chart)
    book.save(tmp_path / "book.xlsx")
    sent = export_values(tmp_path / "book.xlsx", tmp_path / "sent.xlsx", ["picture"])
    assert (sent.sheets, sent.left_out) == (("Picture",), ("Pay",))
    parts = unpacked((tmp_path / "sent.xlsx").read_bytes())
    assert not any(name.startswith("xl/worksheets") for name in parts)
    assert _values(etree.fromstring(parts["xl/charts/chart1.xml"]), ".//{*}val/{*}numLit") == ["10", "20"]
    assert openpyxl.load_workbook(tmp_path / "sent.xlsx").sheetnames == ["Picture"]


def test_a_strict_workbook_is_sent_as_a_strict_one(survey: Survey) -> None:
    refresh(survey.fill(responses=[["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]]).path)
    plain, other = survey.path.with_name("plain.xlsx"), survey.path.with_name("strict.xlsx")
    export_values(survey.path, plain)
    survey.path.write_bytes(strict(survey.path.read_bytes()))
    assert export_values(survey.path, other).sheets == ("Report", "Trend")
    data = b"".join(unpacked(other.read_bytes()).values())
    assert b"schemas.openxmlformats.org/spreadsheetml" not in data
    assert b"schemas.openxmlformats.org/officeDocument" not in data
    one, two = Package.open(plain), Package.open(other)
    for name in one.sheets:
        assert list(one.sheet(name).cells()) == list(two.sheet(name).cells())
    assert [name for name in one.part_names() if "chart" in name] == [n for n in two.part_names() if "chart" in n]


def test_a_page_of_the_report_that_is_hidden_stays_behind(survey: Survey) -> None:
    refresh(survey.fill(responses=[["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]]).path)
    edited(
        survey.path,
        "xl/workbook.xml",
        lambda data: re.sub(rb'(<sheet [^>]*name="Trend"[^>]*)state="visible"', rb'\1state="hidden"', data),
    )
    sent = export_values(survey.path, survey.path.with_name("sent.xlsx"))
    assert sent.sheets == ("Report",)
    assert "Trend" in sent.left_out
