"""Milliseconds a call, beside a bare COM function in the same run: the same VBA interpreter, DLL and transport.

The median of many short rounds, one after the other, so that what else the machine does weighs on both.
In Excel VBA is compiled; here pyOpenVBA interprets it, which weighs on both sides by the number of their statements.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.windows import wine
from tests.windows.our_addin import ADDIN, open_our_addin, settings
from tests.windows.session import Excel

BARE = Path(__file__).parent / "bare"
ROUNDS = 15
SERIES = 3
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


def series(excel: Excel, rows: int, calls: int) -> tuple[float, float, float]:
    """Milliseconds of ours, of the bare function, and the median of their ratios round by round."""
    excel.cells({f"A1:C{rows}": [[2400.0, 0.1, 5.0]] * rows})
    rounds = [
        [1000 * excel.run("SecondsOf", ours, calls, rows) / calls for ours in (True, False)] for _ in range(ROUNDS)
    ]
    ours, bare = (statistics.median(times) for times in zip(*rounds, strict=True))
    return ours, bare, statistics.median(each / other for each, other in rounds)


def test_a_call_costs_little_more_than_com_itself(both: Excel, capsys: pytest.CaptureFixture[str]) -> None:
    """Of three series the best counts: what else the machine does only adds."""
    lines, ratios = [], []
    for rows, calls in ((1, 20), (100, 20), (10_000, 1)):
        ours, bare, ratio = min((series(both, rows, calls) for _ in range(SERIES)), key=lambda found: found[2])
        ratios.append(ratio)
        lines.append(f"{rows:>6,} cells: {ours:7.2f} ms a call, bare COM {bare:7.2f} ms, {ratio:.2f}x")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert max(ratios) <= MOST, lines
