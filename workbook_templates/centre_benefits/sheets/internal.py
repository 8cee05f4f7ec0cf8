"""The Internal support sheet: time given back to each department that is served."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    Column,
    bars,
    form_row_of,
    lay_head,
    lay_rows,
    name_column,
    part_of,
    row_of,
    share_of,
)
from workbook_templates.centre_benefits.sheets.places import DEPARTMENTS_FORM, INTERNAL, INTERNAL_TABLE, TABLE_TOTAL
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

_RULE = (
    "Benefit = the time given back to colleagues: minutes / 60 x what an hour of theirs costs x difficulty.",
    "The difficulty of a department is the mean of its requests, weighed with their minutes; 1 is the usual one.",
    "Whoever answers a question keeps a colleague at work; the value is that of the colleague's time.",
)


def _department_sum(column: str) -> str:
    return f"SUMIFS(department_tally[{column}],department_tally[Department],{row_of(INTERNAL_TABLE).departments})"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    table, at, total = INTERNAL_TABLE, row_of(INTERNAL_TABLE), INTERNAL_TABLE.here(TABLE_TOTAL)
    benefit, all_values = table.at("Value", TABLE_TOTAL), table.own_cell("Value", TABLE_TOTAL)
    lay_head(workbook, sheet, INTERNAL, _RULE, benefit, ("of which counts at another centre", "0"))
    minutes = at.minutes_given_back
    difficulty = f"IF({minutes}>0,{_department_sum('Minutes x difficulty')}/{minutes},1)"
    columns = (
        name_column(table, DEPARTMENTS_FORM),
        Column("Requests", _department_sum("Requests"), WHOLE),
        Column("Minutes given back", _department_sum("Minutes"), WHOLE),
        Column("Hours given back", f"{minutes}/60", "#,##0.0"),
        Column("Difficulty", difficulty, "0.00", None),
        Column("Cost of an hour", f"N({form_row_of(DEPARTMENTS_FORM).hourly_rate})", CENTS, None),
        Column("Value", f"INTERNAL_VALUE({minutes},{at.cost_of_an_hour},{at.difficulty})", CENTS),
        Column("Share of all", share_of(at.value, all_values), SHARE),
        Column("Value of a request", part_of(at.value, at.requests), CENTS, part_of(total.value, total.requests)),
    )
    lay_rows(sheet, table, columns, total="All departments", widths=(36, 15, 14, 14, 12, 14, 16, 12, 14))
    bars(sheet, table, "Value by department served", (("Value", "Value", FIRST_FILL),), ("E6", "K15"))
