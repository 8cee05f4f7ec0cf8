"""What the cells of a file's column say of how it is read: dates, numbers, times and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key
from udfs.functions.benefit import CONTRIBUTIONS, OUTCOMES
from workbook_templates.centre_benefits.leads import OUTCOME_WORDS
from workbook_templates.rows.amounts import NumberKind, marks_of
from workbook_templates.rows.columns import Cells, Marks, example_of
from workbook_templates.rows.date_columns import agreed_orders, unclear_dates
from workbook_templates.rows.dates import ORDER_WORDS, possible_dates
from workbook_templates.rows.judges import is_blank, judge_number, text_of
from workbook_templates.rows.numbers import MARK_WORDS
from workbook_templates.rows.source_fields import CODES, DATE_ORDER, MARK, UNIT

TIMES: Final = ("Minutes", "Minutes given back")
WORDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "Outcome": tuple(OUTCOMES),
    "Follower's outcome": tuple(OUTCOMES),
    "Contribution": tuple(word for words in CONTRIBUTIONS.values() for word in words),
    "Follower's contribution": tuple(word for words in CONTRIBUTIONS.values() for word in words),
}
"""Columns of a few words, and these."""
NUMBERS: Final = frozenset(
    (
        *("Sales", "Profit", "Cost", "Share", "Second share", "Units", "Price", "Unit price", "Unit cost", "Returned"),
        *("Returned units", "Line total", "Discount", "Value", "Contacts", "Revenue", "Difficulty"),
    )
)
_NO_VALUE: Final = frozenset(
    map(name_key, ("n/a", "na", "n.a.", "-", "--", "null", "none", "nil", "missing", "不适用", "无", "空", "未知"))
)
_NEGATIVE_CODES: Final = (-99.0, -999.0, -9999.0)
_REPEATED: Final = 2
"""Rows with what may be a missing-value code."""
_UNITS: Final = {
    "seconds": re.compile(r"\bsec(?:ond)?s?\b|\(s\)|秒", re.IGNORECASE),
    "hours": re.compile(r"\bh(?:ou)?rs?\b|\(h\)|小时|小時", re.IGNORECASE),
    "minutes": re.compile(r"\bmin(?:ute)?s?\b|分钟|分鐘", re.IGNORECASE),
}
_LONG: Final = 90
"""Minutes that most contacts do not take: such numbers may be seconds."""
_MOST_LISTED: Final = 12


@dataclass(frozen=True)
class Look:
    """What a column tells."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    """Field of the block -> what to write there."""
    questions: tuple[str, ...] = ()
    """What it does not tell, and the user has to."""
    said: tuple[str, ...] = ()
    """How sure the rest is."""


def cells_of(*columns: Sequence[Any]) -> Cells:
    """The distinct cells, and how many rows have each; blank ones and errors tell nothing."""
    cells = Counter[Any]()
    for column in columns:
        cells.update(cell for cell in column if not (is_blank(cell) or isinstance(cell, CellError)))
    return cells


def look_at_dates(name: str, cells: Cells) -> Look:
    """The order of day, month and year, where the column tells it."""
    unclear = unclear_dates({cell: possible_dates(cell) for cell in cells if isinstance(cell, str)})
    if not unclear:
        return Look()
    agreed = agreed_orders(unclear.values())
    if len(agreed) == 1:
        return Look({DATE_ORDER: agreed[0]}, said=(f"{name}: the dates can only be read {ORDER_WORDS[agreed[0]]}.",))
    example = example_of(text for text, days in unclear.items() if len(set(days.values())) > 1 or not agreed)
    why = "the file has dates in several orders" if not agreed else f"the file does not tell whether {example} begins"
    asked = f"{name}: {why}" + (f", such as {example}" if not agreed else " with the day or the month")
    return Look(questions=(f"{asked}: set {DATE_ORDER}.",))


def look_at_numbers(name: str, cells: Cells, others: Marks) -> Look:
    """The decimal mark, where this column or the others of the file tell it, and codes for no value."""
    codes = _text_codes(cells) + [quote(code) for code in _NEGATIVE_CODES if _rows_with(cells, code) >= _REPEATED]
    marks = look_at_marks(name, NumberKind(name.lower(), frozenset(codes)), cells, others)
    return with_codes(name, marks, codes)


def with_codes(name: str, look: Look, codes: Sequence[str]) -> Look:
    """The same, with missing-value codes that were found."""
    if not codes:
        return look
    said = f"{name}: {', '.join(codes)} taken as no value, since no number like it belongs there."
    return Look({CODES: ", ".join(codes), **look.fields}, look.questions, (*look.said, said))


def look_at_marks(name: str, kind: NumberKind, cells: Cells, others: Marks) -> Look:
    """The decimal mark of numbers that are texts."""
    texts = kind.texts(cells)
    own = marks_of(texts, cells)
    unclear = [text for text, number in texts.items() if number.has_two_readings]
    if len(own) > 1:
        return Look(questions=(f"{name}: the file has numbers with a decimal point and with a decimal comma.",))
    decided = own or (others if len(others) == 1 and unclear else {})
    if len(decided) == 1:
        return Look({MARK: MARK_WORDS[next(iter(decided))]})
    if unclear:
        return Look(questions=(f"{name}: the file does not tell what {example_of(unclear)} is: set {MARK}.",))
    return Look()


def look_at_times(name: str, header: str, cells: Cells, others: Marks) -> Look:
    """The unit, where the header tells it; large numbers alone are a question."""
    look = look_at_numbers(name, cells, others)
    unit = next((unit for unit, pattern in _UNITS.items() if pattern.search(header)), None)
    if unit is not None:
        return Look({**look.fields, UNIT: unit}, look.questions, look.said)
    numbers = sorted(number for cell in cells if (number := judge_number(cell, name, frozenset())[0]) is not None)
    middle = numbers[len(numbers) // 2] if numbers else 0.0
    if middle <= _LONG:
        return look
    asked = f"{name}: numbers such as {quote(middle)}: are they seconds? Then set {UNIT}; blank = minutes."
    return Look(look.fields, (*look.questions, asked), look.said)


def look_at_words(name: str, cells: Cells) -> Look:
    """The words that nobody knows here, to be filled in."""
    words, codes = WORDS_OF[name], _text_codes(cells)
    known = {*words, *(OUTCOME_WORDS if name.endswith("utcome") else ()), *map(name_key, codes)}
    unknown = Counter[str]()
    for cell, rows in cells.items():
        if name_key(text_of(cell)) not in known:
            unknown[text_of(cell).strip()] += rows
    return with_codes(name, Look(questions=ask_words(name, unknown, words)), codes)


def ask_words(name: str, unknown: Mapping[str, int], words: Sequence[str]) -> tuple[str, ...]:
    """Words of the file with an empty right side, to be filled in with one of ours."""
    if not unknown:
        return ()
    listed = ", ".join(f"{word} =" for word in list(unknown)[:_MOST_LISTED])
    more = f" and {len(unknown) - _MOST_LISTED} more" if len(unknown) > _MOST_LISTED else ""
    return (f"{name}: write into Words what these mean ({', '.join(words)}): {listed}{more}",)


def _text_codes(cells: Cells) -> list[str]:
    """What files usually write for no value, where several rows have it."""
    found = {str(cell).strip() for cell, rows in cells.items() if isinstance(cell, str) and rows >= _REPEATED}
    return sorted(text for text in found if name_key(text) in _NO_VALUE)


def _rows_with(cells: Cells, number: float) -> int:
    return sum(rows for cell, rows in cells.items() if judge_number(cell, "", frozenset())[0] == number)
