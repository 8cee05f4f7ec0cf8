"""Which header of a file must be which of our columns, and where nothing decides."""

from __future__ import annotations

import pytest

from workbook_templates.catalogue import TEMPLATES
from workbook_templates.refreshing.header_meanings import is_like_index, matches, usual_names
from workbook_templates.refreshing.header_words import NEVER, USUAL, WITHIN

SURVEY = ("Date", "Customer", "Segment", "Index")


def found(names: tuple[str, ...], *headers: str) -> dict[str, tuple[str, ...]]:
    return {name: match.headers for name, match in matches(names, headers).items() if match.headers}


def test_every_column_of_every_table_has_usual_names_and_nothing_else_has() -> None:
    columns = {name for template in TEMPLATES.values() for feed in template.feeds for name in feed.columns}
    assert set(USUAL) == columns
    assert set(WITHIN) | set(NEVER) <= columns
    for template in TEMPLATES.values():
        for feed in template.feeds:
            assert set(feed.needed) <= set(feed.columns)
            assert found(feed.columns, *feed.columns) == {name: (name,) for name in feed.columns}


@pytest.mark.parametrize("header", ["CloseDate", "close_date", "Q1. Close date", " CLOSE  DATE ", "Close Date (local)"])
def test_one_header_in_several_spellings(header: str) -> None:
    assert found(("Date",), header, "Name") == {"Date": (header,)}


def test_our_own_name_wins_over_usual_ones_and_the_surer_of_these_over_the_others() -> None:
    assert found(SURVEY, "Response date", "Date", "CSAT", "Score") == {"Date": ("Date",), "Index": ("CSAT",)}
    assert found(SURVEY, "Start date", "End date", "Recorded date") == {"Date": ("Recorded date",)}


def test_a_header_serves_one_column() -> None:
    names = ("Sales", "Profit", "Cost")
    assert found(names, "Amount", "Gross profit", "Expenses") == {
        "Sales": ("Amount",),
        "Profit": ("Gross profit",),
        "Cost": ("Expenses",),
    }
    assert found(("Price", "Unit cost", "Line total"), "单价", "成本单价", "金额") == {
        "Price": ("单价",),
        "Unit cost": ("成本单价",),
        "Line total": ("金额",),
    }


def test_two_that_say_the_same_decide_nothing() -> None:
    match = matches(SURVEY, ["Satisfaction", "Rating", "Date"])["Index"]
    assert (match.headers, match.unclear) == ((), ("Satisfaction", "Rating"))


def test_answers_that_differ_by_their_number_belong_together() -> None:
    assert found(SURVEY, "Q1", "Q2", "Q10", "Comment")["Index"] == ("Q1", "Q2", "Q10")
    assert "Index" not in found(SURVEY, "1", "2", "Q1")


@pytest.mark.parametrize(
    ("question", "is_index"),
    [
        ("How satisfied are you with our service?", True),
        ("2、您对我们的服务总体满意吗？", True),
        ("CSAT score", True),
        ("Why are you satisfied?", False),
        ("您不满意的原因", False),
        ("How likely are you to recommend us?", False),
        ("Your age", False),
    ],
)
def test_questions_about_satisfaction(question: str, is_index: bool) -> None:
    assert is_like_index(question) is is_index


def test_customers_and_dates_are_not_told_by_a_part_of_something_else() -> None:
    assert found(SURVEY, "Customer comment", "Birth date", "Customer opt-in") == {}
    assert usual_names("Date")[0] == "Date"
