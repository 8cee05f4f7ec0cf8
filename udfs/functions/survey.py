"""From survey answers to loyal and disloyal customers, and how sure that is."""

import math
from typing import Annotated, Any

import numpy as np

from udfs.calling.errors import DIV0, NA, VALUE, CellError
from udfs.calling.kinds import (
    CONFIDENCE,
    COUNT,
    INDEX,
    INDEX_LIMIT,
    LOYALTY,
    NUMBER,
    PROJECTED,
    SEGMENT,
    SHARE,
    TABLE,
    WEIGHT,
)
from udfs.calling.labels import name_key
from udfs.calling.numbers import Array, Labels, Numbers, Truths, choose, rounded, square_root
from udfs.calling.refusals import refuse
from udfs.calling.registry import udf

LOYAL_ABOVE = 85.0
DISLOYAL_BELOW = 50.0
CONFIDENCE_LEVEL = 0.95
NO_SEGMENT = "(no segment)"
TALLY_HEADER = ("Segment", "Responses", "Loyal", "Neutral", "Disloyal", "Mean index", "Rejected")

_ANTON = "Anton 1997, Call Center Management by the Numbers"


def is_loyal(index: Numbers, loyal_above: Numbers) -> Truths:
    """Strictly above the limit, compared in 9 decimals."""
    return rounded(index) > rounded(loyal_above)


def is_disloyal(index: Numbers, disloyal_below: Numbers) -> Truths:
    """Strictly below the limit, compared in 9 decimals."""
    return rounded(index) < rounded(disloyal_below)


def _refuse_crossed(loyal_above: Numbers, disloyal_below: Numbers) -> None:
    refuse(
        rounded(loyal_above) < rounded(disloyal_below),
        "loyal_above",
        "must not be below disloyal_below = {other}",
        "swap the two limits",
        other=disloyal_below,
    )


@udf("SATISFACTION_INDEX", source="ECSI/ACSI index: answers rescaled to 0-100 and averaged; Fornell et al. 1996")
def satisfaction_index(
    answers: Annotated[Array, NUMBER.rows, "answers of one customer in one row, a question in each column"],
    scale_min: Annotated[float, NUMBER.one, "lowest answer of the scale, such as 1"],
    scale_max: Annotated[float, NUMBER.one, "highest answer of the scale, such as 5 or 10"],
    weights: Annotated[Array | None, WEIGHT.aligned, "weight of each question; equal if left out"] = None,
) -> Annotated[Numbers, INDEX]:
    """Satisfaction of each customer in points from 0 to 100: the weighted mean of the answers on their scale.

    100 sum(w (x - min)) / (sum(w) (max - min)): one index for each row of answers. A blank answer
    or one off the scale refuses its row; the other rows compute.

    >>> satisfaction_index([4, 4, 4, 5, 5], 1, 5)
    85.0
    """
    refuse(scale_min >= scale_max, "scale_min", "must be below scale_max = {top}", "swap the two", top=scale_max)
    off_scale = (answers < scale_min) | (answers > scale_max)
    refuse(off_scale, "answers", "must be on the scale from {low} to {high}", low=scale_min, high=scale_max)
    if weights is None:
        weights = np.ones(answers.shape[-1])
    questions = answers.shape[-1]
    refuse(
        len(weights) != questions,
        "weights",
        f"must have one weight for each of the {questions} answers in a row, not {len(weights)}",
        code=VALUE,
    )
    refuse(bool(weights.sum() == 0), "weights", "must not all be 0", code=DIV0)
    # Dividing last keeps whole answers exact: 4, 4, 4, 5, 5 on 1 to 5 is 85, not 85.00000000000001.
    index = 100 * ((answers - scale_min) * weights).sum(axis=-1) / (weights.sum() * (scale_max - scale_min))
    # Rounding must not carry the best answers past 100, where no other function would take them.
    highest: Numbers = np.minimum(index, 100.0)
    return highest


@udf("LOYALTY_CLASS", source=f"{_ANTON}: loyal above 85, disloyal below 50")
def loyalty_class(
    index: Annotated[Numbers, INDEX, "satisfaction index of a customer, 0 to 100"],
    loyal_above: Annotated[Numbers, INDEX_LIMIT, "a customer with more points than this is loyal"] = LOYAL_ABOVE,
    disloyal_below: Annotated[Numbers, INDEX_LIMIT, "a customer with fewer points is disloyal"] = DISLOYAL_BELOW,
) -> Annotated[Any, LOYALTY]:
    """Class of each customer: "loyal", "neutral" or "disloyal". Exactly on a limit is neutral.

    >>> loyalty_class(85)
    'neutral'
    >>> loyalty_class(85.1)
    'loyal'
    """
    _refuse_crossed(loyal_above, disloyal_below)
    return choose(
        is_loyal(index, loyal_above),
        lambda: "loyal",
        lambda: choose(is_disloyal(index, disloyal_below), lambda: "disloyal", lambda: "neutral"),
    )


@udf("LOYAL_COUNT", source=f"{_ANTON}: loyal above 85", counts_nothing=True)
def loyal_count(
    indexes: Annotated[Array, INDEX.list, "satisfaction indexes, 0 to 100; blank cells are left out"],
    loyal_above: Annotated[float, INDEX_LIMIT.one, "a customer with more points than this is loyal"] = LOYAL_ABOVE,
) -> Annotated[float, COUNT]:
    """Number of loyal customers: indexes strictly above the limit.

    >>> loyal_count([100, 85, 84, 90])
    2.0
    """
    return float(np.count_nonzero(is_loyal(indexes, loyal_above)))


@udf("DISLOYAL_COUNT", source=f"{_ANTON}: disloyal below 50", counts_nothing=True)
def disloyal_count(
    indexes: Annotated[Array, INDEX.list, "satisfaction indexes, 0 to 100; blank cells are left out"],
    disloyal_below: Annotated[float, INDEX_LIMIT.one, "a customer with fewer points is disloyal"] = DISLOYAL_BELOW,
) -> Annotated[float, COUNT]:
    """Number of disloyal customers: indexes strictly below the limit.

    >>> disloyal_count([0, 50, 49.9, 90])
    2.0
    """
    return float(np.count_nonzero(is_disloyal(indexes, disloyal_below)))


@udf("SURVEY_TALLY", source=f"{_ANTON}: loyal above 85, disloyal below 50")
def survey_tally(
    segments: Annotated[Labels, SEGMENT.aligned.counting_the_rest, "segment of each customer"],
    indexes: Annotated[Array, INDEX.aligned.counting_the_rest, "satisfaction index of each customer, 0 to 100"],
    loyal_above: Annotated[float, INDEX_LIMIT.one, "a customer with more points than this is loyal"] = LOYAL_ABOVE,
    disloyal_below: Annotated[float, INDEX_LIMIT.one, "a customer with fewer points is disloyal"] = DISLOYAL_BELOW,
) -> Annotated[list[list[Any]], TABLE]:
    """Responses by segment, with a header: loyal, neutral and disloyal customers, mean index, rejected rows.

    Segments stand in order of first appearance, matched without regard to capitals and outer spaces;
    an index without a segment counts under "(no segment)". Responses are loyal + neutral + disloyal;
    Rejected counts the indexes that are blank, text or not from 0 to 100. A mean of none is #N/A.

    >>> survey_tally(["SME", "sme ", "Retail"], [90, 40, 120])[1]
    ['SME', 2.0, 1.0, 0.0, 1.0, 65.0, 0.0]
    """
    _refuse_crossed(loyal_above, disloyal_below)
    names: dict[str, str] = {}
    keys = [name_key(segment) for segment in segments]
    for key, segment in zip(keys, segments, strict=True):
        names.setdefault(key, segment.strip() or NO_SEGMENT)
    place = {key: row for row, key in enumerate(names)}
    rows = np.array([place[key] for key in keys])
    counted = ~np.isnan(indexes)
    loyal = counted & is_loyal(indexes, loyal_above)
    disloyal = counted & is_disloyal(indexes, disloyal_below)

    def count(which: Any) -> list[float]:
        return [float(number) for number in np.bincount(rows, which, len(names))]

    responses, points = count(counted), count(np.where(counted, indexes, 0.0))
    neutral = count(counted & ~loyal & ~disloyal)
    means = [total / number if number else _no_mean() for total, number in zip(points, responses, strict=True)]
    columns = names.values(), responses, count(loyal), neutral, count(disloyal), means, count(~counted)
    return [list(TALLY_HEADER), *map(list, zip(*columns, strict=True))]


def _no_mean() -> CellError:
    return CellError(NA, "SURVEY_TALLY", rule="has no mean index for a segment without responses")


@udf("PROJECTED_COUNT", source="ratio estimate of a total, Cochran 1977, Sampling Techniques, ch. 2")
def projected_count(
    count: Annotated[Numbers, COUNT, "customers counted among the respondents"],
    responses: Annotated[Numbers, COUNT, "respondents in all"],
    customers_served: Annotated[Numbers, COUNT, "customers the centre served in the same time"],
) -> Annotated[Numbers, PROJECTED]:
    """Customers among all those served, if they are as the respondents: count / responses x customers served.

    Not rounded.

    >>> projected_count(30, 120, 1000)
    250.0
    """
    _refuse_sample(count, responses, customers_served)
    return choose(responses == 0, lambda: 0.0 * count, lambda: count / responses * customers_served)


def _refuse_sample(count: Numbers, responses: Numbers, customers_served: Numbers | None) -> None:
    """The rules of a sample: someone answered, not more than answered are counted, not more answered than came."""
    refuse(responses == 0, "responses", "must not be 0", "without responses there is nothing to go by", code=NA)
    refuse(count > responses, "count", "must not be above responses = {limit}", "swap the two", limit=responses)
    if customers_served is not None:
        refuse_served(customers_served, responses)


def refuse_served(customers_served: Numbers, responses: Numbers) -> None:
    """Fewer customers than answers: one of the two counts something else."""
    refuse(
        customers_served < responses,
        "customers_served",
        "must not be below responses = {limit}",
        "count the customers of the same months and segment",
        limit=responses,
    )


@udf("MARGIN_OF_ERROR", source="Wilson 1927; finite population, Burstein 1975")
def margin_of_error(
    count: Annotated[Numbers, COUNT, "customers counted among the respondents"],
    responses: Annotated[Numbers, COUNT, "respondents in all"],
    confidence: Annotated[float, CONFIDENCE.one, "how often such an interval holds the true share"] = CONFIDENCE_LEVEL,
    customers_served: Annotated[Numbers | None, COUNT, "customers in all, if the respondents are a large part"] = None,
) -> Annotated[tuple[Numbers, Numbers], SHARE]:
    """Lowest and highest share in all customers that a count among respondents is compatible with: two cells.

    Wilson's interval, which stays within 0% and 100% and is never of zero width: with p = count / n
    it is (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). With customers_served N the
    respondents stand for n' = n (N-1) / (N-n) of them; where all answered it is p to p.

    >>> low, high = margin_of_error(45, 50)
    >>> round(low, 4), round(high, 4)
    (0.7864, 0.9565)
    """
    _refuse_sample(count, responses, customers_served)
    share = choose(responses == 0, lambda: 0.0 * count, lambda: count / responses)
    sample = effective_sample(responses, customers_served)
    return _wilson(share, sample, normal_quantile(confidence))


def effective_sample(responses: Numbers, customers_served: Numbers | None) -> Numbers:
    """Size of a sample without end that says as much as this one of so many customers; NaN or None: no such number."""
    if customers_served is None:
        return responses
    known = ~np.isnan(customers_served)
    rest = customers_served - responses

    def of_the_known() -> Numbers:
        # Fractions of one customer must not make the sample smaller than it is.
        return choose(rest == 0, lambda: math.inf, lambda: responses * np.maximum(customers_served - 1, rest) / rest)

    return choose(known if known.ndim else bool(known), of_the_known, lambda: responses)


def normal_quantile(confidence: float) -> float:
    """Standard deviations on either side that hold this share of a normal distribution."""
    from statistics import NormalDist  # a tenth of the time of import udfs, needed by few

    return -NormalDist().inv_cdf((1 - confidence) / 2)


def _wilson(share: Numbers, sample: Numbers, z: float) -> tuple[Numbers, Numbers]:
    centre = share + z * z / (2 * sample)
    reach = z * square_root(share * (1 - share) / sample + (z / (2 * sample)) ** 2)
    whole = 1 + z * z / sample
    # Rounding must not carry a limit past 0% or 100%, or past the share itself.
    return np.clip((centre - reach) / whole, 0.0, share), np.clip((centre + reach) / whole, share, 1.0)
