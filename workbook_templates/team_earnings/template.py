"""What the earnings template declares to the refresh: its inputs, its orders, and what becomes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from udfs.arithmetic.hierarchy import NoHierarchy, hierarchy
from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from workbook_templates.refreshing.input_cells import describe_cell, names, number, text, year
from workbook_templates.refreshing.record import Feed, InputReader, SourceRows, Stamp, Tallied, Template, Unusable
from workbook_templates.refreshing.recording import history_line, listable, make_tallied, note_of, stamp_cells
from workbook_templates.refreshing.source_columns import ColumnReading, column_reading, missing_columns, rows_by_name
from workbook_templates.refreshing.wanted import Wanted, wanted_keys
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.rules import Period
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.team_earnings import KIND, VERSION, columns
from workbook_templates.team_earnings.earnings import EarningsTally, Plan, Seller, plan_fault, tally_earnings
from workbook_templates.team_earnings.orders import EarningsRules

_ROWS: Final = "orders"
_NEEDED: Final = tuple(name for name in columns.ORDERS if name not in columns.OPTIONAL)
_PRICES: Final = ("Price", "Line total")
_WITHOUT: Final = {"Units": "1", "Unit cost": "0"}
"""What stands in place of a column that a file does not have; of any other nothing."""
_NO_TEAM: Final = "(no team)"
_FIRST_YEAR, _LAST_YEAR = 1900, 9998


@dataclass(frozen=True)
class _Settings:
    plan_year: int
    rules: EarningsRules
    sellers: tuple[Seller, ...]
    months_later: int
    reading: ColumnReading
    notes: tuple[str, ...]


def _settings(workbook: InputReader) -> _Settings:
    reading = column_reading(workbook, SOURCE_COLUMNS, columns.ORDERS)
    plan_year = year(workbook, "plan_year", "the plan year", _FIRST_YEAR, _LAST_YEAR)
    months_later = _whole(workbook, "months_later", "the months between sale and pay", 12)
    usual_day = _whole(workbook, "usual_pay_day", "the usual pay day", 31)
    plans = _plans(workbook)
    people = names(workbook, "people", "Person")
    if not people:
        raise Unusable("People: nobody has a name yet; fill in at least one.")
    sellers = _sellers(workbook, plans, usual_day)
    rules = EarningsRules(
        period=_period(plan_year, _whole(workbook, "first_month", "the first month of the year", 12)),
        people=people,
        needs_cost=any(seller.plan is not None and not seller.plan.on_sales for seller in sellers),
    )
    return _Settings(plan_year, rules, sellers, months_later, reading, _notes_of_managers(workbook))


def _whole(workbook: InputReader, name: str, called: str, last: int) -> int:
    value = number(workbook, name, called)
    if not (value.is_integer() and 1 <= value <= last):
        raise Unusable(f"Inputs: {called} must be a whole number from 1 to {last}; it is {quote(value)}.")
    return int(value)


def _period(plan_year: int, first_month: int) -> Period:
    first = datetime.date(plan_year, first_month, 1)
    return Period(first, datetime.date(plan_year + 1, first_month, 1) - datetime.timedelta(1))


def _rows(workbook: InputReader, table: str, headers: Sequence[str]) -> list[dict[str, Any]]:
    """The lines of a form that hold a name in their first column."""
    read = workbook.read_table(table)
    places = {name_key(header): place for place, header in enumerate(read.headers)}
    for header in headers:
        if name_key(header) not in places:
            raise Unusable(f'{table.capitalize()}: the form lacks the header "{header}"; type it there again.')
    cells = [read.columns[places[name_key(header)]] for header in headers]
    lines = [dict(zip(headers, line, strict=True)) for line in zip(*cells, strict=True)]
    return [line for line in lines if not is_blank(line[headers[0]])]


def _plans(workbook: InputReader) -> dict[str, Plan]:
    plans: dict[str, Plan] = {}
    for row in _rows(workbook, "plans", columns.PLANS):
        plan = _plan(row)
        if name_key(plan.name) in plans:
            raise Unusable(f'Plans: "{plan.name}" stands there twice; plans differ by more than capitals and spaces.')
        plans[name_key(plan.name)] = plan
    return plans


def _plan(row: Mapping[str, Any]) -> Plan:
    name = text(row["Plan"])
    basis = _word(name, row["Pays on"], "it pays on", ("profit", "sales"))
    method = _word(name, row["Method"], "its method", ("marginal", "retroactive"))
    tiers = [(row[limit], row[rate]) for limit, rate in zip(columns.THRESHOLDS, columns.RATES, strict=True)]
    filled = [tier for tier in tiers if not all(map(is_blank, tier))]
    for cell in (cell for tier in filled for cell in tier):
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            raise Unusable(
                f'Plans: "{name}": each threshold has a number and a rate beside it; one is {describe_cell(cell)}.'
            )
    thresholds, rates = (tuple(float(tier[side]) for tier in filled) for side in (0, 1))
    if fault := plan_fault(thresholds, rates):
        raise Unusable(f'Plans: "{name}": {fault}')
    return Plan(name, basis == "sales", method, thresholds, rates)


def _word(name: str, cell: Any, called: str, words: tuple[str, str]) -> str:
    """One of two words; the first where the cell is blank."""
    word = name_key(text(cell)) or words[0]
    if word not in words:
        raise Unusable(f'Plans: "{name}": {called} must be {words[0]} or {words[1]}; it is {describe_cell(cell)}.')
    return word


def _sellers(workbook: InputReader, plans: Mapping[str, Plan], usual_day: int) -> tuple[Seller, ...]:
    sellers, teams = [], dict[str, str]()
    for row in _rows(workbook, "people", ("Person", "Team", "Plan", "Pay day")):
        name, plan, team = text(row["Person"]), text(row["Plan"]), text(row["Team"])
        if plan and name_key(plan) not in plans:
            raise Unusable(f'People: {name} has the plan "{plan}", which is not on the sheet Plans.')
        day = usual_day if is_blank(row["Pay day"]) else row["Pay day"]
        if isinstance(day, bool) or not isinstance(day, (int, float)) or not (day % 1 == 0 and 1 <= day <= 31):
            raise Unusable(f"People: the pay day of {name} must be 1 to 31 or blank; it is {describe_cell(day)}.")
        team = teams.setdefault(name_key(team), text_of(row["Team"])) if team else _NO_TEAM
        sellers.append(Seller(text_of(row["Person"]), team, plans.get(name_key(plan)), int(day)))
    return tuple(sellers)


def _notes_of_managers(workbook: InputReader) -> tuple[str, ...]:
    """Pay does not depend on who manages whom: what is wrong there is said, and shown by Checks."""
    rows = _rows(workbook, "people", ("Person", "Manager"))
    try:
        hierarchy([text(row["Person"]) for row in rows], [text(row["Manager"]) for row in rows])
    except NoHierarchy as fault:
        name = text(rows[fault.row]["Person"])
        return (f"People, row of {name}: {fault}; the sheet Managers cannot add up.",)
    return ()


def _needed_headers(settings: _Settings) -> tuple[Wanted, ...]:
    """The headers that a file must have."""
    return tuple(settings.reading.headers[name] for name in columns.ORDERS if _is_needed(settings, name))


def _is_needed(settings: _Settings, name: str) -> bool:
    """A header that Inputs names is needed; our own name is not, where a file may do without the column."""
    return name not in columns.OPTIONAL or wanted_keys([settings.reading.headers[name]]) != {name_key(name)}


def _tally(settings: _Settings, sources: Mapping[str, SourceRows]) -> Tallied:
    source = sources[_ROWS]
    reading = settings.reading.of(source)
    rules = replace(settings.rules, **reading.rules(source))
    needed = (*_NEEDED, *(["Unit cost"] if rules.needs_cost else []))
    found = rows_by_name(source, reading, needed, one_of=_PRICES)
    if found.columns["Units"] is None:
        rules = replace(rules, defaults={"Units": 1.0, **rules.defaults})
    notes = missing_columns(source, found, _WITHOUT)
    result = tally_earnings(found, rules, settings.sellers, settings.months_later)
    if found.columns["Unit cost"] is None:
        doubt = "Warning: there is no unit cost: profit and what the company keeps are those before cost"
        result = replace(result, count=replace(result.count, doubts=(*result.count.doubts, doubt)))
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "lines": result.lines,
        "person_months": result.person_months,
        "person_years": result.person_years,
        "team_months": result.team_months,
        "centre_months": result.centre_months,
        "teams": _teams(settings.sellers, result),
        "rejected": [[row.number, *map(listable, row.cells), row.reason] for row in result.count.rejected],
    }
    return make_tallied(sources, {_ROWS: result.count}, tables, [*notes, *settings.notes, *_notes(result)])


def _teams(sellers: Sequence[Seller], result: EarningsTally) -> list[tuple[str, int]]:
    """Every team with its people; those without a team are one only if they sold something."""
    sold = {row[0] for row in result.team_months}
    teams: dict[str, int] = {}
    for seller in sorted(sellers, key=lambda seller: seller.team == _NO_TEAM):
        if seller.team != _NO_TEAM or _NO_TEAM in sold:
            teams[seller.team] = teams.get(seller.team, 0) + 1
    return list(teams.items())


def _notes(result: EarningsTally) -> list[str]:
    return [
        *note_of(result.below_cost, "order was sold below cost", "orders were sold below cost"),
        *note_of(result.unmatched_returns, "return has no sale before it", "returns have no sale before them"),
    ]


def _history_row(settings: _Settings, stamp: Stamp) -> list[Any]:
    return history_line(stamp, [settings.plan_year])


TEMPLATE = Template(
    kind=KIND,
    version=VERSION,
    title="Earnings of a team",
    about="what each sale brings, what the person earns and when, what the company keeps; statements and roll-up",
    feeds=(
        Feed(
            _ROWS,
            "with a column each for date, person, item, units, price and unit cost, and if need be for joint sales and "
            "returns; the sheet Inputs says which is which",
            columns.ORDERS,
            _needed_headers,
            "orders_source",
            headers=lambda settings: settings.reading.headers,
            needed=_NEEDED,
        ),
    ),
    result="kept_total",
    result_name="Kept by the company",
    result_format=",.2f",
    owned={
        "lines": columns.LINES,
        "person_months": columns.PERSON_MONTHS,
        "person_years": columns.PERSON_YEARS,
        "team_months": columns.TEAM_MONTHS,
        "centre_months": columns.CENTRE_MONTHS,
        "teams": columns.TEAMS,
        "rejected": columns.REJECTED,
        "history": columns.HISTORY,
    },
    settings=_settings,
    tally=_tally,
    stamps=stamp_cells,
    history="history",
    history_row=_history_row,
    pages=("kept_total", "period_shown", "statement_person"),
    state_now="state_now",
    state_at_refresh="state_at_refresh",
)
