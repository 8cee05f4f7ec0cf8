"""The commands, as they are typed."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from addin.cli.program import main
from tests.conftest import Survey, type_in
from udfs import FUNCTIONS
from udfs.calling.call import call

FOR_EVER = (
    "#NUM! LOYALTY_YEARS: clv must be below annual_profit / discount_rate = 2400 / 0.1 = 24000; got 24000 "
    "(at that value the customer would have to stay for ever)\n"
)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    assert main(list(arguments)) == status
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("CLV_SIMPLE(3000,4,10)", "120000\n"),
        ("=CLV(2400,10%,5)", "9097.888246580276\n"),
        ("-ROUND(PV(10%,5,2400)+CLV(2400,10%,5),6)", "0\n"),
        ('LOYALTY_CLASS(90)&"!"', "loyal!\n"),
        ("1=1", "TRUE\n"),
        ("MARGIN_OF_ERROR(50,50,,50)", "1\t1\n"),
        ('INDEX(SURVEY_TALLY({"a";"b"},{90;20}),{2;3},{1,2,3})', "a\t1\t1\nb\t1\t0\n"),
    ],
)
def test_call_prints_the_answer_bare(formula: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "call", formula) == (answer, "")


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("CLV(2400,10,5)", "#NUM! CLV: discount_rate must be at most 100%; got 10 (write 10% or 0.1)\n"),
        ("CLV(2400,-2,5)", "#NUM! CLV: discount_rate must be above -100%; got -2 (write 10% or 0.1)\n"),
        (
            "LOYALTY_YEARS(24000,2400,10%)",
            FOR_EVER,
        ),
        ("ROI(1,0)", "#DIV/0! ROI: net_cost must not be 0; got 0 (enter the centre's cost)\n"),
    ],
)
def test_call_prints_an_error_with_its_reason(formula: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "call", formula, status=1) == ("", message)


def test_call_prints_a_table_with_a_failed_cell(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = printed(capsys, "call", "CLV({100;200},10%,{1;-1})", status=1)
    assert out == "90.9090909090909\n#NUM!\n".replace("90.9090909090909", repr(call(FUNCTIONS["CLV"], 100.0, 0.1, 1.0)))
    assert err.startswith("#NUM! CLV: years must not be negative; got -1")


def test_call_reads_formulas_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    formulas = ("SUM(1,2)", "", "CLV(2400,,5)", "CLV({100;200},0,{1;-1})", "LOYALTY_CLASS(90)")
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(formulas)))
    out, _ = printed(capsys, "call", "-", "--json", status=1)
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[0] == {"formula": "SUM(1,2)", "value": 3, "error": None}
    assert lines[1]["value"] is None
    assert lines[1]["error"]["code"] == "#VALUE!"
    assert lines[1]["error"]["message"].startswith("CLV: discount_rate is missing")
    assert lines[2]["value"][0] == [100]
    assert lines[2]["value"][1][0]["code"] == "#NUM!"
    assert lines[3]["value"] == "loyal"


@pytest.mark.parametrize(("formula", "status"), [("CLV(", 1), ("CLVV(1,2,3)", 1), ("", 2), (" ", 2)])
def test_a_formula_that_cannot_be_read(formula: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = printed(capsys, "call", formula, status=status)
    assert out == ""
    assert err


def test_functions_lists_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = printed(capsys, "functions")
    assert all(f"  {name}(" in out for name in FUNCTIONS)
    out, _ = printed(capsys, "functions", "clv")
    assert out.startswith("CLV(annual_profit, discount_rate, years)")
    assert "=CLV(1200, 0, 10)  gives  12000" in out
    _, err = printed(capsys, "functions", "CVL", status=2)
    assert "did you mean CLV?" in err


def test_new_writes_a_blank_workbook_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.xlsx"
    printed(capsys, "new", "survey_roi", str(path))
    first = path.read_bytes()
    _, err = printed(capsys, "new", "survey_roi", str(path), status=2)
    assert "such a file already" in err
    assert path.read_bytes() == first
    _, err = printed(capsys, "new", "tax", str(tmp_path / "tax.xlsx"), status=2)
    assert "survey_roi" in err
    _, err = printed(capsys, "new", "survey_roi", str(tmp_path / "book.doc"), status=2)
    assert ".xlsx" in err
    _, err = printed(capsys, "new", "survey_roi", str(tmp_path / "nowhere" / "book.xlsx"), status=2)
    assert "cannot be written here" in err


def test_a_blank_workbook_has_failed_checks_but_no_error_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.xlsx"
    printed(capsys, "new", "survey_roi", str(path))
    before = path.read_bytes()
    out, _ = printed(capsys, "check", str(path), status=1)
    assert "Check failed" in out
    assert not any(code in out for code in ("#NUM!", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?"))
    assert path.read_bytes() == before


def test_check_names_the_place_where_an_error_began(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    """A CLV at or above R/i on Segments: the reason is given once, at its cell, whatever shows the error."""
    survey.fill(columns={"segments": {"Discount rate at calibration": [0.9]}})
    out, _ = printed(capsys, "check", str(survey.path), status=1)
    reason = [line for line in out.splitlines() if "LOYALTY_YEARS: clv must be below" in line]
    assert len(reason) == 1
    assert reason[0].startswith("Segments!")
    assert "1111.111111" in reason[0]


def test_check_works_on_any_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    path = tmp_path / "own.xlsx"
    workbook = Workbook()
    workbook.active["A1"] = "=CLV(100,0,B1)"
    workbook.active["B1"] = -1
    workbook.active["C1"] = "=A1*2"
    workbook.save(path)
    out, _ = printed(capsys, "check", str(path), status=1)
    assert "Sheet!A1 #NUM! CLV: years must not be negative; got -1" in out
    assert "Sheet!C1" in out


def test_export_writes_values_and_leaves_the_workbook(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    printed(capsys, "refresh", str(survey.fill(responses=[("2026-01-15", "C-1", "Retail", 90)]).path), status=0)
    before = survey.path.read_bytes()
    out, _ = printed(capsys, "export", str(survey.path), "--values")
    copy = survey.path.with_name("survey - values.xlsx")
    assert copy.name in out
    assert survey.path.read_bytes() == before
    values = load_workbook(copy, data_only=True)
    formulas = load_workbook(copy)
    original = load_workbook(survey.path, data_only=True)
    assert "In it: Report, Trend." in " ".join(out.split())
    assert values.sheetnames == ["Report", "Trend"]
    for sheet in (original[name] for name in values.sheetnames):
        for row in sheet.iter_rows():
            for cell in row:
                assert values[sheet.title][cell.coordinate].value == cell.value
                text = formulas[sheet.title][cell.coordinate].value
                assert formulas[sheet.title][cell.coordinate].data_type != "f", (sheet.title, cell.coordinate, text)
    _, err = printed(capsys, "export", str(survey.path), "--values", status=2)
    assert "such a file already" in err
    printed(capsys, "check", str(copy))


def test_a_file_of_rows_is_named_with_the_option_of_the_workbooks_template(
    survey: Survey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n", encoding="utf-8")
    before = survey.path.read_bytes()
    _, err = printed(capsys, "refresh", str(survey.path), "--actuals", str(file), status=2)
    assert err == (
        "survey.xlsx: --actuals is not for this kind of workbook; name the file of its rows: --responses FILE\n"
    )
    assert survey.path.read_bytes() == before
    both = ("--actuals", str(file), "--responses", str(file))
    assert "--actuals is not for" in printed(capsys, "refresh", str(survey.path), *both, status=2)[1]
    twice = ("--responses", str(file), "--responses", str(file))
    _, err = printed(capsys, "refresh", str(survey.path), *twice, status=2)
    assert err == "--responses takes one file; put the rows of the others into it, below one header.\n"
    assert survey.path.read_bytes() == before


def test_a_target_workbook_is_started_and_refreshed_from_a_file_and_its_attainment_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = tmp_path / "book.xlsx", tmp_path / "sales.csv"
    printed(capsys, "new", "target_breakdown", str(path))
    cells = {"plan_year": 2026, "annual_sales": 1000, "cost_budget": 500, "status_date": datetime.date(2026, 1, 15)}
    people = {"Person": ["Ann", "Bo"], "Team": ["A", "A"], "Quota share": [0.5, 0.5]}
    rates = {"Profit rate": [0.2] * 4, "Floor": [0.1] * 4, "Ceiling": [0.3] * 4}
    type_in(path, cells, {"people": people, "profit_rates": rates}, {})
    file.write_text("Date,Person,Sales,Profit,Cost\n2026-01-15,Bo,125,25,\n2026-01-15,Cy,1,1,\n", encoding="utf-8")
    assert main(["refresh", str(path), "--actuals", str(file)]) in (0, 1)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "book.xlsx refreshed, from sales.csv."
    assert lines[1:4] == [
        "  Rows read                           2",
        "  tallied                             1",
        "  rejected                            1   (50.0%; see the sheet Rejected)",
    ]
    assert lines[4].startswith("  Sales attainment before    ")
    assert lines[5] == "  Sales attainment now            12.5%"


def test_a_command_that_does_not_exist_shows_the_usage() -> None:
    done = subprocess.run([sys.executable, "-m", "addin.cli", "refersh"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage: centre-roi" in done.stderr


@pytest.mark.parametrize("command", ["", "demo", "new", "refresh", "check", "call", "functions", "export", "sources"])
def test_each_command_has_a_help_text(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help"])
    assert stopped.value.code == 0
    assert len(capsys.readouterr().out) > 100
