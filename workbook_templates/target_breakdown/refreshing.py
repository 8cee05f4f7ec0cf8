"""What the target template declares to the refresh: its inputs, its actuals, and what becomes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from udfs.actuals import AMOUNTS, Actuals, ActualsRules, tally_actuals
from udfs.calendar_texts import DEFAULT_CALENDAR, GRAMMAR, read_calendar
from udfs.cells import day_of, is_blank
from udfs.errors import shown
from udfs.nearest_calendar import nearest_calendar_text
from udfs.week_years import WeekCalendar
from workbook_templates.input_cells import listed, names, quoted, text, year
from workbook_templates.record import Feed, Places, SourceRows, Stamp, Tallied, Template, Unusable
from workbook_templates.recording import history_line, listable, note_of, stamps, tallied
from workbook_templates.source_columns import (
    column_of_file,
    date_order,
    headers_of,
    no_header,
    row_numbers,
    source_columns,
)
from workbook_templates.target_breakdown import KIND, VERSION
from workbook_templates.target_breakdown.columns import (
    ACTUALS,
    DAY_TALLY,
    HISTORY,
    PERSON_DAY_TALLY,
    PERSON_WEEK_TALLY,
    REJECTED,
    SOURCE_COLUMNS,
)

_ROWS: Final = "actuals"
_HEADER: Final = "Header in your file"
_CODES: Final = "Missing-value codes"
_FIRST_YEAR, _LAST_YEAR = 1902, 9998


@dataclass(frozen=True)
class _Settings:
    rules: ActualsRules
    headers: Mapping[str, str]
    """Our name -> the file's header, as Inputs gives it."""
    status_date: datetime.date | None


def _settings(workbook: Places) -> _Settings:
    columns = source_columns(workbook, SOURCE_COLUMNS, ACTUALS)
    rules = ActualsRules(
        fiscal_year=year(workbook, "plan_year", "the fiscal year", _FIRST_YEAR, _LAST_YEAR),
        calendar=_calendar(workbook),
        people=names(workbook, "people", "Person"),
        missing_codes={name: tuple(listed(columns[name][_CODES])) for name in ACTUALS if name != "Date"},
        date_order=date_order(columns["Date"]["Date order"]),
    )
    headers = {name: headers_of(name, columns[name][_HEADER])[0] for name in ACTUALS}
    return _Settings(rules, headers, _status_date(workbook))


def _calendar(workbook: Places) -> WeekCalendar:
    named = text(workbook.read_cell("calendar_text")) or DEFAULT_CALENDAR
    calendar = read_calendar(named)
    if calendar is None:
        raise Unusable(
            f"Inputs: the calendar {GRAMMAR}; it is {shown(named)}. Did you mean {nearest_calendar_text(named)}?"
        )
    return calendar


def _status_date(workbook: Places) -> datetime.date | None:
    """As typed; None where the day of the refresh takes its place."""
    cell = workbook.read_cell("status_date")
    if is_blank(cell):
        return None
    day = day_of(cell, workbook.date1904)
    if day is None:
        raise Unusable(f"Inputs: the status date must be a date or blank; it is {quoted(cell)}.")
    return day


def _wanted(settings: _Settings) -> tuple[str, ...]:
    """The headers that a file must have."""
    return tuple(settings.headers[name] for name in ACTUALS)


def _tally(settings: _Settings, sources: Mapping[str, SourceRows]) -> Tallied:
    source = sources[_ROWS]
    result = tally_actuals(_actuals(settings, source), replace(settings.rules, date1904=source.date1904))
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "day_tally": result.days,
        "person_day_tally": result.person_days,
        "person_week_tally": result.person_weeks,
        "rejected": [[row.number, *map(listable, row.cells), row.reason] for row in result.rejected],
    }
    counted = "counted for the centre alone"
    one, several = f"row without a person was {counted}", f"rows without a person were {counted}"
    return tallied(sources, {_ROWS: result}, tables, note_of(result.of_the_centre, one, several))


def _actuals(settings: _Settings, source: SourceRows) -> Actuals:
    """The rows by our own names, those of a file by the headers that Inputs gives."""
    found: dict[str, Sequence[Any]] = {}
    for name in ACTUALS:
        header = settings.headers[name] if source.kind == "file" else name
        column = column_of_file(source, header)
        if column is None and source.kind == "file":
            raise no_header(source, name, header, ", or add an empty column of that name")
        if column is None:
            raise Unusable(f'{source.name} has no column "{name}"; type that header there again.')
        found[name] = column
    return Actuals(
        numbers=row_numbers(source),
        dates=found["Date"],
        people=found["Person"],
        amounts=tuple(found[name] for name in AMOUNTS),
        others=tuple(source.columns) if source.kind == "file" else (),
    )


def _history_row(settings: _Settings, stamp: Stamp) -> list[Any]:
    day = settings.status_date or (stamp.when.date() if isinstance(stamp.when, datetime.datetime) else None)
    return history_line(stamp, [settings.rules.fiscal_year, day])


TEMPLATE = Template(
    kind=KIND,
    version=VERSION,
    title="Targets of the year",
    about="a year's sales, profit and cost targets broken down to half a day and set against actuals",
    feeds=(
        Feed(
            _ROWS,
            "with a column each for date, person, sales, profit and cost; the sheet Inputs says which is which",
            _wanted,
            "actuals_source",
        ),
    ),
    result="sales_attained",
    result_name="Sales attainment",
    result_format=".1%",
    owned={
        "day_tally": DAY_TALLY,
        "person_day_tally": PERSON_DAY_TALLY,
        "person_week_tally": PERSON_WEEK_TALLY,
        "rejected": REJECTED,
        "history": HISTORY,
    },
    settings=_settings,
    tally=_tally,
    stamps=stamps,
    history_row=_history_row,
    pages=("sales_attained", "held_months", "held_weeks", "team_shown", "person_shown"),
)
