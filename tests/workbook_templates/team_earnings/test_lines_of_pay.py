"""What orders earn: every line as in a ledger kept by hand, and no cent lost between persons, teams and centre."""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.udfs.largest_remainder import printed
from tests.udfs.udf_strategies import drawn
from tests.workbook_templates.team_earnings.ledger import (
    KEY,
    SELLERS,
    STANDARD,
    Row,
    commission,
    ledger,
    order,
    tallied,
)
from workbook_templates.team_earnings.earnings import Plan, Seller

JANUARY, FEBRUARY = datetime.date(2026, 1, 5), datetime.date(2026, 2, 9)
NAMES = [seller.name for seller in SELLERS]
SALES, PROFIT, PAY, KEPT = 8, 9, 10, 11

money = st.integers(0, 200_000).map(lambda units: units / 100)


@st.composite
def rows_of_orders(draw: st.DrawFn) -> list[Row]:
    """Accepted rows in any order: sales, joint sales, sales below cost, returns, on few days of three months."""
    rows = []
    for _ in range(draw(st.integers(0, 25))):
        day = datetime.date(2026, draw(st.integers(1, 3)), draw(st.sampled_from([1, 2, 28])))
        person = draw(st.sampled_from(NAMES))
        more = {"item": draw(st.sampled_from(["Router", "Switch"]))}
        if draw(st.booleans()):
            more["second"] = draw(st.sampled_from([name for name in NAMES if name != person]))
            share = draw(st.integers(0, 10_000)) / 10_000
            more[draw(st.sampled_from(["share", "second_share"]))] = share
        units, returned = draw(st.sampled_from([(3, None), (1, None), (7, 2), (None, 2), (0, 1), (-1, None), (5, 5)]))
        rows.append(order(day, person, units, draw(money), draw(money), returned=returned, **more))
    return rows


@settings(drawn, max_examples=120)
@given(rows_of_orders())
def test_every_line_is_that_of_a_ledger_kept_by_hand(rows: list[Row]) -> None:
    lines = tallied(rows).lines
    expected = ledger(rows)
    assert [(line[0], line[1], line[2]) for line in lines] == [
        (each.seller.name, each.day, each.row) for each in expected
    ]
    for line, each in zip(lines, expected, strict=True):
        assert [printed(line[place]) for place in (SALES, PROFIT, PAY)] == [each.sales, each.profit, each.pay]
        assert printed(line[PAY]) + printed(line[KEPT]) == printed(line[PROFIT])


@settings(drawn, max_examples=120)
@given(rows_of_orders())
def test_money_is_conserved_at_every_level(rows: list[Row]) -> None:
    tally = tallied(rows)
    assert tally.count.rejected_rows == 0
    parts = defaultdict(lambda: [Fraction(0)] * 4)
    for line in tally.lines:
        for place, column in enumerate((SALES, PROFIT, PAY, KEPT)):
            parts[line[2]][place] += printed(line[column])
    whole = {number: (row[6] or 0) - (row[9] or 0) for number, row in enumerate(rows, start=6)}
    for number, row in enumerate(rows, start=6):
        units = printed(whole[number])
        assert parts[number][0] == units * printed(row[7]), "the parts of an order come to its sales"
        assert parts[number][1] == units * (printed(row[7]) - printed(row[8]))
        assert parts[number][2] + parts[number][3] == parts[number][1], "pay + kept = profit"
    totals = [sum((part[place] for part in parts.values()), Fraction(0)) for place in range(4)]
    by_person = [[*row[5:7], *row[8:]] for row in tally.person_months]
    for level in (by_person, [row[3:] for row in tally.team_months], [row[4:] for row in tally.centre_months]):
        assert [sum((printed(row[place]) for row in level), Fraction(0)) for place in range(4)] == totals
    assert sum(row[1] for row in tally.centre_months) == len(rows), "a joint sale is one order"
    assert sum(row[3] for row in tally.person_months) == len(tally.lines)


@settings(drawn, max_examples=100)
@given(rows_of_orders())
def test_lines_of_a_month_come_to_its_commission(rows: list[Row]) -> None:
    """COMMISSION of the whole month, rounded to cents, whatever the plan."""
    plans = {seller.name: seller.plan for seller in SELLERS}
    for name, _, _, _, _, _, _, pays_on, pay, _ in tallied(rows).person_months:
        plan = plans[name]
        expected = commission(plan, printed(pays_on)) if plan else Fraction(0)
        assert abs(printed(pay) - expected) <= Fraction(1, 200)
        assert (printed(pay) * 100).denominator == 1


def test_a_return_is_a_negative_line_in_the_month_it_comes_back() -> None:
    rows = [order(JANUARY, "Ann", 3, 400, 300), order(FEBRUARY, "Ann", 0, 400, 300, returned=1)]
    sale, back = tallied(rows).lines
    assert (sale[4], sale[SALES], sale[PROFIT], sale[PAY], sale[KEPT]) == (3, 1200, 300, 15, 285)
    assert (back[4], back[SALES], back[PROFIT], back[PAY], back[KEPT]) == (-1, -400, -100, -5, -95)
    assert (sale[12], back[12]) == (datetime.date(2026, 2, 25), datetime.date(2026, 3, 25))
    assert (sale[13], back[13]) == (None, "return")


def test_the_sale_that_reaches_a_threshold_of_a_retroactive_plan_lifts_the_whole_month() -> None:
    rows = [order(JANUARY, "Bo", 1, 9_999.99, 1), order(JANUARY, "Bo", 1, 0.01, 0), order(JANUARY, "Bo", 1, 100, 50)]
    assert [line[PAY] for line in tallied(rows).lines] == [200.0, 100.0, 3.0]


def test_lines_are_paid_in_order_of_date_then_row() -> None:
    """By hand: the first 1000 of profit earn 5%, what follows 8%."""
    rows = [order(FEBRUARY, "Ann", 1, 900, 0), order(FEBRUARY.replace(day=2), "Ann", 1, 800, 0)]
    assert [(line[2], line[PAY]) for line in tallied(rows).lines] == [(7, 40.0), (6, 66.0)]
    same_day = [order(FEBRUARY, "Ann", 1, 900, 0), order(FEBRUARY, "Ann", 1, 800, 0)]
    assert [(line[2], line[PAY]) for line in tallied(same_day).lines] == [(6, 45.0), (7, 61.0)]


def test_a_joint_sale_counts_once_in_its_teams_and_in_the_centre() -> None:
    rows = [
        order(JANUARY, "Ann", 1, 100.01, 60, second="Bo", second_share=0.5),
        order(JANUARY, "Ann", 1, 100, 60, second="陈伟", share=0.6),
    ]
    tally = tallied(rows)
    assert [line[SALES] for line in tally.lines] == [50.01, 60, 50, 40], "the first of equal parts has the cent"
    assert [row[:4] for row in tally.team_months] == [
        ("North", datetime.date(2026, 1, 1), 2, 160.01),
        ("South", datetime.date(2026, 1, 1), 1, 40),
    ]
    assert tally.centre_months[0][:5] == (datetime.date(2026, 1, 1), 2, 2, 0, 200.01)
    assert [line[13] for line in tally.lines] == ["with Bo", "with 陈伟", "with Ann", "with Ann"]


def test_what_lies_below_cost_or_has_no_sale_is_noted() -> None:
    rows = [
        order(JANUARY, "Ann", 2, 80, 100, item="Cable"),
        order(FEBRUARY, "Ann", 0, 80, 100, item=" cable", returned=2),
        order(FEBRUARY, "Ann", 0, 80, 100, item="Cable", returned=1),
        order(FEBRUARY, "Ann", 1, 80, 100, item="cable", second="Bo", share=0.5),
        order(FEBRUARY, "Bo", -1, 90, 10, item="Cable"),
    ]
    tally = tallied(rows)
    assert (tally.below_cost, tally.unmatched_returns) == (2, 2)
    assert {(line[0], line[2]): line[13] for line in tally.lines} == {
        ("Ann", 6): "sold below cost",
        ("Ann", 7): "return",
        ("Ann", 8): "return without its sale",
        ("Ann", 9): "with Bo; sold below cost",
        ("Bo", 9): "with Ann; sold below cost",
        ("Bo", 10): "return without its sale",
    }
    assert tally.lines[0][PAY] == -2.0, "a loss on a plan of profit takes back the first rate"


def test_returns_after_a_return_without_its_sale_have_their_own_sale() -> None:
    rows = [order(JANUARY, "Ann", -1, 9, 5), order(JANUARY, "Ann", 1, 9, 5), order(JANUARY, "Ann", -1, 9, 5)]
    assert [line[13] for line in tallied(rows).lines] == ["return without its sale", None, "return"]


def test_a_person_without_a_plan_earns_nothing_and_the_company_keeps_all() -> None:
    (line,) = tallied([order(JANUARY, "Dora", 2, 100, 70)]).lines
    assert line[SALES:12] == (200, 60, 0, 60)


def test_no_rows_and_nobody_are_no_crash() -> None:
    tally = tallied([])
    assert (tally.lines, tally.person_months, tally.team_months, tally.centre_months) == ([], [], [], [])
    assert tallied([order(JANUARY, "Ann", 1, 1, 1)], ()).count.rejected_rows == 1


def test_amounts_finer_than_cents_and_large_ones_stay_exact() -> None:
    rows = [order(JANUARY, "Ann", 0.333, 0.125, 0.0001), order(JANUARY, "Ann", 1_000_000, 9_999_999.99, 0.01)]
    (fine, large) = tallied(rows).lines
    assert printed(fine[SALES]) == Fraction("0.041625")
    assert printed(large[SALES]) == Fraction("9999999990000")
    for line in (fine, large):
        assert printed(line[PAY]) + printed(line[KEPT]) == printed(line[PROFIT])


def test_plans_pay_on_their_own_basis() -> None:
    sellers = (Seller("Ann", "A", STANDARD, 1), Seller("Bo", "A", Plan("S", True, "marginal", (0.0,), (0.1,)), 1))
    rows = [order(JANUARY, "Ann", 1, 100, 60), order(JANUARY, "Bo", 1, 100, 60)]
    assert [line[PAY] for line in tallied(rows, sellers).lines] == [2.0, 10.0]
    assert KEY.on_sales
