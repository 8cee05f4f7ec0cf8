"""Headers of a file pasted into Inputs as they stand there: with commas, Chinese commas and line breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.actions.feeding import BY_HEADERS
from addin.actions.refresh import refresh
from addin.refusal import Refusal
from tests.conftest import Survey

HEADERS = [
    "Date",
    "Segment",
    "How satisfied are you\nwith the service?",
    "您对服务满意吗，总体来说？",
    "Score, overall",
]
INDEXES = {header: 50 + place for place, header in enumerate(HEADERS[2:])}


def answers(folder: Path) -> Path:
    """The table on the second sheet, below a title; the first has a part of the same words."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.append(["Date", "Segment", "Score", "overall"])
    first.append(["of the answer", "of the customer", "1 to 5", "x"])
    sheet: Any = book.create_sheet("Data")
    sheet.append(["Survey, 2026"])
    sheet.append(HEADERS)
    sheet.append(["2026-01-15", "Retail", *INDEXES.values()])
    book.save(folder / "answers.xlsx")
    return folder / "answers.xlsx"


def with_index(survey: Survey, header: str) -> Path:
    survey.fill(columns={"source_columns": {"Header(s) in your file": [None, None, None, header]}})
    return survey.path


@pytest.mark.parametrize("header", [HEADERS[2], HEADERS[3]])
@pytest.mark.parametrize("option", ["responses", BY_HEADERS])
def test_the_whole_text_finds_sheet_row_and_column(survey: Survey, tmp_path: Path, header: str, option: str) -> None:
    summary = refresh(with_index(survey, header), {option: answers(tmp_path)})
    assert summary.notes[0] == "Read from the sheet Data of answers.xlsx, header in row 2."
    assert [row[4:7] for row in survey.rows("tally")] == [[1, 0, INDEXES[header]]]


def test_parts_where_no_header_reads_like_the_whole(survey: Survey, tmp_path: Path) -> None:
    text = tmp_path / "answers.csv"
    text.write_text("Date;Segment;Q1;Q2\n2026-01-15;Retail;80;40\n", encoding="utf-8")
    with pytest.raises(Refusal, match="scale"):
        refresh(with_index(survey, "Q1, Q2"), {"responses": text})


def test_a_header_with_a_comma_among_several_stands_in_quotes(survey: Survey, tmp_path: Path) -> None:
    text = tmp_path / "answers.csv"
    text.write_text('Date;Segment;"Score, overall";Q2\n2026-01-15;Retail;80;40\n', encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        refresh(with_index(survey, "Score, overall, Q2"), {"responses": text})
    assert str(caught.value) == (
        'answers.csv has no column "Score" for Index; its columns are: Date, Segment, Score, overall, Q2. Say on '
        "Inputs which one holds Index (of several headers one that holds a comma or a line break in quotes), or let "
        "centre-roi import BOOK FILE propose it. Read as UTF-8, semicolon between cells."
    )
