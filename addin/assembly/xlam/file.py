"""CentreROI.xlam: the package of xlwings' own add-in template, made in Excel, with our VBA, ribbon and tooltips."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from typing import Final

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject

from addin.assembly.xlam.ribbon import ribbon_xml
from addin.assembly.xlam.tooltips import SHEET, sheet_xml
from addin.assembly.xlam.wrappers import MODULE, wrappers
from addin.hosts.excel.xlwings_files import XLWINGS
from addin.release import VERSION
from workbook_templates.sheets.determinism import package_bytes

_TEMPLATE: Final = "quickstart_addin_ribbon.xlam"
_WRITTEN: Final = ("Calling", "Python", "Relinking", "Describing", "Ribbon")
"""Our hand-written modules, in addin/vba."""
_PROJECT: Final = "xl/vbaProject.bin"
_PROJECT_NAME: Final = "CentreROI"
_SOURCES: Final = resources.files("addin").joinpath("vba")

_PROPERTIES: Final = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Centre ROI</dc:title>\
<dc:creator>Centre ROI</dc:creator><cp:lastModifiedBy>Centre ROI</cp:lastModifiedBy>\
<dc:description>What a customer contact centre is worth. Version {version}.</dc:description>\
<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""


def addin_bytes() -> bytes:
    """The add-in file, the same bytes on every build."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "CentreROI.xlam"
        path.write_bytes(package_bytes(_parts()))
        with ExcelFile(str(path)) as file:
            _replace_modules(file)
            file.save(str(path))
        with zipfile.ZipFile(path) as built:
            parts = {name: built.read(name) for name in built.namelist()}
        parts[_PROJECT] = _tidy_project(parts[_PROJECT])
        path.write_bytes(package_bytes(parts))
        with ExcelFile(str(path)) as file:
            if faults := file.validate():
                raise ValueError(f"the built add-in is not sound: {faults}")
        return path.read_bytes()


def modules() -> dict[str, str]:
    """Our standard modules with their source as it goes into the add-in."""
    written = {
        name: _SOURCES.joinpath(f"{name}.bas").read_text(encoding="ascii").replace("@XLWINGS@", XLWINGS)
        for name in _WRITTEN
    }
    return {MODULE: wrappers(), **written}


def _replace_modules(file: ExcelFile) -> None:
    """None of xlwings' VBA stays: it takes settings and code from the workbook that happens to be open."""
    project = file.vba_project()
    _rename(project)
    for name in list(file.module_names()):
        if name not in ("ThisWorkbook", "Sheet2"):
            project.delete_module(name)
    file.drop_reference("MSForms")  # unused, and missing on a machine without its library
    for name, source in modules().items():
        project.add_module(name, _lines(source))
    file.set_module("ThisWorkbook", _lines(_SOURCES.joinpath("ThisWorkbook.cls").read_text(encoding="ascii")))


def _rename(project: VBAProject) -> None:
    """The project's name in its directory ([MS-OVBA] 2.3.4.2.1.6: a record of kind 4, its length, the name)."""
    old, new = (struct.pack("<HI", 4, len(name)) + name.encode("ascii") for name in (project.name, _PROJECT_NAME))
    if project.dir_raw.count(old) != 1:
        raise ValueError("xlwings' template has changed: its project's name is not found")
    project.dir_raw = project.dir_raw.replace(old, new)
    project.dir_modules_offset += len(new) - len(old)


def _lines(source: str) -> str:
    return source.replace("\n", "\r\n")


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(resources.files("xlwings").joinpath(_TEMPLATE).read_bytes())) as template:
        parts = {name: template.read(name) for name in template.namelist()}
    parts["xl/workbook.xml"] = _workbook(parts["xl/workbook.xml"])
    parts["xl/worksheets/sheet1.xml"] = sheet_xml()
    parts["customUI/customUI.xml"] = ribbon_xml().encode()
    # [MS-CUSTOMUI] pairs the namespace of 2006 with the relationship of 2006; the template has that of 2007.
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"/office/2007/relationships/ui/", b"/office/2006/relationships/ui/"
    )
    parts["docProps/core.xml"] = _PROPERTIES.format(version=VERSION).encode()
    return parts


def _workbook(part: bytes) -> bytes:
    """The template's workbook with our sheet; without the place where it was made."""
    part = re.sub(rb"<mc:AlternateContent\b.*?</mc:AlternateContent>", b"", part, flags=re.DOTALL)
    part = part.replace(b' visibility="hidden"', b"")  # an add-in has no window; Describing shows it for a moment
    part = re.sub(rb'<sheet name="[^"]*"', b'<sheet name="' + SHEET.encode() + b'"', part)
    return re.sub(rb"<calcPr [^>]*/>", b'<calcPr calcId="191029"/>', part)


def _tidy_project(project: bytes) -> bytes:
    """The PROJECT stream with our name, and without the template's empty lines: [MS-OVBA] 2.3.1 knows none."""
    file = CFB.from_bytes(project)
    stream = re.sub(rb'(?m)^Name="[^"]*"', b'Name="' + _PROJECT_NAME.encode() + b'"', file.get_stream("PROJECT"))
    head, section, tail = stream.partition(b"[Workspace]\r\n")
    lines = [line + b"\r\n" for line in tail.split(b"\r\n") if line]
    file.write_stream("PROJECT", head + section + b"".join(lines))
    return bytes(file.to_bytes())
