"""Sales leads: judged, counted by outcome and contribution, and compared with what their followers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from udfs.functions.benefit import (
    CONTRIBUTIONS,
    LOST,
    MISREAD,
    OUTCOMES,
    PASSED_ON,
    PENDING,
    PERSUADED,
    UNDERSTOOD,
    WON,
)
from workbook_templates.rows.columns import Column, Judge, cell_by_cell, required, with_default
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.rules import Period, RowRules, text_judge
from workbook_templates.rows.table import JudgedCount, JudgedRows, SourceColumns

LEADS: Final = (
    "Date",
    "Lead",
    "Order",
    "Outcome",
    "Contribution",
    "Value",
    "Follower's outcome",
    "Follower's contribution",
)
ENDS: Final = ((WON, PERSUADED), (WON, PASSED_ON), (LOST, UNDERSTOOD), (LOST, MISREAD), (PENDING, ""))
"""How a lead can stand: outcome and contribution; a pending one needs none."""
RECORD, FOLLOWER = "service record", "follower"
_RECORD_COLUMNS: Final = ("Outcome", "Contribution")
_FOLLOWER_COLUMNS: Final = ("Follower's outcome", "Follower's contribution")
_MOST_LISTED: Final = 1_000
_NO_WORDS: Final[Mapping[str, str]] = {}
_STAGES: Final = {
    WON: "closed won, closed-won, closedwon, win, sold, 赢单, 已赢单, 成交, 已成交, 成功, 签约, 已签约",
    LOST: (
        "closed lost, closed-lost, closedlost, lose, dead, disqualified, 输单, 已输单, 丢单, 流失, 已流失, 失败, 未成交"
    ),
    PENDING: (
        "open, new, in progress, working, contacted, qualified, qualification, prospecting, needs analysis, nurturing, "
        "value proposition, proposal, proposal/price quote, negotiation, negotiation/review, appointment scheduled, "
        "qualified to buy, presentation scheduled, decision maker bought-in, contract sent, "
        "跟进中, 进行中, 待定, 谈判中"
    ),
}
OUTCOME_WORDS: Final = {name_key(word): outcome for outcome, words in _STAGES.items() for word in words.split(",")}
"""What the stages of the usual CRMs stand for: Salesforce, HubSpot, Zendesk Sell, and Chinese ones."""


@dataclass(frozen=True)
class LeadRules(RowRules):
    """What the workbook says about its leads."""

    period: Period
    whose_word: str = RECORD
    """Which of the two counts where they disagree."""


@dataclass(frozen=True)
class LeadTally:
    """What the leads came to."""

    ends: list[tuple[Any, ...]]
    """Outcome, contribution, leads, value, and the part of the value that stands in counted orders too."""
    disagreements: list[tuple[Any, ...]]
    """Row, date, lead, the service record's words, the follower's words, value."""
    disagreeing: int
    count: JudgedCount


def tally_leads(source: SourceColumns, rules: LeadRules, orders: Set[str] = frozenset()) -> LeadTally:
    """Validate, keep the last state of each lead, then count by how it stands; `orders` were counted already."""
    rows = _judge_rows(source, rules)
    _refuse_contradictions(rows, *_RECORD_COLUMNS)
    _refuse_contradictions(rows, *_FOLLOWER_COLUMNS)
    record, follower = _end_places(rows, *_RECORD_COLUMNS), _end_places(rows, *_FOLLOWER_COLUMNS)
    filled = follower >= 0
    ends = np.where(filled, follower, record) if rules.whose_word == FOLLOWER else record
    is_won = np.isin(ends, [place for place, (outcome, _) in enumerate(ENDS) if outcome == WON])
    value = rows.columns["Value"]
    rows.refuse(is_won & value.nameless() & ~value.faulty(), "value of a deal that was won is blank")
    _refuse_earlier_states(rows)
    counted = np.flatnonzero(rows.counted)
    apart = counted[(filled & (follower != record))[counted]]
    return LeadTally(
        ends=_sum_by_end(rows, counted, ends[counted], orders),
        disagreements=[_disagreement(rows, row, record, follower) for row in apart[:_MOST_LISTED].tolist()],
        disagreeing=len(apart),
        count=rows.result(stake=np.abs(rows.numbers_of("Value"))),
    )


def _judge_rows(source: SourceColumns, rules: LeadRules) -> JudgedRows:
    def word(name: str, words: Sequence[str]) -> Column:
        meanings = OUTCOME_WORDS if name.endswith("utcome") else {}
        judge = word_judge(name.lower(), words, rules.codes(name), {**meanings, **rules.words.get(name, {})})
        return with_default(cell_by_cell(judge), rules.defaults.get(name))

    contributions = [word for words in CONTRIBUTIONS.values() for word in words]
    return JudgedRows(
        source,
        {
            "Date": rules.day_column(rules.period),
            "Lead": cell_by_cell(text_judge),
            "Order": cell_by_cell(text_judge),
            "Outcome": required(word("Outcome", OUTCOMES), "outcome"),
            "Contribution": word("Contribution", contributions),
            "Value": rules.amount_column("Value"),
            "Follower's outcome": word("Follower's outcome", OUTCOMES),
            "Follower's contribution": word("Follower's contribution", contributions),
        },
    )


def word_judge(called: str, words: Sequence[str], codes: Set[str], meanings: Mapping[str, str] = _NO_WORDS) -> Judge:
    """One of a few words, in any case, or another that stands for one; a blank or a missing-value code is no fault."""

    def judge(cell: Any) -> tuple[str | None, str]:
        word = "" if is_blank(cell) else name_key(text_of(cell))
        if not word or word in codes:
            return None, ""
        word = word if word in words else name_key(meanings.get(word, word))
        listed = f"{', '.join(words[:-1])} or {words[-1]}"
        return (word, "") if word in words else (None, f"{called} {quote(text_of(cell).strip())} must be {listed}")

    return judge


def _refuse_contradictions(rows: JudgedRows, outcome: str, contribution: str) -> None:
    """A deal that was won can be no misunderstanding; one that ended needs the centre's part in it."""
    ended, did = rows.texts_of(outcome), rows.texts_of(contribution)
    clear = ~(rows.columns[outcome].faulty() | rows.columns[contribution].faulty())
    for end, words in CONTRIBUTIONS.items():
        these = clear & (ended == end)
        allowed = " or ".join(words)
        rows.refuse(these & (did == ""), f"{contribution.lower()} is blank: {end} needs {allowed}")
        rows.refuse(
            these & (did != "") & ~np.isin(did, words),
            lambda row, end=end, allowed=allowed: (  # type: ignore[misc]
                f'{contribution.lower()} "{did[row]}" contradicts {outcome.lower()} "{end}": write {allowed}'
            ),
        )
    nameless = f"{contribution.lower()} without {outcome.lower()}"
    rows.refuse(clear & (ended == "") & (did != ""), nameless)


def _end_places(rows: JudgedRows, outcome: str, contribution: str) -> NDArray[np.int64]:
    """The place of each lead among ENDS; -1 where there is no outcome."""
    places = {end: place for place, end in enumerate(ENDS)}
    ended, did = rows.texts_of(outcome).tolist(), rows.texts_of(contribution).tolist()
    keys = ((end, "" if end == PENDING else done) for end, done in zip(ended, did, strict=True))
    return np.array([places.get(key, -1) for key in keys], dtype=np.int64)


def _refuse_earlier_states(rows: JudgedRows) -> None:
    """Refuse earlier rows of a lead: the one of the latest date counts, of one date the last: a credit counts once."""
    days, names = rows.days(), rows.texts_of("Lead")
    last: dict[str, int] = {}
    for row in np.flatnonzero(rows.counted & (names != "")).tolist():
        known = last.get(names[row])
        if known is None or days[row] >= days[known]:
            last[names[row]] = row
    latest = np.array([last.get(name, row) for row, name in enumerate(names.tolist())], dtype=np.int64)
    earlier = rows.counted & (latest != np.arange(rows.count))
    rows.refuse(earlier, lambda row: f"an earlier state of this lead; row {rows.numbers[latest[row]]} counts")


def _sum_by_end(
    rows: JudgedRows, counted: NDArray[np.intp], ends: NDArray[np.int64], orders: Set[str]
) -> list[tuple[Any, ...]]:
    value = rows.amounts_of("Value", counted)
    order = rows.columns["Order"]
    known = np.array([meaning in orders for meaning in order.meanings], dtype=bool)[order.codes[counted]]
    values = value.sums(ends, len(ENDS))
    in_orders = value.of_rows(np.flatnonzero(known)).sums(ends[known], len(ENDS))
    leads = np.bincount(ends, minlength=len(ENDS)).tolist()
    return [(*end, *sums) for end, sums in zip(ENDS, zip(leads, values, in_orders, strict=True), strict=True)]


def _disagreement(
    rows: JudgedRows, row: int, record: NDArray[np.int64], follower: NDArray[np.int64]
) -> tuple[Any, ...]:
    cells = dict(zip(rows.cells, rows.cells_of(row), strict=True))
    said = (" ".join(filter(None, ENDS[ends[row]])) for ends in (record, follower))
    value = rows.columns["Value"].meanings[rows.columns["Value"].codes[row]]
    return (int(rows.numbers[row]), cells["Date"], cells["Lead"], *said, value)
