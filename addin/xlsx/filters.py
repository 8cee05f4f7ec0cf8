"""The filters of tables and sheets: which rows their criteria show, as far as the file tells it.

<filterColumn colId="5"><filters blank="1"><filter val="index is blank"/><dateGroupItem .../></filters></filterColumn>
<filterColumn colId="6"><customFilters and="1"><customFilter operator="greaterThan" val="5"/>...</customFilters>
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from addin.cells.text import whole_number
from addin.cells.values import Cell, Dated
from addin.xlsx.cell_xml import stored_form
from addin.xlsx.safe_xml import child, children, local
from udfs.calling.errors import CellError

_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
}
_PARTS_OF_DATES: Final = ("year", "month", "day", "hour", "minute", "second")
_PLAIN_FORMAT: Final = re.compile(r"(#,##)?0(?:\.(0+))?(%)?")
_WILDCARD: Final = re.compile(r"~[*?~]|[*?]")
_TRUE: Final = ("1", "true")


class Unjudged(Exception):
    """Whether a row is shown cannot be told from the file."""


@dataclass(frozen=True)
class FilteredCell:
    """A cell as a filter sees it."""

    value: Cell
    """Dates as serial numbers."""
    dated: Dated
    """The same, dates as dates."""
    number_format: str

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing, or nothing that is seen."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


def active_columns(auto_filter: etree._Element) -> dict[int, etree._Element]:
    """The criteria of a filter by column, counted from 0; empty where every row is shown."""
    found = {}
    for column in children(auto_filter, "filterColumn"):
        criteria = [each for each in column if isinstance(each.tag, str)]
        if criteria:
            found[whole_number(column.get("colId", "")) or 0] = criteria[0]
    return found


def drop_criteria(auto_filter: etree._Element) -> None:
    """The filter without its criteria."""
    for column in children(auto_filter, "filterColumn"):
        for each in list(column):
            column.remove(each)
        if not any(column.get(name) is not None for name in ("hiddenButton", "showButton")):
            auto_filter.remove(column)


def shows(criterion: etree._Element, cell: FilteredCell) -> bool:
    """Whether a criterion shows the row of a cell; Unjudged where that depends on more than the cell."""
    if local(criterion) == "filters":
        return _is_listed(criterion, cell)
    if local(criterion) == "customFilters":
        each = [_is_met(one, cell) for one in children(criterion, "customFilter")]
        return all(each) if criterion.get("and") in _TRUE else any(each)
    raise Unjudged(local(criterion))  # the highest ten, this month, a colour


def _is_listed(filters: etree._Element, cell: FilteredCell) -> bool:
    """Whether a cell's value is among the ticked ones."""
    if cell.is_blank:
        return filters.get("blank") in _TRUE
    if isinstance(cell.dated, (datetime.date, datetime.datetime)):
        return any(_holds_date(group, cell.dated) for group in children(filters, "dateGroupItem"))
    ticked = {each.get("val", "").strip().casefold() for each in children(filters, "filter")}
    return bool(ticked) and _shown_text(cell).strip().casefold() in ticked


def _shown_text(cell: FilteredCell) -> str:
    """What a cell shows, which is what can be ticked."""
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.code
    if value is None:
        return ""
    if cell.number_format in ("General", "@", ""):
        return stored_form(value)[1]
    form = _PLAIN_FORMAT.fullmatch(cell.number_format)
    if form is None:
        raise Unjudged(cell.number_format)
    shown = value * 100 if form[3] else value
    return f"{shown:{',' if form[1] else ''}.{len(form[2] or '')}f}{form[3] or ''}"


def _holds_date(group: etree._Element, moment: datetime.date) -> bool:
    """Whether a date lies in a ticked year, month, day ... of a tree of dates."""
    wanted = group.get("dateTimeGrouping", "")
    if wanted not in _PARTS_OF_DATES:
        raise Unjudged(wanted)
    parts = _PARTS_OF_DATES[: _PARTS_OF_DATES.index(wanted) + 1]
    return all(getattr(moment, part, 0) == whole_number(group.get(part, "")) for part in parts)


def _is_met(custom: etree._Element, cell: FilteredCell) -> bool:
    kind, wanted = custom.get("operator", "equal"), custom.get("val", "")
    if kind in ("equal", "notEqual"):
        return _is_equal(wanted, cell) is (kind == "equal")
    if kind not in _COMPARISONS:
        raise Unjudged(kind)
    limit = _number(wanted)
    if limit is None:
        return isinstance(cell.value, str) and _in_order(kind, cell.value.casefold(), wanted.casefold())
    is_number = isinstance(cell.value, float) and not isinstance(cell.value, bool)
    return is_number and isinstance(cell.value, float) and _COMPARISONS[kind](cell.value, limit)


def _in_order(kind: str, text: str, limit: str) -> bool:
    """The comparison of texts, which stands for theirs in the alphabet."""
    return _COMPARISONS[kind](float((text > limit) - (text < limit)), 0.0)


def _is_equal(wanted: str, cell: FilteredCell) -> bool:
    if not wanted.strip():
        return cell.is_blank
    if cell.is_blank:
        return False
    if isinstance(cell.value, str):
        return _pattern(wanted).fullmatch(cell.value.strip()) is not None
    number = _number(wanted)
    if isinstance(cell.value, float) and number is not None:
        return cell.value == number
    return not isinstance(cell.value, float) and _shown_text(cell).casefold() == wanted.strip().casefold()


def _pattern(wanted: str) -> re.Pattern[str]:
    """A criterion with wildcards: * stands for any letters, ? for one, ~ before one for itself."""
    parts, last = [], 0
    for match in _WILDCARD.finditer(wanted):
        parts += [re.escape(wanted[last : match.start()]), {"*": ".*", "?": "."}.get(match[0], re.escape(match[0][1:]))]
        last = match.end()
    return re.compile("".join((*parts, re.escape(wanted[last:]))).strip(), re.IGNORECASE | re.DOTALL)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def filter_of(root: etree._Element) -> etree._Element | None:
    """The filter of a table's or sheet's part."""
    return child(root, "autoFilter")
