"""The Excel-shaped model of tests/addin/hosts/excel/live with a workbook open in it, for `Excel.model`."""

from __future__ import annotations

from tests.addin.hosts.excel.live.excel_model import Application


def excel_with(path: str) -> Application:
    """The model's Application, the workbook active and computed."""
    application = Application()
    application.Workbooks.Open(path)
    return application
