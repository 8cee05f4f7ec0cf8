"""A picture that was placed in a cell is nothing that a refresh or a check complains about."""

from __future__ import annotations

import pytest

from addin.cli.program import main
from tests.conftest import Survey, edited
from tests.rich_values import with_rich_values

START = "xl/worksheets/sheet1.xml"
CELLS = (
    '<c r="A400" t="e" vm="1"><v>#VALUE!</v></c><c r="B400" t="e" vm="1"><f>A400</f><v>#VALUE!</v></c>'
    '<c r="C400" t="e" vm="2"><v>#VALUE!</v></c><c r="D400" t="e" vm="2"><f>C400</f><v>#VALUE!</v></c>'
)


@pytest.fixture
def pictured(survey: Survey) -> Survey:
    """A survey with a picture and a data type, each with a formula beside it, on the sheet Start."""
    edited(
        survey.path,
        START,
        lambda data: data.replace(b"</sheetData>", f'<row r="400">{CELLS}</row></sheetData>'.encode()),
    )
    survey.path.write_bytes(with_rich_values(survey.path.read_bytes(), ["_localImage", "_linkedentity"]))
    return survey


def test_refresh_and_check_find_nothing(pictured: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    pictured.fill(responses=[["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]])
    assert main(["refresh", str(pictured.path)]) == 0
    assert CELLS.encode() in pictured.read().package.part(START)
    assert main(["check", str(pictured.path)]) == 0
    assert "#VALUE!" not in capsys.readouterr().out


def test_computing_with_a_picture_is_found(pictured: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    edited(pictured.path, START, lambda data: data.replace(b"<f>C400</f>", b"<f>C400*2</f>"))
    assert main(["check", str(pictured.path)]) == 1
    assert "a text where a number belongs: C400 holds a picture or data type" in " ".join(
        capsys.readouterr().out.split()
    )
