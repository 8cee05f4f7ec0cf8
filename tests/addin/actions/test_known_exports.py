"""Exports of survey tools and CRMs, refreshed into workbooks whose sheet Import nobody touched."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.actions.refresh import Summary, refresh
from addin.refusal import Refusal
from tests.conftest import Survey, filled_rows
from tests.workbook_templates.centre_benefits.workbook import filled

ASKED = "How satisfied are you with our service?"
Lines = Sequence[Sequence[Any]]

QUALTRICS: Lines = [
    ["StartDate", "EndDate", "Status", "RecordedDate", "ResponseId", "RecipientEmail", "Segment", "Q1", "Q2"],
    [
        "Start Date",
        "End Date",
        "Response Type",
        "Recorded Date",
        "Response ID",
        "Recipient Email",
        "Segment",
        ASKED,
        "Why?",
    ],
    [
        json.dumps({"ImportId": name})
        for name in ("startDate", "endDate", "s", "recordedDate", "_", "e", "g", "Q1", "Q2")
    ],
    [
        "2026-01-14 09:58:00",
        "2026-01-14 10:00:00",
        "0",
        "2026-01-14 10:00:05",
        "R_1",
        "a@x.example",
        "Retail",
        "95",
        "",
    ],
    [
        "2026-01-15 09:58:00",
        "2026-01-15 10:00:00",
        "0",
        "2026-01-15 10:00:05",
        "R_2",
        "b@x.example",
        "SME",
        "40",
        "slow",
    ],
    ["2026-01-16 09:58:00", "2026-01-16 10:00:00", "0", "2026-01-16 10:00:05", "R_3", "b@x.example", "SME", "70", ""],
]
SURVEYMONKEY: Lines = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", ASKED, "Customer type"],
    ["", "", "", "", "", "", "Response", "Response"],
    ["11", "7", "01/14/2026 09:58:00 AM", "01/14/2026 10:00:00 AM", "", "a@x.example", "Very satisfied", "Retail"],
    ["12", "7", "01/15/2026 09:58:00 AM", "01/15/2026 10:00:00 AM", "", "", "Dissatisfied", "SME"],
]
GOOGLE: Lines = [
    ["Timestamp", "Email Address", "Customer type", ASKED, "What could we improve so that you are satisfied?"],
    ["2026/01/14 10:00:05 AM GMT+1", "a@x.example", "Retail", "Very satisfied", ""],
    ["2026/01/15 3:00:05 PM GMT+1", "b@x.example", "SME", "Dissatisfied", "speed"],
]
MICROSOFT: Lines = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Segment", ASKED],
    [1, "1/14/26 9:58:00", "1/14/26 10:00:00", "anonymous", "", "Retail", "Very satisfied"],
    [2, "1/15/26 9:58:00", "1/15/26 10:00:00", "anonymous", "", "SME", "Dissatisfied"],
]
WENJUANXING: Lines = [
    [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "客户类型",
        "2、您对我们的服务总体满意吗？",
        "总分",
    ],
    ["1", "2026/1/14 10:00:05", "65秒", "微信", "N/A", "10.0.0.1(北京-北京)", "Retail", "非常满意", "5"],
    ["2", "2026/1/15 10:00:05", "48秒", "链接", "N/A", "10.0.0.2(上海-上海)", "SME", "不满意", "2"],
]
ZENDESK: Lines = [
    ["Ticket ID", "Requester", "Assignee", "Customer type", "Score", "Comment", "Updated at"],
    ["501", "Ines Faro", "Kim", "Retail", "good", "", "2026-01-14 10:00:05 +0100"],
    ["502", "Lee Moor", "Kim", "SME", "bad", "slow", "2026-01-15 10:00:05 +0100"],
    ["503", "Ola Berg", "Kim", "SME", "offered", "", "2026-01-15 10:00:05 +0100"],
]


def as_csv(folder: Path, lines: Lines) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    path = folder / "export.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def as_xlsx(folder: Path, lines: Lines) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(list(line))
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def counts(result: Summary) -> tuple[int, int, int]:
    return result.read, result.tallied, result.rejected


def tallied(survey: Survey) -> list[tuple[Any, ...]]:
    return [(row[1], row[2], row[6]) for row in survey.rows("tally")]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_qualtrics_has_two_more_rows_of_header(survey: Survey, tmp_path: Path, write: Any) -> None:
    result = refresh(survey.path, {"responses": write(tmp_path, QUALTRICS)})
    assert counts(result) == (3, 2, 1)
    assert "2 rows below the header are part of it, as Qualtrics writes it." in result.notes
    assert (
        "Read as an export of Qualtrics: Date is RecordedDate, Customer is RecipientEmail, Index is Q1." in result.notes
    )
    assert tallied(survey) == [("Retail", 1, 95), ("SME", 1, 70)]
    assert [(row[0], row[5]) for row in survey.rows("rejected")] == [
        (5, "second answer of this customer in 2026-01; row 6 is kept")
    ]


def test_the_rows_of_header_are_no_rows_where_import_names_the_columns(survey: Survey, tmp_path: Path) -> None:
    survey.fill(columns={"source_columns": {"Header(s) in your file": ["EndDate", None, None, "Q1"]}})
    result = refresh(survey.path, {"responses": as_csv(tmp_path, QUALTRICS)})
    assert counts(result) == (3, 2, 1)
    assert "Read as an export of Qualtrics: Customer is RecipientEmail." in result.notes


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_surveymonkey_has_one_more_row_of_header(survey: Survey, tmp_path: Path, write: Any) -> None:
    result = refresh(survey.path, {"responses": write(tmp_path, SURVEYMONKEY)})
    assert counts(result) == (2, 2, 0)
    assert any(
        note.startswith("Read as an export of SurveyMonkey: Date is End Date, Customer is Email Address, Index is How")
        and note.endswith("Segment is Customer type.")
        for note in result.notes
    )
    assert tallied(survey) == [("Retail", 1, 100), ("SME", 1, 25)]


def test_google_forms(survey: Survey, tmp_path: Path) -> None:
    result = refresh(survey.path, {"responses": as_csv(tmp_path, GOOGLE)})
    assert counts(result) == (2, 2, 0)
    assert (
        f"Read as an export of Google Forms: Date is Timestamp, Customer is Email Address, Index is {ASKED}, "
        "Segment is Customer type."
    ) in result.notes
    assert tallied(survey) == [("Retail", 1, 100), ("SME", 1, 25)]


def test_microsoft_forms_whose_customers_are_anonymous(survey: Survey, tmp_path: Path) -> None:
    result = refresh(survey.path, {"responses": as_xlsx(tmp_path, MICROSOFT)})
    assert counts(result) == (2, 2, 0)
    assert "2 responses without a customer were counted as anonymous." in result.notes
    assert tallied(survey) == [("Retail", 1, 100), ("SME", 1, 25)]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_wenjuanxing(survey: Survey, tmp_path: Path, write: Any) -> None:
    result = refresh(survey.path, {"responses": write(tmp_path, WENJUANXING)})
    assert counts(result) == (2, 2, 0)
    assert tallied(survey) == [("Retail", 1, 100), ("SME", 1, 25)]


def test_zendesk_says_good_and_bad(survey: Survey, tmp_path: Path) -> None:
    result = refresh(survey.path, {"responses": as_csv(tmp_path, ZENDESK)})
    assert counts(result) == (3, 2, 0)
    assert any("Index is Score (good = 100, bad = 0, offered = n/a" in note for note in result.notes)
    assert tallied(survey) == [("Retail", 1, 100), ("SME", 1, 0)]


def test_what_import_says_wins(survey: Survey, tmp_path: Path) -> None:
    survey.fill(columns={"source_columns": {"Header(s) in your file": [None, "Name", None, ASKED]}})
    lines = [*MICROSOFT[:2], [*MICROSOFT[2][:4], "Zoe", *MICROSOFT[2][5:]]]
    result = refresh(survey.path, {"responses": as_csv(tmp_path, lines)})
    assert "Read as an export of Microsoft Forms: Date is Completion time." in result.notes
    assert counts(result) == (2, 2, 0)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (
            "How satisfied are you with the price?",
            f'2 of its questions may be the index: "{ASKED}"; "How satisfied are you with the price?"',
        ),
        (None, "none of its questions asks how satisfied"),
    ],
)
def test_the_index_of_a_survey_is_not_guessed(survey: Survey, tmp_path: Path, header: str | None, why: str) -> None:
    lines = [["Timestamp", "Segment", ASKED, header], ["2026/01/14 10:00", "Retail", "5", "4"]]
    if header is None:
        lines = [["Timestamp", "Segment", "Age"], ["2026/01/14 10:00", "Retail", "44"]]
    with pytest.raises(Refusal) as caught:
        refresh(survey.path, {"responses": as_csv(tmp_path, lines)})
    assert str(caught.value) == (
        f"export.csv: is an export of Google Forms, and {why}. Say on Import which header holds Index, or let "
        "centre-roi import BOOK FILE propose it."
    )


def test_a_question_of_several_columns_is_no_index(survey: Survey, tmp_path: Path) -> None:
    lines = [
        [*SURVEYMONKEY[0][:7], "", "Segment"],
        ["", "", "", "", "", "", "Speed", "Price", "Response"],
        [*SURVEYMONKEY[2][:6], "4", "5", "Retail"],
    ]
    with pytest.raises(Refusal, match=r'its question "How satisfied .* has several columns'):
        refresh(survey.path, {"responses": as_csv(tmp_path, lines)})


SALESFORCE: Lines = [
    ["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Close Date", "Amount", "Contribution"],
    ["Kim", "Faro Ltd", "Faro: 20 phones", "Closed Won", "2026-02-10", "1,200.50", "persuaded"],
    ["Kim", "Moor plc", "Moor: plan", "Negotiation/Review", "2026-02-11", "300", ""],
]
HUBSPOT: Lines = [
    ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount", "Contribution"],
    ["9001", "Faro: 20 phones", "Closed won", "2026-02-10 09:00", "Kim", "1200.5", "persuaded"],
    ["9002", "Moor: plan", "Presentation Scheduled", "2026-02-11 09:00", "Kim", "300", ""],
]


@pytest.mark.parametrize(
    ("tool", "lines", "columns"),
    [
        ("Salesforce", SALESFORCE, "Date is Close Date, Lead is Opportunity Name, Outcome is Stage, Value is Amount"),
        ("HubSpot", HUBSPOT, "Date is Close Date, Lead is Deal Name, Outcome is Deal Stage, Value is Amount"),
    ],
)
def test_deals_of_a_crm(tmp_path: Path, tool: str, lines: Lines, columns: str) -> None:
    book = filled(tmp_path / "benefits.xlsx")
    result = refresh(book, {"leads": as_csv(tmp_path, lines)})
    (leads,) = [origin.counts for origin in result.origins if origin.feed.table == "leads"]
    assert (leads.read, leads.tallied, leads.rejected) == (2, 2, 0)
    assert f"leads: Read as an export of {tool}: {columns}." in result.notes
    assert filled_rows(book, "lead_tally")[0] == ["won", "persuaded", 1, 1200.5, 0]
