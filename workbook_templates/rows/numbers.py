"""Numbers written as text: what a text means with a decimal point and with a decimal comma."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from udfs.calling.labels import plain_text

Mark: TypeAlias = Literal[".", ","]

MARKS: Final[Mapping[str, Mark]] = {"point": ".", "comma": ","}
"""The decimal marks, by the words for them."""
MARK_WORDS: Final[Mapping[Mark, str]] = {mark: word for word, mark in MARKS.items()}

_FACTORS: Final = {"k": 3, "千": 3, "万": 4, "萬": 4, "百万": 6, "百萬": 6, "千万": 7, "千萬": 7, "亿": 8, "億": 8}
"""Words behind a number that stand for a power of ten."""
_SAME_CURRENCY: Final = {
    each: names[0]
    for names in (
        ("$", "US$", "USD"),
        ("¥", "CNY", "RMB", "元", "圆", "块", "人民币"),
        ("JPY", "円"),
        ("€", "EUR", "euro", "euros"),
        ("£", "GBP"),
        ("R$", "BRL"),
        ("RM", "MYR"),
        ("₹", "INR", "Rs.", "Rs"),
        ("CHF", "Fr.", "SFr."),
        ("HK$", "HKD"),
        ("NT$", "TWD"),
        ("S$", "SGD"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("₩", "KRW", "원"),
        ("zł", "PLN"),
        ("₽", "RUB", "руб.", "руб"),
        ("₺", "TRY", "TL"),
        ("Kč", "CZK"),
        ("kr", "kr.", "SEK", "NOK", "DKK"),
    )
    for each in names
}
_OTHER_CURRENCIES: Final = """
AED ARS BGN CLP COP EGP HUF IDR ILS ISK KES KWD KZT MAD MOP MXN NGN NZD PEN PHP PKR QAR RON SAR THB UAH UYU VND ZAR
₫ ₱ ฿ ₴ ₦ ₪ ₸ ¢
"""
_CURRENCY: Final = "|".join(
    re.escape(each) for each in sorted((*_SAME_CURRENCY, *_OTHER_CURRENCIES.split()), key=len, reverse=True)
)
_UNIT: Final = "|".join(("%", "分", "点", "points?", "pts?\\.?", *sorted(_FACTORS, key=len, reverse=True)))
_DIGITS: Final = r"(?:\d[\d.,' ]*|[.,]\d+)(?:e[-+]?\d{1,3})?"
_AMOUNT: Final = re.compile(
    rf"'?(?P<before>[-+])?\s*(?P<open>\()?\s*(?P<currency>{_CURRENCY})?\s*(?P<sign>[-+])?\s*(?P<inner>\()?"
    rf"(?P<digits>{_DIGITS}?)\s*(?P<unit>{_UNIT})?\s*(?P<behind>{_CURRENCY})?\s*(?P<closed>\)?\)?)\s*(?P<minus>-)?",
    re.IGNORECASE | re.ASCII,
)
_PLAIN: Final = re.compile(r"[-+]?\d+", re.ASCII)
_DASHES: Final = str.maketrans(dict.fromkeys("−–‐‑‒﹣", "-") | dict.fromkeys("’‘ʼ′`´", "'"))
_NOTATIONS: Final[Mapping[Mark, re.Pattern[str]]] = {
    ".": re.compile(
        r"(?:[1-9]\d{0,2}(?:([,' ])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}|\d+)(?:\.\d*)?(?:e[-+]?\d+)?"
        r"|\.\d+(?:e[-+]?\d+)?",
        re.IGNORECASE | re.ASCII,
    ),
    ",": re.compile(
        r"(?:[1-9]\d{0,2}(?:([.' ])\d{3})(?:\1\d{3})*|\d+)(?:,\d*)?(?:e[-+]?\d+)?|,\d+(?:e[-+]?\d+)?",
        re.IGNORECASE | re.ASCII,
    ),
}


@dataclass(frozen=True)
class NumberText:
    """What a text means as a number."""

    values: Mapping[Mark, float]
    """By the decimal mark, where it can be one with it."""
    unit: str = ""
    """What stands behind it, where that is no power of ten: % or a word for points."""
    currency: str = ""

    @property
    def only(self) -> Mark | None:
        """The decimal mark that it must have, if it is a number at all."""
        return next(iter(self.values)) if len(self.values) == 1 else None

    @property
    def has_two_readings(self) -> bool:
        """Whether the decimal mark decides what it means."""
        return len(set(self.values.values())) > 1


def number_text(text: str) -> NumberText | None:
    """A text as a number in each notation that it can be in; None where it is none.

    >>> number_text("2.500").values, number_text("$1,987.25").values, number_text("(12,5)").values
    ({'.': 2.5, ',': 2500.0}, {'.': 1987.25}, {',': -12.5})
    >>> number_text("1.2万元").values, number_text("85%").unit
    ({'.': 12000.0}, '%')
    """
    if len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        value = float(text)
        return NumberText({".": value, ",": value})
    if any(unicodedata.category(each) == "No" for each in text):  # half, squared and the like are no plain digits
        return None
    found = _AMOUNT.fullmatch(plain_text(text).translate(_DASHES).strip())
    if found is None or not _brackets_fit(found):
        return None
    signs = [found[name] for name in ("before", "sign", "minus") if found[name]]
    currencies = {_currency(found[name]) for name in ("currency", "behind") if found[name]}
    in_brackets = bool(found["open"] or found["inner"])
    if len(signs) + in_brackets > 1 or len(currencies) > 1:
        return None
    unit = (found["unit"] or "").lower()
    power = _FACTORS.get(unit, 0)
    negative = in_brackets or "-" in signs
    values = _values(found["digits"].strip(), power, negative)
    return NumberText(values, "" if power else unit, "".join(currencies)) if values else None


_LONGEST: Final = 60


def _brackets_fit(found: re.Match[str]) -> bool:
    return len(found["closed"]) == bool(found["open"]) + bool(found["inner"]) < 2


def _currency(named: str) -> str:
    return next((same for each, same in _SAME_CURRENCY.items() if each.lower() == named.lower()), named.upper())


def _values(digits: str, power: int, negative: bool) -> dict[Mark, float]:
    values: dict[Mark, float] = {}
    for mark, notation in _NOTATIONS.items():
        if notation.fullmatch(digits):
            other = "," if mark == "." else "."
            plain = Decimal(digits.replace(other, "").replace("'", "").replace(" ", "").replace(mark, "."))
            values[mark] = float(plain.scaleb(power) * (-1 if negative else 1))
    return values
