"""What the survey template declares to the refresh: its inputs, its rows, and what becomes of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from workbook_templates.refreshing.input_cells import describe_cell, names, number, split_list, text, year
from workbook_templates.refreshing.record import Feed, InputReader, SourceRows, Stamp, Tallied, Template, Unusable
from workbook_templates.refreshing.recording import history_line, listable, make_tallied, note_of, stamp_cells
from workbook_templates.refreshing.source_columns import (
    columns_by_header,
    date_order,
    headers_in,
    headers_of,
    headers_of_source,
    no_header,
    notation_of,
    place_of_column,
    row_numbers,
    source_columns,
)
from workbook_templates.refreshing.wanted import HeaderText, Wanted, wanted_keys, whole_of
from workbook_templates.rows.dates import read_date
from workbook_templates.rows.judges import day_of, is_blank
from workbook_templates.rows.source_fields import DEFAULT, LATER_FIELDS
from workbook_templates.survey_roi import KIND, VERSION
from workbook_templates.survey_roi.columns import HEADERS, HISTORY, REJECTED, SOURCE_COLUMNS, TALLY
from workbook_templates.survey_roi.counted import tally_counted
from workbook_templates.survey_roi.made_counts import places_of_counts, tally_made_counts
from workbook_templates.survey_roi.months import MonthSegment
from workbook_templates.survey_roi.points import Shares, UnusableSurvey
from workbook_templates.survey_roi.responses import Responses, Tally, tally
from workbook_templates.survey_roi.rules import Rules

NO_MONTH: Final = "(no month)"
_ROWS: Final = "responses"
_OUR_NAMES: Final = ("Date", "Customer", "Segment", "Index")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_ANSWER: Final = re.compile(r"answer \d+")
_SEPARATOR: Final = re.compile("[,\uff0c\n]")
_LATER: Final = tuple(field for field in LATER_FIELDS if field != DEFAULT)


@dataclass(frozen=True)
class _Settings:
    rules: Rules
    headers: Mapping[str, Wanted]
    """Our name -> the file's headers, as Inputs gives them."""

    def defaulted(self, name: str) -> str:
        """What stands for a column that the source does not have; "" where it must have it."""
        default = self.rules.default_date if name == "Date" else self.rules.default_segment if name == "Segment" else ""
        return str(default or "")


def _settings(workbook: InputReader) -> _Settings:
    report_year = year(workbook, "report_year", "the report year", 1900, 9999)
    segments = names(workbook, "segments", "Segment")
    if not segments:
        raise Unusable("Segments: no segment has a name yet; fill in at least one.")
    loyal_above = _limit(workbook, "loyal_above", "the limit for loyal customers")
    disloyal_below = _limit(workbook, "disloyal_below", "the limit for disloyal customers")
    if loyal_above < disloyal_below:
        raise Unusable(
            f"Inputs: the limit for loyal customers, {quote(loyal_above)}, is below that for disloyal ones, "
            f"{quote(disloyal_below)}; swap them."
        )
    columns = source_columns(workbook, SOURCE_COLUMNS, _OUR_NAMES, later=_LATER)
    date, segment, index = columns["Date"], columns["Segment"], columns["Index"]
    notation = notation_of(columns)
    rules = Rules(
        year=report_year,
        segments=segments,
        loyal_above=loyal_above,
        disloyal_below=disloyal_below,
        scale=_scale(index),
        missing_codes={"Index": tuple(split_list(index["Missing-value codes"]))},
        date_order=date_order(date["Date order"]),
        default_date=_default_date(date, workbook.date1904, report_year),
        default_segment=text(segment["Default"]),
        answered_share=_answered_share(workbook),
        apart_is_rejected=not workbook.has_name("refreshed_apart"),
        marks=notation.marks,
        words=notation.words,
    )
    _require_numbers(rules.words.get("Index", {}))
    if rules.default_segment and name_key(rules.default_segment) not in map(name_key, rules.segments):
        raise Unusable(
            f'Inputs: the default segment "{rules.default_segment}" is not among the segments of the sheet Segments.'
        )
    return _Settings(rules, {name: headers_of(name, columns[name][HEADERS]) for name in _OUR_NAMES})


def _limit(workbook: InputReader, name: str, called: str) -> float:
    limit = number(workbook, name, called)
    if not 0 <= limit <= 100 or 0 < limit < 1:
        raise Unusable(f"Inputs: {called} must be from 0 to 100; it is {quote(limit)} (write 85, not 0.85).")
    return limit


def _answered_share(workbook: InputReader) -> float:
    """Of the questions that make an index, the least that must be answered; an older workbook does not say."""
    if not workbook.has_name("answered_share"):
        return Rules.answered_share
    share = number(workbook, "answered_share", "the least share of questions answered")
    if not 0 <= share <= 1:
        raise Unusable(
            f"Inputs: the least share of questions answered must be from 0% to 100%; it is {quote(share)} (write 50%)."
        )
    return share


def _require_numbers(words: Mapping[str, str]) -> None:
    """Words of a scale stand for numbers."""
    for word, meaning in words.items():
        if not _NUMBER.fullmatch(meaning):
            raise Unusable(f'Import: the words of Index stand for numbers; "{word}" stands for "{meaning}".')


def _scale(index: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high = index["Scale from"], index["Scale to"]
    if is_blank(low) and is_blank(high):
        return None
    numbers = [cell for cell in (low, high) if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if len(numbers) < 2 or low >= high:
        raise Unusable(
            f"Inputs: the scale of Index must be two numbers, the lower one first (such as 1 and 5); it is "
            f"{describe_cell(low)} to {describe_cell(high)}."
        )
    return float(low), float(high)


def _default_date(row: Mapping[str, Any], date1904: bool, year: int) -> datetime.date | None:
    cell = row["Default"]
    if is_blank(cell):
        return None
    day = read_date(cell, date_order(row["Date order"])) if isinstance(cell, str) else day_of(cell, date1904)
    if not isinstance(day, datetime.date):
        raise Unusable(f"Inputs: the default date must be a date such as {year}-03-31; it is {describe_cell(cell)}.")
    if day.year != year:
        raise Unusable(
            f"Inputs: the default date {day.isoformat()} is not in the report year {year}; change one of them."
        )
    return day


def _needed_headers(settings: _Settings) -> tuple[Wanted, ...]:
    """The headers that a file must have."""
    return tuple(settings.headers[name] for name in _OUR_NAMES if _is_needed(settings, name))


def _is_needed(settings: _Settings, name: str) -> bool:
    """A header that Inputs names is needed; our own name is not, where the file may do without the column."""
    named = wanted_keys([settings.headers[name]]) != {name_key(name)}
    return named or name == "Index" or (name != "Customer" and not settings.defaulted(name))


def _tally(settings: _Settings, sources: Mapping[str, SourceRows]) -> Tallied:
    source = sources[_ROWS]
    settings = _settings_for_source(settings, source)
    try:
        result, notes = _count_survey(settings, source)
    except UnusableSurvey as error:
        where = {"file": "on Inputs", "source": "in sources.toml"}.get(source.kind, "")
        hint = f", or set its scale to 0 and 1 {where}" if isinstance(error, Shares) and where else ""
        raise Unusable(f"{source.name}: {error}{hint}.") from None
    tables = {
        "tally": [_tally_line(line, settings.rules.year) for line in result.lines],
        "rejected": [[row.number, *map(listable, row.cells), row.reason] for row in result.rejected],
    }
    counted = "counted as anonymous"
    one, several = f"response without a customer was {counted}", f"responses without a customer were {counted}"
    return make_tallied(sources, {_ROWS: result}, tables, [*notes, *note_of(result.anonymous, one, several)])


def _settings_for_source(settings: _Settings, source: SourceRows) -> _Settings:
    """The settings, with what the description of a source says in place of Inputs."""
    rules = replace(settings.rules, date1904=source.date1904)
    if source.kind != "source":
        return replace(settings, rules=rules)
    reading = source.reading
    rules = replace(
        rules,
        scale=reading.scale or rules.scale,
        missing_codes=rules.missing_codes if reading.missing_codes is None else {"Index": reading.missing_codes},
        date_order=reading.date_order or rules.date_order,
    )
    theirs = headers_of_source(source, _OUR_NAMES)
    return _Settings(rules, {name: HeaderText("", headers) for name, headers in theirs.items()})


def _count_survey(settings: _Settings, source: SourceRows) -> tuple[Tally, list[str]]:
    """The survey counted here, or by the engine that has it."""
    if source.counting is not None:
        places, notes = _places(source, settings)
        return tally_counted(source.counting(places), settings.rules, settings.rules.scale), notes
    if source.kind != "sheet" and places_of_counts(source.headers) and not _has_index(source, settings):
        places, notes = _places(source, settings, [name for name in _OUR_NAMES if name not in ("Customer", "Index")])
        dates, segments = ([source.columns[place] for place in places[name]] for name in ("Date", "Segment"))
        made = tally_made_counts(source, next(iter(dates), None), next(iter(segments), None), settings.rules)
        return made, notes
    responses, notes = (_responses_of_sheet if source.kind == "sheet" else _responses_of_file)(source, settings)
    return tally(responses, settings.rules), notes


def _responses_of_sheet(source: SourceRows, settings: _Settings) -> tuple[Responses, list[str]]:
    """The workbook's own rows: our names, an index from 0 to 100, or the answers 1 to n that are filled."""
    columns = columns_by_header(source)
    answers = {
        header: cells
        for header, cells in zip(source.headers, source.columns, strict=True)
        if _ANSWER.fullmatch(name_key(header)) and not all(map(is_blank, set(cells)))
    }
    present = {name: columns.get(name_key(name)) for name in _OUR_NAMES}
    for name, cells in present.items():
        if cells is None and name != "Customer" and not settings.defaulted(name) and not (name == "Index" and answers):
            raise Unusable(f'{source.name} has no column "{name}"; type that header there again.')
    responses = Responses(
        numbers=row_numbers(source),
        dates=present["Date"],
        customers=present["Customer"],
        segments=present["Segment"],
        index=present["Index"],
        answers=tuple(answers.values()),
        answer_names=tuple(answers),
    )
    return responses, []


def _responses_of_file(source: SourceRows, settings: _Settings) -> tuple[Responses, list[str]]:
    """The rows of a file or source, by its headers; one header is an index, several are answers."""
    places, notes = _places(source, settings)
    found = {name: [source.columns[place] for place in places[name]] for name in _OUR_NAMES}
    index = found["Index"]
    alone = len(index) == 1
    responses = Responses(
        numbers=row_numbers(source),
        dates=next(iter(found["Date"]), None),
        customers=next(iter(found["Customer"]), None),
        segments=next(iter(found["Segment"]), None),
        index=index[0] if alone else None,
        answers=() if alone else tuple(index),
        answer_names=() if alone else headers_in(source, "Index", settings.headers["Index"], several=True),
        index_scale=settings.rules.scale,
        others=tuple(source.columns),
    )
    return responses, notes


def _has_index(source: SourceRows, settings: _Settings) -> bool:
    """Whether a file has the columns of the index."""
    headers = headers_in(source, "Index", settings.headers["Index"], several=True)
    return any(place_of_column(source, header) is not None for header in headers)


def _places(
    source: SourceRows, settings: _Settings, names: Sequence[str] = _OUR_NAMES
) -> tuple[dict[str, list[int]], list[str]]:
    """Which of a file's or source's columns hold what is ours."""
    notes = []
    found: dict[str, list[int]] = {}
    for name in reversed(names):  # that there is no index is the first thing to say
        found[name] = []
        for header in headers_in(source, name, settings.headers[name], several=name == "Index"):
            place = place_of_column(source, header)
            if place is not None:
                found[name].append(place)
            elif _is_needed(settings, name):
                raise no_header(source, name, header, _hint(source, settings, name))
        if not found[name] and settings.defaulted(name):
            notes.append(f"{source.name} has no column {name}: every row has the default {settings.defaulted(name)}.")
    return found, notes


def _hint(source: SourceRows, settings: _Settings, name: str) -> str:
    """What else may help where a file lacks the column of that name."""
    if source.kind == "source":
        return ", or give a default on Inputs" if name in ("Date", "Segment") else ""
    if settings.defaulted(name):
        return ", or clear that cell to give every row the default"
    if name in ("Date", "Segment"):
        return ", or give a default there"
    whole = name_key(whole_of(settings.headers[name]))
    cut = any(_SEPARATOR.search(each) and name_key(each) in whole for each in source.headers)
    return " (of several headers one that holds a comma or a line break in quotes)" if cut else ""


def _tally_line(line: MonthSegment, year: int) -> list[Any]:
    month = NO_MONTH if line.month is None else datetime.date(year, line.month, 1)
    counts = [line.responses, line.loyal, line.neutral, line.disloyal, line.mean_index, line.rejected]
    return [month, line.segment, *counts]


def _history_row(settings: _Settings, stamp: Stamp) -> list[Any]:
    return history_line(stamp, [settings.rules.loyal_above, settings.rules.disloyal_below])


TEMPLATE = Template(
    kind=KIND,
    version=VERSION,
    title="Return of the service centre",
    about="the return of a service centre from a customer survey",
    feeds=(
        Feed(
            _ROWS,
            "the sheet Inputs says which of its headers is what",
            _OUR_NAMES,
            _needed_headers,
            "survey_source",
            counted_by_engines=True,
            headers=lambda settings: settings.headers,
            needed=("Date", "Segment", "Index"),
        ),
    ),
    result="report_roi",
    result_name="ROI",
    result_format=".1%",
    owned={"tally": TALLY, "rejected": REJECTED, "history": HISTORY},
    settings=_settings,
    tally=_tally,
    stamps=stamp_cells,
    history_row=_history_row,
    pages=("report_roi", "trend_months"),
)
