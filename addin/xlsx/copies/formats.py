"""Conditional formats in a copy: those that read its own cells stay, of others what they came to.

A rule whose formula reads a sheet that is not there is asked for each of its cells, and stands as TRUE on those alone
that it colours now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from addin.cells.addresses import Area, address, area_address, parse_reference
from addin.formulas.shared import shift_formula
from addin.xlsx.copies.markup import elements, remove
from addin.xlsx.copies.reach import Reach
from addin.xlsx.safe_xml import children, local

Position = tuple[int, int]
Answers = Callable[[Sequence[tuple[str, str]]], Sequence[Any]]
"""Sheets and formulas in, what each of these answers there out."""

_NUMBER: Final = re.compile(r"[-+]?[0-9.]+(?:[Ee][-+]?[0-9]+)?")
_MOST_CELLS: Final = 50_000
_MOST_FORMULAS: Final = 5_000
"""Of one rule, as its cells read it."""
_COMPARED: Final = {
    "lessThan": "{0}<({1})",
    "lessThanOrEqual": "{0}<=({1})",
    "equal": "{0}=({1})",
    "notEqual": "{0}<>({1})",
    "greaterThanOrEqual": "{0}>=({1})",
    "greaterThan": "{0}>({1})",
    "between": "AND({0}>=({1}),{0}<=({2}))",
    "notBetween": "OR({0}<({1}),{0}>({2}))",
}


@dataclass(frozen=True)
class Judge:
    """Who tells of a sheet's rules what they come to, as long as the whole workbook is at hand."""

    sheet: str
    last_row: int
    workbook: Reach
    answers: Answers


def clean_formats(sheet: etree._Element, reach: Reach, judge: Judge | None) -> None:
    """A sheet's rules without any that reads what is not there."""
    for formatting in children(sheet, "conditionalFormatting"):
        for rule in [each for each in formatting if local(each) == "cfRule"]:
            if stays(rule, reach):
                continue
            formatting.remove(rule)
            cells = [] if judge is None else _coloured(rule, formatting.get("sqref", ""), judge)
            if cells:
                formatting.addnext(_settled(formatting, rule, cells))
        if not children(formatting, "cfRule"):
            remove(formatting)


def stays(rule: etree._Element, reach: Reach) -> bool:
    """Whether a rule reads cells of the copy alone."""
    for each in elements(rule):
        name, text = local(each), (each.text or "").strip()
        if name in ("formula", "f") and text and not reach.allows(text):
            return False
        value = each.get("val", "") if name == "cfvo" else ""
        if value and not _NUMBER.fullmatch(value) and not reach.allows(value):
            return False
    return True


def _coloured(rule: etree._Element, places: str, judge: Judge) -> list[Position]:
    """The cells that a rule holds for now."""
    formula = _as_formula(rule, places)
    areas = [parse_reference(each) for each in places.split()]
    cells = [cell for area in areas if area for cell in _cells(area, judge.last_row)]
    if not formula or not cells or len(cells) > _MOST_CELLS or not judge.workbook.allows(formula):
        return []
    first = (min(row for row, _ in cells), min(column for _, column in cells))
    texts = {cell: shift_formula(formula, cell[0] - first[0], cell[1] - first[1]) for cell in cells}
    asked = list(dict.fromkeys(texts.values()))
    if len(asked) > _MOST_FORMULAS:
        return []
    answers = dict(zip(asked, judge.answers([(judge.sheet, text) for text in asked]), strict=True))
    return [cell for cell in cells if _is_true(answers[texts[cell]])]


def _as_formula(rule: etree._Element, places: str) -> str:
    """What a rule asks of the first of its cells; "" where that is no formula."""
    formulas = [each.text or "" for each in children(rule, "formula")]
    if rule.get("type") == "expression" and formulas:
        return formulas[0]
    areas = [area for each in places.split() if (area := parse_reference(each))]
    pattern = _COMPARED.get(rule.get("operator", "")) if rule.get("type") == "cellIs" else None
    if pattern is None or not areas or len(formulas) < 1 + ("{2}" in pattern):
        return ""
    first = address(min(area.first_row for area in areas), min(area.first_column for area in areas))
    return pattern.format(first, *formulas)


def _cells(area: Area, last_row: int) -> list[Position]:
    """The cells of an area down to the last row, no more than could be asked for."""
    rows = range(area.first_row, min(area.last_row, last_row) + 1)
    columns = range(area.first_column, area.last_column + 1)
    if len(rows) * len(columns) > _MOST_CELLS:
        return [(1, 1)] * (_MOST_CELLS + 1)
    return [(row, column) for row in rows for column in columns]


def _is_true(answer: object) -> bool:
    return isinstance(answer, (bool, int, float)) and bool(answer)


def _settled(formatting: etree._Element, rule: etree._Element, cells: Sequence[Position]) -> etree._Element:
    """The rule on these cells alone, where it always holds."""
    made = formatting.makeelement(formatting.tag, {"sqref": " ".join(_runs(cells))})
    own = deepcopy(rule)
    own.set("type", "expression")
    for name in ("operator", "text", "timePeriod"):
        own.attrib.pop(name, "")
    formulas = children(own, "formula")
    formulas[0].text = "TRUE"
    for each in [each for each in own if each is not formulas[0]]:
        own.remove(each)
    made.append(own)
    return made


def _runs(cells: Sequence[Position]) -> list[str]:
    """The areas of cells that stand side by side in a row."""
    areas: list[Area] = []
    for row, column in sorted(set(cells)):
        last = areas[-1] if areas else None
        if last is not None and last.first_row == row and last.last_column == column - 1:
            areas[-1] = last._replace(last_column=column)
        else:
            areas.append(Area(row, column, row, column))
    merged: list[Area] = []
    for area in areas:
        same = next((each for each in merged if _stands_on(each, area)), None)
        if same is None:
            merged.append(area)
        else:
            merged[merged.index(same)] = same._replace(last_row=area.last_row)
    return [area_address(area) for area in merged]


def _stands_on(above: Area, below: Area) -> bool:
    return above.last_row == below.first_row - 1 and above[1::2] == below[1::2]
