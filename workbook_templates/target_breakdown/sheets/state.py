"""The figures of inputs and rows that the tallies depend on; the refresh keeps what they came to."""

from typing import Final

from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.formulas import join_texts
from workbook_templates.sheets.state import raw_value, sheet_figure, text_figures
from workbook_templates.target_breakdown.sheets.importing import BLOCKS
from workbook_templates.target_breakdown.sheets.places import (
    ACTUALS,
    ACTUALS_HEADER,
    PEOPLE_FORM,
)

_AMOUNTS: Final = ("Sales", "Profit", "Cost")
_IN_A_LINE: Final = 10


def _people_states() -> list[tuple[str, str]]:
    names, first = PEOPLE_FORM.each("Person"), PEOPLE_FORM.first
    return [
        (
            f"People: rows {first + place} to {first + place + _IN_A_LINE - 1}",
            join_texts(names[place : place + _IN_A_LINE]),
        )
        for place in range(0, len(names), _IN_A_LINE)
    ]


def _actual_states() -> list[tuple[str, str]]:
    """Figures that differ when rows of the sheet differ: sums, by place in the table, by date and by person."""
    dates, people = "actuals[Date]", "actuals[Person]"
    place = f"ROW({dates})-ROW({ACTUALS.cell('Date', ACTUALS_HEADER)})"
    names = PEOPLE_FORM.each("Person")

    def by_person(formula: str) -> str:
        return "+".join(f"{weight}*{formula.format(name)}" for weight, name in enumerate(names, start=1))

    return [
        ("Rows", f"ROWS({dates})"),
        ("Filled cells", "COUNTA(actuals[[Date]:[Cost]])"),
        ("Numbers", "COUNT(actuals[[Date]:[Cost]])"),
        ("Sum of dates", f"ROUND(SUM({dates}),6)"),
        ("Dates, by row", f"ROUND(SUMPRODUCT({place},{dates}),6)"),
        *((f"Sum of {name.lower()}", f"ROUND(SUM(actuals[{name}]),6)") for name in _AMOUNTS),
        *((f"{name}, by row", f"ROUND(SUMPRODUCT({place},actuals[{name}]),6)") for name in _AMOUNTS),
        ("Rows by person", by_person(f'IF({{0}}="",0,COUNTIF({people},{{0}}))')),
        ("Sales by person", f"ROUND({by_person(f'SUMIFS(actuals[Sales],{people},{{0}})')},6)"),
        ("Rows without a person", f"COUNTBLANK({people})"),
        ("Text dates", text_figures([(digit, f"*{digit}*") for digit in range(1, 10)], dates)),
    ]


def states() -> list[tuple[str, str]]:
    """Label and formula of everything that the tallies depend on."""
    named = [
        ("Fiscal year", raw_value("plan_year")),
        ("Calendar", "calendar_used"),
        ("Actuals source", raw_value("actuals_source")),
    ]
    rows = [(f"Actuals: {label.lower()}", sheet_figure(formula)) for label, formula in _actual_states()]
    return [*named, *import_sheet.states(BLOCKS), *_people_states(), *rows]
