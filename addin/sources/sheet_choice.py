"""Which sheets of a workbook hold the rows that are wanted, and their rows one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Final

from addin.refusal import Refusal
from addin.sources.headers import HEADER_WITHIN, count_wanted, has_all, place_of_header
from addin.sources.row_books import RowBook, open_row_book
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import SourceRows
from workbook_templates.refreshing.wanted import Wanted, wanted_keys, whole_of
from workbook_templates.rows.judges import is_blank, text_of

EVERY_SHEET: Final = "*"
"""In place of a sheet's name: each that has the headers."""


@dataclass(frozen=True)
class _Sheet:
    """The cells of one sheet, and which line is its header."""

    name: str
    columns: list[list[Any]]
    first_row: int
    header: int
    wanted_found: int
    filled: int
    """Cells in the header."""

    @property
    def fitness(self) -> tuple[int, bool]:
        """How well it may be the sheet that is wanted."""
        return self.wanted_found, self.filled > 1

    @property
    def header_row(self) -> int:
        """The number of the header's row."""
        return self.first_row + self.header

    @property
    def headers(self) -> list[str]:
        return ["" if is_blank(column[self.header]) else text_of(column[self.header]) for column in self.columns]

    @property
    def body(self) -> list[list[Any]]:
        return [column[self.header + 1 :] for column in self.columns]

    @property
    def height(self) -> int:
        return len(self.columns[0]) - self.header - 1


def rows_of_book(path: Path, wanted: Sequence[Wanted], named: Sequence[str] = ()) -> SourceRows:
    """The rows of the sheets of these names, or of the first visible sheet with all wanted headers.

    Where several sheets are read, the numbers of their rows are their own and so many thousands more, other ones for
    each sheet, that no two rows have the same; the notes say how many.
    """
    book = open_row_book(path)
    if named:
        return _joined(book, _named_sheets(book, wanted, named))
    visible = _outlines(book, wanted, [name for name in book.sheets if name not in book.hidden])
    hidden = _outlines(book, wanted, [name for name in book.sheets if name in book.hidden])
    every = len(wanted_keys(wanted))
    fitting = [[sheet for sheet in sheets if sheet.wanted_found == every > 0] for sheets in (visible, hidden)]
    # Of sheets that lack some header the one that has most is taken, for the message to name its headers.
    candidates = next(filter(None, fitting), None) or visible or hidden
    if not candidates:
        raise Refusal(f"{path.name}: its sheets are empty; there must be a header and rows below it.")
    best = max(candidates, key=lambda sheet: sheet.fitness)
    book.require_values(best.name)
    alike = [sheet.name for sheet in candidates if sheet is not best and sheet.wanted_found == every > 0]
    doubts = [_not_read(alike)] if alike else []
    unseen = [sheet.name for sheet in fitting[1] if best.name not in book.hidden]
    notes = [_read_from(book, best), *doubts]
    notes += [f"Not read, since they are hidden: {', '.join(unseen)}."] if unseen else []
    return _rows(book, best.headers, best.body, best.header_row + 1, tuple(notes), tuple(doubts))


def _not_read(alike: Sequence[str]) -> str:
    return (
        f"Not read, though the headers are the same: {', '.join(alike)}. Name all sheets that count with --sheet, or "
        "put their rows on one sheet."
    )


def _read_from(book: RowBook, sheet: _Sheet) -> str:
    hidden = ", which is hidden" if sheet.name in book.hidden else ""
    return f"Read from the sheet {sheet.name} of {book.name}{hidden}, header in row {sheet.header_row}."


def _named_sheets(book: RowBook, wanted: Sequence[Wanted], named: Sequence[str]) -> list[_Sheet]:
    """The sheets of these names, in the order of the names, each with all wanted headers."""
    if EVERY_SHEET in named:
        found = _read_sheets(book, wanted, book.sheets)
        fitting = [sheet for sheet in found if has_all(sheet.headers, wanted)]
        fitting = [sheet for sheet in fitting if sheet.name not in book.hidden] or fitting
        if not fitting:
            raise Refusal(
                f"{book.name}: no sheet has all of the headers {', '.join(map(whole_of, wanted))}; its sheets are: "
                f"{', '.join(book.sheets)}."
            )
        return fitting
    by_key = {name_key(name): name for name in book.sheets}
    for name in named:
        if name_key(name) not in by_key:
            raise Refusal(f'{book.name} has no sheet "{name}"; its sheets are: {", ".join(book.sheets)}.')
    names = list(dict.fromkeys(by_key[name_key(name)] for name in named))
    sheets = _read_sheets(book, wanted, names)
    for name in names:
        if name not in {sheet.name for sheet in sheets}:
            raise Refusal(f"{book.name}: its sheet {name} is empty; there must be a header and rows below it.")
    for sheet in sheets if len(sheets) > 1 else ():
        if not has_all(sheet.headers, wanted):
            raise Refusal(
                f"{book.name}: the sheet {sheet.name} lacks some of the headers "
                f"{', '.join(map(whole_of, wanted))}; it has: {', '.join(filter(None, sheet.headers))}. Leave it out, "
                "or put them there."
            )
    return sheets


def _joined(book: RowBook, sheets: Sequence[_Sheet]) -> SourceRows:
    """The rows of some sheets one after another, their columns by the headers."""
    for sheet in sheets:
        book.require_values(sheet.name)
    first = sheets[0]
    if len(sheets) == 1:
        return _rows(book, first.headers, first.body, first.header_row + 1, (_read_from(book, first),))
    headers: dict[tuple[str, int], str] = {}
    columns = []
    for sheet in sheets:
        keys = _column_keys(sheet.headers)
        columns.append(dict(zip(keys, sheet.body, strict=True)))
        headers |= {key: header for key, header in zip(keys, sheet.headers, strict=True) if key not in headers}
    step = 10 ** len(str(max(sheet.header_row + sheet.height for sheet in sheets)))
    numbers: list[int] = []
    for place, sheet in enumerate(sheets):
        start = sheet.header_row + 1 + place * step
        numbers.extend(range(start, start + sheet.height))
    joined = [
        list(
            chain.from_iterable(
                each.get(key) or repeat(None, sheet.height) for each, sheet in zip(columns, sheets, strict=True)
            )
        )
        for key in headers
    ]
    note = _read_from_several(book, sheets, step)
    return _rows(book, list(headers.values()), joined, first.header_row + 1, (note,), numbers=numbers)


def _read_from_several(book: RowBook, sheets: Sequence[_Sheet], step: int) -> str:
    names = ", ".join(f"{sheet.name}{' (hidden)' if sheet.name in book.hidden else ''}" for sheet in sheets)
    starts = (
        f"those of {sheet.name} begin at {sheet.header_row + 1 + place * step:,} (its row {sheet.header_row + 1})"
        for place, sheet in enumerate(sheets)
        if place
    )
    return (
        f"Read from {len(sheets)} sheets of {book.name}, one after another: {names}. So that no two rows have the same "
        f"number, {', '.join(starts)}."
    )


def _column_keys(headers: Sequence[str]) -> list[tuple[str, int]]:
    """Each header as it is compared, and which of those that are alike it is."""
    seen = Counter[str]()
    keys = []
    for header in headers:
        key = name_key(header)
        keys.append((key, seen[key]))
        seen[key] += 1
    return keys


def _rows(
    book: RowBook,
    headers: list[str],
    columns: list[list[Any]],
    first_row: int,
    notes: tuple[str, ...],
    doubts: tuple[str, ...] = (),
    numbers: Sequence[int] | None = None,
) -> SourceRows:
    return SourceRows(
        name=book.name,
        kind="file",
        headers=headers,
        columns=columns,
        first_row=first_row,
        numbers=numbers,
        date1904=book.date1904,
        notes=notes,
        doubts=doubts,
    )


def _outlines(book: RowBook, wanted: Sequence[Wanted], names: Sequence[str]) -> list[_Sheet]:
    """Those of these sheets that are not empty; the cells are kept of the first of the best alone."""
    found: list[_Sheet] = []
    best = 0
    for name in names:
        sheet = _read_sheet(book, name, wanted)
        if sheet is None:
            continue
        is_best = not found or sheet.fitness > found[best].fitness
        if found and is_best:
            found[best] = replace(found[best], columns=[])
        best = len(found) if is_best else best
        found.append(sheet if is_best else replace(sheet, columns=[]))
    return found


def _read_sheets(book: RowBook, wanted: Sequence[Wanted], names: Sequence[str]) -> list[_Sheet]:
    """Those of these sheets that are not empty."""
    return [sheet for name in names if (sheet := _read_sheet(book, name, wanted)) is not None]


def _read_sheet(book: RowBook, name: str, wanted: Sequence[Wanted]) -> _Sheet | None:
    read = book.read(name)
    if read is None:
        return None
    columns, first_row = read
    height = len(columns[0])
    first = next((row for row in range(height) if not all(is_blank(column[row]) for column in columns)), height)
    top = list(zip(*(column[first : first + HEADER_WITHIN] for column in columns), strict=True))
    place = place_of_header(top, wanted)
    if place is None:
        return None
    filled = sum(not is_blank(cell) for cell in top[place])
    return _Sheet(name, columns, first_row, first + place, count_wanted(top[place], wanted), filled)
