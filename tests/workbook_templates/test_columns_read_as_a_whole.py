"""A column is read by all of its cells: their order plays no part, and no cell is read as another one rules out."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workbook_templates.rows.amounts import NumberKind, amount_column
from workbook_templates.rows.columns import Cells, Column, Reading, read_columns
from workbook_templates.rows.date_columns import DateKind, date_column
from workbook_templates.rows.dates import ORDERS, DateOrder, possible_dates
from workbook_templates.rows.durations import minutes_column
from workbook_templates.rows.numbers import MARKS, Mark, number_text
from workbook_templates.survey_roi.answers import answer_column

_amounts = st.one_of(
    st.integers(-999_999, 999_999).map(str),
    st.builds(
        "{}{}{}{:03}{}{}".format,
        st.sampled_from(["", "$", "€ ", "(", "-", "USD "]),
        st.integers(1, 999),
        st.sampled_from([".", ",", " ", "'", "’"]),
        st.integers(0, 999),
        st.sampled_from(["", ".5", ",5", ",25", ".25"]),
        st.sampled_from(["", " €", ")", "-", "元", "万", "%", "k"]),
    ),
    st.sampled_from(
        ["1.5", "2,5", "１２３４．５", "0.125", "0,125", "1,23,456.5", "x", "", None, 5, 2.5, "1e3", "1.250万"]
    ),
)
_dates = st.one_of(
    st.builds(
        "{1:02}{0}{2:02}{0}{3}".format,
        st.sampled_from(["/", ".", "-"]),
        st.integers(1, 31),
        st.integers(1, 31),
        st.sampled_from(["2026", "26", "12"]),
    ),
    st.sampled_from(["2026-01-15", "15. Januar 2026", "46037", "soon", "", None, "2026年1月15日", "Jan 5, 2026"]),
    st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)),
)
_times = st.sampled_from(
    [
        *("0:05:00", "5:30", "1h 30min", "5 min", "5分钟", "90", "1.250", "2,5", "7", 7.5, None, "x", "2.5 hours"),
        *(datetime.time(0, 30), datetime.timedelta(minutes=45)),
    ]
)
_answers = st.sampled_from(
    [
        *("1", "5", "4.5", "3,5", "very satisfied", "Satisfied", "neutral", "good", "very good", "5 - Very satisfied"),
        *("4/5", "非常满意", "满意", "n/a", "4分", "１", "9", "", None, 3, "1.250", "excellent"),
    ]
)


def place(day: datetime.date) -> tuple[Any, str]:
    return day, ""


def dates(order: DateOrder | None = None) -> Column:
    return date_column(DateKind(order), place, (None, "date is blank"))


def amounts(mark: Mark | None = None) -> Column:
    return amount_column(NumberKind("sales", mark=mark, is_money=True))


COLUMNS = {
    "amounts": (amounts(), _amounts),
    "dates": (dates(), _dates),
    "times": (minutes_column(NumberKind("minutes"), ""), _times),
    "answers": (answer_column("index", (1.0, 5.0), frozenset(), None, {}), _answers),
}


def counted(cells: Sequence[Any]) -> Cells:
    return Counter(cells)


def said(reading: Reading, cells: Cells) -> tuple[Any, ...]:
    """Everything that a reading says of its column."""
    return {repr(cell): reading.judge(cell) for cell in cells}, reading.decisions, reading.doubts


@settings(max_examples=60)
@given(st.tuples(*(st.lists(cells, min_size=1, max_size=12) for _, cells in COLUMNS.values())), st.randoms())
def test_the_order_of_the_rows_plays_no_part(found: tuple[list[Any], ...], chance: random.Random) -> None:
    """Neither that of the rows, nor that of the columns that tell each other their decimal mark."""
    columns = [column for column, _ in COLUMNS.values()]
    cells = [counted(each) for each in found]
    shuffled = [counted(chance.sample(each, len(each))) for each in found]
    first = read_columns(columns, cells)
    second = read_columns(columns[::-1], shuffled[::-1])[::-1]
    for one, other, these in zip(first, second, cells, strict=True):
        assert said(one, these) == said(other, these)


@settings(max_examples=150)
@given(
    st.lists(_amounts, min_size=1, max_size=8), st.sampled_from([None, *MARKS.values()]), st.sampled_from(sorted(MARKS))
)
def test_no_amount_is_read_as_its_column_rules_out(cells: list[Any], mark: Mark | None, other: str) -> None:
    evidence: dict[Mark, int] = {MARKS[other]: 1}
    reading = amounts(mark).look(counted(cells)).read(evidence)
    texts = {cell: text for cell in cells if isinstance(cell, str) and (text := number_text(cell))}
    own = {text.only for text in texts.values()} - {None}
    for cell, text in texts.items():
        amount, fault = reading.judge(cell)
        allowed = dict(text.values)
        if mark is not None:
            allowed = {each: value for each, value in allowed.items() if each == mark}
        elif text.has_two_readings:
            told = own or set(evidence)
            allowed = {each: value for each, value in allowed.items() if told == {each}}
        if not allowed or text.unit:
            assert fault, cell
        else:
            assert (amount, fault) == (next(iter(allowed.values())), ""), cell


@settings(max_examples=150)
@given(st.lists(_dates, min_size=1, max_size=8), st.sampled_from([None, *ORDERS]))
def test_no_date_is_read_as_its_column_rules_out(cells: list[Any], order: DateOrder | None) -> None:
    reading = dates(order).look(counted(cells)).read({})
    readings = {cell: days for cell in cells if isinstance(cell, str) and (days := possible_dates(cell))}
    agreed = set(ORDERS).intersection(*readings.values()) if readings else set(ORDERS)
    for cell, days in readings.items():
        day, fault = reading.judge(cell)
        meanings = set(days.values())
        if order is not None and order not in days:
            assert fault, cell
        elif order is not None:
            is_sure = order in agreed or len(meanings) == 1
            assert (day, bool(fault)) == ((days[order], False) if is_sure else (None, True)), cell
        elif len(meanings) == 1:
            assert (day, fault) == (meanings.pop(), ""), cell
        else:
            left = {days[each] for each in agreed}
            assert (day, bool(fault)) == ((left.pop(), False) if len(left) == 1 else (None, True)), cell
