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
)
from workbook_templates.centre_benefits.sheets.places import FUNCTION_NAMES, TABLE_FIRST, TABLE_TOTAL
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

LAST: Final = TABLE_FIRST + len(FUNCTION_NAMES) - 1
NAMES: Final = f"Functions!$B${TABLE_FIRST}:$B${LAST}"
_MINUTES: Final = f"$D${TABLE_FIRST}:$D${LAST}"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Functions", "What each contact function costs: the cost of all centres, divided by the minutes.")
    lay(sheet, "B3", "The parts add up to the net cost to the cent; who takes more time carries more of it.", SUBTITLE)
    note = "Rename a function in its blue cell; the rows of Contacts must name it so. Revenue: as attributed there."
    lay(sheet, "B4", note, NOTE)
    lay(sheet, "B6", "All functions", SECTION)
    total = TABLE_TOTAL
    figures = (
        ("Contacts", f"C{total}", WHOLE),
        ("Hours", f"D{total}/60", "#,##0.0"),
        ("Cost divided", f"F{total}", CENTS),
        ("Cost of a contact", f'IF(C{total}>0,F{total}/C{total},"")', CENTS),
        ("Cost of a minute", f'IF(D{total}>0,F{total}/D{total},"")', CENTS),
        ("Revenue attributed", f"I{total}", CENTS),
    )
    for row, (label, formula, number_format) in enumerate(figures, start=7):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", FIGURE, number_format)
        sheet.row_dimensions[row].height = 19
    part = f"IF(SUM({_MINUTES})=0,0,INDEX(SPREAD(total_net_cost,{_MINUTES}),ROW()-{TABLE_FIRST - 1}))"
    columns = (
        Column("Function", "", GENERAL, words=FUNCTION_NAMES, style=replace(INPUT, horizontal="left")),
        Column("Contacts", _of_function("Contacts"), WHOLE),
        Column("Minutes", _of_function("Minutes"), WHOLE),
        Column("Share of minutes", f"IF($D${total}>0,$D{{r}}/$D${total},0)", SHARE),
        Column("Cost by minutes", part, CENTS),
        Column("Cost of a contact", 'IF($C{r}>0,$F{r}/$C{r},"")', CENTS, f'IF(C{total}>0,F{total}/C{total},"")'),
        Column("Minutes of a contact", 'IF($C{r}>0,$D{r}/$C{r},"")', "0.0", f'IF(C{total}>0,D{total}/C{total},"")'),
        Column("Revenue attributed", _of_function("Revenue"), CENTS),
        Column("Revenue less cost", "$I{r}-$F{r}", "#,##0.00;[Red]-#,##0.00"),
        Column("Revenue for 1 of cost", 'IF($F{r}>0,$I{r}/$F{r},"")', "0.00", f'IF(F{total}>0,I{total}/F{total},"")'),
    )
    widths = (36, 14, 14, 12, 16, 14, 14, 16, 16, 14)
    lay_rows(sheet, columns, len(FUNCTION_NAMES), total="All functions", widths=widths)
    series = (("F", "Cost by minutes", SECOND_FILL), ("I", "Revenue attributed", FIRST_FILL))
    bars(sheet, "Cost and revenue by function", series, len(FUNCTION_NAMES), ("E5", "L15"))
    name_place(workbook, "functions_start", sheet, f"B{TABLE_FIRST}")
    name_place(workbook, "function_names", sheet, f"B{TABLE_FIRST}:B{LAST}")


def _of_function(column: str) -> str:
    return f"SUMIFS(function_tally[{column}],function_tally[Function],$B{{r}})"
