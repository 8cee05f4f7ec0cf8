"""The state of inputs and rows that the tally depends on: as it is now, and as it was at the refresh."""

import string
from collections.abc import Sequence
from typing import Final

from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.state import raw_value, sheet_figure, text_figures
from workbook_templates.survey_roi.sheets.importing import BLOCKS
from workbook_templates.survey_roi.sheets.places import RESPONSES, RESPONSES_HEADER, VALUES

_MANY_ROWS: Final = 100_000
_ANSWERS: Final = tuple(f"responses[Answer {number}]" for number in range(1, 7))


def _response_states() -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ.

    Only functions that every host computes over half a million cells in a moment: sums, sums weighted
    by position, counts by segment, and wildcard counts of what the customers' names hold.
    """
    index, dates, customers, segments = (f"responses[{name}]" for name in ("Index", "Date", "Customer", "Segment"))
    answers = "responses[[Answer 1]:[Answer 6]]"
    by_column = "+".join(f"{weight}*SUM({column})" for weight, column in enumerate(_ANSWERS, start=1))
    by_place = "+".join(f"{weight}*{_row_weighted_sum(column)}" for weight, column in enumerate(_ANSWERS, start=1))
    marks = text_figures([*_digits((1, 2, 3)), *_letters()], customers)
    return [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", "COUNTA(responses[[Date]:[Answer 6]])"),
        ("Numbers", "COUNT(responses[[Date]:[Answer 6]])"),
        ("Sum of dates", f"ROUND(SUM({dates}),6)"),
        ("Sum of indexes", f"ROUND(SUM({index}),6)"),
        ("Sum of answers, weighted by column", f"ROUND({by_column},6)"),
        ("Dates, weighted by row", f"ROUND({_row_weighted_sum(dates)},6)"),
        ("Indexes, weighted by row", f"ROUND({_row_weighted_sum(index)},6)"),
        ("Answers, weighted by row", f"IF(COUNT({answers})=0,0,ROUND({by_place},6))"),
        ("Rows by segment", _segment_weighted_sum(f"COUNTIF({segments},{{0}})")),
        ("Dates by segment", f"ROUND({_segment_weighted_sum(f'SUMIFS({dates},{segments},{{0}})')},6)"),
        ("Indexes by segment", f"ROUND({_segment_weighted_sum(f'SUMIFS({index},{segments},{{0}})')},6)"),
        ("Customers that are numbers", f"ROUND(SUM({customers}),6)"),
        ("Customers that are numbers, by index", f"ROUND(SUMPRODUCT({customers},{index}),6)"),
        ("Customers: last digit by date", f"ROUND({_last_digits(customers, dates)},6)"),
        ("Customers: other digits and letters", f"IF(ROWS({customers})>{_MANY_ROWS},0,{marks})"),
        ("Dates that are text", f"IF(COUNT({dates})=COUNTA({dates}),0,{text_figures(_digits((0, 1, 3, 4)), dates)})"),
    ]


def _row_weighted_sum(column: str) -> str:
    """Sum of the numbers of a column, each times its row within the table: it changes when two are swapped."""
    return f"SUMPRODUCT(ROW({column})-ROW({RESPONSES.cell('Date', RESPONSES_HEADER)}),{column})"


def _segment_weighted_sum(formula: str) -> str:
    """A figure of each named segment times its number."""
    cells = VALUES.each("Segment")
    return "+".join(f'IF({cell}="",0,{number}*{formula.format(cell)})' for number, cell in enumerate(cells, start=1))


def _last_digits(texts: str, numbers: str) -> str:
    return text_figures([(digit, f"*{digit}") for digit in range(1, 10)], texts, numbers)


def _digits(places: Sequence[int]) -> list[tuple[int, str]]:
    """Digits at places from the end of a text, each place with another weight."""
    return [
        (digit * weight, f"*{digit}{'?' * place}")
        for place, weight in zip(places, (1, 11, 113, 1117), strict=False)
        for digit in range(1, 10)
    ]


def _letters() -> list[tuple[int, str]]:
    return [(weight, f"*{letter}*") for weight, letter in enumerate(string.ascii_lowercase, start=1)]


def states() -> list[tuple[str, str]]:
    """Label and formula of everything that a tally depends on."""
    named = [
        ("Report year", raw_value("report_year")),
        ("Loyal above", raw_value("loyal_above")),
        ("Disloyal below", raw_value("disloyal_below")),
        ("Survey source", raw_value("survey_source")),
        ("Least share of questions answered", raw_value("answered_share")),
    ]
    names = enumerate(VALUES.each("Segment"), start=1)
    segments = [(f"Segment {number}", raw_value(name)) for number, name in names]
    rows = [(f"Responses: {label.lower()}", sheet_figure(formula)) for label, formula in _response_states()]
    return [*named, *import_sheet.states(BLOCKS), *segments, *rows]
