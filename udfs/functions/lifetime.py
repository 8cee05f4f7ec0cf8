"""What a customer is worth over the years they stay."""

from typing import Annotated

from udfs.calling.kinds import (
    MONEY,
    MONEY_PER_MONTH,
    MONEY_PER_YEAR,
    PER_YEAR,
    PERIODS,
    RATE_PER_PERIOD,
    RATE_PER_YEAR,
    SHARE,
    YEARS,
)
from udfs.calling.numbers import (
    Array,
    Numbers,
    choose,
    expm1,
    have_opposite_signs,
    is_at_most,
    is_near_zero,
    is_zero,
    log1p,
)
from udfs.calling.refusals import refuse
from udfs.calling.registry import udf

_NO_RATE = 1e-150
"""Below this a rate changes no digit of an answer, but would lose its own."""

_FOR_EVER = 1 - 2**-51
"""A clv of R / i, multiplied by i / R in floating point, comes to this at least."""

_MONTHS = 12

_ANTON = "Anton 1997, Call Center Management by the Numbers"


@udf("CLV", source=f"{_ANTON}; the present value of an annuity, Brealey, Myers & Allen, ch. 2")
def clv(
    annual_profit: Annotated[Numbers, MONEY_PER_YEAR, "profit one loyal customer brings in a year"],
    discount_rate: Annotated[Numbers, RATE_PER_YEAR, "rate per year that turns future money into today's"],
    years: Annotated[Numbers, YEARS, "years the customer stays; fractions allowed"],
) -> Annotated[Numbers, MONEY]:
    """Value today of the profit one customer brings over the years they stay.

    R (1 - (1 + i)^-n) / i, and R n where i is 0: R is earned at the end of each year. The same
    as -PV(i, n, R) in a spreadsheet, with every digit kept for tiny rates too.

    >>> round(clv(2400, 0.10, 5), 2)
    9097.89
    >>> clv(1200, 0, 10)
    12000.0
    """
    return choose(
        is_near_zero(discount_rate, _NO_RATE),
        lambda: annual_profit * years,
        lambda: -expm1(-years * log1p(discount_rate)) * annual_profit / discount_rate,
    )


@udf("CLV_SIMPLE", source="the plain product, as sales departments count it; worked example 3000 x 4 x 10 = 120000")
def clv_simple(
    purchase_value: Annotated[Numbers, MONEY, "profit or value of one purchase"],
    purchases_per_year: Annotated[Numbers, PER_YEAR, "purchases in a year"],
    years: Annotated[Numbers, YEARS, "years the customer stays; fractions allowed"],
) -> Annotated[Numbers, MONEY]:
    """Value of one customer without discounting: purchase value x purchases per year x years.

    >>> clv_simple(3000, 4, 10)
    120000.0
    """
    return purchase_value * purchases_per_year * years


@udf("CLV_RETENTION", source="Gupta & Lehmann 2003, Customers as Assets, margin multiple r / (1 + i - r)")
def clv_retention(
    annual_profit: Annotated[Numbers, MONEY_PER_YEAR, "profit one customer brings in a year"],
    discount_rate: Annotated[Numbers, RATE_PER_YEAR, "rate per year that turns future money into today's"],
    retention_rate: Annotated[Numbers, SHARE, "share of the customers who stay another year"],
) -> Annotated[Numbers, MONEY]:
    """Value today of one customer's profit until they leave; even the first year's comes only from those who stay.

    R r / (1 + i - r), without an end date: the first profit comes a year from now, from the share r
    that stayed. Therefore not comparable with CLV, where the first year's profit is certain.

    >>> clv_retention(120, 0, 0.5)
    120.0
    """
    refuse(
        retention_rate >= 1 + discount_rate,
        "retention_rate",
        "must be below 1 + discount_rate = {ceiling}",
        "the profit would never end: lower retention_rate",
        ceiling=1 + discount_rate,
    )
    return annual_profit * retention_rate / (1 + discount_rate - retention_rate)


@udf("LOYALTY_YEARS", source=f"{_ANTON}; CLV solved for the number of years, as NPER")
def loyalty_years(
    clv: Annotated[Numbers, MONEY, "value of one customer today, as sales and finance know it"],
    annual_profit: Annotated[Numbers, MONEY_PER_YEAR, "profit one loyal customer brings in a year"],
    discount_rate: Annotated[Numbers, RATE_PER_YEAR, "rate per year that turns future money into today's"],
) -> Annotated[Numbers, YEARS]:
    """Years a customer has to stay for the profit of a year to add up to a known value today.

    n = -ln(1 - V i / R) / ln(1 + i), and V / R where i is 0: CLV solved for its years. Years of
    profit are worth at most R / i together, however many; a value V of that or more has no answer.

    >>> round(loyalty_years(9097.89, 2400, 0.10), 4)
    5.0
    """
    refuse(is_zero(annual_profit), "annual_profit", "must not be 0", "without profit no number of years adds up to clv")
    refuse(
        have_opposite_signs(clv, annual_profit),
        "clv",
        "must have the sign of annual_profit, {profit}",
        "swap the sign of one of them",
        profit=annual_profit,
    )
    still_to_come = -clv / annual_profit * discount_rate
    refuse(
        is_at_most(still_to_come, -_FOR_EVER),
        "clv",
        "must be below annual_profit / discount_rate = {profit} / {rate} = {ceiling}",
        "at that value the customer would have to stay for ever",
        profit=annual_profit,
        rate=discount_rate,
        ceiling=lambda: annual_profit / discount_rate,
    )
    return choose(
        is_near_zero(discount_rate, _NO_RATE),
        lambda: clv / annual_profit,
        lambda: -log1p(still_to_come) / log1p(discount_rate),
    )


@udf("ANNUAL_PROFIT", source=_ANTON)
def annual_profit(
    monthly_profits: Annotated[
        Array, MONEY_PER_MONTH.list, "profit of one average loyal customer in each month; blank months are left out"
    ],
) -> Annotated[float, MONEY_PER_YEAR]:
    """Profit one average loyal customer brings in a year, from the months known: their mean x 12.

    A blank month is unknown and left out; a month without profit is a 0.

    >>> annual_profit([100, 120, 110])
    1320.0
    """
    return float(monthly_profits.mean()) * _MONTHS


@udf("ANNUAL_RATE", source="effective annual rate, Brealey, Myers & Allen, ch. 2")
def annual_rate(
    rate: Annotated[Numbers, RATE_PER_PERIOD, "rate per period, such as 1% a month"],
    periods_per_year: Annotated[Numbers, PERIODS, "periods in a year: 12 for months, 4 for quarters"],
) -> Annotated[Numbers, RATE_PER_YEAR]:
    """Rate per year that a rate per period comes to: (1 + m)^p - 1.

    >>> round(annual_rate(0.01, 12), 6)
    0.126825
    """
    return expm1(periods_per_year * log1p(rate))
