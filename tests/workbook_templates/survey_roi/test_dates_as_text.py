"""Dates written as text: what each form means, and which are told to be ambiguous."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_templates.rows.dates import ORDERS, DateOrder, possible_dates, possible_span, read_date

FIFTH = datetime.date(2026, 1, 5)
FIFTEENTH = datetime.date(2026, 1, 15)
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-15",
        " 2026-01-15 ",
        "2026-01-15T10:30",
        "2026-01-15T10:30:00Z",
        "2026-01-15 10:30:00.123456+08:00",
        "2026-01-15T23:59:59-0500",
        "20260115",
        "20260115 10:30",
        "2026/1/15",
        "2026.01.15",
        "2026年1月15日",
        "2026年01月15号",
        "2026 年 1 月 15 日 上午10:30",
        "2026年1月15日星期四",
        "15.01.2026",
        "15. 1. 2026",
        "15/1/2026 10:30",
        "1/15/2026",
        "1/15/2026 10:30:00 PM",
        "1/15/26",
        "15 January 2026",
        "15 jan 2026",
        "15-JAN-2026",
        "15-Jan-26",
        "15JAN2026",
        "15th January 2026",
        "15. Jan. 2026",
        "January 15, 2026",
        "Jan. 15 2026",
        "Jan 15th, 2026",
        "Thursday, 15 January 2026",
        "Thu, 15 Jan 2026 10:30:00 +0000",
        "Thursday, January 15, 2026, 10:30 AM",
        "2026-Jan-15",
        "2026/01/15 3:04:05 PM GMT+8",
        "2026-01-15 10:30:00 EST",
        "2026-01-15 10:30:00 Europe/Berlin",
        "2026-01-15 10:30:00 +0000 UTC",
        "Thu Jan 15 2026 10:30:00 GMT+0100 (Central European Standard Time)",
        "Thu Jan 15 10:30:00 UTC 2026",
        "15. Januar 2026",
        "15. Januar 2026, 10:30 Uhr",
        "jeudi 15 janv. 2026",
        "15 de enero de 2026",
        "15 января 2026 г.",
        "2026. január 15.",
        "\u200e15/\u200e01/\u200e2026",
        "Jan 15, 2026 at 10:30 AM",
        "２０２６／１／１５",
        "二〇二六年一月十五日",
        "2026年1月15日上午10:30",
        "2026年1月15日 下午 3:04",
        "2026-01-15（星期四）",
        "2026/1/15(木) 10:30",
        "2026년 1월 15일",
        "10:30 15/01/2026",
    ],
)
@pytest.mark.parametrize("order", [None, *ORDERS])
def test_a_text_with_one_reading_is_read_whatever_the_order(text: str, order: DateOrder | None) -> None:
    assert read_date(text, order) == FIFTEENTH


def test_two_digits_are_a_year_from_1930_to_2029() -> None:
    assert [read_date(text, None) for text in ("15-Jan-29", "15-Jan-30")] == [
        datetime.date(2029, 1, 15),
        datetime.date(1930, 1, 15),
    ]


def test_the_same_day_either_way_is_no_ambiguity() -> None:
    assert read_date("5/5/2026", None) == datetime.date(2026, 5, 5)


def test_the_order_settles_what_has_several_readings() -> None:
    assert read_date("3/4/2026", "DMY") == datetime.date(2026, 4, 3)
    assert read_date("3/4/2026", "MDY") == datetime.date(2026, 3, 4)
    assert read_date("26-03-04", "YMD") == datetime.date(2026, 3, 4)
    assert read_date("26-03-04", "DMY") == datetime.date(2004, 3, 26)
    assert read_date("01/02/03", "MDY") == datetime.date(2003, 1, 2)


def test_without_the_order_it_is_ambiguous() -> None:
    assert read_date("3/4/2026", None) == 'date "3/4/2026" is ambiguous: set the date order on Import'
    assert read_date("01/02/03", None) == 'date "01/02/03" is ambiguous: set the date order on Import'


def test_an_order_that_the_text_does_not_have_is_said() -> None:
    assert read_date("3/4/2026", "YMD") == (
        'date "3/4/2026" is ambiguous: it does not follow the date order YMD of Import'
    )


@pytest.mark.parametrize(
    "text",
    [
        "30.02.2026",
        "2026-02-30",
        "31 April 2026",
        "20261301",
        "13/13/2026",
        "2026年13月1日",
        "Jan-26",
        "2026",
        "46037",
        "1/2",
        "15 Foo 2026",
        "2026-01/15",
        "yesterday",
        "0000-01-01",
        "2026-01-15 late",
        "n/a",
        "²026-01-15",
        "2026-01-15 99:30",
        "2026-01-15 10:30 late",
        "2026-01-1510:30",
    ],
)
def test_what_is_no_date_says_so(text: str) -> None:
    assert possible_dates(text) == {}
    assert read_date(text, "DMY") == f'date "{text}" is no date'


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q3", datetime.date(2026, 9, 30)),
        ("2026 Q1", datetime.date(2026, 3, 31)),
        ("Q2/2026", datetime.date(2026, 6, 30)),
        ("2026年第三季度", datetime.date(2026, 9, 30)),
        ("2026-02", datetime.date(2026, 2, 28)),
        ("02/2026", datetime.date(2026, 2, 28)),
        ("2026年1月", datetime.date(2026, 1, 31)),
        ("Jan 2026", datetime.date(2026, 1, 31)),
    ],
)
def test_a_month_or_quarter_is_a_day_only_by_a_default(text: str, day: datetime.date) -> None:
    assert possible_dates(text) == {}
    assert read_date(text, None) == (f'date "{text}" names no day: give a default date on Import, or write the day')
    span = possible_span(text)
    assert span is not None
    assert span.day_like(datetime.date(2026, 3, 31)) == day


def test_a_long_text_is_cut_in_the_message() -> None:
    assert read_date("x" * 5000, None) == f'date "{"x" * 37}..." is no date'


@given(days)
def test_a_date_printed_in_one_way_reads_back(day: datetime.date) -> None:
    short = f"{day.year % 100:02}" if day.year < 2030 else str(day.year)
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.isoformat()}T23:30:00+08:00",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {month} {day.year}",
        f"{day.day}-{month.upper()}-{short}",
        f"{month} {day.day}, {day.year}",
    ):
        assert read_date(text, None) == day, text


@given(days, st.sampled_from("/-."), st.booleans())
def test_a_date_printed_in_an_order_reads_back_in_it(day: datetime.date, mark: str, short: bool) -> None:
    year = f"{day.year % 100:02}" if short and day.year < 2030 else str(day.year)
    parts = {"D": str(day.day), "M": str(day.month), "Y": year}
    for order in ORDERS:
        text = mark.join(parts[letter] for letter in order)
        assert read_date(text, order) == day, text


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_reason(text: str) -> None:
    for order in (None, *ORDERS):
        assert isinstance(read_date(text, order), (datetime.date, str))
