"""Milliseconds a call, beside a bare COM function in the same run: the same VBA interpreter, DLL and transport.

In Excel VBA is compiled; here pyOpenVBA interprets it, which weighs on both sides by the number of their statements.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.windows import wine
from tests.windows.our_addin import ADDIN, open_our_addin, settings
from tests.windows.session import Excel

BARE = Path(__file__).parent / "bare"
ROUNDS = 10
MOST = 1.5
"""Times the bare function, at most."""


@pytest.fixture
def both(excel: Excel, windows_python: Path, profile: Path, tmp_path: Path) -> Excel:
    """Our add-in with the bare function beside ours."""
    path = tmp_path / "both.xlam"
    shutil.copyfile(ADDIN, path)
    with ExcelFile(str(path)) as file:
        file.vba_project().add_module("Bare", (BARE / "Bare.bas").read_text().replace("\n", "\r\n"))
        file.save(str(path))
    open_our_addin(excel, profile, settings(windows_python), path)
    excel.calculate("E1", "=CLV(2400,10%,5)")  # loads the library, which the bare function uses too
    python = wine.windows_path(wine.python_home(windows_python) / "pythonw.exe")
    folder = wine.windows_path(BARE).replace("\\", "\\\\")
    run = f"import sys; sys.path.insert(0, '{folder}'); import bare_server; bare_server.main('$(CLSID)')"
    excel.run("StartBare", f'"{python}" -E -P -B -c "{run}"')
    return excel


def test_a_call_costs_little_more_than_com_itself(both: Excel, capsys: pytest.CaptureFixture[str]) -> None:
    lines, ratios = [], {}
    for rows, calls in ((1, 60), (100, 60), (10_000, 3)):
        both.cells({f"A1:C{rows}": [[2400.0, 0.1, 5.0]] * rows})
        times: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(ROUNDS):
            for ours in (True, False):
                times[ours].append(1000 * both.run("SecondsOf", ours, calls, rows) / calls)
        ours, bare = min(times[True]), min(times[False])
        ratios[rows] = ours / bare
        lines.append(f"{rows:>6,} cells: {ours:7.2f} ms a call, bare COM {bare:7.2f} ms, {ours / bare:.2f}x")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert all(ratio <= MOST for ratio in ratios.values()), lines
