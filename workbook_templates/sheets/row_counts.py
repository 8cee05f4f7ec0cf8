"""What became of the rows that a refresh read, as texts and conditions (formulas) for checks and fronts."""

from collections.abc import Sequence


def judged(facts: str) -> str:
    """How many rows were to be counted: all but those apart."""
    return f"(N({facts}_rows)-N({facts}_apart))"


def share_words(part: str, whole: str) -> str:
    """A part of a whole such as 2.5%, in every language of Excel."""
    return f'FIXED({part}/MAX(1,{whole})*100,1)&"%"'


def above_limit(facts: str) -> str:
    """Whether more rows were rejected than Inputs allows, or all of them (a condition)."""
    rejected = f"N({facts}_rejected)"
    return f"AND({rejected}>0,OR({rejected}>={judged(facts)},{beyond_limit(facts)}))"


def beyond_limit(facts: str) -> str:
    """Whether the share of the rejected rows is above the limit (a condition)."""
    return f"ROUND(N({facts}_rejected)-N(rejected_limit)*{judged(facts)},9)>0"


def rows_words(tables: Sequence[str]) -> str:
    """Such as Rows: 117 counted, 3 rejected (2.5%), 35 apart; of all tables of rows together."""

    def sum_of(fact: str) -> str:
        return "(" + "+".join(f"N({facts}_{fact})" for facts in tables) + ")"

    rejected, apart = sum_of("rejected"), sum_of("apart")
    whole = f"({sum_of('rows')}-{apart})"
    share = f'IF({rejected}=0,""," ("&{share_words(rejected, whole)}&")")'
    counted = f'"Rows: "&FIXED({sum_of("tallied")},0)&" counted, "&FIXED({rejected},0)&" rejected"&{share}'
    return f'IF(refreshed_time="","",{counted}&IF({apart}=0,"",", "&FIXED({apart},0)&" apart"))'
