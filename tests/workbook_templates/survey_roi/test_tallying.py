"""Rows to counts: against a slow and simple tally, and the rules that a tally must keep whatever the rows."""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook_templates.survey_roi.rows import GOOD, JANUARY, RULES, reason, responses, tallied
from workbook_templates.survey_roi.months import MonthSegment
from workbook_templates.survey_roi.points import Shares, UnusableSurvey
from workbook_templates.survey_roi.responses import Responses, Tally, tally

FEBRUARY = datetime.date(2026, 2, 3)


def test_on_a_limit_a_customer_is_neutral() -> None:
    (line,) = tallied([(JANUARY, None, "Retail", index) for index in (85, 50, 85.000001, 49.999999)]).lines
    assert (line.loyal, line.neutral, line.disloyal) == (1, 2, 1)


def test_limits_are_compared_in_9_decimals() -> None:
    (line,) = tallied([(JANUARY, None, "Retail", index) for index in (85 + 1e-12, 50 - 1e-12)]).lines
    assert line.neutral == 2


def test_of_a_customers_answers_in_a_month_the_latest_counts() -> None:
    rows = [(datetime.date(2026, 1, 3), "Ann", "Retail", 90), (datetime.date(2026, 1, 9), "Ann", "Retail", 20), GOOD]
    result = tallied(rows)
    assert (result.tallied, result.lines[0].loyal) == (1, 1)
    assert [(each.number, each.reason) for each in result.rejected] == [
        (2, "second answer of this customer in 2026-01; row 4 is kept"),
        (3, "second answer of this customer in 2026-01; row 4 is kept"),
    ]


def test_of_one_day_the_lowest_index_counts_and_of_these_the_first_row() -> None:
    rows = [(JANUARY, "Ann", "Retail", index) for index in (90, 20, 20)]
    assert [each.number for each in tallied(rows).rejected] == [2, 4]


def test_of_one_index_too_the_segment_first_in_the_list_counts() -> None:
    """So that the counts do not depend on the order in which a database hands out its rows."""
    rows = [(JANUARY, "Ann", segment, 90) for segment in ("SME", "Retail", "Retail")]
    for order in (rows, rows[::-1]):
        (line, _) = tallied(order).lines
        assert (line.segment, line.responses, line.rejected) == ("Retail", 1, 1)
    assert [each.number for each in tallied(rows).rejected] == [2, 4]


def test_the_time_of_day_does_not_make_an_answer_later() -> None:
    times = [datetime.datetime(2026, 1, 15, hour) for hour in (8, 20)]
    result = tallied([(times[0], "Ann", "Retail", 20), (times[1], "Ann", "Retail", 90)])
    assert result.lines[0].disloyal == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", " ANN "),
        ("Ann Lee", "ann  lee"),
        (1001, "1001"),
        (1001.0, 1001),
        ("王芳", "王芳 "),
        ("Straße", "STRASSE"),
    ],
)
def test_customers_match_trimmed_in_any_case(one: Any, other: Any) -> None:
    assert tallied([(JANUARY, one, "Retail", 90), (JANUARY, other, "SME", 80)]).tallied == 1


@pytest.mark.parametrize(("one", "other"), [(True, 1), ("A", "Á"), (1001, 1001.5), ("1001", "01001")])
def test_different_customers(one: Any, other: Any) -> None:
    assert tallied([(JANUARY, one, "Retail", 90), (JANUARY, other, "Retail", 90)]).tallied == 2


def test_a_customer_may_answer_every_month() -> None:
    assert tallied([GOOD, (FEBRUARY, *GOOD[1:])]).tallied == 2


def test_a_rejected_row_is_no_duplicate_and_makes_none() -> None:
    rows = [
        GOOD,
        (JANUARY, "Ann", "Retail", 101),
        (JANUARY, "Ann", "Wholesale", 10),
        ("2026-01-31", "Ann", "Retail", None),
    ]
    result = tallied(rows)
    assert [each.number for each in result.rejected] == [3, 4, 5]
    assert result.lines[0].loyal == 1


def test_anonymous_answers_are_counted_and_never_duplicates() -> None:
    rows = [(JANUARY, customer, "Retail", 90) for customer in (None, "", " ", float("nan"), "Ann")]
    rejected = (JANUARY, None, "Retail", 101)
    result = tallied([*rows, rejected])
    assert (result.tallied, result.anonymous) == (5, 4)
    without = replace(responses(rows), customers=None)
    assert (tally(without, RULES).tallied, tally(without, RULES).anonymous) == (5, 5)


def test_blank_rows_are_none_and_the_others_keep_their_numbers() -> None:
    blank, spaces = (None, None, None, None), (" ", "", None, "  ")
    for rows in (
        [blank, GOOD, spaces, (JANUARY, "Bob", "Retail", 101), blank],
        [spaces, GOOD, spaces, (*GOOD[:3], 101)],
    ):
        result = tallied(rows, default_date=JANUARY, default_segment="Retail")
        assert (result.read, result.tallied) == (2, 1)
        assert [each.number for each in result.rejected] == [5]


def test_a_row_with_something_in_another_column_is_no_blank_one() -> None:
    """Somebody who answered other questions, but not this one, must not vanish."""
    rows = replace(responses([(None, None, None, None), (None,) * 4]), others=(["", "fine, thanks"],))
    result = tally(rows, replace(RULES, default_date=JANUARY, default_segment="Retail"))
    assert (result.read, [each.number for each in result.rejected]) == (1, [3])


def test_rejected_rows_count_under_their_month_and_segment_where_these_are_known() -> None:
    rows = [
        (JANUARY, None, "Retail", 101),
        (JANUARY, None, None, 90),
        (JANUARY, None, "Wholesale", 90),
        ("soon", None, "Retail", 90),
        (datetime.date(2025, 1, 1), None, "SME", 90),
        ("soon", None, "Wholesale", 90),
        (None, None, None, 90),
    ]
    lines = tallied(rows).lines
    assert [(line.month, line.segment, line.rejected) for line in lines] == [
        (1, "Retail", 1),
        (1, "(no segment)", 1),
        (1, "(unknown segment)", 1),
        (None, "Retail", 1),
        (None, "(no segment)", 1),
        (None, "(unknown segment)", 1),
    ]
    assert all(line.mean_index is None and line.responses == 0 for line in lines)


def test_no_rows_at_all() -> None:
    nothing = Responses(np.arange(0), None, None, None, None)
    for result in (tallied([]), tallied([(None,) * 4]), tally(nothing, RULES)):
        assert (result.read, result.tallied, result.rejected_rows, result.lines) == (0, 0, 0, [])


def test_a_single_row() -> None:
    result = tallied([(JANUARY, "王芳", " 企业客户", 86)])
    assert result.lines == [MonthSegment(1, "企业客户", 1, 1, 0, 0, 86.0, 0)]
    assert tallied([(*GOOD[:3], 0.5)]).tallied == 1, "one small index says nothing about all of them"


def test_shares_are_refused() -> None:
    shares = [(JANUARY, None, "Retail", index) for index in (0.5, 1, "0,9", "n/a", 90.5)]
    with pytest.raises(Shares, match="looks like shares") as caught:
        tallied(shares[:4])
    assert str(caught.value) == "the index column looks like shares (all between 0 and 1): multiply it by 100"
    assert tallied(shares).tallied == 4
    assert tallied([(*GOOD[:1], None, "Retail", index) for index in (0, 1, 1)]).tallied == 3


def test_answers_beside_an_index_do_not_hide_that_it_is_shares() -> None:
    rows = [(*GOOD[:1], None, "Retail", 0.5, None), (*GOOD[:1], None, "Retail", 0.9, None), (*GOOD[:3], None, 5)]
    with pytest.raises(Shares):
        tallied(rows, scale=(1, 5))


def test_a_scale_of_0_to_1_makes_shares_indexes() -> None:
    rows = replace(
        responses([(*GOOD[:1], None, "Retail", index) for index in (0.5, 0.9, 0.009)]), index_scale=(0.0, 1.0)
    )
    (line,) = tally(rows, RULES).lines
    assert (line.loyal, line.neutral, line.disloyal) == (1, 1, 1)
    low = replace(rows, index=[0.001, 0.002, 0.003])
    assert tally(low, RULES).lines[0].disloyal == 3


def test_indexes_that_may_be_answers_on_a_scale_are_doubted() -> None:
    rows = [(JANUARY, None, "Retail", index) for index in range(1, 11)]
    doubt = (
        "Index: none of 10 indexes is above 10 of 100: they look like answers on a scale; write its lowest and highest "
        "answer on Import (Scale from, Scale to) and refresh again"
    )
    assert tallied(rows).doubts == (doubt,)
    assert tallied([*rows, (JANUARY, None, "Retail", 11)]).doubts == ()
    assert tallied(rows[:9]).doubts == (f"Warning: {doubt.replace('10 indexes is above 10', '9 indexes is above 9')}",)


def test_answers_in_the_lower_half_of_a_scale_are_doubted() -> None:
    rows = [(JANUARY, None, "Retail", None, 1 + number % 5) for number in range(30)]
    (doubt,) = tallied(rows, scale=(1, 10)).doubts
    assert doubt.startswith("Warning: Index: no answer of 30 rows is above 5 on the scale 1 to 10")
    assert tallied(rows, scale=(1, 5)).doubts == ()


def test_answers_without_a_scale() -> None:
    with pytest.raises(UnusableSurvey, match="Import names no scale"):
        tallied([(*GOOD[:3], None, 4)])
    blank_answers = [(*GOOD[:3], 90, 4), (JANUARY, "Bob", "Retail", None, None)]
    assert [each.reason for each in tallied(blank_answers).rejected] == ["index is blank"]


def test_no_more_rejected_rows_are_listed_than_asked_for() -> None:
    rows = responses([(JANUARY, None, "Retail", 101)] * 12 + [GOOD])
    result = tally(rows, RULES, most_rejected=5)
    assert ([each.number for each in result.rejected], result.rejected_rows) == ([2, 3, 4, 5, 6], 12)
    assert result.notes == ["12 rows were rejected; the first 5 are listed."]
    assert result.lines[0].rejected == 12
    many = tally(responses([(JANUARY, None, "Retail", 101)] * 10_001), RULES)
    assert (len(many.rejected), many.notes) == (10_000, ["10,001 rows were rejected; the first 10,000 are listed."])


def test_what_cells_mean_makes_the_hash_not_how_they_were_written() -> None:
    one = [GOOD, ("2026-02-03", "1001", "retail ", "85,0"), (FEBRUARY, 1002.0, "SME", 85)]
    other = [("15 Jan 2026", " ann", "RETAIL", "90"), (FEBRUARY, 1001, "Retail", 85.0), (46056, "1002", "sme", "85")]
    assert tallied(one).digest == tallied([*other, (None,) * 4]).digest
    for changed in ((JANUARY, "Ann", "Retail", 91), (JANUARY, "Bob", "Retail", 90), (FEBRUARY, *GOOD[1:])):
        assert tallied([changed, *one[1:]]).digest != tallied(one).digest


def test_a_lone_half_of_a_surrogate_pair_is_a_name_too() -> None:
    assert tallied([(JANUARY, "\ud83d", "Retail", 90)]).tallied == 1


dates = st.one_of(
    st.dates(datetime.date(2025, 12, 28), datetime.date(2026, 2, 5)),
    st.sampled_from(["2026-01-04", "4 Jan 2026", "3/4/2026", "soon", None, "", 46037, 46037.5, True, 0]),
)
customers = st.sampled_from(["Ann", "ann ", "Bob", 1001, "1001", 1001.0, None, "", "王芳", True])
segments = st.sampled_from(["Retail", " retail", "SME", "企业客户", "Wholesale", None, " ", 7])
indexes = st.one_of(
    st.sampled_from([0, 50, 85, 86, 100, "85", "85,5", "n/a", 101, -99, None, "", True, "x", 49.999999999999]),
    st.integers(0, 100),
)
rows = st.lists(st.tuples(dates, customers, segments, indexes), max_size=30)


def _slowly(rows: Sequence[tuple[Any, ...]], order: str | None) -> tuple[dict[tuple[Any, str], Counter[str]], int]:
    """The same rules, a row at a time."""
    known = {"retail": "Retail", "sme": "SME", "企业客户": "企业客户"}
    ambiguous = {"DMY": datetime.date(2026, 4, 3), "MDY": datetime.date(2026, 3, 4)}.get(order or "")
    texts = {"2026-01-04": datetime.date(2026, 1, 4), "4 Jan 2026": datetime.date(2026, 1, 4), "3/4/2026": ambiguous}
    counts: dict[tuple[Any, str], Counter[str]] = defaultdict(Counter)
    valid: dict[Any, list[Any]] = defaultdict(list)
    read = 0
    for place, (date, customer, segment, index) in enumerate(rows):
        if all(cell is None or str(cell).strip() == "" for cell in (date, customer, segment, index)):
            continue
        read += 1
        day = texts.get(date) if isinstance(date, str) else date
        if date in (46037, 46037.5) and date is not True:
            day = JANUARY
        if isinstance(day, datetime.date) and day.year != 2026:
            continue
        if not isinstance(day, datetime.date):
            day = None
        name = known.get(str(segment).strip().lower())
        where = (
            day.month if day else None,
            name or ("(unknown segment)" if str(segment or "").strip() else "(no segment)"),
        )
        number = {"85": 85, "85,5": 85.5}.get(index, index) if isinstance(index, str) else index
        if day and name and number in (-99, 99, "n/a"):
            continue
        good = isinstance(number, (int, float)) and number is not True and 0 <= number <= 100 and number != 99
        if not (day and name and good):
            counts[where]["rejected"] += 1
            continue
        who = str(int(customer) if isinstance(customer, float) else customer or "").strip().casefold() or place
        valid[who, where[0]].append((-day.toordinal(), number, place, where))
    for answers in valid.values():
        first, *others = sorted(answers)
        kind = "loyal" if first[1] > 85 else "disloyal" if round(first[1], 9) < 50 else "neutral"
        counts[first[3]][kind] += 1
        for other in others:
            counts[other[3]]["rejected"] += 1
    return counts, read


def _counts(result: Tally) -> dict[tuple[Any, str], Counter[str]]:
    return {
        (line.month, line.segment): +Counter(
            loyal=line.loyal, neutral=line.neutral, disloyal=line.disloyal, rejected=line.rejected
        )
        for line in result.lines
    }


@given(rows, st.sampled_from([None, "DMY", "MDY"]))
def test_the_tally_is_that_of_the_rules_taken_a_row_at_a_time(rows: list[Any], order: Any) -> None:
    result = tallied(rows, date_order=order, missing_codes={"Index": ("-99", "n/a", "99")})
    counts, read = _slowly(rows, order)
    assert _counts(result) == {where: +each for where, each in counts.items()}
    assert result.read == read


@given(rows)
def test_totals_add_up(rows: list[Any]) -> None:
    result = tallied(rows)
    assert all(line.responses == line.loyal + line.neutral + line.disloyal for line in result.lines)
    assert sum(line.responses for line in result.lines) == result.tallied
    assert sum(line.rejected for line in result.lines) == result.rejected_rows == len(result.rejected)
    assert result.tallied + result.rejected_rows + result.apart == result.read
    assert all(each.reason for each in result.rejected)
    numbers = [each.number for each in result.rejected]
    assert numbers == sorted(set(numbers))
    for line in result.lines:
        assert (line.mean_index is None) == (line.responses == 0)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[Any], chance: random.Random) -> None:
    """But for which of several identical answers stays: they may stand in different segments."""
    rows = [(date, customer, "Retail", index) for date, customer, _, index in rows]
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    one, other = tallied(rows), tallied(shuffled)
    assert _counts(one) == _counts(other)
    assert [line.mean_index for line in one.lines] == pytest.approx([line.mean_index for line in other.lines])
    assert (one.read, one.tallied, one.anonymous) == (other.read, other.tallied, other.anonymous)
    assert sorted(each.reason.split(";")[0] for each in one.rejected) == sorted(
        each.reason.split(";")[0] for each in other.rejected
    )


@given(rows)
def test_a_row_alone_is_rejected_for_what_is_wrong_with_it(rows: list[Any]) -> None:
    """No row's verdict depends on the others, unless it is a duplicate."""
    result = tallied(rows)
    for each in result.rejected:
        if not each.reason.startswith("second answer"):
            assert each.reason == reason(*rows[each.number - 2])
