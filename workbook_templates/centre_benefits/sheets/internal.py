"""The Internal support sheet: time given back to each department that is served."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    Column,
    bars,
    lay_head,
    lay_rows,
    named_on,
)
from workbook_templates.centre_benefits.sheets.places import DEPARTMENTS, INTERNAL, TABLE_TOTAL
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

_RULE = (
    "Benefit = the time given back to colleagues: minutes / 60 x what an hour of theirs costs x difficulty.",
    "The difficulty of a department is the mean of its requests, weighed with their minutes; 1 is the usual one.",
    "Whoever answers a question keeps a colleague at work; the value is that of the colleague's time.",
)


def _of_department(column: str) -> str:
    return f"SUMIFS(department_tally[{column}],department_tally[Department],$B{{r}})"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    total = TABLE_TOTAL
    lay_head(workbook, sheet, INTERNAL, _RULE, f"H{total}", ("of which counts at another centre", "0"))
    difficulty = f"IF($D{{r}}>0,{_of_department('Minutes x difficulty')}/$D{{r}},1)"
    columns = (
        named_on("Departments"),
        Column("Requests", _of_department("Requests"), WHOLE),
        Column("Minutes given back", _of_department("Minutes"), WHOLE),
        Column("Hours given back", "$D{r}/60", "#,##0.0"),
        Column("Difficulty", difficulty, "0.00", None),
        Column("Cost of an hour", "N(Departments!$C{f})", CENTS, None),
        Column("Value", "INTERNAL_VALUE($D{r},$G{r},$F{r})", CENTS),
        Column("Share of all", f"IF($H${total}>0,$H{{r}}/$H${total},0)", SHARE),
        Column("Value of a request", 'IF($C{r}>0,$H{r}/$C{r},"")', CENTS, f'IF($C{total}>0,$H{total}/$C{total},"")'),
    )
    lay_rows(sheet, columns, DEPARTMENTS, total="All departments", widths=(36, 15, 14, 14, 12, 14, 16, 12, 14))
    series = (("H", "Value", FIRST_FILL),)
    bars(sheet, "Value by department served", series, DEPARTMENTS, ("E6", "K15"))
