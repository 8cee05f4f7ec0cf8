"""install, doctor and uninstall with a real registry and real file locks, as Wine has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.windows import wine

SCRIPT = Path(__file__).with_name("installing.py")
FILES = [".CentreROI/CentreROI.conf", "AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"]


@pytest.fixture(scope="module")
def steps(windows_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("user")
    done = wine.run(windows_python, [wine.windows_path(SCRIPT), wine.windows_path(folder)])
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {each.pop("step"): each for each in told}


def test_install_writes_two_files_and_says_what_to_do_next(steps: dict[str, Any]) -> None:
    install = steps["install"]
    assert install["status"] == 0
    assert install["files"] == FILES
    assert [line[:2] for line in install["out"]] == ["1.", "2.", "3."]


def test_a_file_that_excel_holds_is_left_alone(steps: dict[str, Any]) -> None:
    for command in ("install", "uninstall"):
        held = steps[f"{command} while Excel holds the add-in"]
        assert held["status"] == 2
        assert held["files"] == FILES
        assert "Excel holds it. Close every Excel window" in held["err"][0]


def test_uninstall_leaves_nothing_behind(steps: dict[str, Any]) -> None:
    assert steps["uninstall"]["status"] == 0
    assert steps["uninstall"]["files"] == []
    assert steps["uninstall again"]["status"] == 0


def test_the_doctor_finds_what_is_missing_before_and_nothing_afterwards(steps: dict[str, Any]) -> None:
    assert steps["doctor on a blank machine"]["status"] == 1
    after = steps["doctor with Excel and a trusted folder"]
    assert after["status"] == 0
    assert not [line for line in after["out"] if line.startswith("FIX")]
    assert any("Excel's Python is ready in" in line for line in after["out"])


@pytest.mark.parametrize(
    "words",
    [
        "Excel is told to open another copy: C:\\Old\\CentreROI.xlam",
        "Excel has disabled CentreROI.xlam",
        "the add-in's folder is not trusted",
        "Block all Office applications from creating child processes",
    ],
)
def test_the_doctor_reads_what_protects_the_machine(steps: dict[str, Any], words: str) -> None:
    (line,) = [line for line in steps["doctor on a protected machine"]["out"] if words in line]
    assert line.startswith("FIX")


def test_a_path_outside_of_the_code_page_is_written_short(steps: dict[str, Any]) -> None:
    assert steps["short names"] == {"same_file": True, "plain": True}
