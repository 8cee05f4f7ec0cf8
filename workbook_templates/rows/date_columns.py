"""Columns of dates: one order of day and month for the whole column, and what each cell means by it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from udfs.calling.errors import CellError, quote
from udfs.calling.labels import plain_text
from workbook_templates.rows.columns import Cells, Column, Looked, Reading, example_of, rows_in_words
from workbook_templates.rows.dates import ORDER_WORDS, ORDERS, DateOrder, no_date, possible_dates, possible_span
from workbook_templates.rows.judges import day_of, is_blank, quote_cell

Days = Mapping[DateOrder, datetime.date]
"""What a text means in each order."""

_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?", re.ASCII)
"""A serial number as text, of a day from 1954 to 2119."""
_MOST_SWAPPED: Final = 12
"""A day of the month that may be a month."""
_ENOUGH_DATES: Final = 3
"""Real dates that do not lie in the first twelve days of their months by chance alone."""


@dataclass(frozen=True)
class DateKind:
    """How the dates of a column may be written."""

    order: DateOrder | None = None
    """As the user set it."""
    date1904: bool = False
    default: datetime.date | None = None
    """The day of a row that names a month or quarter only, by its place in it."""
    whose: str = "Import"
    """Where the order is set."""


def date_column(kind: DateKind, place: Callable[[datetime.date], tuple[Any, str]], blank: tuple[Any, str]) -> Column:
    """A column of dates; `place` says what a day means, or that it does not count, and `blank` what no date means."""

    def look(cells: Cells) -> Looked:
        texts = {cell: possible_dates(cell) for cell in cells if isinstance(cell, str)}
        unclear = unclear_dates(texts)
        agreed = agreed_orders(unclear.values())

        def judge(cell: Any) -> tuple[Any, str]:
            if is_blank(cell):
                return blank
            day, fault = _day(cell, kind, texts, unclear, agreed)
            return place(day) if day is not None else (None, fault)

        reading = Reading(judge, _decisions(kind, unclear, cells, agreed), _doubts(unclear, cells))
        return Looked(lambda _: reading)

    return Column(look)


def _day(
    cell: Any, kind: DateKind, texts: Mapping[str, Days], unclear: Mapping[str, Days], agreed: Collection[DateOrder]
) -> tuple[datetime.date | None, str]:
    """The date that a cell means, or what is wrong with it."""
    if isinstance(cell, CellError):
        return None, f"date is the error {cell.code}"
    if not isinstance(cell, str):
        day = day_of(cell, kind.date1904)
        return day, "" if day is not None else f"date {quote_cell(cell)} is no date"
    days = texts[cell] if cell in texts else possible_dates(cell)  # an engine tells dates apart without their times
    if days and not _is_same_in_every_order(days):
        return _unclear_day(cell, days, kind, unclear, agreed)
    if days:
        return next(iter(days.values())), ""
    if (serial := _serial(cell)) is not None and (day := day_of(serial, kind.date1904)) is not None:
        return day, ""
    if kind.default is not None and (span := possible_span(cell)) is not None:
        return span.day_like(kind.default), ""
    return None, no_date(cell)


def _unclear_day(
    cell: str, days: Days, kind: DateKind, unclear: Mapping[str, Days], agreed: Collection[DateOrder]
) -> tuple[datetime.date | None, str]:
    """A date of three numbers by the order of its column, or why it has none."""
    named = f"date {quote(cell.strip())}"
    order, whose = kind.order, kind.whose
    if order is not None:
        if order not in days:
            return None, f"{named} does not follow the date order {order} of {whose}"
        if order in agreed or len(set(days.values())) == 1:
            return days[order], ""
        against = example_of(text for text, other in unclear.items() if order not in other)
        return (
            None,
            f"{named} is unclear: {against} in the same column does not follow the date order {order} of {whose}",
        )
    possible = {day for each, day in days.items() if each in agreed} if agreed else set(days.values())
    if len(possible) == 1:
        return possible.pop(), ""
    if agreed:
        return None, f"{named} is ambiguous: set the date order on {whose}"
    return None, f"{named} is ambiguous: its column has dates in several orders, such as {_of_each_order(unclear)}"


def unclear_dates(texts: Mapping[str, Days]) -> dict[str, Days]:
    """The dates among some texts whose day depends on the order."""
    return {text: days for text, days in texts.items() if days and not _is_same_in_every_order(days)}


def agreed_orders(unclear: Iterable[Days]) -> list[DateOrder]:
    """The orders in which every one of them is a date."""
    every = list(unclear)
    return [order for order in ORDERS if all(order in days for days in every)]


def _is_same_in_every_order(days: Days) -> bool:
    return len(days) == len(ORDERS) and len(set(days.values())) == 1


def _of_each_order(unclear: Mapping[str, Days]) -> str:
    """A date for each order that some of them must have."""
    only = [[text for text, days in unclear.items() if len(days) == 1 and order in days] for order in ORDERS]
    return " and ".join(example_of(texts) for texts in only if texts) or example_of(unclear)


def _serial(cell: str) -> float | None:
    plain = plain_text(cell).strip()
    return float(plain.replace(",", ".")) if _SERIAL.fullmatch(plain) else None


def _decisions(
    kind: DateKind, unclear: Mapping[str, Days], cells: Cells, agreed: Collection[DateOrder]
) -> tuple[str, ...]:
    """By what the order of the whole column was decided."""
    if kind.order is not None or not unclear:
        return ()
    if not agreed:
        return (f"Date: the column has dates in several orders, such as {_of_each_order(unclear)}.",)
    decided = len(agreed) == 1 and any(len(set(days.values())) > 1 for days in unclear.values())
    if not decided:
        return ()
    (order,) = agreed
    proof = sum(cells[text] for text, days in unclear.items() if len(days) == 1)
    return (f"Date: read {ORDER_WORDS[order]}: {rows_in_words(proof)} can be read in no other way.",) if proof else ()


def _doubts(unclear: Mapping[str, Days], cells: Cells) -> tuple[str, ...]:
    """Texts that only one order allows beside real dates that another may have swapped."""
    orders = Counter[DateOrder]()
    for text, days in unclear.items():
        if len(days) == 1:
            orders[next(iter(days))] += cells[text]
    dates = Counter[int]()
    for cell, rows in cells.items():
        if isinstance(cell, datetime.date):
            dates[cell.day] += rows
    if len(orders) != 1 or not dates or max(dates) > _MOST_SWAPPED:
        return ()
    ((order, texts),) = orders.items()
    number = sum(dates.values())
    example = example_of(text for text, days in unclear.items() if len(days) == 1)
    doubt = (
        f"Date: {rows_in_words(texts)} can only be {ORDER_WORDS[order]}, such as {example}, and none of the "
        f"{number:,} real dates has a day above 12: the program that opened the file may have swapped day and month; "
        "bring the original file"
    )
    return (doubt if number >= _ENOUGH_DATES else f"Warning: {doubt}",)
