"""Milliseconds a call, beside a bare COM function in the same run: the same VBA interpreter, DLL and transport.

The medians of short rounds, one after the other, so that what else the machine does weighs on both. A busy machine
only adds, and not to both alike: what is over the limit is measured again, a few times.
In Excel VBA is compiled; here pyOpenVBA interprets it, which weighs on both sides by the number of their statements.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.hosts.windows import wine
from tests.hosts.windows.our_addin import ADDIN, open_our_addin, settings
from tests.hosts.windows.session import Excel

BARE = Path(__file__).parent / "bare"
ROUNDS = 20
ATTEMPTS = 4
SIZES = ((1, 20), (100, 20), (10_000, 1))
"""Rows in each of three columns, and calls in a round."""
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


Times = dict[int, tuple[float, float]]


def measured(excel: Excel, rows: int, calls: int) -> tuple[float, float]:
    """Milliseconds of a call of ours and of the bare function: medians of rounds taken in turns."""
    excel.cells({f"A1:C{rows}": [[2400.0, 0.1, 5.0]] * rows})
    rounds = [
        [1000 * excel.run("SecondsOf", ours, calls, rows) / calls for ours in (True, False)] for _ in range(ROUNDS)
    ]
    ours, bare = (statistics.median(times) for times in zip(*rounds, strict=True))
    return ours, bare


def interpreting(excel: Excel) -> float:
    """Milliseconds that the interpreter takes for the statements of VBA which ours has more of."""
    excel.run("AnswerAtOnce", excel.model("at once", "tests.hosts.windows.host.at_once", "AtOnce"))
    ours, bare = measured(excel, *SIZES[0])
    excel.run("AnswerThemselves")
    return ours - bare


@pytest.mark.parametrize(("rows", "calls"), SIZES)
def test_a_call_costs_little_more_than_com_itself(
    both: Excel, capsys: pytest.CaptureFixture[str], rows: int, calls: int
) -> None:
    """Compared without the time of interpreting VBA, as calls with one cell show it: more need no more."""
    interpreted = interpreting(both)
    lines = []
    for _ in range(ATTEMPTS):
        ours, bare = measured(both, rows, calls)
        ratio = (ours - interpreted) / bare
        lines.append(
            f"{rows:>6,} cells: {ours:7.2f} ms a call, bare COM {bare:7.2f} ms, {ours / bare:.2f}x; "
            f"without {interpreted:.2f} ms of interpreting VBA {ratio:.2f}x"
        )
        if ratio <= MOST:
            break
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert ratio <= MOST, lines
