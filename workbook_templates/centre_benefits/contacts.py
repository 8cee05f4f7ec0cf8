"""Contacts by function, and requests of colleagues by department: judged, and added up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money
from workbook_templates.rows.columns import required
from workbook_templates.rows.rules import Period, RowRules
from workbook_templates.rows.table import JudgedCount, JudgedRows, SourceColumns

CONTACTS: Final = ("Date", "Function", "Contacts", "Minutes", "Revenue")
REQUESTS: Final = ("Date", "Department", "Minutes given back", "Difficulty")


@dataclass(frozen=True)
class GroupRules(RowRules):
    """What the workbook says about rows that name one of its groups."""

    period: Period
    groups: tuple[str, ...]


@dataclass(frozen=True)
class GroupTally:
    """What the rows came to, a line a group that has rows."""

    lines: list[tuple[Any, ...]]
    count: JudgedCount


def tally_contacts(source: SourceColumns, rules: GroupRules) -> GroupTally:
    """By function: contacts, minutes, revenue. A row without a number of contacts is one contact."""
    rows = _judge_rows(source, rules, "Function", ("Contacts", "Minutes", "Revenue"), "Minutes")
    counted = np.flatnonzero(rows.counted)
    contacts, minutes, revenue = (
        rows.amounts_of(name, counted, blank=1.0 * (name == "Contacts")) for name in CONTACTS[2:]
    )
    return _tally(rows, counted, rules, "Function", [contacts, minutes, revenue], with_rows=False)


def tally_requests(source: SourceColumns, rules: GroupRules) -> GroupTally:
    """By department: requests, minutes given back, and these minutes times the difficulty of their request."""
    rows = _judge_rows(source, rules, "Department", ("Minutes given back", "Difficulty"), "Minutes given back")
    counted = np.flatnonzero(rows.counted)
    minutes = rows.amounts_of("Minutes given back", counted)
    weighted = minutes.times(rows.amounts_of("Difficulty", counted, blank=1.0))
    return _tally(rows, counted, rules, "Department", [minutes, weighted], with_rows=True)


def _judge_rows(
    source: SourceColumns, rules: GroupRules, group: str, amounts: Sequence[str], needed: str
) -> JudgedRows:
    columns = {name: rules.amount_column(name, _least(name)) for name in amounts}
    columns[needed] = required(rules.minutes_column(needed), needed.lower())
    groups = required(rules.name_column(group, rules.groups), group.lower())
    return JudgedRows(source, {"Date": rules.day_column(rules.period), group: groups, **columns})


def _least(name: str) -> float:
    """Revenue may be taken back; time and contacts cannot."""
    return -1e15 if name == "Revenue" else 0.0


def _tally(
    rows: JudgedRows,
    counted: NDArray[np.intp],
    rules: GroupRules,
    group: str,
    amounts: Sequence[Money],
    *,
    with_rows: bool,
) -> GroupTally:
    groups = rows.places_of(group)[counted]
    number = len(rules.groups)
    in_each = np.bincount(groups, minlength=number).tolist()
    sums = list(zip(*(each.sums(groups, number) for each in amounts), strict=True))
    lines = [
        (name, *([in_each[place]] if with_rows else []), *sums[place])
        for place, name in enumerate(rules.groups)
        if in_each[place]
    ]
    return GroupTally(lines, rows.result())
