"""What cannot be refreshed is refused in words, with status 2 and the file untouched."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.cli.program import main
from tests.conftest import Survey, edited

ROWS = [("2026-01-15", "C-1", "Retail", 90)]


def refused(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """The message of a refused refresh; the file must be as it was and nothing may lie beside it."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    assert main(["refresh", str(path), *options]) == 2
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def test_not_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_text("Date;Index\n2026-01-01;90\n")
    assert "notes.xlsx" in refused(path, capsys)


def test_a_truncated_workbook(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    survey.path.write_bytes(survey.path.read_bytes()[:20_000])
    assert "survey.xlsx" in refused(survey.path, capsys)


def test_a_workbook_of_another_kind(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    edited(survey.path, "xl/workbook.xml", lambda xml: xml.replace(b"survey_roi/1", b"tax_return/1"))
    message = refused(survey.path, capsys)
    assert "tax_return/1" in message
    assert "survey_roi" in message


def test_a_workbook_of_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    path = tmp_path / "own.xlsx"
    Workbook().save(path)
    assert "was not made from a Centre ROI template" in refused(path, capsys)


def test_a_workbook_of_a_newer_version(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    edited(survey.path, "xl/workbook.xml", lambda xml: xml.replace(b"survey_roi/1", b"survey_roi/2"))
    message = refused(survey.path, capsys)
    assert "version 2 of survey_roi" in message
    assert "pip install --upgrade centre-roi" in message


@pytest.mark.parametrize("table", ["responses", "tally", "segments", "history", "source_columns", "rejected"])
def test_a_missing_table_is_named(survey: Survey, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    part = survey.read().package.table(table).part
    for attribute in (b"name", b"displayName"):
        old = b'%s="%s"' % (attribute, table.encode())
        edited(survey.path, part, lambda xml, old=old: xml.replace(old, old[:-1] + b'_"'))  # type: ignore[misc]
    assert table in refused(survey.path, capsys)


def test_a_missing_name_is_named(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    edited(survey.path, "xl/workbook.xml", lambda xml: xml.replace(b'"loyal_above"', b'"loyal_over"'))
    assert "loyal_above" in refused(survey.path, capsys)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"loyal_above": 0.85}, "write 85, not 0.85"),
        ({"loyal_above": None}, "limit for loyal customers must be a number; it is blank"),
        ({"loyal_above": 40}, "swap them"),
        ({"report_year": "next"}, 'report year must be a number; it is "next"'),
        ({"survey_source": "warehouse"}, 'There is no source "warehouse"'),
    ],
)
def test_unusable_inputs_are_named(
    survey: Survey, cells: dict[str, object], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(survey.fill(cells, responses=ROWS).path, capsys)


def test_segments_must_have_names_that_differ(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    survey.fill(columns={"segments": {"Segment": ["Retail", " retail"]}})
    assert "stands there twice" in refused(survey.path, capsys)
    survey.fill(columns={"segments": {"Segment": [None, None]}})
    assert "no segment has a name" in refused(survey.path, capsys)


@pytest.mark.parametrize("lock", ["~$survey.xlsx", ".~lock.survey.xlsx#"])
def test_a_file_that_is_open_elsewhere(survey: Survey, lock: str, capsys: pytest.CaptureFixture[str]) -> None:
    survey.path.with_name(lock).write_bytes(b",Ann Lee,desk,,;")
    message = refused(survey.path, capsys)
    assert lock in message


def test_a_formula_in_a_cell_of_the_refresh(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    package = survey.read().package
    place = package.place("refreshed_rows")
    cell = f"{'ABCDEFGH'[place.first_column - 1]}{place.first_row}".encode()

    def with_formula(xml: bytes) -> bytes:
        start = xml.index(b'<c r="%s"' % cell)
        end = xml.index(b">", start)
        closing = xml[end - 1 : end + 1] == b"/>"
        head = xml[start : end - 1] if closing else xml[start:end]
        rest = xml[end + 1 :] if closing else xml[xml.index(b"</c>", end) + 4 :]
        return xml[:start] + head + b"><f>1+1</f><v>2</v></c>" + rest

    edited(survey.path, package.sheet_part(place.sheet), with_formula)
    message = refused(survey.path, capsys)
    assert "holds a formula" in message


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", str(tmp_path / "none.xlsx")]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_a_missing_responses_file(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    path = survey.path.parent.parent / "none.csv"
    assert "none.csv" in refused(survey.path, capsys, "--responses", str(path))


def test_a_responses_file_without_the_columns(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    folder = survey.path.parent
    (folder / "other.csv").write_text("When,Score\n2026-01-01,90\n")
    message = refused(survey.path, capsys, "--responses", str(folder / "other.csv"))
    assert 'other.csv has no column "Index"' in message
    assert "When, Score" in message


def as_somebody_else(work: Callable[[], int]) -> int:
    """The exit status of work done in a process without root's rights."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_read_only_folder(survey: Survey, tmp_path: Path) -> None:
    survey.fill(responses=ROWS)
    before = survey.path.read_bytes()
    main(["refresh", str(survey.path), "--dry-run"])  # everything is loaded before the rights are given up
    shown = tmp_path / "shown"
    shown.mkdir()
    shown.chmod(0o777)
    folder = tmp_path / "shared"
    folder.mkdir()
    path = folder / "survey.xlsx"
    path.write_bytes(before)
    path.chmod(0o666)
    folder.chmod(0o555)
    for parent in (tmp_path, *tmp_path.parents):
        if Path(tempfile.gettempdir()) in parent.parents:
            parent.chmod(parent.stat().st_mode | 0o055)

    def work() -> int:
        with (shown / "err").open("w") as stream:
            sys.stderr = stream
            return main(["refresh", str(path)])

    assert as_somebody_else(work) == 2
    assert "folder" in (shown / "err").read_text()
    assert path.read_bytes() == before
    assert [file.name for file in folder.iterdir()] == ["survey.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk(survey: Survey) -> None:
    """A limit on the size of files stands for the disk: the write fails in the same place, halfway."""
    survey.fill(responses=ROWS)
    before = survey.path.read_bytes()

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    command = [sys.executable, "-m", "addin.cli", "refresh", str(survey.path)]
    done = subprocess.run(command, preexec_fn=little_room, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "no room" in done.stderr
    assert survey.path.read_bytes() == before
    assert [path.name for path in survey.path.parent.iterdir()] == ["survey.xlsx"]
