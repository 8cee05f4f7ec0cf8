"""Text files of rows that carry formulas, other encodings, endless cells or no table at all."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.hostile.cases import Case, mutation
from tests.hostile.mutations.markup import NASTY
from tests.hostile.seeds import rows_workbook

INJECTIONS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK(""http://127.0.0.1:9/"",""x"")',
    "=1+1",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "=IMPORTXML(CONCAT(1),2)",
    "_x003D_1+1",
    "\u200b=1+1",
    "＝1+1",
    "</t></is></c><c><f>1+1</f></c>",
    "]]><f>1</f>",
    "&#61;1+1",
)


def _rows(case: Case, text: str | bytes, name: str = "answers.csv") -> Case:
    return replace(case, rows=text if isinstance(text, bytes) else text.encode(), rows_name=name)


def _cells(case: Case) -> list[str]:
    """The first row of the healthy file."""
    return case.csv.splitlines()[1].split(",")


@mutation
def injected_texts(chance: random.Random, case: Case) -> Case:
    """Formulas as texts in every column, in the headers and in the file's own name."""
    lines = [case.csv]
    for _ in range(40):
        cells = _cells(case)
        cells[chance.randrange(len(cells))] = '"' + chance.choice(INJECTIONS) + '"'
        lines.append(",".join(cells) + "\n")
    if chance.random() < 0.3:
        lines[0] = lines[0].replace(lines[0].split(",")[1], '"=1+1"', 1)
    name = chance.choice(("answers.csv", "=cmd'A0.csv", "+1.csv", "@x.csv", "-1.csv"))
    return _rows(case, "".join(lines), name)


@mutation
def no_text_at_all(chance: random.Random, case: Case) -> Case:
    return _rows(
        case,
        chance.choice(
            (
                b"",
                b"\0" * 1_000,
                chance.randbytes(5_000),
                case.csv.encode() + b"\0",
                b"\xff\xfe\xff",
                b"\xef\xbb\xbf",
                case.book,
                b"\n" * 100_000,
                b"\r" * 100_000,
                b" ",
                b'"',
                b"sep=,\n",
            )
        ),
    )


@mutation
def mixed_encodings(chance: random.Random, case: Case) -> Case:
    text = case.csv.replace(_cells(case)[1], "Änne 李")
    data = b"".join(
        line.encode(chance.choice(("utf-8", "gb18030", "latin-1", "utf-16", "utf-8-sig")), "replace")
        for line in text.splitlines(keepends=True)
    )
    surrogates = case.csv.encode().replace(_cells(case)[1].encode(), b"\xed\xa0\x80\xed\xb0\x80")
    return _rows(
        case,
        chance.choice(
            (data, surrogates, text.encode("utf-32"), text.encode("utf-16-le"), case.csv.encode("cp037", "replace"))
        ),
    )


@mutation
def bytes_of_a_text_flipped(chance: random.Random, case: Case) -> Case:
    data = bytearray((case.csv * 20).encode())
    for _ in range(chance.choice((1, 10, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return _rows(case, bytes(data))


@mutation
def endless_cells(chance: random.Random, case: Case) -> Case:
    size = chance.choice((40_000, 1_000_000, 10_000_000))
    first, *_, last = cells = _cells(case)
    lines = [[first, "x" * size, *cells[2:]], [first, *cells[1:-2], "=" * 40_000, last + "9" * 40_000]]
    return _rows(case, case.csv + "".join(",".join(line) + "\n" for line in lines))


@mutation
def long_rejected_texts(chance: random.Random, case: Case) -> Case:
    """Every row is rejected, and each has the longest texts that a cell may hold."""
    long = "x" * 30_000
    line = ",".join([long] * len(_cells(case))) + "\n"
    return _rows(case, case.csv + line * (chance.choice((40, 3_200)) // len(_cells(case))))


@mutation
def every_column_of_a_text(chance: random.Random, case: Case) -> Case:
    width = chance.choice((16_384, 100_000, 1_000_000))
    line = "," * width
    return _rows(case, "".join(text + line + "\n" for text in case.csv.splitlines()[:2]) * chance.choice((1, 3)))


@mutation
def empty_lines(chance: random.Random, case: Case) -> Case:
    line = chance.choice(("\n", ",,,\n", "\r", "   \n", ",,,,,,,,,,\r\n"))
    return _rows(case, case.csv + line * chance.choice((1_000_000, 3_000_000)))


@mutation
def many_lines(chance: random.Random, case: Case) -> Case:
    count = chance.choice((200_000, 1_200_000))
    first, second, *others = _cells(case)
    rest = "".join(f",{text}" for text in others[:-1])
    lines = (f"{first},{second}{number},{rest[1:]}{',' if rest else ''}{number % 120}\n" for number in range(count))
    return _rows(case, case.csv + "".join(lines))


@mutation
def quotes_and_separators(chance: random.Random, case: Case) -> Case:
    odd = ('"', '""', '"a""b', 'a"b', ";", "\t", "\\", "\v", "\f", "\u2028", "\x85", "\x1c", "\r\r\n", "sep=\n", '"\n')
    data = list(case.csv * 5)
    for _ in range(chance.choice((1, 5, 50))):
        data.insert(chance.randrange(len(data)), chance.choice(odd))
    return _rows(case, "".join(data))


@mutation
def values_beyond_reason(chance: random.Random, case: Case) -> Case:
    dates = ("0000-00-00", "9999-99-99", "1e9", "9" * 5_000, "-1", "29.02.2026", "2026-01-15T25:61", "٢٠٢٦-٠١-١٥", "²")
    lines = []
    for _ in range(60):
        cells = [chance.choice(dates), *_cells(case)[1:]]
        cells[chance.randrange(1, len(cells))] = chance.choice([text for text in NASTY if "\n" not in text])
        lines.append(",".join(cells) + "\n")
    return _rows(case, case.csv + "".join(lines))


@mutation
def names_that_lie(chance: random.Random, case: Case) -> Case:
    """A workbook called .csv, a text called .xlsx, a file of no known kind."""
    what = chance.choice(
        (
            (rows_workbook(case), "answers.csv"),
            (case.csv.encode(), "answers.xlsx"),
            (case.csv.encode(), "answers.exe"),
            (case.csv.encode(), "answers"),
            (case.book, "answers.xlsm"),
            (rows_workbook(case)[:3_000], "answers.xlsx"),
        )
    )
    return _rows(case, *what)
