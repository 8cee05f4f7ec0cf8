"""What the target template declares to the refresh: its inputs, its actuals, and what becomes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from udfs.calendars.nearest import nearest_calendar_text
from udfs.calendars.texts import DEFAULT_CALENDAR, GRAMMAR, read_calendar
from udfs.calendars.week_years import WeekCalendar
from udfs.calling.errors import quote
from workbook_templates.refreshing.input_cells import describe_cell, names, text, year
from workbook_templates.refreshing.record import Feed, InputReader, SourceRows, Stamp, Tallied, Template, Unusable
from workbook_templates.refreshing.recording import history_line, listable, make_tallied, note_of, stamp_cells
from workbook_templates.refreshing.source_columns import ColumnReading, column_reading, missing_columns, rows_by_name
from workbook_templates.refreshing.wanted import Wanted
from workbook_templates.rows.judges import day_of, is_blank
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.target_breakdown import KIND, VERSION
from workbook_templates.target_breakdown.actuals import AMOUNTS, ActualsRules, tally_actuals
from workbook_templates.target_breakdown.columns import (
    ACTUALS,
    DAY_TALLY,
    HISTORY,
    PERSON_DAY_TALLY,
    PERSON_WEEK_TALLY,
    REJECTED,
)

_ROWS: Final = "actuals"
_NEEDED: Final = ("Date",)
"""What a file must have, beside one of the amounts."""
_FIRST_YEAR, _LAST_YEAR = 1902, 9998


@dataclass(frozen=True)
class _Settings:
    rules: ActualsRules
    reading: ColumnReading
    status_date: datetime.date | None


def _settings(workbook: InputReader) -> _Settings:
    rules = ActualsRules(
        fiscal_year=year(workbook, "plan_year", "the fiscal year", _FIRST_YEAR, _LAST_YEAR),
        calendar=_calendar(workbook),
        people=names(workbook, "people", "Person"),
    )
    return _Settings(rules, column_reading(workbook, SOURCE_COLUMNS, ACTUALS), _status_date(workbook))


def _calendar(workbook: InputReader) -> WeekCalendar:
    named = text(workbook.read_cell("calendar_text")) or DEFAULT_CALENDAR
    calendar = read_calendar(named)
    if calendar is None:
        raise Unusable(
            f"Inputs: the calendar {GRAMMAR}; it is {quote(named)}. Did you mean {nearest_calendar_text(named)}?"
        )
    return calendar


def _status_date(workbook: InputReader) -> datetime.date | None:
    """The status date as typed; None where the day of the refresh takes its place."""
    cell = workbook.read_cell("status_date")
    if is_blank(cell):
        return None
    day = day_of(cell, workbook.date1904)
    if day is None:
        raise Unusable(f"Inputs: the status date must be a date or blank; it is {describe_cell(cell)}.")
    return day


def _needed_headers(settings: _Settings) -> tuple[Wanted, ...]:
    """The headers that a file must have."""
    return tuple(settings.reading.headers[name] for name in (*_NEEDED, "Sales"))


def _tally(settings: _Settings, sources: Mapping[str, SourceRows]) -> Tallied:
    source = sources[_ROWS]
    reading = settings.reading.of(source)
    rules = replace(settings.rules, **reading.rules(source))
    rows = rows_by_name(source, reading, _NEEDED, one_of=AMOUNTS)
    result = tally_actuals(rows, rules)
    missing = missing_columns(source, rows, {"Person": "the centre alone", **dict.fromkeys(AMOUNTS, "0")})
    if rows.columns["Sales"] is not None and rows.columns["Profit"] is None:
        result = replace(result, doubts=(*result.doubts, "Warning: there is no column Profit: profit counts as 0"))
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "day_tally": result.days,
        "person_day_tally": result.person_days,
        "person_week_tally": result.person_weeks,
        "rejected": [[row.number, *map(listable, row.cells), row.reason] for row in result.rejected],
    }
    counted = "counted for the centre alone"
    one, several = f"row without a person was {counted}", f"rows without a person were {counted}"
    notes = [*missing, *note_of(result.of_the_centre, one, several)]
    return make_tallied(sources, {_ROWS: result}, tables, notes)


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
            ACTUALS,
            _needed_headers,
            "actuals_source",
            headers=lambda settings: settings.reading.headers,
            needed=(*_NEEDED, "Sales"),
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
    stamps=stamp_cells,
    history_row=_history_row,
    pages=("sales_attained", "held_months", "held_weeks", "team_shown", "person_shown"),
)
