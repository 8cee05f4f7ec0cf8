"""The link that Excel saves in a workbook whose formulas call an add-in, in a copy of values."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.actions.export import export_values
from addin.xlsx.package import Package
from tests.workbooks import package

ADDIN = "file:///C:/Users/Ann/AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"


@pytest.mark.parametrize(
    ("links", "names"),
    [
        ((ADDIN,), {}),
        (("centreroi.XLAM",), {}),
        ((ADDIN, "other.xlsx"), {}),
        (("other.xlsx",), {}),
        ((ADDIN,), {"mine": "[1]!CLV(1,2,3)"}),
    ],
)
def test_no_link_is_sent(tmp_path: Path, links: tuple[str, ...], names: dict[str, str]) -> None:
    """Whoever opens a copy is not asked whether to update a link, nor told where its workbook looked things up."""
    book = package(tmp_path, {"A1": "=[1]!CLV(2400,10%,5)", "A2": 7}, links=links, names=names)
    copy = tmp_path / "copy.xlsx"
    export_values(book.path, copy)
    sent = Package.open(copy)
    assert not sent.external_links
    assert not any("externalLink" in part for part in sent.part_names())
    assert not any(b"xternal" in sent.part(part) for part in sent.part_names())
    assert "mine" not in sent.names
