"""What people do to a workbook between two refreshes, and what the refresh makes of it."""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import pytest

from addin.actions.refresh import refresh
from addin.cells.addresses import address
from addin.cli.program import main
from addin.refusal import Refusal
from tests.conftest import Survey, edited

DAY = datetime.date(2026, 1, 15)
ROWS = [(DAY, "C-1", "Retail", 90), (DAY, "C-2", "Retail", 95), (DAY, "C-3", "SME", 40)]


def with_formula(survey: Survey, sheet: str, row: int, column: int, formula: str, cached: str | None = None) -> None:
    """A formula typed into a cell, with the value that it showed last, or none."""
    cell = address(row, column).encode()
    value = b"" if cached is None else b"<v>" + cached.encode() + b"</v>"

    def typed(xml: bytes) -> bytes:
        start = xml.index(b'<c r="%s"' % cell)
        end = xml.index(b">", start)
        whole = end + 1 if xml[end - 1 : end] == b"/" else xml.index(b"</c>", end) + 4
        style = xml[start:end].split(b's="')[1].split(b'"')[0]
        new = b'<c r="%s" s="%s"><f>%s</f>%s</c>' % (cell, style, formula.encode(), value)
        return xml[:start] + new + xml[whole:]

    edited(survey.path, survey.read().package.sheet_part(sheet), typed)


def test_a_column_added_to_an_owned_table_stays(survey: Survey) -> None:
    """Excel widens a table by itself when somebody types a header beside it."""
    refresh(survey.fill(responses=ROWS).path)
    for name in ("tally", "rejected", "history"):
        table = survey.read().package.table(name)
        new = table.last_column + 1

        def widened(xml: bytes, table=table, new=new) -> bytes:  # type: ignore[no-untyped-def]
            old = f"{address(table.first_row, table.first_column)}:{address(table.last_row, table.last_column)}"
            wide = f"{address(table.first_row, table.first_column)}:{address(table.last_row, new)}"
            count = len(table.columns)
            xml = xml.replace(old.encode(), wide.encode())
            xml = xml.replace(b'tableColumns count="%d"' % count, b'tableColumns count="%d"' % (count + 1))
            column = b'<tableColumn id="%d" name="Remark"/></tableColumns>' % (count + 1)
            return xml.replace(b"</tableColumns>", column)

        edited(survey.path, table.part, widened)
        book = survey.read()
        book.package.sheet(table.sheet).set_value(table.first_row, new, "Remark")
        book.package.sheet(table.sheet).set_value(table.first_row + 1, new, "ask Anna")
        book.save()
    bad = (DAY, "C-4", "Retail", 101)
    result = refresh(survey.fill(responses=[*ROWS, bad]).path)
    assert (result.tallied, result.rejected) == (3, 1)
    for name in ("tally", "rejected", "history"):
        rows = survey.read().read_table(name)
        assert rows.headers[-1] == "Remark"
        assert rows.columns[-1][0] == "ask Anna"


def test_columns_of_an_owned_table_may_not_be_removed(survey: Survey) -> None:
    part = survey.read().package.table("tally").part
    edited(survey.path, part, lambda xml: xml.replace(b'name="Loyal"', b'name="Happy"'))
    with pytest.raises(Refusal, match='tally on the sheet Tally lacks the header "Loyal"'):
        refresh(survey.fill(responses=ROWS).path)


def test_a_rejected_truth_value_is_listed_as_text(survey: Survey) -> None:
    """LibreOffice saves a truth value as a formula, which the next refresh could not replace."""
    refresh(survey.fill(responses=[(DAY, "C-1", "Retail", True)]).path)
    assert survey.rows("rejected")[0][4] == "TRUE"
    refresh(survey.path)


def test_a_formula_among_the_rows_counts_with_its_value(survey: Survey) -> None:
    """As a program writes it: without a value that it showed last."""
    survey.fill(responses=ROWS)
    body = survey.read().package.table("responses").body
    with_formula(survey, "Responses", body.first_row, body.first_column + 3, "80+1")
    result = refresh(survey.path)
    assert (result.read, result.tallied) == (3, 3)
    assert [row[3] for row in survey.rows("tally")] == [1, 0]


def test_a_formula_among_the_inputs_counts_with_its_value_now(survey: Survey) -> None:
    """The limit is 96 by its formula and was 85 when the workbook was saved last: nobody is loyal."""
    survey.fill(responses=ROWS)
    place = survey.read().package.place("loyal_above")
    with_formula(survey, "Inputs", place.first_row, place.first_column, "90+6", cached="85")
    refresh(survey.path)
    assert [row[3] for row in survey.rows("tally")] == [0, 0]
    assert survey.rows("history")[0][5] == 96


def test_a_formula_for_a_segment_name(survey: Survey) -> None:
    survey.fill(responses=ROWS)
    table = survey.read().package.table("segments")
    with_formula(survey, "Segments", table.body.first_row, table.first_column, '"Ret"&amp;"ail"')
    result = refresh(survey.path)
    assert (result.tallied, result.rejected) == (3, 0)


def test_a_copy_of_values_is_not_refreshed(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    refresh(survey.fill(responses=ROWS).path)
    copy = survey.path.with_name("copy.xlsx")
    assert main(["export", str(survey.path), "--values", "--output", str(copy)]) == 0
    capsys.readouterr()
    assert main(["refresh", str(copy)]) == 2
    assert "copy with values in place of formulas" in capsys.readouterr().err


def test_an_export_of_old_values_says_so(survey: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    refresh(survey.fill(responses=ROWS).path)
    survey.fill({"value_basis": "month"})
    assert main(["export", str(survey.path), "--values"]) == 0
    assert "would show something else if calculated now" in capsys.readouterr().err
    assert main(["export", str(survey.path), "--values", "--output", str(survey.path.with_suffix(".pdf"))]) == 2


def test_counts_from_a_file_are_not_replaced_by_nothing(survey: Survey, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n", encoding="utf-8")
    refresh(survey.path, {"responses": file})
    with pytest.raises(Refusal, match=r"last refresh counted answers\.csv"):
        refresh(survey.path)
    refresh(survey.path, {"responses": file})


def test_sheets_may_be_renamed_and_rows_inserted(survey: Survey) -> None:
    """A Chinese name with a quote in it, and the tally's sheet called otherwise."""
    renamed = "客户's tally"

    def change(xml: bytes) -> bytes:
        xml = xml.replace(b'name="Tally"', f'name="{renamed}"'.encode())
        return xml.replace(b"'Tally'!", b"Tally!").replace(
            b"Tally!", f"'{renamed.replace(chr(39), chr(39) * 2)}'!".encode()
        )

    edited(survey.fill(responses=ROWS).path, "xl/workbook.xml", change)
    assert renamed in survey.read().package.sheets
    assert refresh(survey.path).tallied == 3
    assert len(survey.rows("tally")) == 2


def test_a_byte_order_mark_before_the_first_formula(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfSUM(1,2)\r\nSUM(2,3)\r\n"), "latin-1"))
    assert main(["call", "-"]) == 0
    assert capsys.readouterr().out == "3\n5\n"


def test_a_fault_of_our_own_is_no_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr("addin.engine.single_formula.evaluate_formula", broken)
    assert main(["call", "1+1"]) == 2
    err = capsys.readouterr().err
    assert "stopped by a fault of its own (ZeroDivisionError: by hand)" in err
    assert "Traceback" not in err
