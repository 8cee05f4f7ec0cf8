"""Pictures in cells, data types and younger errors as Excel stores them: error cells with something behind them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.workbooks import SHEET

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2017/06/relationships"


def with_rich_values(
    data: bytes, kinds: Sequence[str], sheet: str = SHEET, cells: str = "", without: Sequence[str] = ()
) -> bytes:
    """The file with rich values of these kinds, numbered from 1, and rows of a sheet in place of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {name: part for name, part in parts_of_rich_values(kinds).items() if name not in without}
    relations = (
        f'<Relationship Id="rich1" Type="{_OFFICE}/sheetMetadata" Target="metadata.xml"/>'
        f'<Relationship Id="rich2" Type="{_MICROSOFT}/rdRichValue" Target="richData/rdrichvalue.xml"/>'
        f'<Relationship Id="rich3" Type="{_MICROSOFT}/rdRichValueStructure" '
        'Target="richData/rdrichvaluestructure.xml"/>'
    )
    related = "xl/_rels/workbook.xml.rels"
    parts[related] = parts[related].replace(b"</Relationships>", relations.encode() + b"</Relationships>")
    if cells:
        start, end = parts[sheet].index(b"<sheetData>"), parts[sheet].index(b"</sheetData>")
        parts[sheet] = parts[sheet][:start] + b"<sheetData>" + cells.encode() + parts[sheet][end:]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def parts_of_rich_values(kinds: Sequence[str]) -> Mapping[str, bytes]:
    """The parts that say what stands behind vm="1", "2" and so on; other metadata stands before."""
    blocks = range(len(kinds))
    metadata = (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{_RICH}"><metadataTypes count="2"><metadataType name="XLDAPR"/>'
        '<metadataType name="XLRICHVALUE"/></metadataTypes>'
        '<futureMetadata name="XLDAPR" count="1"><bk><extLst/></bk></futureMetadata>'
        f'<futureMetadata name="XLRICHVALUE" count="{len(kinds)}">'
        + "".join(f'<bk><extLst><ext uri="u"><xlrd:rvb i="{each}"/></ext></extLst></bk>' for each in blocks)
        + f'</futureMetadata><valueMetadata count="{len(kinds)}">'
        + "".join(f'<bk><rc t="2" v="{each}"/></bk>' for each in blocks)
        + "</valueMetadata></metadata>"
    )
    values = "".join(f'<rv s="{each}"><v>0</v><v>5</v></rv>' for each in blocks)
    structures = "".join(f'<s t="{kind}"><k n="CalcOrigin" t="i"/></s>' for kind in kinds)
    return {
        "xl/metadata.xml": metadata.encode(),
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{_RICH}">{values}</rvData>'.encode(),
        "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{_RICH}">{structures}</rvStructures>'.encode(),
    }
