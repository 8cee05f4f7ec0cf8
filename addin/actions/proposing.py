"""How a file's columns are probably read: a proposal for the block of them on the sheet Import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from addin.actions.answer_looks import look_at_answers
from addin.actions.column_looks import (
    NUMBERS,
    TIMES,
    WORDS_OF,
    Look,
    cells_of,
    look_at_dates,
    look_at_numbers,
    look_at_times,
    look_at_words,
)
from addin.refusal import Refusal
from addin.sources.files import is_workbook, rows_of_file
from addin.workbook.protocol import TableBody, Workbook
from udfs.calling.labels import name_key
from workbook_templates.refreshing.header_meanings import Match, matches, usual_names
from workbook_templates.refreshing.input_cells import names, split_list, text
from workbook_templates.refreshing.known_exports import KnownExport, columns_of, known_export, without_rows_of_header
from workbook_templates.refreshing.record import Feed, SourceRows, Template, Unusable
from workbook_templates.refreshing.source_columns import headers_of
from workbook_templates.refreshing.wanted import headers_among
from workbook_templates.rows.amounts import NumberKind, marks_of
from workbook_templates.rows.columns import Marks
from workbook_templates.rows.judges import is_blank
from workbook_templates.rows.numbers import Mark
from workbook_templates.rows.source_fields import DEFAULT, HEADER, OUR_NAME

_HEADERS: Final = ("Header(s) in your file", HEADER)
_MOST_NAMED: Final = 12


@dataclass(frozen=True)
class Line:
    """What is proposed for one of our columns."""

    name: str
    headers: tuple[str, ...]
    """Of the file; none where it has none, or where nothing decides."""
    fields: Mapping[str, Any]
    """Field of the block -> what to write there, where that is something new."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed for the block of one table."""

    feed: Feed
    source: SourceRows
    lines: tuple[Line, ...]
    block: TableBody
    """As it is now."""
    header_field: str
    sheet: str
    """On which the block stands."""
    tool: str = ""
    """Of which tool the file is an export."""
    said: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """What the file does not tell."""
    too_old_for: tuple[str, ...] = ()
    """What the block of an older workbook cannot hold."""

    @property
    def columns(self) -> dict[str, list[Any]]:
        """The columns of the block that change, whole."""
        changed: dict[str, list[Any]] = {}
        cells = dict(zip(self.block.headers, self.block.columns, strict=True))
        row_of = {name_key(text(cell)): row for row, cell in enumerate(cells[OUR_NAME])}
        for line in self.lines:
            for header, value in line.fields.items():
                changed.setdefault(header, list(cells[header]))[row_of[name_key(line.name)]] = value
        return changed

    @property
    def lacking(self) -> tuple[str, ...]:
        """Columns that a file must have, for which no header and no default was found."""
        has_default = {name for name, line in self._block_lines().items() if not is_blank(line.get(DEFAULT))}
        return tuple(
            line.name
            for line in self.lines
            if line.name in self.feed.needed
            and not (line.headers or line.name in has_default or not is_blank(line.fields.get(DEFAULT)))
        )

    def _block_lines(self) -> dict[str, dict[str, Any]]:
        return lines_of(self.block, self.feed)


@dataclass
class _Found:
    """What is gathered while the lines are made."""

    said: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    too_old_for: list[str] = field(default_factory=list)


def lines_of(block: TableBody, feed: Feed) -> dict[str, dict[str, Any]]:
    """The lines of a block by our names; an older block lacks some."""
    rows = [dict(zip(block.headers, cells, strict=True)) for cells in zip(*block.columns, strict=True)]
    by_key = {name_key(text(row.get(OUR_NAME))): row for row in rows}
    return {name: by_key[name_key(name)] for name in feed.columns if name_key(name) in by_key}


def propose(book: Workbook, template: Template, path: Path, table: str = "", sheet: str = "") -> Proposal:
    """Which table the file is for, which header is which column, and how each column is read."""
    feeds = [feed for feed in template.feeds if not table or feed.table == table]
    if not feeds:
        known = ", ".join(feed.table for feed in template.feeds)
        raise Refusal(f'{book.name}: has no table "{table}"; its tables of rows are: {known}.')
    if sheet and not is_workbook(path):
        raise Refusal(f"--sheet names a sheet of a workbook with rows; {path.name} has none. Leave it out.")
    tried = [_Trial.of(book, feed, path, sheet) for feed in feeds]
    best = max(tried, key=lambda trial: trial.fitness)
    alike = [trial for trial in tried if trial.fitness == best.fitness]
    alike = tried if best.chosen.keys() <= {"Date"} else alike
    if not any(best.chosen.values()):
        there = ", ".join(filter(None, best.source.headers[:_MOST_NAMED]))
        raise Refusal(
            f"{path.name}: none of its headers tells what stands below it; they are: {there}. Write on Import which "
            f"one holds {', '.join(best.feed.needed)}."
        )
    if len(alike) > 1:
        named = " or ".join(f"--table {trial.feed.table}" for trial in alike)
        raise Refusal(f"{path.name}: may be of several tables of {book.name}; say which it is: {named}")
    return _proposal(book, best)


@dataclass(frozen=True)
class _Trial:
    """A file looked at as the rows of one table."""

    feed: Feed
    source: SourceRows
    block: TableBody
    header_field: str
    export: KnownExport | None
    chosen: Mapping[str, tuple[str, ...]]
    """Our name -> the headers of the file."""
    unclear: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(book: Workbook, feed: Feed, path: Path, sheet: str) -> _Trial:
        """The file read by the usual names of that table's columns."""
        block = book.read_table(feed.block)
        header_field = next((each for each in _HEADERS if each in block.headers), "")
        if not header_field or OUR_NAME not in block.headers:
            raise Refusal(
                f"{book.name}: the block of columns lacks a header, {OUR_NAME} or {HEADER}; type it there again."
            )
        lines = lines_of(block, feed)
        said = {name: headers_of(name, line.get(header_field)) for name, line in lines.items()}
        usual = dict.fromkeys(each for name in feed.columns for each in usual_names(name))
        source = rows_of_file(path, [*said.values(), *usual], (sheet,) if sheet else ())
        export = known_export(source.headers, feed.table)
        questions = list(source.headers)
        if export is not None:
            source, questions = without_rows_of_header(source, export)
        chosen = {
            name: headers
            for name, wanted in said.items()
            if (headers := _there(headers_among(wanted, source.headers), source))
        }
        if export is not None:
            known = columns_of(source, export, questions)
            chosen |= {name: (header,) for name, header in known.items() if name not in chosen}
        found = _by_meaning(feed, source, questions, chosen)
        chosen |= {name: match.headers for name, match in found.items() if match.headers}
        unclear = {name: match.unclear for name, match in found.items() if match.unclear}
        return _Trial(feed, source, block, header_field, export, chosen, unclear)

    @property
    def fitness(self) -> tuple[int, int, int]:
        """How well the file fits: a known export, needed columns that it lacks, columns found."""
        lacking = sum(name not in self.chosen for name in self.feed.needed)
        return int(self.export is not None), -lacking, len(self.chosen)


def _there(headers: Sequence[str], source: SourceRows) -> tuple[str, ...]:
    """The headers as the file writes them, where it has all of them."""
    by_key = {name_key(header): header for header in source.headers}
    found = [by_key.get(name_key(header)) for header in headers]
    return tuple(header for header in found if header) if all(found) else ()


def _by_meaning(
    feed: Feed, source: SourceRows, questions: Sequence[str], chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, Match]:
    """The headers that must be those columns which are not chosen yet; a short header may stand for a question."""
    taken = {header for headers in chosen.values() for header in headers}
    names = [name for name in feed.columns if name not in chosen]
    asked = {
        question: header for header, question in zip(source.headers, questions, strict=True) if header not in taken
    }
    found = matches(names, asked)
    return {
        name: replace(
            match,
            headers=tuple(asked[each] for each in match.headers),
            unclear=tuple(asked[each] for each in match.unclear),
        )
        for name, match in found.items()
    }


def _proposal(book: Workbook, trial: _Trial) -> Proposal:
    """The lines of the block, and what the file leaves open."""
    found = _Found()
    own = lines_of(trial.block, trial.feed)
    marks = _marks_of_file(trial)
    lines = []
    for name in trial.feed.columns:
        headers = trial.chosen.get(name, ())
        if name in trial.unclear and not headers:
            listed = "; ".join(f'"{header}"' for header in trial.unclear[name])
            found.questions.append(f"{name}: may be each of {listed}: write the one that counts into its line.")
        if name not in own:
            found.too_old_for += [f"{name} ({', '.join(headers)})"] if headers else []
            continue
        lines.append(_line(book, trial, name, headers, own[name], marks, found))
    return Proposal(
        trial.feed,
        trial.source,
        tuple(lines),
        trial.block,
        trial.header_field,
        next(sheet for name, sheet in book.tables().items() if name.casefold() == trial.feed.block),
        trial.export.tool if trial.export else "",
        tuple(found.said),
        tuple(found.questions),
        tuple(found.too_old_for),
    )


def _line(
    book: Workbook,
    trial: _Trial,
    name: str,
    headers: tuple[str, ...],
    own: Mapping[str, Any],
    marks: Mapping[str, Marks],
    found: _Found,
) -> Line:
    """What to write into one line; what stands there already stays."""
    if not headers:
        look = _default(book, trial, name, own)
        found.questions += look.questions
        found.said += look.said
        return Line(name, (), look.fields)
    if trial.export is not None and name in trial.export.words and _is_untouched(name, own, trial.header_field):
        return Line(name, headers, {})
    look = _look(trial, name, headers, marks)
    fields = {header: value for header, value in look.fields.items() if is_blank(own.get(header))}
    found.too_old_for += [f"{header} of {name} ({value})" for header, value in fields.items() if header not in own]
    found.said += look.said if fields else ()
    found.questions += look.questions
    fields = {header: value for header, value in fields.items() if header in own}
    written = written_headers(headers)
    if _there(headers_among(headers_of(name, own[trial.header_field]), trial.source.headers), trial.source) != headers:
        fields = {trial.header_field: written, **fields}
    return Line(name, headers, fields)


def written_headers(headers: Sequence[str]) -> str:
    """Headers as a cell of the block holds them: one as it stands, of several those with commas in quotes."""
    if len(headers) == 1:
        return headers[0]
    return ", ".join(f'"{header}"' if len(split_list(header)) != 1 else header for header in headers)


def _is_untouched(name: str, own: Mapping[str, Any], header_field: str) -> bool:
    return name_key(text(own[header_field]) or name) == name_key(name)


def _look(trial: _Trial, name: str, headers: Sequence[str], marks: Mapping[str, Marks]) -> Look:
    """What the cells of a column tell."""
    cells = cells_of(*(_column(trial.source, header) for header in headers))
    others = _marks_but_of(marks, name)
    if name == "Date":
        return look_at_dates(name, cells)
    if name == "Index":
        return look_at_answers(cells, len(headers) > 1, others)
    if name in TIMES:
        return look_at_times(name, headers[0], cells, others)
    if name in WORDS_OF:
        return look_at_words(name, cells)
    return look_at_numbers(name, cells, others) if name in NUMBERS else Look()


def _column(source: SourceRows, header: str) -> Sequence[Any]:
    return source.columns[list(source.headers).index(header)]


def _marks_of_file(trial: _Trial) -> dict[str, Marks]:
    """The decimal marks that the columns of numbers tell."""
    found = {}
    for name, headers in trial.chosen.items():
        if name in (*NUMBERS, *TIMES, "Index"):
            cells = cells_of(*(_column(trial.source, header) for header in headers))
            found[name] = marks_of(NumberKind(name.lower()).texts(cells), cells)
    return found


def _marks_but_of(marks: Mapping[str, Marks], name: str) -> Marks:
    every = Counter[Mark]()
    for other, own in marks.items():
        if other != name:
            every.update(own)
    return every


def _default(book: Workbook, trial: _Trial, name: str, own: Mapping[str, Any]) -> Look:
    """What stands in place of a column that the file lacks, where one is needed."""
    if name not in trial.feed.needed or name in trial.unclear or not is_blank(own.get(DEFAULT)):
        return Look()
    if name == "Segment" and DEFAULT in own:
        try:
            segments = names(book, "segments", "Segment")
        except Unusable as fault:
            raise Refusal(str(fault)) from None
        if len(segments) == 1:
            return Look({DEFAULT: segments[0]}, said=(f"{name}: the file has none; every row has {segments[0]}.",))
    can_default = f", or a {DEFAULT}" if DEFAULT in own and name != "Index" else ""
    return Look(
        questions=(f"{name}: no header of the file tells which one it is: write it into its line{can_default}.",)
    )
