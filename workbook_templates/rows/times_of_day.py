"""Times of day beside a date, as survey tools and databases write them: found, and dropped."""

from __future__ import annotations

import re
from typing import Final

_HALF: Final = r"(?:[AP]\.?M\.?|[ap]\.?m\.?|上午|下午|早上|晚上|中午|凌晨|午前|午後|오전|오후)"
_CLOCK: Final = (
    rf"(?:{_HALF}\s?)?(?<!\d)(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{2})(?::\d{2}(?:[.,:]\d{1,9})?)?|[时時点點]\s?(?:\d{1,2}\s?分)?\s?(?:\d{1,2}\s?秒)?|\s?[hH]\d{2})"
    rf"(?:\s?{_HALF})?"
)
_ZONE: Final = (
    r"(?:Z|(?:UTC|GMT|[A-Z]{2,5})?\s?[-+\u2212]\d{1,2}(?::?\d{2})?|[A-Z]{2,5}|(?:北京|中国标准)时间|"
    r"[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2})"
)
_NAMED_ZONE: Final = r"(?:\s?\([^()\d]{2,60}\))"
_WORD: Final = r"(?:at|um|à|a las|alle|alle ore|kl\.?|om|o|в|às|klo|ora|saat)"
_BEHIND: Final = re.compile(
    rf"(?P<date>.*?[^\s,])(?:T|(?:[,\s]+{_WORD})?[,\s]+|(?<=[^\d\s,])|(?=[^\x00-\x7f]))-?\s?{_CLOCK}(?:\s?{_ZONE}){{0,2}}{_NAMED_ZONE}?"
    r"(?:\s(?P<year>\d{4}))?(?:\s?Uhr)?",
    re.ASCII,
)
_BEFORE: Final = re.compile(rf"{_CLOCK}(?:\s?{_ZONE})?[,\s]+(?P<date>.*)", re.ASCII)
_COLON: Final = re.compile(r":|[时時点點]|\d\s?[hH]\d")
_LAST_HOUR: Final = 24


def drop_time(text: str) -> str | None:
    """What a text holds beside its time of day; the text where it has none; None where the time is none.

    >>> drop_time("Thu Jan 15 2026 10:30:00 GMT+0100 (CET)"), drop_time("15.01.2026"), drop_time("2026-01-15 99:99")
    ('Thu Jan 15 2026', '15.01.2026', None)
    """
    if not _COLON.search(text):
        return text
    found = _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
    if found is None or int(found["hour"]) > _LAST_HOUR or int(found["minute"] or 0) >= 60:
        return None
    year = found.groupdict().get("year")
    return f"{found['date']} {year}" if year else found["date"]
