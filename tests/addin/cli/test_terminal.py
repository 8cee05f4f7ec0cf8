"""A bar and tables where a person looks at a terminal; plain lines everywhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from addin.actions.demo import EARNINGS
from udfs import FUNCTIONS

if sys.platform != "win32":
    import pty

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
COMMAND = ("-m", "addin.cli")
IMPATIENT = """
import sys
from addin.cli import program, steps
steps._PATIENCE = 0.01
sys.exit(program.run(sys.argv[1:]))
"""


def on_a_terminal(*arguments: str | Path, wide: int = 100) -> list[str]:
    """Every line that a terminal showed, those too that were drawn over."""
    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(wide), "TERM": "xterm"}
    program = [sys.executable, *map(str, arguments)]
    with subprocess.Popen(program, stdin=slave, stdout=slave, stderr=slave, env=environment):
        os.close(slave)
        output = b""
        while some := read(master):
            output += some
    os.close(master)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output.decode())
    return [line.strip() for line in re.split(r"[\r\n]+", plain)]


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the last program that wrote there has ended
        return b""


def elsewhere(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def long_refresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """What takes more than a second: twenty thousand order lines, read from a file and paid."""
    folder = tmp_path_factory.mktemp("long")
    book, _ = EARNINGS.write(folder)
    line = "2026-01-02,Nora Lindqvist,Switch S8,3,633.6,447.25\n"
    (folder / "orders.csv").write_text("Date,Person,Item,Units,Price,Unit cost\n" + line * 20_000, encoding="utf-8")
    return ("refresh", book, "--orders", folder / "orders.csv", "--dry-run")


def test_a_long_refresh_draws_a_bar_with_rows_and_percent(long_refresh: tuple[str | Path, ...]) -> None:
    lines = on_a_terminal("-c", IMPATIENT, *long_refresh)
    reading = [line for line in lines if re.match(r"reading orders.csv .*\b\d+% [\d,]+ of 20,001 rows$", line)]
    writing = [line for line in lines if re.match(r"writing the tally .*\b\d+% 10,000 of 2\d,\d\d\d rows$", line)]
    unknown = [line for line in lines if line.startswith("recalculating ")]
    assert reading
    assert writing
    assert unknown
    assert not [line for line in unknown if "%" in line or "rows" in line], "nobody knows how far it is"
    assert not [line for line in lines if line.startswith("... ")]


def test_the_bar_goes_again_and_the_result_stays(long_refresh: tuple[str | Path, ...]) -> None:
    lines = on_a_terminal(*COMMAND, *long_refresh)
    result = next(place for place, line in enumerate(lines) if "would be refreshed" in line)
    assert [line for line in lines[:result] if line.startswith("recalculating ")], "it takes more than a second"
    assert not [line for line in lines[result:] if "━" in line]


def test_elsewhere_plain_lines_say_what_takes_long(long_refresh: tuple[str | Path, ...]) -> None:
    done = elsewhere("-c", IMPATIENT, *long_refresh)
    said = done.stderr.splitlines()
    assert "... recalculating" in said
    assert "... reading orders.csv" in said
    assert all(line.startswith("... ") for line in said)
    assert "\x1b" not in done.stdout + done.stderr
    assert "━" not in done.stdout + done.stderr


def test_functions_are_a_table_on_a_terminal_alone() -> None:
    table = on_a_terminal(*COMMAND, "functions", wide=200)
    assert any(line.split() == ["Function", "What", "it", "answers"] for line in table)
    for name in FUNCTIONS:
        assert [line for line in table if line.startswith(f"{name}(")], name
    plain = elsewhere(*COMMAND, "functions").stdout
    assert plain.startswith("Lifetime\n  CLV(annual_profit, discount_rate, years)\n      Value today of")
    assert not re.search(r"[─━│\x1b]", plain)


def test_the_doctor_shows_a_table_on_a_terminal_alone() -> None:
    table = on_a_terminal(*COMMAND, "doctor", wide=200)
    assert [line.split() for line in table if line.startswith("What ")] == [["What", "Found", "What", "to", "do"]]
    assert [line for line in table if re.match(r"ok +centre-roi +\d", line)]
    plain = elsewhere(*COMMAND, "doctor").stdout
    assert re.search(r"^ok   centre-roi: \d.*\.$", plain, re.MULTILINE)
    assert not re.search(r"[─━│\x1b]", plain)


def test_sources_are_a_table_on_a_terminal_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / ".centre-roi" / "sources.toml"
    settings.parent.mkdir()
    settings.write_text('[warehouse]\nkind = "csv"\nfile = "rows.csv"\ncolumns = { Date = "Day" }\n', encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    table = on_a_terminal(*COMMAND, "sources", wide=200)
    assert [line.split()[:3] for line in table if line.startswith("Name ")] == [["Name", "Kind", "Where"]]
    plain = elsewhere(*COMMAND, "sources").stdout
    assert plain.startswith("warehouse (csv): ")
