"""One survey of 250 customers in many disguises: delimiters, encodings, dates, numbers, words, kinds of file."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from tests.addin.sources.binary_books import write_ods, write_xls, write_xlsb

HEADERS = ("Date", "Customer", "Segment", "Q1", "Q2", "Q3")
ALONE = ("Date", "Customer", "Segment", "Index")
LEVELS = ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied")
CHINESE = ("非常不满意", "不满意", "一般", "满意", "非常满意")


@dataclass(frozen=True)
class Response:
    """A customer's three answers, from 1 to `highest`."""

    day: datetime.date
    customer: str
    segment: str
    answers: tuple[int, ...]
    highest: int = 10

    @property
    def index(self) -> Fraction:
        return Fraction(100 * (sum(self.answers) - len(self.answers)), len(self.answers) * (self.highest - 1))

    def on_five_levels(self) -> Response:
        """The same customer on a scale from 1 to 5, asked one question."""
        return Response(self.day, self.customer, self.segment, ((self.answers[0] + 1) // 2,), 5)


def responses(early: bool = False) -> list[Response]:
    """250 of a year by random numbers of our own; `early` ones are of the first twelve days of months."""
    state, found = 1997, []

    def below(limit: int) -> int:
        nonlocal state
        state = (state * 1_103_515_245 + 12_345) % 2**31
        return (state >> 8) % limit

    for number in range(250):
        day = datetime.date(2026, 1 + below(12), 1 + below(12 if early else 28))
        likes = below(10)
        answers = tuple(min(10, max(1, likes + below(4))) for _ in range(3))
        found.append(Response(day, f"C{number:03}", ("Retail", "SME")[below(2)], answers))
    return found


def tally_by_hand(survey: Sequence[Response]) -> tuple[int, int, int, float]:
    """Loyal above 85, neutral, disloyal below 50, and the mean index."""
    indexes = [each.index for each in survey]
    loyal, disloyal = sum(each > 85 for each in indexes), sum(each < 50 for each in indexes)
    return loyal, len(indexes) - loyal - disloyal, disloyal, float(sum(indexes) / len(indexes))


_GERMAN = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
Cell = Callable[[Response], Any]
DATES: Mapping[str, Cell] = {
    "iso": lambda each: each.day.isoformat(),
    "day first": lambda each: each.day.strftime("%d/%m/%Y"),
    "month first": lambda each: each.day.strftime("%m/%d/%Y"),
    "points": lambda each: each.day.strftime("%d.%m.%Y"),
    "two digits": lambda each: each.day.strftime("%d/%m/%y"),
    "chinese": lambda each: f"{each.day.year}年{each.day.month}月{each.day.day}日",
    "forms": lambda each: each.day.strftime("%Y/%m/%d 3:04:05 PM GMT+8"),
    "javascript": lambda each: each.day.strftime("%a %b %d %Y 10:30:00 GMT+0100"),
    "zoned": lambda each: f"{each.day.isoformat()}T10:30:00+05:30",
    "named": lambda each: f"{each.day.day} {each.day:%B} {each.day.year}",
    "german": lambda each: f"{each.day.day}. {_GERMAN[each.day.month - 1]} {each.day.year}",
    "serial": lambda each: str((each.day - datetime.date(1899, 12, 30)).days),
    "compact": lambda each: each.day.strftime("%Y%m%d"),
}
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def index_text(pattern: str, mark: str = ".") -> Cell:
    """The index of a response in eight decimals."""
    return lambda each: pattern.format(f"{float(each.index):.8f}".replace(".", mark))


@dataclass(frozen=True)
class Disguise:
    """How a file shows the survey, and what Import says of it."""

    write: Callable[[Path, Sequence[Response]], Path]
    block: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    early: bool = False
    five: bool = False
    """Whether the answers are on five levels, of one question."""


def cells_of(survey: Sequence[Response], date: str, answer: str, index: Cell | None) -> list[list[Any]]:
    """Each response as the cells of a row."""
    return [
        [DATES[date](each), each.customer, each.segment]
        + ([answer.format(number) for number in each.answers] if index is None else [index(each)])
        for each in survey
    ]


def text_file(
    date: str = "iso",
    answer: str = "{}",
    index: Cell | None = None,
    headers: Sequence[str] = (),
    encoding: str = "utf-8",
    above: str = "",
    more: Sequence[Sequence[Any]] = (),
    wide: bool = False,
    **form: Any,
) -> Callable[[Path, Sequence[Response]], Path]:
    """A writer of text files; `form` is what csv takes."""

    def write(folder: Path, survey: Sequence[Response]) -> Path:
        text = io.StringIO(newline="")
        writer = csv.writer(text, **form)
        rows = cells_of(survey, date, answer, index)
        writer.writerow(headers or (HEADERS if index is None else ALONE))
        writer.writerows(
            [[*row[:3], *(str(cell).translate(_WIDE) for cell in row[3:])] if wide else row for row in rows]
        )
        writer.writerows(more)
        path = folder / "survey.csv"
        path.write_bytes((above + text.getvalue()).encode(encoding))
        return path

    return write


def excel_file(
    typed: bool = True, title: bool = False, decoy: bool = False
) -> Callable[[Path, Sequence[Response]], Path]:
    """A writer of .xlsx: dates and numbers as such, or all of them as texts."""

    def write(folder: Path, survey: Sequence[Response]) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        if decoy:
            sheet.title = "Old 2025"
            sheet.append(HEADERS)
            sheet.append(("2026-01-01", "old", "SME", 1, 1, 1))
            sheet.sheet_state = "hidden"
            sheet = workbook.create_sheet("Survey")
            workbook.active = 1
        for line in (("Customer survey 2026",), ()) if title else ():
            sheet.append(line)
        sheet.append(HEADERS)
        for each in survey:
            day, answers = (each.day, each.answers) if typed else (each.day.isoformat(), map(str, each.answers))
            sheet.append((day, each.customer, each.segment, *answers))
        path = folder / "survey.xlsx"
        workbook.save(path)
        return path

    return write


def other_file(kind: str) -> Callable[[Path, Sequence[Response]], Path]:
    """A writer of the other formats, in which dates are texts."""
    write_book = {"xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}[kind]

    def write(folder: Path, survey: Sequence[Response]) -> Path:
        rows: list[list[str | float | None]] = [
            [each.day.isoformat(), each.customer, each.segment, *map(float, each.answers)] for each in survey
        ]
        return write_book(folder / f"survey.{kind}", {"Survey": [list(HEADERS), *rows]})

    return write


def asking(
    *headers: str | None, low: int | None = 1, high: int | None = 10, order: str = "", codes: str = ""
) -> dict[str, list[Any]]:
    """The block of columns on Import: headers, and of the index the scale and codes, of the date the order."""
    of_index = {"Scale from": low, "Scale to": high, "Missing-value codes": codes}
    return {
        "Header(s) in your file": list(headers or (None, None, None, "Q1, Q2, Q3")),
        "Date order": [order],
        **{name: [None] * 3 + [value] for name, value in of_index.items()},
    }


THREE = asking()
INDEX = asking(None, low=None, high=None)
FIVE = asking(None, None, None, "Index", high=5)
LEVEL: Cell = lambda each: LEVELS[each.answers[0] - 1].capitalize()  # noqa: E731 - a cell like those above
HAN: Cell = lambda each: CHINESE[each.answers[0] - 1]  # noqa: E731
LABELLED: Cell = lambda each: f"{each.answers[0]} - {LEVELS[each.answers[0] - 1]}"  # noqa: E731
OF_FIVE: Cell = lambda each: f"{each.answers[0]}/5"  # noqa: E731
CODES = [["2026-01-05", "X1", "SME", "-99", "-99", "n/a"], ["2026-01-06", "X2", "SME", "-99", "", "-99"]]

DISGUISES: Mapping[str, Disguise] = {
    "commas": Disguise(text_file(), THREE),
    "semicolons and decimal commas": Disguise(text_file(answer="{},0", delimiter=";"), THREE),
    "tabs": Disguise(text_file(delimiter="\t"), THREE),
    "vertical bars": Disguise(text_file(delimiter="|"), THREE),
    "sep=": Disguise(text_file(delimiter="|", above="sep=|\r\n"), THREE),
    "all quoted": Disguise(text_file(quoting=csv.QUOTE_ALL), THREE),
    "UTF-8 with a mark": Disguise(text_file(encoding="utf-8-sig"), THREE),
    "UTF-16": Disguise(text_file(encoding="utf-16", delimiter="\t"), THREE),
    "GB18030": Disguise(
        text_file("chinese", headers=("日期", "客户", "客户类型", "问题一", "问题二", "问题三"), encoding="gb18030"),
        asking("日期", "客户", "客户类型", "问题一, 问题二, 问题三"),
    ),
    "Big5": Disguise(
        text_file(headers=("日期", "客戶", "客戶類別", "問題一", "問題二", "問題三"), encoding="big5"),
        asking("日期", "客戶", "客戶類別", "問題一, 問題二, 問題三"),
    ),
    "Shift-JIS": Disguise(
        text_file(headers=("日付", "お客様", "区分", "質問一", "質問二", "質問三"), encoding="shift_jis"),
        asking("日付", "お客様", "区分", "質問一, 質問二, 質問三"),
    ),
    "Windows-1252": Disguise(
        text_file("german", headers=("Datum", "Kunde", "Größe", "F1", "F2", "F3"), encoding="cp1252", delimiter=";"),
        asking("Datum", "Kunde", "Größe", "F1, F2, F3"),
    ),
    "dates day first": Disguise(text_file("day first"), THREE),
    "dates month first": Disguise(text_file("month first"), THREE),
    "dates with points": Disguise(text_file("points", delimiter=";"), THREE),
    "years of two digits": Disguise(text_file("two digits"), asking(order="DMY")),
    "dates that Import orders": Disguise(text_file("month first"), asking(order="MDY"), early=True),
    "stamps of forms": Disguise(text_file("forms"), THREE),
    "stamps of JavaScript": Disguise(text_file("javascript"), THREE),
    "stamps with a zone": Disguise(text_file("zoned"), THREE),
    "months by name": Disguise(text_file("named"), THREE),
    "serial numbers": Disguise(text_file("serial"), THREE),
    "compact dates": Disguise(text_file("compact"), THREE),
    "an index with points": Disguise(text_file(index=index_text("{}")), INDEX),
    "an index with commas": Disguise(text_file(index=index_text("{}", ","), delimiter=";"), INDEX),
    "an index in percent": Disguise(text_file(index=index_text("{}%")), INDEX),
    "an index in Chinese points": Disguise(text_file("chinese", index=index_text("{}分")), INDEX),
    "wide digits": Disguise(text_file(wide=True), THREE),
    "answers in Chinese points": Disguise(text_file(answer="{}分"), THREE),
    "missing codes": Disguise(text_file(more=CODES), asking(codes="-99, n/a")),
    "headers with line breaks": Disguise(
        text_file(headers=("Date", "Customer", "Segment", "How\nwas it", "Speed, all", "Care")),
        asking(None, None, None, '"How\nwas it", "Speed, all", Care'),
    ),
    "a title above": Disguise(text_file(above="Customer survey 2026\r\n\r\n"), THREE),
    "words": Disguise(text_file(index=LEVEL), FIVE, five=True),
    "Chinese words": Disguise(text_file(index=HAN), FIVE, five=True),
    "numbers beside words": Disguise(text_file(index=LABELLED), FIVE, five=True),
    "of five": Disguise(text_file(index=OF_FIVE), FIVE, five=True),
    "Excel": Disguise(excel_file(), THREE),
    "Excel with texts": Disguise(excel_file(typed=False), THREE),
    "Excel with a title and a hidden decoy": Disguise(excel_file(title=True, decoy=True), THREE),
    "old Excel": Disguise(other_file("xls"), THREE),
    "binary Excel": Disguise(other_file("xlsb"), THREE),
    "OpenDocument": Disguise(other_file("ods"), THREE),
}
