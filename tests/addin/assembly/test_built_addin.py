"""CentreROI.xlam as built, read back by pyOpenVBA and by olevba."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from importlib import metadata

import pytest
from pyopenvba import ExcelFile

from addin.assembly.__main__ import ROOT
from addin.assembly.xlam import file as assembly
from addin.assembly.xlam import ribbon

PATH = ROOT / "addin" / "CentreROI.xlam"


@pytest.fixture
def package() -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(PATH) as opened:
        yield opened


def without_attributes(source: str) -> str:
    lines = source.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def test_pyopenvba_reads_every_module_back() -> None:
    with ExcelFile(str(PATH)) as file:
        assert file.validate() == []
        assert file.vba_project().name == "CentreROI"
        assert file.module_names() == ["ThisWorkbook", "Sheet2", *assembly.modules()]
        for name, source in assembly.modules().items():
            assert file.get_module(name).replace("\r\n", "\n") == source


def test_olevba_reads_the_same_source() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pyparsing, about olevba's own calls
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(PATH))
    try:
        found = {name.partition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    finally:
        parser.close()
    for name, source in assembly.modules().items():
        assert without_attributes(found[name]) == without_attributes(source)


def test_nothing_of_xlwings_vba_is_left() -> None:
    """Its code takes settings, libraries and Python code from the workbook that happens to be open."""
    with ExcelFile(str(PATH)) as file:
        source = "\n".join(module.source for module in file.vba_project().modules)
    for unsafe in ("RunPython", "GetConfig", "ActiveWorkbook.Path", "ThisWorkbook.Path", "CurDir", "cmd", "Shell"):
        assert unsafe.casefold() not in source.casefold()
    assert re.findall(r'Environ\("(\w+)"\)', source) == ["USERPROFILE"]


def test_the_library_is_that_of_the_pinned_xlwings() -> None:
    source = assembly.modules()["Python"]
    assert re.findall(r"xlwings(\d\d)-([\d.]+)\.dll", source) == [
        ("64", metadata.version("xlwings")),
        ("32", metadata.version("xlwings")),
    ]


def test_the_package_keeps_nothing_of_where_it_was_made(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        content = package.read(name)
        assert b"Felix" not in content
        assert b"Users\\" not in content
    assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in package.infolist())


def test_every_part_is_named_and_there(package: zipfile.ZipFile) -> None:
    types = package.read("[Content_Types].xml").decode()
    assert 'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"' in types
    for part in re.findall(r'PartName="/([^"]+)"', types):
        assert part in package.namelist()
    for target in re.findall(r'Target="([^"]+)"', package.read("_rels/.rels").decode()):
        assert target in package.namelist()
    assert b'name="_IntelliSense_"' in package.read("xl/workbook.xml")
    assert package.read("customUI/customUI.xml").decode() == ribbon.ribbon_xml()


def test_every_button_has_its_procedure() -> None:
    called = re.findall(r'onAction="Ribbon\.(\w+)"', ribbon.ribbon_xml())
    declared = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl", assembly.modules()["Ribbon"], re.MULTILINE)
    assert sorted(called) == sorted(declared)


def test_vba_reads_every_line() -> None:
    """Plain characters, under 1,024 a line, at most 24 continued lines."""
    with ExcelFile(str(PATH)) as file:
        for module in file.vba_project().modules:
            assert module.source.isascii()
            lines = module.source.split("\r\n")
            assert all(len(line) < 1024 for line in lines)
            assert " _\r\n" * 2 not in module.source
