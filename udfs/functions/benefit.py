"""What the other kinds of centre bring in: goods sold, leads, support that is paid for, colleagues' time."""

import math
from typing import Annotated, Any, Final

import numpy as np

from udfs.arithmetic.parts import CENTS, DECIMALS_HELP, LARGEST, LARGEST_REMAINDER, exact, places_of, split
from udfs.arithmetic.parts import amount as amount_of
from udfs.calling.errors import VALUE
from udfs.calling.kinds import (
    DECIMALS,
    FACTOR,
    LEAD_CONTRIBUTION,
    LEAD_OUTCOME,
    MINUTES,
    MONEY,
    MONEY_PER_HOUR,
    MONEY_PER_UNIT,
    SHARE,
    UNITS,
)
from udfs.calling.labels import word_keys
from udfs.calling.numbers import Array, Numbers, choose, rounded
from udfs.calling.refusals import refuse
from udfs.calling.registry import udf

WON, LOST, PENDING = "won", "lost", "pending"
PERSUADED, PASSED_ON = "persuaded", "passed on"
UNDERSTOOD, MISREAD = "understood", "misread"
OUTCOMES: Final = (WON, LOST, PENDING)
CONTRIBUTIONS: Final = {WON: (PERSUADED, PASSED_ON), LOST: (UNDERSTOOD, MISREAD)}
"""What the centre can have done for a deal, by how the deal ended."""

_ALL_WORDS: Final = (*CONTRIBUTIONS[WON], *CONTRIBUTIONS[LOST])
_LISTED: Final = "persuaded, passed on, understood or misread"

_SHARES_MEET: Final = 10**9
"""The total of shares may be off by one part of so many: what thirds lose as they are written."""


@udf("TELESALES_PROFIT", source="contribution margin of the goods that customers keep")
def telesales_profit(
    units: Annotated[Numbers, UNITS, "units sold"],
    unit_price: Annotated[Numbers, MONEY_PER_UNIT, "price of one unit"],
    unit_cost: Annotated[Numbers, MONEY_PER_UNIT, "cost of one unit, at which returned goods go back"],
    returned_units: Annotated[Numbers, UNITS, "units that came back; 0 if left out"] = 0.0,
) -> Annotated[Numbers, MONEY]:
    """Profit of a sale by phone: (units - returned units) x (price - cost).

    Returned goods go back at cost, so each takes back its own profit. Goods that come back later than
    they were sold are a line of their own, with 0 units: a negative profit.

    >>> telesales_profit(10, 49.9, 31.4, 2)
    148.0
    """
    refuse(
        (rounded(returned_units) > rounded(units)) & (units != 0),
        "returned_units",
        "must not be above units = {units}",
        "enter a later return as its own line with 0 units",
        units=units,
    )
    return (units - returned_units) * (unit_price - unit_cost)


@udf("CREDIT_SPLIT", source=LARGEST_REMAINDER)
def credit_split(
    amount: Annotated[Numbers, MONEY, "amount to split, such as the profit of a joint sale"],
    shares: Annotated[Array, SHARE.aligned, "shares of those who worked on it; together 100%"],
    decimals: Annotated[float, DECIMALS.one, DECIMALS_HELP] = CENTS,
) -> Annotated[Array, MONEY.aligned]:
    """Parts of an amount by agreed shares, one in the place of each share; they add up to the amount to the last unit.

    The shares must come to 100%, so that nothing is credited twice and nothing is lost. A column of
    amounts gives a row of parts for each. The amount is rounded to `decimals`, half away from zero;
    parts are rounded as in SPREAD.

    >>> credit_split(100, [0.5, 0.25, 0.25]).tolist()
    [50.0, 25.0, 25.0]
    >>> credit_split([100, 0.05], [0.5, 0.5]).tolist()
    [[50.0, 50.0], [0.03, 0.02]]
    """
    places, weights = places_of(decimals), exact(shares.tolist())
    total, whole = sum(weights.multiples), 10**weights.scale
    refuse(
        abs(total - whole) * _SHARES_MEET > whole,
        "shares",
        "must come to 1 (100%), not to {total}",
        "give every part of the amount to one, and only one",
        total=total / whole,
    )
    amounts = np.atleast_1d(amount).ravel()
    units = [exact([each]).total(places) if math.isfinite(each) else 0 for each in amounts.tolist()]
    too_long = np.array([abs(each) >= LARGEST for each in units])
    rule = f"has more than 15 digits with decimals = {places}"
    refuse(too_long.reshape(np.shape(amount)), "amount", rule, "lower decimals")
    parts = [[amount_of(part, places) for part in split(each, weights.multiples)] for each in units]
    return np.array(parts) if np.ndim(amount) else np.array(parts[0])


@udf("LEAD_CREDIT", source="the part of a deal's profit that was agreed for what the centre did for it")
def lead_credit(
    value: Annotated[Numbers, MONEY, "profit of the deal"],
    outcome: Annotated[Any, LEAD_OUTCOME, "outcome of the deal: won, lost or pending"],
    contribution: Annotated[
        Any,
        LEAD_CONTRIBUTION.or_none,
        "contribution of the centre: persuaded or passed on where won, understood or misread where lost",
    ],
    persuaded_share: Annotated[Numbers, SHARE, "share of the profit where the centre persuaded the customer"],
    passed_on_share: Annotated[Numbers, SHARE, "share of the profit where the centre passed the lead on"],
) -> Annotated[Numbers, MONEY]:
    """Profit that a sales lead brings the centre: its share of a deal that was won, 0 of any other.

    Won and persuaded: value x persuaded_share; won and passed on: value x passed_on_share. Lost,
    rightly understood or misread, is worth 0, as is what is still pending; that needs no contribution.

    >>> lead_credit(12000, "won", "persuaded", 0.3, 0.1)
    3600.0
    >>> lead_credit(12000, "lost", "misread", 0.3, 0.1)
    0.0
    """
    ended, did = word_keys(outcome), word_keys(contribution)
    won, pending = ended == WON, ended == PENDING
    refuse(~np.isin(ended, OUTCOMES), "outcome", "must be won, lost or pending", code=VALUE)
    refuse(~np.isin(did, ("", *_ALL_WORDS)), "contribution", f"must be {_LISTED}", code=VALUE)
    fix = f"give the contribution: {_LISTED}; only a pending deal needs none"
    refuse(~pending & (did == ""), "contribution", "is blank", fix, code=VALUE)
    for end, words in CONTRIBUTIONS.items():
        contradictory = (ended == end) & (did != "") & ~np.isin(did, words)
        rule = f"of a deal that was {end} must be {' or '.join(words)}"
        refuse(contradictory, "contribution", rule, "correct it, or the outcome")
    return choose(
        won,
        lambda: value * choose(did == PERSUADED, lambda: persuaded_share, lambda: passed_on_share),
        lambda: 0.0 * value,
    )


@udf("SUPPORT_PROFIT", source="the part of the price that was calculated for support")
def support_profit(
    units: Annotated[Numbers, UNITS, "units sold with support"],
    unit_price: Annotated[Numbers, MONEY_PER_UNIT, "price of one unit"],
    support_share: Annotated[Numbers, SHARE, "share of the price that pays for support"],
) -> Annotated[Numbers, MONEY]:
    """Part of the price of the goods sold that pays for technical support: units x price x support share.

    >>> support_profit(200, 150, 0.08)
    2400.0
    """
    return units * unit_price * support_share


@udf("INTERNAL_VALUE", source="time given back, at what it costs")
def internal_value(
    minutes: Annotated[Numbers, MINUTES, "minutes that colleagues were spared"],
    hourly_rate: Annotated[Numbers, MONEY_PER_HOUR, "cost of one hour of these colleagues"],
    difficulty: Annotated[Numbers, FACTOR, "factor for work that is harder than usual; 1 if left out"] = 1.0,
) -> Annotated[Numbers, MONEY]:
    """Value of the time that internal support gives back to colleagues: minutes / 60 x hourly rate x difficulty.

    >>> internal_value(90, 40, 1.5)
    90.0
    """
    return minutes / 60 * hourly_rate * difficulty
