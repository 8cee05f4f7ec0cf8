"""Targets in time: a total spread over periods, planned again as the year goes, and compared with what was reached."""

import math
import operator
from itertools import accumulate, repeat
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.parts import (
    CENTS,
    DECIMALS_HELP,
    LARGEST_REMAINDER,
    exact,
    fit_to_cell,
    places_of,
    rest_beside,
    split,
    whole_units,
)
from udfs.arithmetic.parts import amount as amount_of
from udfs.calendars.breakdown import LEVELS, TargetYear
from udfs.calendars.texts import DEFAULT_CALENDAR
from udfs.calendars.workdays import DEFAULT_WORKDAYS, WORKDAYS_FIX, WORKDAYS_RULE, read_workdays
from udfs.calling.errors import DIV0, VALUE
from udfs.calling.kinds import (
    ATTAINED,
    BAND,
    CALENDAR,
    DATE,
    DECIMALS,
    FISCAL_YEAR,
    GROWTH_WEIGHT,
    HELD,
    LEVEL,
    MONEY,
    PART_WEIGHT,
    PERIODS_LEFT,
    PERIODS_WANTED,
    PROFIT_LIMIT,
    PROFIT_SHARE,
    RATE_PER_PERIOD,
    SHARE,
    TABLE,
    TARGET,
    WEEKDAYS,
)
from udfs.calling.labels import name_key
from udfs.calling.numbers import Array, Numbers, choose, rounded
from udfs.calling.refusals import refuse, stop
from udfs.calling.registry import udf
from udfs.functions.fiscal import CALENDAR_HELP, read_calendar_or_stop, refuse_part_of_a_year

_HELD_HELP = "TRUE beside each part that must stay as it is; blank cells are FALSE"


def _flags(held: Array | None, like: Array) -> NDArray[np.bool_]:
    """Which parts are held; a blank is FALSE."""
    return np.zeros(len(like), dtype=bool) if held is None else held == 1


@udf("SPREAD", source=LARGEST_REMAINDER)
def spread(
    total: Annotated[float, MONEY.one, "total to spread"],
    weights: Annotated[Array, PART_WEIGHT.aligned, "weights of the parts; where held, the part itself"],
    held: Annotated[Array | None, HELD.aligned, _HELD_HELP] = None,
    decimals: Annotated[float, DECIMALS.one, DECIMALS_HELP] = CENTS,
) -> Annotated[Array, MONEY.aligned]:
    """Parts of a total in proportion to weights, in their shape; they add up to the total to the last unit.

    The total is rounded to `decimals`, half away from zero. Each part is rounded down to them, and the
    units that are left go to the parts with the largest remainders, of equal ones to the earlier. A
    negative total is spread as its opposite. Where `held` is TRUE the weight is the part, with its own
    digits; the others share the rest, of which one takes what is finer than `decimals`.

    >>> spread(100, [1, 1, 1]).tolist()
    [33.34, 33.33, 33.33]
    >>> spread(100, [1, 40, 1], [False, True, False]).tolist()
    [30.0, 40.0, 30.0]
    """
    places, fixed = places_of(decimals), _flags(held, weights)
    refuse((weights < 0) & ~fixed, "weights", "must not be negative", "to take something away, hold the part")
    whole = whole_units(total, places, "total")
    rest = rest_beside(whole, places, weights[fixed].tolist(), "total")
    parts = weights.copy()
    if fixed.all():
        if rest.units:
            rule, fix = "are all held and come to {held}, not to the total {total}", "free a part, or change the total"
            stop("weights", rule, fix, held=math.fsum(weights), total=amount_of(whole, places))
        return parts
    free = exact(weights[~fixed].tolist()).multiples
    refuse(not any(free), "weights", "must not all be 0", "give a part of the total to someone", code=DIV0)
    parts[~fixed] = rest.split(free)
    return parts


@udf("GROWTH_WEIGHTS", source="geometric growth")
def growth_weights(
    periods: Annotated[float, PERIODS_WANTED.one, "number of periods, such as 4 for quarters"],
    growth: Annotated[float, RATE_PER_PERIOD.one, "growth from one period to the next, such as 2%"],
) -> Annotated[Array, GROWTH_WEIGHT.list]:
    """Weights of periods that grow at a steady rate, in a column: 1, 1 + g, (1 + g)^2 and so on.

    >>> growth_weights(4, 0.1).tolist()
    [1.0, 1.1, 1.21, 1.331]
    """
    refuse(periods % 1 != 0, "periods", "must be a whole number", "write 4 for quarters, 12 for months")
    return np.array(_powers(int(periods), growth))


def _powers(number: int, growth: float) -> list[float]:
    """In decimals 1.1 x 1.1 is 1.21: no binary noise decides who gets a unit."""
    from decimal import Decimal  # not loaded before it is needed: import udfs happens while a user waits

    factors = repeat(1 + Decimal(repr(growth)), number - 1)
    return list(map(float, accumulate(factors, operator.mul, initial=Decimal(1))))


@udf("QUARTER_TARGETS", source=f"geometric growth; {LARGEST_REMAINDER}")
def quarter_targets(
    annual_target: Annotated[float, MONEY.one, "target of the year"],
    growth: Annotated[float, RATE_PER_PERIOD.one, "growth from one quarter to the next; 0 if left out"] = 0.0,
    decimals: Annotated[float, DECIMALS.one, DECIMALS_HELP] = CENTS,
) -> Annotated[Array, MONEY.list]:
    """Targets of the four quarters in a column, each larger than the one before by the growth; they add up to the year.

    SPREAD over GROWTH_WEIGHTS(4, growth).

    >>> quarter_targets(4641, 0.1).tolist()
    [1000.0, 1100.0, 1210.0, 1331.0]
    """
    places = places_of(decimals)
    units = split(whole_units(annual_target, places, "annual_target"), _quarter_weights(growth))
    return np.array([amount_of(part, places) for part in units])


def _quarter_weights(growth: float) -> list[int]:
    return exact(_powers(4, growth)).multiples


@udf("TARGET_BREAKDOWN", source=f"52/53-week fiscal years, 26 CFR 1.441-2; {LARGEST_REMAINDER}")
def target_breakdown(
    annual_target: Annotated[float, MONEY.one, "target of the year"],
    fiscal_year: Annotated[float, FISCAL_YEAR.one, "fiscal year, by the name that the calendar gives it"],
    level: Annotated[str, LEVEL.one, "level to show: quarter, month, week, day or half-day"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
    growth: Annotated[float, RATE_PER_PERIOD.one, "growth from one quarter to the next; 0 if left out"] = 0.0,
    decimals: Annotated[float, DECIMALS.one, DECIMALS_HELP] = CENTS,
    holidays: Annotated[Array | None, DATE.list, "days that are not worked, of any year"] = None,
    workdays: Annotated[str, WEEKDAYS.one, "weekdays that are worked; Mon-Fri if left out"] = DEFAULT_WORKDAYS,
    extra_workdays: Annotated[Array | None, DATE.list, "days worked besides, even on a weekend or holiday"] = None,
    am_share: Annotated[float, SHARE.one, "share of a day's target for the morning; 50% if left out"] = 0.5,
) -> Annotated[list[list[Any]], TABLE]:
    """Target of a year broken down to quarters, months, weeks, workdays or half-days: a table with a header.

    Quarters grow by `growth`; the months of a quarter weigh their number of weeks; the weeks of a month
    are equal, but one without a workday gets nothing and the others of its month carry it; the workdays
    of a week are equal; the morning takes am_share. Each step is a SPREAD: every level adds up to the
    one above to the last unit. Days are serial numbers: give Start and End a date format.

    >>> [row[-2] for row in target_breakdown(1000, 2023, "quarter", "NRF")]
    ['Target', 250.0, 250.0, 250.0, 250.0]
    >>> target_breakdown(1000, 2023, "week", "NRF")[53]
    ['FY2023 W53', 4.0, 12.0, 53.0, 45319.0, 45325.0, 17.85, 'the extra week of a year of 53']
    """
    places = places_of(decimals)
    refuse_part_of_a_year(fiscal_year)
    chosen = name_key(level)
    refuse(chosen not in LEVELS, "level", "must be quarter, month, week, day or half-day", code=VALUE)
    weekdays = read_workdays(workdays)
    if weekdays is None:
        stop("workdays", WORKDAYS_RULE, WORKDAYS_FIX, code=VALUE)
    morning = exact([am_share])
    return TargetYear(
        units=whole_units(annual_target, places, "annual_target"),
        decimals=places,
        fiscal_year=int(fiscal_year),
        calendar=read_calendar_or_stop(calendar),
        quarter_weights=_quarter_weights(growth),
        weekdays=weekdays,
        holidays=holidays,
        extra_workdays=extra_workdays,
        half_weights=[morning.multiples[0], 10**morning.scale - morning.multiples[0]],
    ).table(chosen)


@udf("REPLAN", source=LARGEST_REMAINDER)
def replan(
    targets: Annotated[Array, MONEY.aligned, "targets of all periods; they come to the total"],
    actuals: Annotated[Array, MONEY.aligned_with_gaps, "amounts of closed periods, 0 too; blank where open"],
    held: Annotated[Array | None, HELD.aligned, _HELD_HELP] = None,
    decimals: Annotated[float, DECIMALS.one, DECIMALS_HELP] = CENTS,
) -> Annotated[Array, MONEY.aligned]:
    """Targets planned again after the periods that are closed, in the shape of targets and with their total.

    A period with a number in actuals, 0 too, is closed and shows it; a held open one keeps its target;
    the rest of the total goes to the other open periods in proportion to their targets, as SPREAD does.
    All closed: the actuals. Where the rest has the other sign than the total, or no open period can
    take it, the open cells are #NUM! with the amount.

    >>> replan([100, 100, 100, 100], [130, None, None, None]).tolist()
    [130.0, 90.0, 90.0, 90.0]
    """
    places, is_open = places_of(decimals), np.isnan(actuals)
    fixed = ~is_open | _flags(held, targets)
    plan = np.where(is_open, targets, actuals)
    if not is_open.any():
        return plan
    total = fit_to_cell(exact(targets.tolist()).total(places), places, "targets")
    rest = rest_beside(total, places, plan[fixed].tolist(), "actuals")
    weights = exact(plan[~fixed].tolist()).multiples
    if rest.units * total < 0:
        _refuse_open(is_open, "and what is held exceed the total {total} by {amount}", abs(rest.amount), total, places)
    elif rest.units and rest.units * sum(weights) <= 0:
        rule = "and what is held leave {amount} of the total {total} that no open period can take"
        _refuse_open(is_open, rule, rest.amount, total, places)
    elif rest.units:
        sign = 1 if sum(weights) > 0 else -1
        plan[~fixed] = rest.split([sign * weight for weight in weights])
    else:
        plan[~fixed] = 0.0
    return plan


def _refuse_open(is_open: NDArray[np.bool_], rule: str, amount: float, total: int, places: int) -> None:
    """The closed periods keep their actuals."""
    fix = "change the total, or what is held"
    refuse(is_open, "actuals", rule, fix, others_stand=True, amount=amount, total=amount_of(total, places))


@udf("RUN_RATE", source="what is left over the periods left")
def run_rate(
    target: Annotated[Numbers, MONEY, "target of the whole time"],
    actual: Annotated[Numbers, MONEY, "amount reached so far"],
    periods_left: Annotated[Numbers, PERIODS_LEFT, "periods that are still to come"],
) -> Annotated[Numbers, MONEY]:
    """What each period still to come must bring to reach the target; negative once it is exceeded.

    (target - actual) / periods left.

    >>> run_rate(1000, 400, 6)
    100.0
    """
    refuse(periods_left == 0, "periods_left", "must not be 0", "the time is over: compare with ATTAINMENT", code=DIV0)
    return choose(periods_left == 0, lambda: 0.0 * target, lambda: (target - actual) / periods_left)


@udf("ATTAINMENT", source="what was reached as a share of the target")
def attainment(
    actual: Annotated[Numbers, MONEY, "amount reached"],
    target: Annotated[Numbers, TARGET, "amount to be reached"],
) -> Annotated[Numbers, ATTAINED]:
    """Share of a target that was reached: actual / target.

    >>> attainment(450, 500)
    0.9
    """
    refuse(target == 0, "target", "must not be 0", "without a target nothing can be attained", code=DIV0)
    return actual / target


@udf("PROFIT_RATE", source="profit over sales, both summed")
def profit_rate(
    profits: Annotated[Array, MONEY.aligned, "profit of each line or period"],
    sales: Annotated[Array, MONEY.aligned, "sales of each line or period"],
) -> Annotated[float, PROFIT_SHARE]:
    """Profit as a share of sales, all lines together: total profit / total sales, never a mean of rates.

    >>> profit_rate([10, 30], [100, 100])
    0.2
    """
    total = math.fsum(sales)
    refuse(total == 0, "sales", "must not total 0", "enter the sales of the same lines", code=DIV0)
    refuse(total < 0, "sales", "must not total less than 0", "returns are higher than the sales: check their signs")
    return math.fsum(profits) / total


@udf("PROFIT_BAND", source="a floor and a ceiling agreed for the quarter")
def profit_band(
    rate: Annotated[Numbers, PROFIT_LIMIT, "profit rate, such as PROFIT_RATE"],
    floor: Annotated[Numbers, PROFIT_LIMIT, "lowest rate of the band"],
    ceiling: Annotated[Numbers, PROFIT_LIMIT, "highest rate of the band"],
) -> Annotated[Any, BAND]:
    """Where a profit rate stands: "below", "within" or "above" its band; both limits are within.

    Above is no better than below: it means prices that drive customers away, or work left undone.

    >>> profit_band(0.12, 0.08, 0.12)
    'within'
    """
    refuse(rounded(floor) > rounded(ceiling), "floor", "must not be above ceiling = {top}", "swap the two", top=ceiling)
    return choose(
        rounded(rate) < rounded(floor),
        lambda: "below",
        lambda: choose(rounded(rate) > rounded(ceiling), lambda: "above", lambda: "within"),
    )
