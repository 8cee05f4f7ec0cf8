"""A workbook that someone mailed brings settings, code and programs along: none of it is read, loaded or run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.hosts.windows import wine
from tests.hosts.windows.our_addin import open_our_addin, settings
from tests.hosts.windows.session import Excel

PLANTED = ("numpy", "udfs", "addin", "xlwings", "sitecustomize", "usercustomize", "pythoncom", "logging", "CentreROI")
SETTINGS_SHEETS = ("CentreROI.conf", "_CentreROI.conf", "xlwings.conf", "_xlwings.conf", "myaddin.conf")


@pytest.fixture
def mailed(tmp_path: Path) -> Path:
    """The workbook, with everything beside it that xlwings' own add-in would look for."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    proof = wine.windows_path(tmp_path / "executed")
    code = f"open(r'{proof}', 'a').write(__name__ + '\\n')\n"
    for name in PLANTED:
        (folder / f"{name}.py").write_text(code)
    with zipfile.ZipFile(folder / "mailed.zip", "w") as archive:
        for name in PLANTED:
            archive.writestr(f"{name}.py", code)
    for name in ("CentreROI.conf", "xlwings.conf"):
        (folder / name).write_text(f'"INTERPRETER_WIN","{wine.windows_path(folder)}\\evil.exe"\n')
    # Windows looks for a program or library without a path in the current folder too.
    for name in ("cmd.exe", "pythonw.exe", "python.exe", "python311.dll", "xlwings64-0.37.8.dll", "evil.exe"):
        (folder / name).write_text("no program at all")
    book = Workbook()
    book.active.title = "x.py"
    book.active["A1"] = code
    for name in SETTINGS_SHEETS:
        sheet = book.create_sheet(name)
        rows = {
            "Interpreter_Win": wine.windows_path(folder / "evil.exe"),
            "Interpreter": wine.windows_path(folder / "evil.exe"),
            "PYTHONPATH": wine.windows_path(folder),
            "PYTHON": wine.windows_path(folder / "evil.exe"),
            "DLL64": wine.windows_path(folder / "xlwings64-0.37.8.dll"),
            "UDF Modules": "udfs",
            "ADD_WORKBOOK_TO_PYTHONPATH": "true",
            "DEBUG UDFS": "true",
        }
        for row in rows.items():
            sheet.append(row)
    book.save(folder / "mailed.xlsx")
    return folder / "mailed.xlsx"


def test_a_mailed_workbook_changes_nothing(
    windows_python: Path, profile: Path, mailed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel's current folder is that of the file last opened: so the stand-in is started there."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(mailed.parent))
    excel = Excel(windows_python, {"PYTHONSAFEPATH": "1"})
    try:
        open_our_addin(excel, profile, settings(windows_python))
        excel.ask("open_book", path=wine.windows_path(mailed))
        assert excel.calculate("B5", "=CLV_SIMPLE(3000,4,10)") == 120000
        excel.kill_server()
        assert excel.calculate("B5", "=CLV_SIMPLE(3000,4,10)") == 120000
        excel.click("OnAbout")
        assert excel.traces().texts[0].startswith("Centre ROI ")
    finally:
        excel.close()
    assert not (mailed.parent.parent / "executed").exists()
