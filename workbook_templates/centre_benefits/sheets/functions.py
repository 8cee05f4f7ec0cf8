"""The Functions sheet: what each contact function took in time, cost its part, and brought in."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIGURE,
    FIRST_FILL,
    SECOND_FILL,
    Column,
    bars,
    lay_rows,
    part_of,
    row_of,
    share_of,
)
from workbook_templates.centre_benefits.sheets.places import FUNCTION_NAMES, FUNCTIONS_TABLE, TABLE_TOTAL
from workbook_templates.sheets.look import (
    CENTS,
    GENERAL,
    INPUT,
    LABEL,
    NOTE,
    SECTION,
    SHARE,
    SUBTITLE,
    WHOLE,
    lay,
    lay_title,
    name_place,
)

_CHARTED: Final = (("Cost by minutes", SECOND_FILL), ("Revenue attributed", FIRST_FILL))
_MINUTES: Final = FUNCTIONS_TABLE.own_column("Minutes")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Functions", "What each contact function costs: the cost of all centres, divided by the minutes.")
    lay(sheet, "B3", "The parts add up to the net cost to the cent; who takes more time carries more of it.", SUBTITLE)
    note = "Rename a function in its blue cell; the rows of Contacts must name it so. Revenue: as attributed there."
    lay(sheet, "B4", note, NOTE)
    lay(sheet, "B6", "All functions", SECTION)
    _lay_figures(sheet)
    table = FUNCTIONS_TABLE
    widths = (36, 14, 14, 12, 16, 14, 14, 16, 16, 14)
    lay_rows(sheet, table, _columns(), total="All functions", widths=widths)
    series = tuple((name, name, fill) for name, fill in _CHARTED)
    bars(sheet, table, "Cost and revenue by function", series, ("E5", "L15"))
    name_place(workbook, "functions_start", sheet, table.at("Function", table.first))
    name_place(workbook, "function_names", sheet, table.cells("Function"))


def _totals() -> tuple[str, str, str, str]:
    """The totals of contacts, minutes, cost and revenue."""
    contacts, minutes, cost, revenue = (
        FUNCTIONS_TABLE.at(name, TABLE_TOTAL)
        for name in ("Contacts", "Minutes", "Cost by minutes", "Revenue attributed")
    )
    return contacts, minutes, cost, revenue


def _lay_figures(sheet: Worksheet) -> None:
    contacts, minutes, cost, revenue = _totals()
    figures = (
        ("Contacts", contacts, WHOLE),
        ("Hours", f"{minutes}/60", "#,##0.0"),
        ("Cost divided", cost, CENTS),
        ("Cost of a contact", part_of(cost, contacts), CENTS),
        ("Cost of a minute", part_of(cost, minutes), CENTS),
        ("Revenue attributed", revenue, CENTS),
    )
    for row, (label, formula, number_format) in enumerate(figures, start=7):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", FIGURE, number_format)
        sheet.row_dimensions[row].height = 19


def _columns() -> tuple[Column, ...]:
    contacts, minutes, cost, revenue = _totals()
    table, at = FUNCTIONS_TABLE, row_of(FUNCTIONS_TABLE)
    part = f"IF(SUM({_MINUTES})=0,0,INDEX(SPREAD(total_net_cost,{_MINUTES}),ROW()-{table.first - 1}))"
    revenue_of_cost = part_of(at.revenue_attributed, at.cost_by_minutes)
    return (
        Column("Function", "", GENERAL, words=FUNCTION_NAMES, style=replace(INPUT, horizontal="left")),
        Column("Contacts", _function_sum("Contacts"), WHOLE),
        Column("Minutes", _function_sum("Minutes"), WHOLE),
        Column("Share of minutes", share_of(at.minutes, table.own_cell("Minutes", TABLE_TOTAL)), SHARE),
        Column("Cost by minutes", part, CENTS),
        Column("Cost of a contact", part_of(at.cost_by_minutes, at.contacts), CENTS, part_of(cost, contacts)),
        Column("Minutes of a contact", part_of(at.minutes, at.contacts), "0.0", part_of(minutes, contacts)),
        Column("Revenue attributed", _function_sum("Revenue"), CENTS),
        Column("Revenue less cost", f"{at.revenue_attributed}-{at.cost_by_minutes}", "#,##0.00;[Red]-#,##0.00"),
        Column("Revenue for 1 of cost", revenue_of_cost, "0.00", part_of(revenue, cost)),
    )


def _function_sum(column: str) -> str:
    return f"SUMIFS(function_tally[{column}],function_tally[Function],{row_of(FUNCTIONS_TABLE).function})"
