"""Refreshing an open workbook: xlwings' real object model on the model of Excel in this folder; not Excel itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from addin.actions import wording
from addin.actions.demo import DEMOS, Demo
from addin.actions.feeding import BY_HEADERS, Files
from addin.actions.refresh import NO_FILES, refresh
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.addin.hosts.excel.live.conftest import areas, compute, formulas, values
from tests.addin.hosts.excel.live.excel_model import Application
from tests.addin.hosts.excel.live.excel_model.tables import COLOUR
from tests.addin.hosts.excel.live.excel_model.workbook import Name
from tests.addin.sources.described import describing
from tests.addin.sources.messy import parquet
from tests.conftest import Survey, edited

if TYPE_CHECKING:
    from addin.hosts.excel.live.book import LiveBook

Open = Callable[[Path], "LiveBook"]

DAY = datetime.date(2026, 1, 15)
NOON = datetime.datetime(2026, 2, 1, 12, 0, 0)
ROWS = [(DAY, "C-1", "Retail", 90), (DAY, "C-2", "Retail", 95), (DAY, "C-3", "SME", 40)]


def refreshed(book: LiveBook, files: Files = NO_FILES) -> Any:
    from addin.hosts.excel.commands import refresh_live

    return refresh_live(book, files, now=NOON, who="Ann")


def file_of(book: LiveBook) -> WorkbookFile:
    return book.api.store.file


def rows_of(book: LiveBook, table: str) -> list[list[Any]]:
    return [list(row) for row in zip(*book.read_table(table).columns, strict=True)]


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.kind)
def test_the_demo_comes_out_as_in_the_file_cell_by_cell(demo: Demo, tmp_path: Path, in_excel: Open) -> None:
    """The demo was refreshed once; now its rows are counted again, in the file and in Excel."""
    path, _ = demo.write(tmp_path, now=NOON)
    book = in_excel(path)
    in_file = refresh(path, now=NOON, who="Ann")
    live = refreshed(book)
    assert live == in_file
    assert wording.summary(live, book.name) == wording.summary(in_file, path.name)
    on_disk = WorkbookFile(path)
    ours = {
        sheet: {(row, column): value for row, column, value in on_disk.package.sheet(sheet).cells() if value != ""}
        for sheet in on_disk.package.sheets
    }
    assert values(book.api) == ours
    assert areas(book.api) == {table.name: table.area for table in on_disk.package.tables.values()}


def test_the_status_bar_says_what_is_being_done(survey: Survey, in_excel: Open, excel: Application) -> None:
    refreshed(in_excel(survey.fill(responses=ROWS).path))
    assert excel.status_texts == [
        "Centre ROI: reading the rows of the workbook ...",
        "Centre ROI: counting 3 rows ...",
        "Centre ROI: writing the tally ...",
        "Centre ROI: recalculating ...",
        "Centre ROI: looking for errors ...",
        False,
    ]


@pytest.mark.usefixtures("without_findings")
def test_rows_that_the_engine_of_a_source_counts(
    survey: Survey, in_excel: Open, excel: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = describing(tmp_path, monkeypatch)("[answers]\nkind = 'parquet'\nfile = 'answers.parquet'\n")
    rows = [("2026-01-15", "C-1", "Retail", "90"), ("2026-01-16", "c-1 ", "SME", "40"), ("soon", None, "SME", "85")]
    parquet(folder / "answers.parquet", rows)
    book = in_excel(survey.fill({"survey_source": "answers"}).path)
    result = refreshed(book)
    assert (result.source, result.read, result.tallied) == ("source answers", 3, 1)
    assert book.read_cell("refreshed_kind") == "source"
    assert [row[0] for row in rows_of(book, "rejected")] == [1, 3]
    assert "Centre ROI: counting the rows of source answers ..." in excel.status_texts


@pytest.mark.usefixtures("without_findings")
def test_rows_from_a_file(survey: Survey, in_excel: Open, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n2026-01-15,C-2,SME,x\n", encoding="utf-8")
    book = in_excel(survey.path)
    result = refreshed(book, {BY_HEADERS: file})
    assert (result.read, result.tallied, result.rejected) == (2, 1, 1)
    assert book.read_cell("refreshed_source") == "answers.csv"
    with pytest.raises(Refusal, match=r"last refresh counted answers\.csv"):
        refreshed(book)


@pytest.mark.usefixtures("without_findings")
def test_tables_grow_and_shrink_with_their_format(survey: Survey, in_excel: Open) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    bad = [(DAY, f"B-{number}", "Wholesale", 90) for number in range(5)]
    for responses, rejected in ((bad, 5), (bad[:2], 2), (ROWS, 0)):
        file_of(book).write_table("responses", [[*row, *[None] * 6] for row in responses])
        assert refreshed(book).rejected == rejected
        body = file_of(book).package.table("rejected").body
        assert body.last_row - body.first_row + 1 == max(1, rejected)
        below = range(body.last_row + 1, body.last_row + 9)
        assert all(book.shown("Rejected", row, body.first_column) is None for row in below)
    body = file_of(book).package.table("rejected").body
    store = book.api.store
    styles = {store.style("Rejected", row, body.first_column + 1) for row in range(body.first_row, body.first_row + 5)}
    assert len(styles) == 1
    assert rows_of(book, "rejected") == [[None] * 6]


@pytest.mark.usefixtures("without_findings")
def test_a_text_lands_as_that_text(survey: Survey, in_excel: Open) -> None:
    texts = ['=cmd|"/c calc"!A1', "+1", "-2+3", "@SUM(1)", "1-2", "TRUE", "#N/A", "'x", "007", "10%"]
    book = in_excel(survey.fill(responses=[(DAY, text, text, 90) for text in texts]).path)
    before = formulas(book.api)
    assert refreshed(book).rejected == len(texts)
    assert [row[2:4] for row in rows_of(book, "rejected")] == [[text, text] for text in texts]
    assert formulas(book.api) == before


@pytest.mark.usefixtures("without_findings")
def test_a_very_long_text_and_a_whole_number_beyond_32_bits(survey: Survey, in_excel: Open) -> None:
    long = "x" * 20_000
    book = in_excel(survey.fill(responses=[(DAY, 2**40, long, 90)]).path)
    refreshed(book)
    assert rows_of(book, "rejected")[0][2:4] == [float(2**40), long]


@pytest.mark.usefixtures("without_findings")
def test_filters_and_the_selection_stay(survey: Survey, in_excel: Open, excel: Application) -> None:
    book = in_excel(survey.fill(responses=[*ROWS, (DAY, "B-1", "Wholesale", 90), (DAY, "B-2", "Other", 9)]).path)
    refreshed(book)
    tally, rejected = (book.api.Worksheets(name).ListObjects(1) for name in ("Tally", "Rejected"))
    tally.filtered.update({2: (7, ("Retail", "SME"), None), 4: (1, ">0", "<9"), 5: (0, "=0", None)})
    rejected.filtered.update({1: (COLOUR, 255, None), 3: (11, 21, None), 4: (7, None, None)})
    book.api.Worksheets("Costs").Activate()
    book.api.Worksheets("Costs").Range("B9").Select()
    kept, selected = dict(tally.filtered), excel.Selection
    file_of(book).write_table("responses", [[*row, *[None] * 6] for row in ROWS])
    result = refreshed(book)
    assert tally.filtered == kept
    assert rejected.filtered == {3: (11, 21, None)}
    assert [note for note in result.notes if "filter" in note] == [
        "The filter of the table rejected in its column Row could not be put back; set it again.",
        "The filter of the table rejected in its column Segment could not be put back; set it again.",
    ]
    assert excel.Selection is selected
    assert book.api.ActiveSheet.Name == "Costs"
    assert excel.state == {"Calculation": -4105, "EnableEvents": True, "ScreenUpdating": True, "StatusBar": False}
    assert excel.events == []


@pytest.mark.usefixtures("without_findings")
def test_a_protected_sheet_is_refused_and_what_was_written_put_back(survey: Survey, in_excel: Open) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    compute(book)
    before = values(book.api)
    sheet = book.api.Worksheets("History")
    sheet.is_protected = True
    with pytest.raises(Refusal, match=r"the sheet History is protected.*Everything was put back as it was\.$"):
        refreshed(book)
    assert values(book.api) == before
    sheet.is_open_to_macros = True
    assert refreshed(book).tallied == 3


def test_a_formula_in_a_cell_of_the_refresh(survey: Survey, in_excel: Open) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    place = file_of(book).package.place("refreshed_rows")
    book.api.Worksheets(place.sheet).Range("F5").Formula = "=1+1"
    with pytest.raises(Refusal, match=r"survey\.xlsx: Tally!F5 holds a formula; .*part of refreshed_rows"):
        refreshed(book)


def test_what_stands_below_a_table_is_in_the_way(survey: Survey, in_excel: Open) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    body = file_of(book).package.table("tally").body
    book.api.Worksheets("Tally").Range(f"C{body.last_row + 1}").Value2 = "mine"
    with pytest.raises(Refusal, match=rf"grows down to row \d+, but something stands there: C{body.last_row + 1}\."):
        refreshed(book)


@pytest.mark.usefixtures("without_findings")
def test_a_users_own_calculated_column_goes_on(survey: Survey, in_excel: Open) -> None:
    """Excel fills it when the table grows, and what it filled goes again when the refresh fails."""
    table = survey.read().package.table("tally")
    widened = {
        b":I": b":J",
        b'count="8"': b'count="9"',
        b"</tableColumns>": b'<tableColumn id="9" name="Own"/></tableColumns>',
    }

    def widen(xml: bytes) -> bytes:
        for old, new in widened.items():
            xml = xml.replace(old, new)
        return xml

    edited(survey.path, table.part, widen)
    book = in_excel(survey.fill(responses=ROWS).path)
    first = table.body.first_row
    book.api.Worksheets("Tally").Range(f"J{first}").Formula = f"=D{first}*2"
    before = formulas(book.api)
    book.api.Worksheets("History").is_protected = True
    with pytest.raises(Refusal, match="History is protected"):
        refreshed(book)
    assert formulas(book.api) == before
    book.api.Worksheets("History").is_protected = False
    refreshed(book)
    assert book.api.Worksheets("Tally").Range(f"J{first + 1}").Formula == f"=D{first + 1}*2"
    assert rows_of(book, "tally")[1][-1] == 2


@pytest.mark.usefixtures("without_findings")
def test_excel_that_computes_when_told_to(survey: Survey, in_excel: Open, excel: Application) -> None:
    """The limit is 96 by its formula, which Excel has not computed yet: nobody is loyal."""
    excel.Calculation = -4135
    book = in_excel(survey.fill(responses=ROWS).path)
    place = file_of(book).package.place("loyal_above")
    book.api.Worksheets(place.sheet).Range(f"C{place.first_row}").Formula = "=90+6"
    refreshed(book)
    assert [row[3] for row in rows_of(book, "tally")] == [0, 0]
    assert excel.Calculation == -4135


@pytest.mark.usefixtures("without_findings")
def test_dates_of_the_1904_system(survey: Survey, in_excel: Open) -> None:
    edited(survey.path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1))
    book = in_excel(survey.fill(columns={"cost_lines": {"Month": [datetime.date(2026, 1, 1)]}}, responses=ROWS).path)
    assert refreshed(book).tallied == 3
    assert rows_of(book, "history")[0][0] == NOON
    assert rows_of(book, "tally")[0][0] == datetime.date(2026, 1, 1)


def test_a_workbook_that_is_none_of_ours(tmp_path: Path, in_excel: Open, excel: Application) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "own.xlsx")
    with pytest.raises(Refusal, match=r"^own\.xlsx: this workbook was not made from a Centre ROI template"):
        refreshed(in_excel(tmp_path / "own.xlsx"))
    assert "Calculate" not in excel.changes


@pytest.mark.usefixtures("without_findings")
def test_a_copied_sheet_has_names_of_its_own(survey: Survey, in_excel: Open) -> None:
    """Excel answers with the active sheet's name where both are spelt alike."""
    book = in_excel(survey.fill(responses=ROWS).path)
    book.api.names.append(Name(book.api, "Report!report_year", "=Report!$A$1"))
    book.api.Worksheets("Report").Activate()
    assert refreshed(book).tallied == 3


@pytest.mark.parametrize(
    ("refers_to", "words"),
    [
        ("=#REF!", r"report_year should point to cells of a sheet, but reads =#REF!"),
        ("=Inputs!$A$1:$B$2", "report_year should point to one cell, but covers A1:B2"),
        (None, "the name report_year is missing"),
    ],
)
def test_a_name_that_points_elsewhere(survey: Survey, in_excel: Open, refers_to: str | None, words: str) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    book.api.names[:] = [name for name in book.api.names if name.name != "report_year"]
    if refers_to:
        book.api.names.append(Name(book.api, "report_year", refers_to))
    with pytest.raises(Refusal, match=words):
        refreshed(book)


@pytest.mark.usefixtures("without_findings")
def test_pivot_tables_over_owned_tables_are_named(survey: Survey, in_excel: Open) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    book.api.pivots = ["survey.xlsx!tally", "'Rejected'!R4C2:R9C7", "Costs!R4C2:R9C7", "responses"]
    notes = [note for note in refreshed(book).notes if "pivot" in note]
    assert notes == [
        "A pivot table over tally shows the numbers from before: refresh it in Excel.",
        "A pivot table over Rejected shows the numbers from before: refresh it in Excel.",
    ]
