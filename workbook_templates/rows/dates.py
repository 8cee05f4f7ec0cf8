"""Dates written as text: every reading that a text allows, and the one that counts."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from udfs.calling.errors import quote
from udfs.calling.labels import plain_text
from workbook_templates.rows.month_names import MONTHS, WEEKDAYS
from workbook_templates.rows.times_of_day import drop_time

DateOrder: TypeAlias = Literal["DMY", "MDY", "YMD"]

ORDERS: Final[tuple[DateOrder, ...]] = ("DMY", "MDY", "YMD")
ORDER_WORDS: Final[dict[DateOrder, str]] = {"DMY": "day first", "MDY": "month first", "YMD": "year first"}

_LONGEST: Final = 100
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)?"
_NAME: Final = r"(?:d[eo]l?\s+)?([^\W\d_]+)\.?"
_YEAR: Final = r"(?:d[eo]l?\s+)?(\d{4}|\d{2})(?:\s?(?:г|р)\.?)?"
_YEAR_FIRST: Final = (
    re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})\.?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
    re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?", re.ASCII),
)
_DAY_NAMED: Final = re.compile(rf"{_DAY}[-./\s]*{_NAME}[-,/\s]*{_YEAR}", re.IGNORECASE)
_NAMED_DAY: Final = re.compile(rf"{_NAME}[-\s]*\s{_DAY}[-,\s]+{_YEAR}|{_NAME}-{_DAY}-{_YEAR}", re.IGNORECASE)
_YEAR_NAMED: Final = re.compile(rf"(\d{{4}})[-./\s]+{_NAME}[-/\s]*{_DAY}\.?", re.IGNORECASE)
_THREE_NUMBERS: Final = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})", re.ASCII)
_WEEKDAY_BEHIND: Final = re.compile(r"[\s,]*(?:星期|周|週|礼拜)[一二三四五六日天]$|\s*[日月火水木金土]曜日?$")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[]\s*(?:(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土]|(\w+)\.?)\s*[)\]]")
_FIRST_WORD: Final = re.compile(r"([^\W\d_]+(?:-feira)?)[.,]*\s+(?=\S)")
_LAST_WORD: Final = re.compile(r"[\s,]+([^\W\d_]+)\.?$")
_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE: Final = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})([日号號]?)"
)
_QUARTERS: Final = (
    re.compile(r"()Q([1-4])", re.IGNORECASE),
    re.compile(r"(\d{4})\s?[-/]?\s?Q([1-4])", re.IGNORECASE | re.ASCII),
    re.compile(r"(\d{4})年?\s?第?([1-4一二三四])季度?", re.ASCII),
    re.compile(r"()第([1-4一二三四])季度?"),
)
_QUARTER_YEAR: Final = re.compile(r"Q([1-4])\s?[-/,]?\s?(\d{4})", re.IGNORECASE | re.ASCII)
_MONTHS_OF_YEARS: Final = (
    re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月", re.ASCII),
)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED_MONTH: Final = re.compile(rf"{_NAME}[-,/\s]*(\d{{4}})", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A month or quarter that stands where a day should."""

    year: int | None
    """None where the text names none."""
    first_month: int
    months: int

    def day_like(self, day: datetime.date) -> datetime.date:
        """The day that lies in it as the other lies in its own month or quarter."""
        year = day.year if self.year is None else self.year
        month = self.first_month + (day.month - 1) % self.months
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
        return min(datetime.date(year, month, 1) + datetime.timedelta(day.day - 1), after - datetime.timedelta(1))


def possible_dates(text: str) -> dict[DateOrder, datetime.date]:
    """What the text means in each order of day, month and year that makes it a date; the time of day is dropped.

    >>> possible_dates("2026/01/15 3:04:05 PM GMT+8")["DMY"], possible_dates("15 janv. 2026")["MDY"]
    (datetime.date(2026, 1, 15), datetime.date(2026, 1, 15))
    """
    if not any(map(str.isdecimal, text)) and "年" not in text:
        return {}
    bare = _bare(text)
    return _read(bare) if bare else {}


def _bare(text: str) -> str | None:
    """The date of a text in plain digits, without time, zone and weekday; None where there is something else."""
    if len(text) > _LONGEST or any(each in text for each in "¹²³"):
        return None
    plain = " ".join(_chinese_digits(plain_text(text)).split())
    while (bracketed := _IN_BRACKETS.search(plain)) and (bracketed[1] is None or bracketed[1].casefold() in WEEKDAYS):
        plain = plain[: bracketed.start()] + " " + plain[bracketed.end() :]
    dated = drop_time(plain.strip())
    return None if dated is None else _WEEKDAY_BEHIND.sub("", dated).strip(" ,")


def _chinese_digits(text: str) -> str:
    """A date in Chinese numerals in Arabic ones."""

    def arabic(found: re.Match[str]) -> str:
        year = found[1].translate(_DIGITS)
        return f"{year}年{_chinese_number(found[2])}月{_chinese_number(found[3])}{found[4]}"

    return _CHINESE.sub(arabic, text) if "年" in text else text


def _chinese_number(text: str) -> int:
    """A number up to 99: 十五 is 15, 三十 is 30."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (int(ones.translate(_DIGITS)) if ones else 0)


def _read(bare: str) -> dict[DateOrder, datetime.date]:
    found = _read_without_weekday(bare)
    if not found and (word := _FIRST_WORD.match(bare)) and word[1].casefold() in WEEKDAYS:
        found = _read_without_weekday(bare[word.end() :])
    if not found and (word := _LAST_WORD.search(bare)) and word[1].casefold() in WEEKDAYS:
        found = _read_without_weekday(bare[: word.start()])
    return found


def _read_without_weekday(bare: str) -> dict[DateOrder, datetime.date]:
    for pattern in _YEAR_FIRST:
        if match := pattern.fullmatch(bare):
            return _same_in_every_order(_date(*(int(group) for group in match.groups() if group.isdigit())))
    if match := _THREE_NUMBERS.fullmatch(bare):
        return _read_three_numbers(match[1], match[3], match[4])
    if match := _YEAR_NAMED.fullmatch(bare):
        return _same_in_every_order(_date(int(match[1]), _month(match[2]), int(match[3])))
    if match := _DAY_NAMED.fullmatch(bare):
        return _same_in_every_order(_date(_year(match[3]), _month(match[2]), int(match[1])))
    if match := _NAMED_DAY.fullmatch(bare):
        name, day, year = (group for group in match.groups() if group is not None)
        return _same_in_every_order(_date(_year(year), _month(name), int(day)))
    return {}


def _read_three_numbers(first: str, second: str, last: str) -> dict[DateOrder, datetime.date]:
    """A year has two or four digits, and stands first or last."""
    candidates: dict[DateOrder, datetime.date | None] = {}
    if len(last) != 1:
        candidates["DMY"] = _date(_year(last), int(second), int(first))
        candidates["MDY"] = _date(_year(last), int(first), int(second))
    if len(first) == 2 and len(last) <= 2:
        candidates["YMD"] = _date(_year(first), int(second), int(last))
    return {order: day for order, day in candidates.items() if day is not None}


def _year(digits: str) -> int:
    """Of two digits the year from 1930 to 2029, as spreadsheets read it."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - 100 * (int(digits) >= 30)


def _month(name: str) -> int:
    return MONTHS.get(name.casefold(), 0)


def _same_in_every_order(day: datetime.date | None) -> dict[DateOrder, datetime.date]:
    return {} if day is None else dict.fromkeys(ORDERS, day)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def possible_span(text: str) -> Span | None:
    """The month or quarter that a text names instead of a day.

    >>> possible_span("Q3"), possible_span("2026年1月")
    (Span(year=None, first_month=7, months=3), Span(year=2026, first_month=1, months=1))
    """
    plain = " ".join(plain_text(text[:_LONGEST]).split())
    for pattern in _QUARTERS:
        if match := pattern.fullmatch(plain):
            return _quarter(match[1], match[2])
    if match := _QUARTER_YEAR.fullmatch(plain):
        return _quarter(match[2], match[1])
    for pattern in _MONTHS_OF_YEARS:
        if match := pattern.fullmatch(plain):
            return _month_of(match[1], int(match[2]))
    if match := _MONTH_YEAR.fullmatch(plain):
        return _month_of(match[2], int(match[1]))
    if match := _NAMED_MONTH.fullmatch(plain):
        return _month_of(match[2], _month(match[1]))
    return None


def _quarter(year: str, number: str) -> Span:
    return Span(int(year) if year else None, 3 * int(number.translate(_DIGITS)) - 2, 3)


def _month_of(year: str, month: int) -> Span | None:
    return Span(int(year), month, 1) if 1 <= month <= 12 and 1 <= int(year) <= 9998 else None


def read_date(text: str, order: DateOrder | None) -> datetime.date | str:
    """The date that a text by itself means, or why it means none.

    ISO and every text with one reading; of several readings the one in the given order.

    >>> read_date("2026-03-04", None), read_date("25/12/2026", None)
    (datetime.date(2026, 3, 4), datetime.date(2026, 12, 25))
    >>> read_date("03/04/2026", "DMY")
    datetime.date(2026, 4, 3)
    >>> read_date("03/04/2026", None)
    'date "03/04/2026" is ambiguous: set the date order on Import'
    """
    found = possible_dates(text)
    days = set(found.values())
    if len(days) == 1:
        return days.pop()
    named = f"date {quote(text.strip())}"
    if not days:
        return no_date(text)
    if order is None:
        return f"{named} is ambiguous: set the date order on Import"
    return found.get(order, f"{named} is ambiguous: it does not follow the date order {order} of Import")


def no_date(text: str) -> str:
    """That a text is no date."""
    named = f"date {quote(text.strip())}"
    if possible_span(text) is not None:
        return f"{named} names no day: give a default date on Import, or write the day"
    return f"{named} is no date"
