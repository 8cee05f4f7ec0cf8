"""What the benefits template declares to the refresh: inputs, four tables of rows, and what becomes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from workbook_templates.centre_benefits import KIND, VERSION
from workbook_templates.centre_benefits.columns import (
    DEPARTMENT_TALLY,
    DISAGREEMENTS,
    FUNCTION_TALLY,
    HISTORY,
    ITEM_TALLY,
    LEAD_TALLY,
    REJECTED,
    ROWS,
    TERRITORY_TALLY,
    facts,
)
from workbook_templates.centre_benefits.contacts import GroupRules, tally_contacts, tally_requests
from workbook_templates.centre_benefits.leads import FOLLOWER, RECORD, LeadRules, tally_leads
from workbook_templates.centre_benefits.orders import Good, OrderRules, tally_orders
from workbook_templates.refreshing.input_cells import describe_cell, names, text
from workbook_templates.refreshing.record import Feed, InputReader, SourceRows, Stamp, Tallied, Template, Unusable
from workbook_templates.refreshing.recording import history_line, listable, make_tallied, note_of, stamp_cells
from workbook_templates.refreshing.source_columns import ColumnReading, column_reading, missing_columns, rows_by_name
from workbook_templates.refreshing.wanted import Wanted
from workbook_templates.rows.judges import day_of, is_blank, text_of
from workbook_templates.rows.rules import Period
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.rows.table import JudgedCount, RejectedRow

_NEEDED: Final = {
    "orders": ("Date", "Item"),
    "leads": ("Date", "Outcome", "Value"),
    "contacts": ("Date", "Function", "Minutes"),
    "requests": ("Date", "Department", "Minutes given back"),
}
"""The columns that a file must have; one of the others that it lacks is blank in every row."""
_HELPS: Final = {
    "orders": "order lines with date and item; units, order, territory, price, cost and returns where there are any",
    "leads": "leads with date, outcome and value; lead, contribution and what the follower says where they are known",
    "contacts": "contacts with date, function and minutes; number and revenue where they are known",
    "requests": "requests of colleagues with date, department and minutes given back; difficulty where it is known",
}


@dataclass(frozen=True)
class _Settings:
    period: Period
    goods: tuple[Good, ...]
    territories: tuple[str, ...]
    functions: tuple[str, ...]
    departments: tuple[str, ...]
    lead_word: str
    reading: Mapping[str, ColumnReading]


def _settings(workbook: InputReader) -> _Settings:
    first, last = (_day(workbook, name, called) for name, called in _DAYS)
    if first > last:
        raise Unusable(
            f"Inputs: the first day {first.isoformat()} is after the last day {last.isoformat()}; swap the two."
        )
    word = text(workbook.read_cell("lead_word")).casefold() or RECORD
    if word not in (RECORD, FOLLOWER):
        raise Unusable(f'Inputs: whose word counts must be "{RECORD}" or "{FOLLOWER}"; it is "{word}".')
    return _Settings(
        period=Period(first, last),
        goods=_goods(workbook),
        territories=names(workbook, "territories", "Territory"),
        functions=_functions(workbook),
        departments=names(workbook, "departments", "Department"),
        lead_word=word,
        reading={
            table: column_reading(workbook, SOURCE_COLUMNS, names, f"{table}_columns") for table, names in ROWS.items()
        },
    )


_DAYS: Final = (("period_start", "the first day of the period"), ("period_end", "the last day of the period"))


def _day(workbook: InputReader, name: str, called: str) -> datetime.date:
    cell = workbook.read_cell(name)
    day = None if is_blank(cell) else day_of(cell, workbook.date1904)
    if day is None:
        raise Unusable(f"Inputs: {called} must be a date such as 2026-01-31; it is {describe_cell(cell)}.")
    return day


def _goods(workbook: InputReader) -> tuple[Good, ...]:
    """Each good with the numbers beside it; a blank one is 0, as it is in the workbook's formulas."""
    named = names(workbook, "goods", "Item")
    columns = {
        header: workbook.read_column("goods", header) for header in ("Item", "Price", "Unit cost", "Support share")
    }
    found = []
    for cells in zip(*columns.values(), strict=True):
        line = dict(zip(columns, cells, strict=True))
        if is_blank(line["Item"]):
            continue
        item = text_of(line["Item"])  # as it stands there, for the formulas that look for it
        numbers = [_number(item.strip(), header, line[header]) for header in list(columns)[1:]]
        found.append(Good(item, *numbers))
    assert len(found) == len(named)
    return tuple(found)


def _number(item: str, header: str, cell: Any) -> float:
    if is_blank(cell):
        return 0.0
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or cell < 0:
        raise Unusable(
            f"Goods: {header.lower()} of {item} must be a number, not negative; it is {describe_cell(cell)}."
        )
    if header == "Support share" and cell > 1:
        raise Unusable(f"Goods: support share of {item} must be at most 100%; it is {quote(cell)} (write 8% or 0.08).")
    return float(cell)


def _functions(workbook: InputReader) -> tuple[str, ...]:
    """The names on the sheet Functions."""
    found, seen = [], set[str]()
    for (cell,) in workbook.read_range("function_names"):
        if is_blank(cell):
            continue
        name = text(cell)
        if name_key(name) in seen:
            raise Unusable(
                f'Functions: "{name}" stands there twice; functions differ by more than capitals and spaces.'
            )
        seen.add(name_key(name))
        found.append(name)
    return tuple(found)


def _feed(table: str) -> Feed:
    def wanted(settings: _Settings) -> tuple[Wanted, ...]:
        return tuple(settings.reading[table].headers[name] for name in _NEEDED[table])

    return Feed(
        table,
        _HELPS[table],
        ROWS[table],
        wanted,
        f"{table}_source",
        facts(table),
        headers=lambda settings: settings.reading[table].headers,
        block=f"{table}_columns",
        needed=_NEEDED[table],
    )


def _tally(settings: _Settings, sources: Mapping[str, SourceRows]) -> Tallied:
    read_as = {table: reading.of(sources[table]) for table, reading in settings.reading.items()}

    rows = {table: rows_by_name(sources[table], read_as[table], _NEEDED[table]) for table in read_as}
    without = {"Units": "1", "Contacts": "1", "Difficulty": "1"}
    missing = [f"{table}: {note}" for table in rows for note in missing_columns(sources[table], rows[table], without)]

    def common(table: str) -> dict[str, Any]:
        return {"period": settings.period, **read_as[table].rules(sources[table])}

    order_rules = OrderRules(goods=settings.goods, territories=settings.territories, **common("orders"))
    if rows["orders"].columns["Units"] is None:
        order_rules = replace(order_rules, defaults={"Units": 1.0, **order_rules.defaults})
    orders = tally_orders(rows["orders"], order_rules)
    leads = tally_leads(rows["leads"], LeadRules(whose_word=settings.lead_word, **common("leads")), orders.orders)
    contacts = tally_contacts(rows["contacts"], GroupRules(groups=settings.functions, **common("contacts")))
    requests = tally_requests(rows["requests"], GroupRules(groups=settings.departments, **common("requests")))
    counts = {"orders": orders.count, "leads": leads.count, "contacts": contacts.count, "requests": requests.count}
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "item_tally": orders.items,
        "territory_tally": orders.territories,
        "lead_tally": [[outcome, did or None, *figures] for outcome, did, *figures in leads.ends],
        "function_tally": contacts.lines,
        "department_tally": requests.lines,
        "disagreements": [list(map(listable, line)) for line in leads.disagreements],
        "rejected": [line for table, count in counts.items() for line in _rejected_lines(table, count)],
    }
    words = "other words of the follower than of the service record: see the sheet Disagreements"
    notes = [*missing, *note_of(leads.disagreeing, f"lead has {words}", f"leads have {words}")]
    return make_tallied(sources, counts, tables, notes)


def _rejected_lines(table: str, count: JudgedCount) -> list[list[Any]]:
    """The rejected rows with what their cells say, by our names."""

    def written(cell: Any) -> str:
        return text(listable(cell.date() if isinstance(cell, datetime.datetime) else cell))

    def cells(row: RejectedRow) -> str:
        named = zip(ROWS[table], row.cells, strict=True)
        return "; ".join(f"{name}: {written(cell)}" for name, cell in named if not is_blank(cell))

    return [[table.capitalize(), row.number, cells(row), row.reason] for row in count.rejected]


def _history_row(settings: _Settings, stamp: Stamp) -> list[Any]:
    return history_line(stamp, [settings.period.first, settings.period.last])


TEMPLATE = Template(
    kind=KIND,
    version=VERSION,
    title="What the centres bring in",
    about="what six kinds of centre bring in by their own rules, against their cost, and what contact functions cost",
    feeds=tuple(map(_feed, ROWS)),
    result="report_roi",
    result_name="ROI of all centres",
    result_format=".1%",
    owned={
        "item_tally": ITEM_TALLY,
        "territory_tally": TERRITORY_TALLY,
        "lead_tally": LEAD_TALLY,
        "function_tally": FUNCTION_TALLY,
        "department_tally": DEPARTMENT_TALLY,
        "disagreements": DISAGREEMENTS,
        "rejected": REJECTED,
        "history": HISTORY,
    },
    settings=_settings,
    tally=_tally,
    stamps=stamp_cells,
    history_row=_history_row,
    pages=(
        "report_roi",
        "telesales_benefit",
        "coverage_benefit",
        "opportunities_benefit",
        "support_benefit",
        "service_benefit",
        "internal_benefit",
        "functions_start",
    ),
)
