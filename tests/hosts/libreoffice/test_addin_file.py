"""The Excel add-in as LibreOffice reads it: a workbook with macros, its sheet and all modules."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from addin.assembly.__main__ import ROOT
from addin.assembly.xlam import file as assembly
from addin.assembly.xlam import tooltips

ADDIN = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def test_libreoffice_reads_every_module_and_the_tooltips(convert: Callable[[Path, str], Path], tmp_path: Path) -> None:
    workbook = tmp_path / "CentreROI.xlsm"
    with zipfile.ZipFile(ROOT / "addin" / "CentreROI.xlam") as addin, zipfile.ZipFile(workbook, "w") as copy:
        for name in addin.namelist():
            copy.writestr(name, addin.read(name).replace(ADDIN, WORKBOOK))
    with zipfile.ZipFile(convert(workbook, "ods")) as read:
        for name, source in assembly.modules().items():
            module = "".join(ET.fromstring(read.read(f"Basic/CentreROI/{name}.xml")).itertext())
            for line in source.split("\n"):
                assert line.strip() in module or line.startswith("Attribute "), (name, line)
        content = read.read("content.xml").decode()
    assert f'table:name="{tooltips.SHEET}"' in content
    for row in tooltips.rows():
        assert f"<text:p>{row[0]}</text:p>" in content
