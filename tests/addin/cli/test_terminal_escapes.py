"""Names, reasons and headers out of strangers' files that would steer a terminal, or pass for a line of ours."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from addin.actions.import_wording import next_step
from addin.actions.importing import look_at_file
from addin.cells.text import one_line, shown
from addin.cli.program import main
from tests.conftest import TWO_SEGMENTS, Survey, edited
from tests.workbooks import package

TITLE = "\x1b]0;PWNED\x07\x1b[2J\x1b[31mRED\x9b1m \u202ertl\r\nChecks: 33 of 33 OK.\u2028Fine."
ESCAPED = "_x001B_]0;PWNED_x0007__x001B_[2JRED_x202E_rtl_x000A_Checks: 33 of 33 OK."

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def test_what_is_shown() -> None:
    assert one_line(TITLE) == "\ufffd]0;PWNED\ufffd\ufffd[2J\ufffd[31mRED\ufffd1m \ufffdrtl Checks: 33 of 33 OK. Fine."
    assert shown("a\tb\nc") == "a\tb\nc"
    for name in ("Müller & Söhne", "客服中心", "مركز الاتصال", "👩‍💼", "a\u00a0b"):
        assert one_line(name) == name


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, which steers nothing and has no line that a name brought."""
    captured = capsys.readouterr()
    text = captured.out + captured.err
    assert not STEERS.search(text), text
    assert not re.search(r"(?m)^\s*Checks: 33", text), text
    return text


def test_formulas_and_errors_of_a_stranger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = package(
        tmp_path, {"A1": ESCAPED, "B1": "=A1+1", "C1": "=CLV(A1,2,3)", "D1": f'=VLOOKUP("{ESCAPED}",A1:B1,5)'}
    ).path
    assert main(["check", str(path)]) == 1
    assert "\ufffd" in said(capsys)


@pytest.mark.parametrize("what", ["segment", "header", "template", "missing file", "option", "csv"])
def test_names_everywhere(survey: Survey, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n", encoding="utf-8")
    survey.fill(columns={"segments": {**TWO_SEGMENTS, "Segment": [ESCAPED if what == "segment" else "Retail", "SME"]}})
    words = ["refresh", str(survey.path), "--responses", str(rows)]
    if what == "header":
        rows.write_text(
            f'Date,Customer,Segment,"In{TITLE}dex"\n2026-01-15,C-1,Retail,5\n', encoding="utf-8", newline=""
        )
    elif what == "template":
        edited(survey.path, "xl/workbook.xml", lambda data: data.replace(b"survey_roi/", ESCAPED.encode() + b"/"))
    elif what == "missing file":
        words[1] = str(tmp_path / f"no{TITLE}such.xlsx")
    elif what == "option":
        words.append(f"--{TITLE}")
    elif what == "csv":
        words[-1] = str(rows.rename(tmp_path / "rows\x1b[31m.csv"))
    with contextlib.suppress(SystemExit):
        main(words)
    said(capsys)


def test_a_command_to_paste_runs_nothing_else(survey: Survey, tmp_path: Path) -> None:
    """The name of a file, or of a sheet in it, is a stranger's; the command that is proposed has it as one word."""
    survey.fill(columns={"segments": TWO_SEGMENTS})
    rows = tmp_path / '$(touch evil) "; `id`.csv'
    rows.write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n", encoding="utf-8")
    command = next_step(look_at_file(survey.path, rows))
    assert command.endswith(f"--responses '{rows}'")
