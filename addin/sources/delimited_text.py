"""CSV files as people have them: in the encoding, delimiter and decimal mark of where they are from."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from addin.cells.addresses import LAST_COLUMN, LAST_ROW
from addin.progress import Advance
from addin.refusal import Refusal
from addin.sources.encodings import MixedEncodings, NoText, UnknownEncoding, decode
from addin.sources.headers import HEADER_WITHIN, count_wanted, place_of_header
from addin.xlsx.large_sheet import MOST_CELLS
from addin.xlsx.parts import read_file
from workbook_templates.refreshing.wanted import Wanted

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_LONGEST_CELL = 1 << 20
_ROWS_BETWEEN_WORDS = 4096
LARGEST_TEXT = 128 << 20
"""Bytes of a text file whose rows are held in memory; what is longer is for a source."""
_SAMPLE = 1 << 16
"""Characters by which the delimiter is told."""

_SAID_DELIMITER = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""The line by which Excel is told the delimiter; Excel does not show it as a row."""

_WEB_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|meta|table)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\n\r?\n|\r(?!\n)")
_AROUND = 20
"""Characters beside a byte that is not UTF-8 by which a message shows where it is."""


@dataclass(frozen=True)
class DelimitedText:
    """The columns of a text file, every cell as the text that stands there, empty ones None."""

    headers: list[str]
    columns: list[list[str | None]]
    first_row: int
    """The number that a spreadsheet gives to the first row below the header."""
    detected: str
    """How the file was read, for the summary."""


class PlainLayout(NamedTuple):
    """How a text file is laid out that any reader of CSV reads alike."""

    headers: list[str]
    delimiter: str


def plain_layout(path: Path, wanted: Sequence[Wanted] = ()) -> PlainLayout | None:
    """The layout of a file in UTF-8 whose first line is the header and that has no blank line; None for any other."""
    with path.open("rb") as stream:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(stream.read(_SAMPLE))
        except UnicodeDecodeError:
            return None
        if "\0" in text or _SAID_DELIMITER.match(text) or not text.strip() or _has_blank_line(stream):
            return None
    delimiter = _delimiter(text, wanted)
    with _long_cells():
        try:
            lines = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 2 * HEADER_WITHIN))
        except csv.Error:
            return None
    if place_of_header(lines, wanted) != 0 or (len(lines) == 1 and len(text) >= _SAMPLE):
        return None
    return PlainLayout(lines[0], delimiter)


def _has_blank_line(stream: BinaryIO) -> bool:
    """Whether there is one before the end, or lines end in a way of their own."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _BLANK_LINE.search(content)
        return found is not None and content[found.start() :].strip() != b""


def read_delimited(path: Path, wanted: Sequence[Wanted] = (), advance: Advance | None = None) -> DelimitedText:
    """A .csv file whose header holds the wanted texts; what its content does not tell is refused, not guessed."""
    text, encoding, is_guess = _decode(_modest(read_file(path), path.name), path.name, wanted)
    said = _SAID_DELIMITER.match(text)
    text = text[said.end() :] if said else text
    with _long_cells():
        delimiter = said[1] if said else _delimiter(text, wanted)
        lines = _lines(text, delimiter, path.name, advance)
    del text  # a large one is no longer needed
    header = place_of_header(lines, wanted)
    if header is None:
        raise Refusal(f"{path.name}: the file is empty.")
    headers, body = lines[header], lines[header + 1 :]
    width = len(headers)
    wide = next((place for place, line in enumerate(body) if any(cell.strip() for cell in line[width:])), None)
    if wide is not None:
        raise Refusal(
            f"{path.name}: row {header + 2 + wide} has more cells than there are headers; put texts that contain a "
            f"{_DELIMITERS[delimiter]} into quotes."
        )
    columns: list[list[str | None]] = [[cell or None for cell in cells] for cells in zip_longest(*body, fillvalue="")]
    columns = columns[:width] + [[None] * len(body) for _ in range(width - len(columns))]
    place = f", header in row {header + 1}" if header else ""
    detected = f"Read as {encoding}, {_DELIMITERS[delimiter]} between cells{place}."
    if is_guess:
        detected += " If its names look wrong, save the file as CSV UTF-8."
    return DelimitedText(headers, columns, header + 2, detected)


def _modest(data: bytes, file: str) -> bytes:
    if len(data) > LARGEST_TEXT:
        raise _too_large(file, f"{len(data) / 1e6:,.0f} MB", f"{LARGEST_TEXT / 1e6:,.0f} MB")
    return data


def _too_large(file: str, found: str, most: str) -> Refusal:
    return Refusal(
        f"{file}: has {found}, and a file of rows is read up to {most}. Split it, or describe it as a source, whose "
        "rows are counted without being held in memory (see docs/sources.md)."
    )


def _decode(data: bytes, file: str, wanted: Sequence[Wanted]) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is a guess."""

    def wanted_in(text: str) -> int:
        with _long_cells():
            return max(_fitness(text, delimiter, wanted) for delimiter in _DELIMITERS)[0]

    try:
        found = decode(data, wanted_in)
    except NoText:
        raise Refusal(f"{file}: this is no text file; save the table as CSV or .xlsx.") from None
    except UnknownEncoding:
        raise Refusal(f"{file}: the text is in no encoding that is known here; save it as CSV UTF-8.") from None
    except MixedEncodings as mixed:
        raise _mixed(data, mixed.place, file, wanted) from None
    if _WEB_PAGE.match(found.text):
        raise Refusal(
            f"{file}: is a web page (HTML), whatever its name says. Open it in Excel or LibreOffice and save it as "
            "Excel Workbook (.xlsx)."
        )
    return found.text, found.encoding, found.is_guess


def _mixed(data: bytes, place: int, file: str, wanted: Sequence[Wanted]) -> Refusal:
    before = data[:place].decode("utf-8").removeprefix("\ufeff")
    said = _SAID_DELIMITER.match(before)
    before = before[said.end() :] if said else before
    with _long_cells():
        delimiter = said[1] if said else _delimiter(before, wanted)
        row = sum(1 for _ in csv.reader(io.StringIO(before + "\ufffd", newline=""), delimiter=delimiter))
    after = data[place : place + 4 * _AROUND].decode("utf-8", "replace")
    around = "".join(re.findall(r"[^\r\n]*\Z", before[-_AROUND:])) + re.findall(r"\A[^\r\n]*", after)[0][:_AROUND]
    return Refusal(
        f'{file}: row {row} holds a letter that is not UTF-8, as the others of the file are: "{around}". Correct it '
        "there, or save the table as CSV UTF-8 in the program that it comes from."
    )


@contextmanager
def _long_cells() -> Iterator[None]:
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _lines(text: str, delimiter: str, file: str, advance: Advance | None) -> list[list[str]]:
    """Every row, blank ones too, as a spreadsheet numbers them."""
    lines: list[list[str]] = []
    cells = 0
    # Within quotes a line may end without the row: then how many there are is known at the end alone.
    total = None if advance is None or '"' in text else text.count("\n")
    # A StringIO would hold four bytes of each letter.
    stream = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8", "surrogatepass", newline="")
    try:
        # A quote that is never closed would swallow rows in silence if reading were not strict.
        for line in csv.reader(stream, delimiter=delimiter, strict=True):
            lines.append(line)
            cells += len(line)
            if advance is not None and len(lines) % _ROWS_BETWEEN_WORDS == 0:
                advance(len(lines), total)
            if len(line) > LAST_COLUMN:
                raise _too_large(file, f"a row of {len(line):,} cells", f"the {LAST_COLUMN:,} columns of a sheet")
            if len(lines) > LAST_ROW or cells > MOST_CELLS:
                raise _too_large(file, "more rows", f"{LAST_ROW:,} rows, as a sheet has, and {MOST_CELLS:,} cells")
    except csv.Error as error:
        raise Refusal(
            f"{file}: row {len(lines) + 1} cannot be read: {error}. A text in quotes ends with a quote before the next "
            f"{_DELIMITERS[delimiter]}; a quote within it is written twice."
        ) from None
    return lines


def _delimiter(text: str, wanted: Sequence[Wanted]) -> str:
    """The character that finds the wanted headers; of several the one that cuts the first rows alike."""
    return max(_DELIMITERS, key=lambda delimiter: _fitness(text, delimiter, wanted))


def _fitness(text: str, delimiter: str, wanted: Sequence[Wanted]) -> tuple[int, int, int]:
    """How many wanted headers it finds, how many of the first rows it cuts as the header, and how many more often."""
    try:
        sample = io.StringIO(text[:_SAMPLE], newline="")
        lines = list(islice(csv.reader(sample, delimiter=delimiter), 2 * HEADER_WITHIN))
    except csv.Error:
        return (0, 0, 0)
    header = place_of_header(lines, wanted)
    if header is None:
        return (0, 0, 0)
    width = len(lines[header])
    widths = [len(line) for line in lines[header:] if line]
    return (
        count_wanted(lines[header], wanted),
        sum(each == width > 1 for each in widths),
        -sum(each > width for each in widths),
    )
