"""Files looked at for a workbook: what is proposed, what would count, what is written, and that a refresh agrees."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.actions.import_wording import describe_import, next_step
from addin.actions.importing import Import, look_at_file, write_import
from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.addin.actions.test_earlier_workbooks import as_of_earlier
from tests.conftest import Survey, type_in
from tests.workbook_templates.centre_benefits.workbook import filled
from workbook_templates.catalogue import workbook_bytes

CHINESE = (
    "客户编号;客户类型;提交时间;满意度\n"
    "C1;Retail;15/01/2026;4\nC2;SME;03/02/2026;5\nC3;Retail;07/03/2026;99\nC4;Retial;08/03/2026;99\n"
    "C5;SME;07/03/2025;3\nC6;SME;31/03/2026;4\n"
)
HEADER = "Header(s) in your file"


def file(folder: Path, text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def block(path: Path, table: str = "source_columns") -> dict[str, dict[str, Any]]:
    """The lines of a block by our names, without blank fields."""
    read = WorkbookFile(path).read_table(table)
    lines = [dict(zip(read.headers, cells, strict=True)) for cells in zip(*read.columns, strict=True)]
    return {line.pop("Our name"): {name: cell for name, cell in line.items() if cell is not None} for line in lines}


def fields(found: Import) -> dict[str, dict[str, Any]]:
    """What is new, by our names."""
    return {line.name: dict(line.fields) for line in found.proposal.lines if line.fields}


def agrees(found: Import, option: str = "responses") -> tuple[int, int, int, int]:
    """Counts of the preview, after a refresh with what was written came to the same."""
    write_import(found)
    result = refresh(found.book, {option: found.file})
    (counts,) = [origin.counts for origin in result.origins if origin.feed.table == option]
    assert found.preview.counts is not None
    foreseen, came = ((each.read, each.tallied, each.rejected, each.apart) for each in (found.preview.counts, counts))
    assert foreseen == came
    return came


def test_chinese_headers_with_a_code_an_order_of_dates_and_what_would_be_rejected(
    survey: Survey, tmp_path: Path
) -> None:
    found = look_at_file(survey.path, file(tmp_path, CHINESE, encoding="gb18030"))
    assert fields(found) == {
        "Date": {HEADER: "提交时间", "Date order": "DMY"},
        "Customer": {HEADER: "客户编号"},
        "Segment": {HEADER: "客户类型"},
        "Index": {HEADER: "满意度", "Scale from": 1, "Scale to": 5, "Missing-value codes": "99"},
    }
    assert found.is_whole
    assert [row.verdict for row in found.preview.rows] == [
        "",
        "",
        "counted apart",
        'unknown segment "Retial"',
        "counted apart",
    ]
    assert found.preview.rows[0].cells == {"Date": "2026-01-15", "Customer": "C1", "Segment": "Retail", "Index": "4"}
    assert found.preview.reasons == (('unknown segment "Retial"', 1),)
    assert agrees(found) == (6, 3, 1, 2)


def test_decimal_commas_between_semicolons(survey: Survey, tmp_path: Path) -> None:
    found = look_at_file(survey.path, file(tmp_path, "Date;Tier;Score\n2026-01-15;Retail;85,5\n2026-01-16;SME;40\n"))
    assert fields(found) == {
        "Segment": {HEADER: "Tier"},
        "Index": {HEADER: "Score", "Decimal mark": "comma"},
    }
    assert agrees(found) == (2, 2, 0, 0)


def test_three_answers_make_an_index_together(survey: Survey, tmp_path: Path) -> None:
    text = "Submitted at,Tier,Q1,Q2,Q3\n2026-01-05,Retail,4,4,4\n2026-01-06,SME,2,3,\n"
    found = look_at_file(survey.path, file(tmp_path, text))
    assert fields(found)["Index"] == {HEADER: "Q1, Q2, Q3", "Scale from": 1, "Scale to": 5}
    (said,) = found.proposal.said
    assert said.startswith(
        "Index: all answers lie on the scale 1 to 5. That is a guess: nobody gave its highest answer"
    )
    assert list(found.preview.rows[0].cells) == ["Date", "Segment", "Index 1", "Index 2", "Index 3"]
    assert agrees(found) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        ("0 7 10", (0, 10)),
        ("1 6 7", (1, 7)),
        ("1 9 10", (1, 10)),
        ("0.2 0.9 1", (0, 1)),
        ("12 88 99 99", None),
        ("5 4 -1 -1", (1, 5)),
        ("4/5 3/5 2/5", (1, 5)),
        ("good,Very-good", None),
    ],
)
def test_the_smallest_usual_scale(survey: Survey, tmp_path: Path, answers: str, scale: tuple[int, int] | None) -> None:
    rows = "".join(f"2026-01-05,Retail,{answer}\n" for answer in answers.replace(",", " ").split())
    new = fields(look_at_file(survey.path, file(tmp_path, f"Date,Segment,Index\n{rows}"))).get("Index", {})
    found = (new["Scale from"], new["Scale to"]) if "Scale to" in new else None
    assert found == scale
    assert new.get("Missing-value codes") == ("-1" if "-1" in answers else None)


def test_words_that_no_scale_has_are_listed_to_be_filled_in(survey: Survey, tmp_path: Path) -> None:
    text = "Date,Segment,CSAT\n" + "".join(
        f"2026-01-05,Retail,{word}\n" for word in ("Very satisfied", "Satisfied", "Dissatisfied", "Meh", "n/a")
    )
    found = look_at_file(survey.path, file(tmp_path, text))
    assert fields(found)["Index"]["Words"] == "Very satisfied = 100, Satisfied = 75, Dissatisfied = 25"
    assert found.proposal.questions == ("Index: write into Words what these mean (0 to 100): Meh =",)
    assert agrees(found) == (5, 3, 1, 1)


def test_what_nothing_decides_is_left_blank_and_said(survey: Survey, tmp_path: Path) -> None:
    text = "End date,How satisfied with A?,How satisfied with B?,Group\n03/04/2026,5,4,Retail\n"
    found = look_at_file(survey.path, file(tmp_path, text))
    assert "Index" not in fields(found)
    assert not found.is_whole
    day, index = found.proposal.questions
    assert day == 'Date: the file does not tell whether "03/04/2026" begins with the day or the month: set Date order.'
    assert index.startswith(
        'Index: may be each of "How satisfied with A?"; "How satisfied with B?": write the one that'
    )
    assert found.preview.counts is None
    assert "centre-roi import" in found.preview.refused


def test_what_the_block_says_already_stays(survey: Survey, tmp_path: Path) -> None:
    survey.fill(
        columns={
            "source_columns": {
                HEADER: ["When", None, None, "NPS"],
                "Scale to": [None] * 3 + [10],
                "Scale from": [None] * 3 + [0],
            }
        }
    )
    found = look_at_file(survey.path, file(tmp_path, "When,Date,Segment,CSAT,NPS\n2026-01-05,x,Retail,90,9\n"))
    assert fields(found) == {}
    assert "Nothing has to be changed." in "\n".join(describe_import(found))
    assert agrees(found) == (1, 1, 0, 0)


def test_the_only_segment_stands_for_a_column_that_is_not_there(survey: Survey, tmp_path: Path) -> None:
    survey.fill(columns={"segments": {"Segment": ["Retail", None], "Empirical CLV": [2000, None]}})
    found = look_at_file(survey.path, file(tmp_path, "Date,Score\n2026-01-05,90\n"))
    assert fields(found)["Segment"] == {"Default": "Retail"}
    assert found.is_whole
    assert agrees(found) == (1, 1, 0, 0)


def test_an_export_whose_words_the_refresh_knows_itself(survey: Survey, tmp_path: Path) -> None:
    text = (
        "Ticket ID,Requester,Customer type,Score,Updated at\n1,Ines,Retail,good,2026-01-05\n2,Lee,SME,bad,2026-01-06\n"
    )
    found = look_at_file(survey.path, file(tmp_path, text))
    assert found.proposal.tool == "Zendesk"
    assert "Index" not in fields(found)
    assert found.preview.rows[0].cells["Index"] == "100"
    assert agrees(found) == (2, 2, 0, 0)


def test_deals_of_a_crm_with_a_stage_that_nobody_knows(tmp_path: Path) -> None:
    book = filled(tmp_path / "benefits.xlsx")
    text = (
        "Opportunity Owner,Opportunity Name,Stage,Close Date,Amount,Contribution\n"
        'Kim,Faro,Closed Won,2/20/2026,"1.200,50",persuaded\nKim,Moor,Parked,2/11/2026,"300,75",\n'
    )
    found = look_at_file(book, file(tmp_path, text))
    assert found.proposal.feed.table == "leads"
    assert fields(found) == {
        "Date": {"Header in your file": "Close Date", "Date order": "MDY"},
        "Lead": {"Header in your file": "Opportunity Name"},
        "Outcome": {"Header in your file": "Stage"},
        "Value": {"Header in your file": "Amount", "Decimal mark": "comma"},
    }
    assert found.proposal.questions == ("Outcome: write into Words what these mean (won, lost, pending): Parked =",)
    assert agrees(found, "leads") == (2, 1, 1, 0)
    assert next_step(found) == f"centre-roi refresh {book} --leads {found.file}"


def test_seconds_of_the_header_and_numbers_that_may_be_seconds(tmp_path: Path) -> None:
    book = filled(tmp_path / "benefits.xlsx")
    text = "Call date,Call type,Talk time{}\n2026-02-10,Dealers,312\n2026-02-11,Dealers,240\n"
    asked = look_at_file(book, file(tmp_path, text.format("")))
    assert asked.proposal.questions == (
        "Minutes: numbers such as 312: are they seconds? Then set Unit; blank = minutes.",
    )
    found = look_at_file(book, file(tmp_path, text.format(" (sec)")))
    assert fields(found)["Minutes"] == {"Header in your file": "Talk time (sec)", "Unit": "seconds"}
    assert found.preview.rows[0].cells["Minutes"] == "5.2"
    assert agrees(found, "contacts") == (2, 2, 0, 0)


def test_a_file_of_several_tables_needs_the_name_of_one(tmp_path: Path) -> None:
    book = filled(tmp_path / "benefits.xlsx")
    path = file(tmp_path, "Date\n2026-02-10\n")
    with pytest.raises(Refusal, match=r"say which it is: --table orders or --table leads"):
        look_at_file(book, path)
    assert look_at_file(book, path, table="contacts").proposal.lacking == ("Function", "Minutes")
    with pytest.raises(Refusal, match=r'has no table "calls"; its tables of rows are: orders, leads'):
        look_at_file(book, path, table="calls")
    with pytest.raises(Refusal, match="none of its headers tells what stands below it; they are: Colour, Shape"):
        look_at_file(book, file(tmp_path, "Colour,Shape\nred,round\n"))


def test_orders_in_chinese_and_actuals_in_english(tmp_path: Path) -> None:
    for kind, text, expected in (
        (
            "team_earnings",
            "下单时间,业务员,商品,数量,单价,成本\n2026-01-05,Ann,Router,2,100,60\n",
            {
                "Date": "下单时间",
                "Person": "业务员",
                "Item": "商品",
                "Units": "数量",
                "Price": "单价",
                "Unit cost": "成本",
            },
        ),
        (
            "target_breakdown",
            "Sale date,Sales rep,Net sales,Gross profit,Expenses\n2026-01-05,Ann,100,20,5\n",
            {
                "Date": "Sale date",
                "Person": "Sales rep",
                "Sales": "Net sales",
                "Profit": "Gross profit",
                "Cost": "Expenses",
            },
        ),
    ):
        book = tmp_path / f"{kind}.xlsx"
        book.write_bytes(workbook_bytes(kind))
        found = look_at_file(book, file(tmp_path, text))
        assert {name: new["Header in your file"] for name, new in fields(found).items()} == expected


def test_only_the_sheet_import_changes_and_the_old_file_is_kept(survey: Survey, tmp_path: Path) -> None:
    before = survey.path.read_bytes()
    write_import(look_at_file(survey.path, file(tmp_path, CHINESE)))
    assert (tmp_path / "survey.xlsx.1.bak").read_bytes() == before
    with zipfile.ZipFile(tmp_path / "survey.xlsx.1.bak") as old, zipfile.ZipFile(survey.path) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    (sheet,) = changed
    assert sheet.startswith("xl/worksheets/")
    assert block(survey.path)["Index"] == {
        HEADER: "满意度",
        "Scale from": 1,
        "Scale to": 5,
        "Missing-value codes": "99",
    }


def test_a_sheet_of_a_workbook_below_a_title(survey: Survey, tmp_path: Path) -> None:
    rows = openpyxl.Workbook()
    rows.worksheets[0].append(["nothing here"])
    sheet: Any = rows.create_sheet("March")
    for line in (
        ["Survey of March"],
        [],
        ["Response date", "Customer type", "Overall satisfaction"],
        ["2026-03-05", "SME", 88],
    ):
        sheet.append(line)
    rows.save(tmp_path / "rows.xlsx")
    found = look_at_file(survey.path, tmp_path / "rows.xlsx", sheet="March")
    assert fields(found)["Index"] == {HEADER: "Overall satisfaction"}
    assert next_step(found).endswith("--sheet March")
    assert agrees(look_at_file(survey.path, tmp_path / "rows.xlsx")) == (1, 1, 0, 0)


def test_a_new_workbook_is_proposed_a_block_before_its_inputs_are_filled(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert main(["new", "survey_roi", str(book)]) == 0
    found = look_at_file(book, file(tmp_path, CHINESE))
    assert found.preview.refused == "Segments: no segment has a name yet; fill in at least one."
    assert [row.cells["Date"] for row in found.preview.rows][:2] == ["2026-01-15", "2026-02-03"]


def test_the_command_asks_somebody_or_needs_yes(
    survey: Survey, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(file(tmp_path, CHINESE))
    before = survey.path.read_bytes()
    assert main(["import", str(survey.path), path, "--dry-run"]) == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert main(["import", str(survey.path), path]) == 2
    out, err = capsys.readouterr()
    assert "Of 6 rows 3 would count, 1 be rejected, 2 be counted apart." in out
    assert err == "Nothing was written: there is nobody to ask. Say --yes to write it.\n"
    monkeypatch.setattr("addin.cli.workbooks.is_terminal", lambda _: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert main(["import", str(survey.path), path]) == 0
    assert f"Write this to the sheet Import of {survey.path.name}? [y/N]" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["import", str(survey.path), path]) == 2
    assert capsys.readouterr().err.endswith("Stopped; nothing was written.\n")
    assert survey.path.read_bytes() == before
    assert main(["import", str(survey.path), path, "--yes"]) == 0
    out = capsys.readouterr().out
    assert out.endswith(f"  centre-roi refresh {survey.path} --responses {path}\n")
    assert block(survey.path)["Date"] == {HEADER: "提交时间", "Date order": "DMY"}


def test_a_half_proposal_ends_with_a_status_of_its_own(survey: Survey, tmp_path: Path) -> None:
    assert main(["import", str(survey.path), str(file(tmp_path, "Date,Segment\n2026-01-05,SME\n")), "--dry-run"]) == 1


def test_numbers_of_two_readings_are_a_question(tmp_path: Path) -> None:
    book = tmp_path / "targets.xlsx"
    book.write_bytes(workbook_bytes("target_breakdown"))
    found = look_at_file(book, file(tmp_path, 'Date;Sales\n2026-01-05;"1,234"\n'))
    assert 'Sales: the file does not tell what "1,234" is: set Decimal mark.' in found.proposal.questions


def test_what_changed_in_the_meantime_is_not_written_over(survey: Survey, tmp_path: Path) -> None:
    found = look_at_file(survey.path, file(tmp_path, CHINESE))
    type_in(survey.path, {}, {"source_columns": {"Scale to": [None, None, None, 10]}}, {})
    with pytest.raises(Refusal, match="was changed in the meantime"):
        write_import(found)


def test_an_older_workbook_gets_the_fields_it_has_and_is_told_of_the_others(tmp_path: Path) -> None:
    book = tmp_path / "earnings.xlsx"
    book.write_bytes(workbook_bytes("team_earnings"))
    as_of_earlier(book)
    text = 'Day sold;Order date;Rep;Amount;Price;Qty\nx;13/02/2026;Ann;"9,5";"4,75";2\n'
    found = look_at_file(book, file(tmp_path, text))
    assert fields(found) == {
        "Date": {"Header in your file": "Order date", "Date order": "DMY"},
        "Person": {"Header in your file": "Rep"},
        "Units": {"Header in your file": "Qty"},
    }
    assert found.proposal.too_old_for == ("Decimal mark of Price (comma)", "Line total (Amount)")
    assert "earnings.xlsx is of an earlier version, and its block of columns cannot hold: Decimal mark of Price" in (
        "\n".join(describe_import(found))
    )
    write_import(found)
    assert block(book)["Date"] == {"Header in your file": "Order date", "Date order": "DMY"}
    assert found.proposal.sheet == "Columns of Inputs"


def test_what_is_no_workbook_of_ours_or_no_file_is_refused(survey: Survey, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(Refusal, match="was not made from a Centre ROI template"):
        look_at_file(other, file(tmp_path, CHINESE))
    with pytest.raises(Refusal, match="the file is empty"):
        look_at_file(survey.path, file(tmp_path, ""))
    with pytest.raises(Refusal, match=r"--sheet names a sheet of a workbook with rows; rows\.csv has none"):
        look_at_file(survey.path, file(tmp_path, CHINESE), sheet="March")


def test_a_header_twice_and_a_formula_in_the_block(survey: Survey, tmp_path: Path) -> None:
    found = look_at_file(survey.path, file(tmp_path, "Day,Segment,Index,Index\n2026-01-05,SME,90,1\n"))
    assert "has several columns" in found.preview.refused
    book = openpyxl.load_workbook(survey.path)
    sheet = book["Import"]
    place = sheet.tables["source_columns"].ref.split(":")[0]
    sheet[place].offset(1, 1).value = '="Date"'
    book.save(survey.path)
    with pytest.raises(Refusal, match="formula"):
        look_at_file(survey.path, file(tmp_path, CHINESE))
