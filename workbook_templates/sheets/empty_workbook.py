"""The workbook in which a template is built: its sheets in their order, without anything on them."""

from collections.abc import Sequence

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook


def empty_workbook(title: str, tag: str, sheets: Sequence[tuple[str, str | None]]) -> Workbook:
    """Sheets with the colours of their tabs, and the name that tells kind and version (`tag`)."""
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    workbook.remove(first)
    for name, colour in sheets:
        workbook.create_sheet(name).sheet_properties.tabColor = colour
    workbook.worksheets[0].sheet_view.tabSelected = True
    workbook.defined_names["centre_roi_template"] = DefinedName("centre_roi_template", attr_text=f'"{tag}"')
    workbook.properties.title = title
    workbook.properties.creator = "Centre ROI"
    return workbook
