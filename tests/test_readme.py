"""The README is true: each formula gives its value, each command runs."""

from __future__ import annotations

import datetime
import doctest
import re
import shlex
from pathlib import Path

import pytest

from addin.cli.program import main
from addin.engine.single_formula import evaluate_formula
from addin.system import soffice as libreoffice_program
from tests import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMULAS = re.findall(r"^\| `=(.+?)` \| (\S+) \|", README, re.MULTILINE)
COMMANDS = re.findall(r"^(?:\| `)?(?:\$ )?(centre-roi .+?)(?:`|$)", README, re.MULTILINE)


def test_there_is_something_to_test() -> None:
    assert len(FORMULAS) >= 8
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize(("formula", "shown"), FORMULAS)
def test_each_formula_gives_its_value(formula: str, shown: str) -> None:
    answer = evaluate_formula(formula)
    if isinstance(answer, str):
        assert answer == shown
    else:
        half_a_digit = 0.5 * 10 ** -len(shown.partition(".")[2])
        assert answer == pytest.approx(float(shown), abs=half_a_digit if "." in shown else 1e-9)


def test_the_commands_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "survey.csv").write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n", encoding="utf-8")
    actuals = "Date,Person,Sales,Profit,Cost\n2026-01-15,Ann,100,20,5\n"
    (tmp_path / "sales.csv").write_text(actuals, encoding="utf-8")
    sold = "Date,Person,Item,Units,Price,Unit cost\n2026-01-15,Ann,Router,2,100,60\n"
    (tmp_path / "sold.csv").write_text(sold, encoding="utf-8")
    (tmp_path / "orders.csv").write_text("Date,Item,Units\n2026-01-15,Phone,2\n", encoding="utf-8")
    leads = "Date,Lead,Outcome,Contribution,Value\n2026-01-15,L1,pending,,\n"
    (tmp_path / "leads.csv").write_text(leads, encoding="utf-8")
    for command in COMMANDS:
        words = shlex.split(command.replace("[NAME]", ""))[1:]
        if words[0] in ("demo", "install", "doctor"):
            continue
        if "--pdf" in words and libreoffice_program.find() is None:
            continue
        if words[:2] == ["refresh", "book.xlsx"]:
            fill_in_a_segment(tmp_path / "book.xlsx")
        if words[:2] == ["refresh", "targets.xlsx"]:
            fill_in_a_year(tmp_path / "targets.xlsx")
        if words[:2] == ["refresh", "benefits.xlsx"]:
            fill_in_a_half_year(tmp_path / "benefits.xlsx")
        if words[:2] == ["refresh", "earnings.xlsx"]:
            fill_in_a_plan(tmp_path / "earnings.xlsx")
        status = main(words)
        err = capsys.readouterr().err
        expected = 1 if "10, 5)" in command else status
        assert status == expected, (command, err)
        assert status in (0, 1), (command, err)


def fill_in_a_segment(path: Path) -> None:
    from addin.workbook.file import WorkbookFile

    book = WorkbookFile(path)
    book.write_columns("segments", {"Segment": ["Retail"]})
    answer = {"Date": ["2026-01-20"], "Customer": ["C-2"], "Segment": ["Retail"], "Index": [80]}
    book.write_columns("responses", answer)
    book.save()


def fill_in_a_half_year(path: Path) -> None:
    from tests.conftest import type_in

    cells = {"period_start": datetime.date(2026, 1, 1), "period_end": datetime.date(2026, 6, 30)}
    type_in(path, cells, {"goods": {"Item": ["Phone"], "Price": [100], "Unit cost": [60], "Support share": [0.1]}}, {})


def fill_in_a_year(path: Path) -> None:
    from tests.conftest import type_in

    people = {"Person": ["Ann"], "Team": ["A"], "Quota share": [1]}
    type_in(path, {"plan_year": 2026, "annual_sales": 12000, "cost_budget": 1000}, {"people": people}, {})


def fill_in_a_plan(path: Path) -> None:
    from tests.conftest import type_in

    plans = {"Plan": ["Standard"], "From 1": [0], "Rate 1": [0.05]}
    type_in(path, {}, {"plans": plans, "people": {"Person": ["Ann"], "Plan": ["Standard"]}}, {})


def test_the_error_shown_is_the_error_given(capsys: pytest.CaptureFixture[str]) -> None:
    command, message = re.search(r"^\$ (centre-roi call .+)\n(#.+)$", README, re.MULTILINE).groups()  # type: ignore[union-attr]
    assert main(shlex.split(command)[1:]) == 1
    assert capsys.readouterr().err.strip() == message


def test_the_python_example_runs() -> None:
    blocks = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README", "README.md", 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted >= 2
    assert result.failed == 0


def test_the_files_it_links_to_exist() -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target
