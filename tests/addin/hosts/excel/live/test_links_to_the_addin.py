"""The link that Excel saves in a workbook whose formulas call an add-in, in a copy of values."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.actions.export import export_values
from addin.xlsx.package import Package
from tests.workbooks import package

ADDIN = "file:///C:/Users/Ann/AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"


@pytest.mark.parametrize(
    ("links", "names", "kept"),
    [
        ((ADDIN,), {}, False),
        (("centreroi.XLAM",), {}, False),
        ((ADDIN, "other.xlsx"), {}, True),
        (("other.xlsx",), {}, True),
        ((ADDIN,), {"mine": "[1]!CLV(1,2,3)"}, True),
    ],
)
def test_a_link_that_nothing_uses_goes(
    tmp_path: Path, links: tuple[str, ...], names: dict[str, str], kept: bool
) -> None:
    book = package(tmp_path, {"A1": "=[1]!CLV(2400,10%,5)", "A2": 7}, links=links, names=names)
    copy = tmp_path / "copy.xlsx"
    export_values(book.path, copy)
    sent = Package.open(copy)
    assert bool(sent.external_links) is kept
    assert any("externalLink" in part for part in sent.part_names()) is kept
    assert (b"externalReferences" in sent.part(sent.workbook_part)) is kept
    assert (b"externalLink" in sent.part("[Content_Types].xml")) is kept
    assert (b"externalLink" in sent.part("xl/_rels/workbook.xml.rels")) is kept
