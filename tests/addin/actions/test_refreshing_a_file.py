"""The whole refresh of a workbook on disk: what is counted, what is written, what stays."""

from __future__ import annotations

import datetime
import hashlib
import zipfile
from pathlib import Path

import pytest

from addin.actions.refresh import MOST_REMEMBERED, refresh
from addin.refusal import Refusal
from addin.sources.files import digest_of_file
from addin.workbook.file import WorkbookFile
from tests.conftest import Survey
from udfs.calling.errors import CellError

DAY = datetime.date(2026, 1, 15)
NOON = datetime.datetime(2026, 2, 1, 12, 0, 0)

ROWS = [
    (DAY, "C-1", "Retail", 90),
    (DAY, "C-2", "Retail", 95),
    (DAY, "C-3", "Retail", 85),  # on the limit: neutral
    (DAY, "C-4", "retail ", 86),
    (DAY, None, "SME", 100),  # anonymous
    (DAY, "C-5", "SME", 49),
    (DAY, "C-6", "SME", 50),  # on the limit: neutral
]


def test_the_roi_can_be_worked_out_by_hand(survey: Survey) -> None:
    """Retail 3 loyal x 1000; SME (1 - 1) x 2000; cost 2000: (3000 - 2000) / 2000 = 50%."""
    result = refresh(survey.fill(responses=ROWS).path, now=NOON, who="Ann")

    assert (result.read, result.tallied, result.rejected) == (7, 7, 0)
    assert result.after == pytest.approx(0.5, abs=1e-12)
    assert survey.read().read_cell("report_roi") == pytest.approx(0.5, abs=1e-12)
    assert survey.rows("tally") == [
        [datetime.date(2026, 1, 1), "Retail", 4, 3, 1, 0, 89.0, 0],
        [datetime.date(2026, 1, 1), "SME", 3, 1, 1, 1, pytest.approx(199 / 3), 0],
    ]


def test_rejected_rows_are_listed_with_number_and_reason(survey: Survey) -> None:
    bad = [
        (DAY, "B-1", "Retail", 101),
        (DAY, "B-2", "Retail", -99),
        (DAY, "B-3", "Retail", "n/a"),
        (DAY, "B-4", "Retail", True),
        (DAY, "B-5", "Retail", None),
        (DAY, "B-6", "Wholesale", 90),
        ("03/04/2026", "B-7", "Retail", 90),
        (datetime.date(2025, 12, 31), "B-8", "Retail", 90),
        (datetime.date(2026, 1, 3), "c-1", "Retail", 20),  # C-1 answered later in the month
    ]
    result = refresh(survey.fill(responses=[*ROWS, *bad]).path)

    assert (result.read, result.tallied, result.rejected, result.apart) == (16, 7, 7, 2)
    first = survey.read().package.table("responses").body.first_row
    assert [(row[0] - first, row[5]) for row in survey.rows("rejected")] == [
        (7, "index 101 is not on the scale 0 to 100"),
        (8, "index -99 is not on the scale 0 to 100"),
        (10, "index TRUE is no number"),
        (11, "index is blank"),
        (12, 'unknown segment "Wholesale"'),
        (13, 'date "03/04/2026" is ambiguous: set the date order on Import'),
        (15, f"second answer of this customer in 2026-01; row {first} is kept"),
    ]
    totals = [sum(row[column] for row in survey.rows("tally")) for column in (2, 7)]
    assert totals == [7, 7]
    book = survey.read()
    assert [book.read_cell(f"refreshed_{name}") for name in ("rows", "tallied", "rejected", "apart")] == [16, 7, 7, 2]


def test_a_date_as_text_with_one_reading_counts(survey: Survey) -> None:
    rows = [("2026-01-15", "C-1", "Retail", 90), ("15 January 2026", "C-2", "Retail", 90)]
    assert refresh(survey.fill(responses=rows).path).tallied == 2


def test_answers_become_an_index(survey: Survey) -> None:
    """4, 4, 4, 5, 5 on 1 to 5 are 85: neutral. 5, 5, 5, 5, 5 are 100: loyal."""
    scale = {"source_columns": {"Scale from": [None] * 3 + [1], "Scale to": [None] * 3 + [5]}}
    rows = [(DAY, "C-1", "Retail", None, 4, 4, 4, 5, 5), (DAY, "C-2", "Retail", None, 5, 5, 5, 5, 5)]
    refresh(survey.fill(columns=scale, responses=rows).path)
    assert survey.rows("tally") == [[datetime.date(2026, 1, 1), "Retail", 2, 1, 1, 0, 92.5, 0]]


def test_answers_without_a_scale_are_refused(survey: Survey) -> None:
    path = survey.fill(responses=[(DAY, "C-1", "Retail", None, 4, 4)]).path
    with pytest.raises(Refusal, match="names no scale"):
        refresh(path)


def test_a_file_takes_the_place_of_the_sheet_for_once(survey: Survey, tmp_path: Path) -> None:
    """Columns by the headers that Inputs names, several of them as answers; default date and segment."""
    survey.fill(
        columns={
            "source_columns": {
                "Header(s) in your file": ["Date", "Customer", "Segment", "Q1, Q2, Q3"],
                "Scale from": [None] * 3 + [1],
                "Scale to": [None] * 3 + [10],
                "Default": ["2026-01-31", None, "sme"],
            }
        },
        responses=ROWS,
    )
    file = tmp_path / "answers.csv"
    file.write_text('"","Q1","Other","Q2","Q3"\n"1",10,x,10,10\n"2",1,x,1,2\n"3",7,x,,\n', encoding="utf-8")
    result = refresh(survey.path, {"responses": file})

    assert (result.read, result.tallied, result.rejected) == (3, 2, 1)
    assert survey.rows("tally") == [[datetime.date(2026, 1, 1), "SME", 2, 1, 0, 1, pytest.approx(51.851851), 1]]
    assert survey.rows("rejected")[0][5] == "1 of 3 questions answered: at least 50% are needed (Inputs)"
    assert survey.rows("rejected")[0][0] == 4
    book = survey.read()
    assert book.read_cell("refreshed_source") == "answers.csv"
    assert book.read_cell("refreshed_hash") == digest_of_file(file) == hashlib.sha256(file.read_bytes()).hexdigest()
    assert len(book.read_table("responses").columns[0]) == len(ROWS), "the sheet's own rows stay"


def test_an_xlsx_file_of_responses(survey: Survey, tmp_path: Path) -> None:
    from openpyxl import Workbook

    file = tmp_path / "answers.xlsx"
    workbook = Workbook()
    workbook.active.append(["Date", "Customer", "Segment", "Index"])
    for row in ROWS:
        workbook.active.append(row)
    workbook.save(file)
    assert refresh(survey.path, {"responses": file}).after == pytest.approx(0.5, abs=1e-12)


def test_history_remembers_who_when_and_what(survey: Survey) -> None:
    refresh(survey.fill(responses=ROWS).path, now=NOON, who="Ann")
    refresh(survey.path, now=NOON + datetime.timedelta(hours=1), who="陈伟")
    newest, oldest = survey.rows("history")
    assert newest[:2] == [NOON + datetime.timedelta(hours=1), "陈伟"]
    assert oldest[:2] == [NOON, "Ann"]
    assert newest[5:10] == [85, 50, 7, 7, 0]
    assert oldest[10:12] == [None, pytest.approx(0.5)]
    assert newest[10:12] == [pytest.approx(0.5), pytest.approx(0.5)]
    assert newest[4] == oldest[4], "the same rows have the same hash"


def test_history_keeps_the_last_ones(survey: Survey) -> None:
    book = survey.read()
    line = [NOON, "Ann", "0", "x", "x", 85, 50, 1, 1, 0, None, None, None]
    book.write_table("history", [line] * MOST_REMEMBERED)
    book.save()
    refresh(survey.fill(responses=ROWS).path, who="Bob")
    history = survey.rows("history")
    assert len(history) == MOST_REMEMBERED
    assert [row[1] for row in history[:2]] == ["Bob", "Ann"]


def test_a_second_refresh_changes_nothing_but_its_own_record(survey: Survey) -> None:
    refresh(survey.fill(responses=ROWS).path, now=NOON, who="Ann")
    first = parts(survey.path)
    refresh(survey.path, now=NOON, who="Ann")
    second = parts(survey.path)
    changed = {name for name in first if first[name] != second[name]}
    tables = {table.part for table in survey.read().package.tables.values() if table.name == "history"}
    assert set(first) == set(second)
    assert tables <= changed
    assert len(changed) == 2, changed  # the history's sheet and its table


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_sheets_and_the_owned_tables_change(survey: Survey) -> None:
    before = parts(survey.fill(responses=ROWS).path)
    refresh(survey.path)
    after = parts(survey.path)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert all(name.startswith(("xl/worksheets/sheet", "xl/tables/table")) for name in changed), changed
    package = survey.read().package
    untouched = [package.sheet_part("Responses"), package.table("responses").part, package.table("cost_lines").part]
    assert not changed & set(untouched)


def test_every_formula_has_a_cached_value_and_errors_are_periods_without_data(survey: Survey) -> None:
    refresh(survey.fill(responses=ROWS).path)
    book = survey.read()
    book.recalculate()
    assert book.evaluation is not None
    for name in book.package.sheets:
        sheet = WorkbookFile(survey.path).package.sheet(name)
        for formula in sheet.formulas:
            value = sheet.cached(formula.row, formula.column)
            assert isinstance(value, (float, int, str, bool, CellError)), (name, formula)
            if isinstance(value, CellError):
                explanation = book.evaluation.explain(name, formula.row, formula.column)
                assert explanation is not None
                assert explanation.deliberate, (name, formula, explanation)


def test_changed_inputs_ask_for_a_refresh(survey: Survey) -> None:
    result = refresh(survey.fill(responses=ROWS).path)
    assert not [check for check in result.findings.failed if "refresh" in check.result.lower()]
    for cells, rows in (({"loyal_above": 80}, None), ({"loyal_above": 85}, [*ROWS[:-1], (DAY, "C-6", "SME", 51)])):
        book = survey.fill(cells, responses=rows).read()
        book.recalculate()
        from addin.actions.checking import findings

        assert any("refresh again" in check.result for check in findings(book).failed), cells


def test_a_dry_run_shows_all_and_writes_nothing(survey: Survey) -> None:
    before = survey.fill(responses=ROWS).path.read_bytes()
    result = refresh(survey.path, dry_run=True)
    assert result.after == pytest.approx(0.5)
    assert not result.written
    assert survey.path.read_bytes() == before
    assert sorted(path.name for path in survey.path.parent.iterdir()) == ["survey.xlsx"]


def test_a_backup_is_kept_and_nothing_else_is_left(survey: Survey) -> None:
    before = survey.fill(responses=ROWS).path.read_bytes()
    refresh(survey.path)
    names = sorted(path.name for path in survey.path.parent.iterdir())
    assert names == ["survey.xlsx", "survey.xlsx.1.bak"]
    assert survey.path.with_name("survey.xlsx.1.bak").read_bytes() == before


def test_an_empty_survey_is_no_error(survey: Survey) -> None:
    result = refresh(survey.path)
    assert (result.read, result.tallied, result.rejected) == (0, 0, 0)
    assert not result.findings.errors


def test_the_1904_date_system_is_honoured(survey: Survey) -> None:
    parts_before = parts(survey.path)
    workbook = parts_before["xl/workbook.xml"]
    assert b"<workbookPr" in workbook
    with zipfile.ZipFile(survey.path, "w") as archive:
        for name, data in parts_before.items():
            archive.writestr(name, data.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1))
    cost = {"cost_lines": {"Month": [datetime.date(2026, 1, 1)]}}
    result = refresh(survey.fill(columns=cost, responses=ROWS).path)
    assert (result.tallied, result.rejected) == (7, 0)
    assert result.after == pytest.approx(0.5)
