"""How a file calls its columns: the block of them on Inputs, and the columns that are found by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from udfs.calling.labels import name_key
from workbook_templates.refreshing.input_cells import split_list, text
from workbook_templates.refreshing.record import InputReader, SourceRows, Unusable
from workbook_templates.refreshing.wanted import HeaderText, Wanted, headers_among, whole_of
from workbook_templates.rows.dates import ORDERS, DateOrder
from workbook_templates.rows.durations import MINUTES_OF
from workbook_templates.rows.judges import is_blank
from workbook_templates.rows.numbers import MARKS, Mark
from workbook_templates.rows.source_fields import LATER_COLUMNS, LATER_FIELDS
from workbook_templates.rows.table import SourceColumns

Line: TypeAlias = Mapping[str, Any]
"""A line of the block: header -> cell."""

_OUR_NAME: Final = "Our name"
_HEADER: Final = "Header in your file"
_CODES: Final = "Missing-value codes"
_DATE: Final = "Date"
_ORDER: Final = "Date order"
_LONGEST_LIST: Final = 120
_UNITS: Final = {unit: unit for unit in MINUTES_OF}
Choice = TypeVar("Choice", bound=str)


def source_columns(
    workbook: InputReader,
    headers: Sequence[str],
    names: Sequence[str],
    block: str = "source_columns",
    later: Sequence[str] = LATER_FIELDS,
) -> dict[str, Line]:
    """A block of columns, a line for each of our names; what older workbooks lack, the `later` fields too, is blank."""
    table = workbook.read_table(block)
    for header in headers:
        if header not in table.headers and header not in later:
            raise Unusable(f'Inputs: the block of columns lacks the header "{header}"; type it there again.')
    blank: dict[str, Any] = dict.fromkeys(headers)
    rows = [blank | dict(zip(table.headers, cells, strict=True)) for cells in zip(*table.columns, strict=True)]
    found = {name_key(name): blank for name in LATER_COLUMNS} | {name_key(text(row[_OUR_NAME])): row for row in rows}
    for name in names:
        if name_key(name) not in found:
            raise Unusable(
                f'Inputs: the block of columns lacks the line "{name}"; type the name into its first column.'
            )
    return {name: found[name_key(name)] for name in names}


def headers_of(name: str, cell: Any) -> Wanted:
    """The header or headers by which a file calls one of our columns; our own name where the cell is blank."""
    whole, parts = text(cell), tuple(split_list(cell)) or (name,)
    return parts[0] if len(parts) == 1 and whole in ("", parts[0], f'"{parts[0]}"') else HeaderText(whole, parts)


def headers_in(source: SourceRows, name: str, wanted: Wanted, several: bool = False) -> tuple[str, ...]:
    """The headers that a file is asked for: the whole text of Inputs where it has that one, else the parts of it."""
    headers = headers_among(wanted, source.headers)
    if source.kind == "file" and len(headers) > 1 and not several:
        raise Unusable(
            f'{source.name} has no column "{_in_a_line(whole_of(wanted))}"; its columns are: {_columns_there(source)}. '
            f"Inputs: {name} takes one header, and at a comma or line break one ends, which makes {len(headers)}."
        )
    return headers


def date_order(cell: Any) -> DateOrder | None:
    """In which order texts give day, month and year."""
    order = text(cell).upper()
    if order and order not in ORDERS:
        raise Unusable(f'Inputs: the date order must be DMY, MDY, YMD or blank; it is "{order}".')
    return order or None


def columns_by_header(source: SourceRows) -> dict[str, Sequence[Any]]:
    """The columns, by their headers as these are compared."""
    return {name_key(header): cells for header, cells in zip(source.headers, source.columns, strict=True)}


def place_of_column(source: SourceRows, header: str) -> int | None:
    """Which column of a file or source has that header; one that stands there twice is refused."""
    places = [place for place, each in enumerate(source.headers) if name_key(each) == name_key(header)]
    if len(places) > 1:
        raise Unusable(f'{source.name} has several columns "{header}"; rename all but the one that counts.')
    return places[0] if places else None


def column_of_file(source: SourceRows, header: str) -> Sequence[Any] | None:
    """A file's column of that header; a header that stands there twice is refused."""
    place = place_of_column(source, header)
    return None if place is None else source.columns[place]


def no_header(source: SourceRows, name: str, header: str, hint: str) -> Unusable:
    """That a file or source lacks the header which Inputs or its own description gives for one of our names."""
    where = "in sources.toml" if source.kind == "source" else "on Inputs"
    proposed = ", or let centre-roi import BOOK FILE propose it" if source.kind == "file" else ""
    return Unusable(
        f'{source.name} has no column "{_in_a_line(header)}" for {name}; its columns are: {_columns_there(source)}. '
        f"Say {where} which one holds {name}{hint}{proposed}.{''.join(f' {note}' for note in source.notes)}"
    )


def _columns_there(source: SourceRows) -> str:
    others = ", ".join(_in_a_line(header) for header in source.headers if header.strip())
    return others if len(others) <= _LONGEST_LIST else others[: _LONGEST_LIST - 3] + "..."


def _in_a_line(header: str) -> str:
    return " ".join(header.split())


def headers_of_source(source: SourceRows, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The headers by which a configured source calls our columns."""
    ours = {name_key(name): name for name in names}
    for name in source.reading.headers:
        if name not in ours:
            raise Unusable(
                f'{source.name}: sources.toml gives it a column "{name}", which these rows do not have; they have: '
                f"{', '.join(names)}."
            )
    return {name: source.reading.headers.get(short, (name,)) for short, name in ours.items()}


def missing_columns(source: SourceRows, found: SourceColumns, meanings: Mapping[str, str]) -> list[str]:
    """A note for each column that a file does not have: what stands in its place."""
    if source.kind == "sheet":
        return []
    missing: dict[str, list[str]] = {}
    for name, column in found.columns.items():
        if column is None and name not in LATER_COLUMNS:
            missing.setdefault(meanings.get(name, "blank"), []).append(name)
    return [
        f"{source.name} has no column {names[0]}: it is {meaning} in every row."
        if len(names) == 1
        else f"{source.name} has no columns {', '.join(names)}: they are {meaning} in every row."
        for meaning, names in missing.items()
    ]


@dataclass(frozen=True)
class Notation:
    """How numbers, times and words are written, by our names of the columns."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """The decimal mark."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit of a column of times."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What words stand for, as names are compared."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What stands for a blank cell."""


def notation_of(lines: Mapping[str, Line]) -> Notation:
    """What the lines of a block say of it; an older block has fewer columns."""

    def filled(header: str) -> dict[str, Any]:
        return {name: line[header] for name, line in lines.items() if not is_blank(line.get(header))}

    return Notation(
        marks={name: _one_of(MARKS, cell, name, "decimal mark") for name, cell in filled("Decimal mark").items()},
        units={name: _one_of(_UNITS, cell, name, "unit") for name, cell in filled("Unit").items()},
        words={name: words_of(cell, name) for name, cell in filled("Words").items()},
        defaults=filled("Default"),
    )


def _one_of(meanings: Mapping[str, Choice], cell: Any, name: str, called: str) -> Choice:
    """What a word of a list stands for."""
    word = name_key(text(cell))
    if word not in meanings:
        listed = ", ".join(meanings)
        raise Unusable(f'Import: the {called} of {name} must be one of {listed}, or blank; it is "{text(cell)}".')
    return meanings[word]


def words_of(cell: Any, name: str) -> dict[str, str]:
    """The words of a cell such as Very satisfied = 5, Satisfied = 4, and what each stands for."""
    words: dict[str, str] = {}
    for item in split_list(cell):
        word, sign, meaning = item.replace("\uff1d", "=").rpartition("=")
        if not sign or not word.strip() or not meaning.strip():
            raise Unusable(
                f'Import: the words of {name} must be written as "Very satisfied = 5, Satisfied = 4"; one is "{item}".'
            )
        words[name_key(word)] = meaning.strip()
    return words


@dataclass(frozen=True)
class ColumnReading:
    """How rows from outside call our columns, what a missing value is there, and how dates are written."""

    headers: Mapping[str, Wanted]
    """Our name -> theirs."""
    missing_codes: Mapping[str, Sequence[str]]
    """The codes by our names, of all columns but the date."""
    date_order: DateOrder | None
    notation: Notation = Notation()
    """How numbers, times and words are written."""

    def of(self, source: SourceRows) -> ColumnReading:
        """This reading, with what the description of a configured source says in place of Inputs."""
        if source.kind == "file":
            return self
        headers: dict[str, Wanted] = {name: name for name in self.headers}
        if source.kind == "sheet":
            own = replace(self.notation, units={})  # the sheet's own headers say minutes
            return ColumnReading(headers, self.missing_codes, self.date_order, own)
        for name, theirs in headers_of_source(source, tuple(self.headers)).items():
            if len(theirs) > 1:
                raise Unusable(f"{source.name}: sources.toml gives {name} {len(theirs)} columns; it takes one.")
            (headers[name],) = theirs
        codes = source.reading.missing_codes
        return ColumnReading(
            headers,
            self.missing_codes if codes is None else dict.fromkeys(self.missing_codes, codes),
            source.reading.date_order or self.date_order,
            self.notation,
        )

    def rules(self, source: SourceRows) -> dict[str, Any]:
        """What this reading and the source say of dates and codes, by the names that rules of rows have for them."""
        return {
            "missing_codes": self.missing_codes,
            "date_order": self.date_order,
            "date1904": source.date1904,
            **vars(self.notation),
        }


def column_reading(
    workbook: InputReader, block_headers: Sequence[str], names: Sequence[str], block: str = "source_columns"
) -> ColumnReading:
    """What a block of columns on Inputs says, where each of our columns has one header."""
    lines = source_columns(workbook, block_headers, names, block)
    return ColumnReading(
        headers={name: headers_of(name, lines[name][_HEADER]) for name in names},
        missing_codes={name: tuple(split_list(lines[name][_CODES])) for name in names if name != _DATE},
        date_order=date_order(lines[_DATE][_ORDER]),
        notation=notation_of(lines),
    )


def rows_by_name(
    source: SourceRows,
    reading: ColumnReading,
    needed: Sequence[str],
    hint: str = "",
    one_of: Sequence[str] = (),
) -> SourceColumns:
    """The rows by our own names, by a reading that is this source's. A sheet of ours has every column but those that
    older ones lack; of others each is there that is needed and has no default, or that Inputs names, and of `one_of`
    the first where all are missing."""
    found: dict[str, Sequence[Any] | None] = {}
    for name, wanted in reading.headers.items():
        (header,) = headers_in(source, name, wanted)
        column = found[name] = column_of_file(source, header)
        if column is None and source.kind == "sheet" and name not in LATER_COLUMNS:
            raise Unusable(f'{source.name} has no column "{name}"; type that header there again.')
        must = name in needed and name not in reading.notation.defaults
        if column is None and (must or name_key(header) != name_key(name)):
            raise no_header(source, name, header, hint)
    if one_of and all(found[name] is None for name in one_of):
        raise no_header(source, one_of[0], whole_of(reading.headers[one_of[0]]) or one_of[0], hint)
    others = () if source.kind == "sheet" else tuple(source.columns)
    return SourceColumns(row_numbers(source), found, others)


def row_numbers(source: SourceRows) -> NDArray[np.int64]:
    """How the source numbers its rows."""
    if source.numbers is not None:
        return np.array(source.numbers, dtype=np.int64)
    rows = len(source.columns[0]) if source.columns else 0
    return np.arange(source.first_row, source.first_row + rows)
