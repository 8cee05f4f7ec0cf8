"""A workbook as bytes that are the same on every build: fixed times, fixed entry order, no recalculation forced."""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from openpyxl.workbook.properties import CalcProperties
from openpyxl.workbook.workbook import Workbook

CALC_ID: Final = 191029
_BUILT: Final = "2026-01-01T00:00:00Z"
_ENTRY_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FIRST: Final = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
# openpyxl has no field for "show #N/A as an empty cell"; without it Excel draws a line across a month without data.
_GAPS: Final = (
    b'<c:extLst><c:ext uri="{56B9EC1D-385E-4148-901F-78D8002777C0}" '
    b'xmlns:c16r3="http://schemas.microsoft.com/office/drawing/2017/03/chart">'
    b'<c16r3:dataDisplayOptions16><c16r3:dispNaAsBlank val="1"/></c16r3:dataDisplayOptions16></c:ext></c:extLst>'
)


def workbook_bytes(workbook: Workbook) -> bytes:
    """The .xlsx file, the same bytes for the same workbook."""
    # Excel that lacks the add-in must keep the numbers it finds instead of computing them to #NAME?.
    workbook.calculation = CalcProperties(calcId=CALC_ID, fullCalcOnLoad=None)
    workbook.properties.created = datetime.datetime(2026, 1, 1)
    saved = io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as source:
        return package_bytes({name: _settled(name, source.read(name)) for name in source.namelist()})


def package_bytes(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, without a trace of when and where it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name in sorted(parts, key=_order):
            entry = zipfile.ZipInfo(name, _ENTRY_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            target.writestr(entry, parts[name])
    return result.getvalue()


def _order(name: str) -> tuple[int, str, int, str]:
    """The parts that a reader needs first come first, sheet2 before sheet10."""
    number = re.search(r"(\d+)\.xml", name)
    stem = re.sub(r"\d+\.xml", ".xml", name)
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), stem, int(number[1]) if number else 0, name)


def _settled(name: str, content: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _TIMES.sub(rb"\g<1>" + _BUILT.encode() + rb"\g<2>", content)
    if name.startswith("xl/charts/chart"):
        return _with_gaps(content)
    return content


def _with_gaps(content: bytes) -> bytes:
    """The chart leaves a gap where a cell is #N/A."""
    prefix = b"c:" if b"<c:chart>" in content else b""
    gaps = _GAPS if prefix else _GAPS.replace(b"<c:ext", b"<ext").replace(b"</c:ext", b"</ext")
    return re.sub(rb"(<" + prefix + rb'dispBlanksAs val="gap"\s*/>)', rb"\g<1>" + gaps, content, count=1)
