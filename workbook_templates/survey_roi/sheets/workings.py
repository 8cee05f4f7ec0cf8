"""The Workings sheet: one row a month and segment, and the report month; the what-if follows below them."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    FAINT_INK,
    FORMULA,
    GENERAL,
    MONEY,
    MONTH,
    NOTE,
    SECTION,
    WHOLE,
    YEAR,
    Style,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.survey_roi.sheets.places import (
    COUNT_BASES,
    GRID_FIRST,
    GRID_HEADER,
    GRID_LAST,
    MONTH_SHOWN_ROW,
    MONTHS,
    NOW_FIRST,
    NOW_HEADER,
    NOW_LAST,
    SEGMENT_FIRST,
    SEGMENTS,
    VALUE_BASES,
    VALUES_FIRST,
    served_column,
)

COLUMNS: Final = (
    "Month",
    "Segment",
    "Responses",
    "Loyal",
    "Neutral",
    "Disloyal",
    "Customers served",
    "Customers counted",
    "Loyal counted",
    "Disloyal counted",
    "Value per customer",
    "Gain",
    "Loss",
    "Net profit",
)
COUNTED: Final = "#,##0.0"
_FORMATS: Final = (MONTH, GENERAL, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, COUNTED, COUNTED, *[MONEY] * 4)
MONTH_SHOWN: Final = f"$C${MONTH_SHOWN_ROW}"


def month_block(column: str, month: int) -> str:
    """The ten cells of a month (1 = January) in a column of the grid."""
    first = GRID_FIRST + (month - 1) * SEGMENTS
    return f"Workings!${column}${first}:${column}${first + SEGMENTS - 1}"


def shown(column: str) -> str:
    """The ten cells of the report month in a column."""
    return f"Workings!${column}${NOW_FIRST}:${column}${NOW_LAST}"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Workings",
        "From the tally to the report, one row a month and segment. Nothing to type here; every cell is a formula.",
    )
    set_widths(sheet, (11, 20, *[12] * 20))
    lay(
        sheet,
        "B3",
        "A segment without responses in a month stays empty. Counted = carried to the customers served where they are "
        "filled and Inputs says so, else the respondents.",
        NOTE,
    )
    lay_headers(sheet, GRID_HEADER, 2, COLUMNS)
    for month in range(1, MONTHS + 1):
        for segment in range(SEGMENTS):
            _lay_row(sheet, month, segment)
    _lay_month_shown(workbook, sheet)
    for first, last in ((GRID_FIRST, GRID_LAST), (NOW_FIRST, NOW_LAST)):
        highlight(sheet, f"B{first}:B{last}", f'$C{first}=""', ink=FAINT_INK)
    sheet.freeze_panes = f"D{GRID_FIRST}"
    lay_page(sheet, f"A1:V{VALUES_FIRST + SEGMENTS - 1}", header_rows=f"{GRID_HEADER}:{GRID_HEADER}", paper=A3)
    sheet.row_breaks.append(Break(id=MONTH_SHOWN_ROW - 2))


def _lay_row(sheet: Worksheet, month: int, segment: int) -> None:
    row = GRID_FIRST + (month - 1) * SEGMENTS + segment
    name = f"Segments!$B${SEGMENT_FIRST + segment}"
    # By name: the two tables of the sheet Segments may be sorted apart.
    place = f"MATCH($C{row},{served_column('B')},0)"
    served = f"INDEX({served_column(get_column_letter(2 + month))},{place})"
    value = f"Segments!$J${SEGMENT_FIRST + segment}"

    def tallied(column: str) -> str:
        return f"SUMIFS(tally[{column}],tally[Month],$B{row},tally[Segment],$C{row})"

    def where_answered(formula: str) -> str:
        return f'IF($D{row}="","",{formula})'

    def where_counted(formula: str) -> str:
        return f'IF(OR($D{row}="",count_basis_known=""),"",{formula})'

    def where_valued(formula: str, counted: str) -> str:
        return f'IF(OR({counted}{row}="",$L{row}=""),"",{formula})'

    responses = tallied("Responses")
    by_name = f'IF(ISNA({place}),"",IF(ISNUMBER({served}),{served},""))'
    formulas = (
        f"DATE(report_year,{month},1)",
        f'IF({name}="","",{name})',
        f'IF($C{row}="","",IF({responses}=0,"",{responses}))',
        where_answered(tallied("Loyal")),
        where_answered(tallied("Neutral")),
        where_answered(tallied("Disloyal")),
        f'IF(OR($D{row}="",count_basis_known<>"customers served"),"",{by_name})',
        where_counted(f'IF($H{row}="",$D{row},$H{row})'),
        where_counted(f'IF($H{row}="",$E{row},PROJECTED_COUNT($E{row},$D{row},$H{row}))'),
        where_counted(f'IF($H{row}="",$G{row},PROJECTED_COUNT($G{row},$D{row},$H{row}))'),
        where_answered(value),
        where_valued(f"LOYALTY_GAIN($L{row},$J{row})", "$J"),
        where_valued(f"LOYALTY_LOSS($L{row},$K{row})", "$K"),
        f'IF($M{row}="","",$M{row}-$N{row})',
    )
    for column, (formula, number_format) in enumerate(zip(formulas, _FORMATS, strict=True), start=2):
        lay(sheet, f"{get_column_letter(column)}{row}", f"={formula}", _look(number_format), number_format)


def _look(number_format: str) -> Style:
    return replace(FORMULA, horizontal="left") if number_format in (MONTH, GENERAL) else FORMULA


def _lay_month_shown(workbook: Workbook, sheet: Worksheet) -> None:
    row = MONTH_SHOWN_ROW
    lay(sheet, f"B{row - 1}", "The report month", SECTION)
    lay(sheet, f"B{row}", "Month", FORMULA)
    month = "report_month"
    valid = f"IF(ISNUMBER({month}),IF(AND({month}>=1,{month}<=12,{month}=INT({month})),{month},0),0)"
    lay(sheet, f"C{row}", f"={valid}", replace(FORMULA, horizontal="left"), YEAR)
    name_place(workbook, "month_shown", sheet, f"C{row}")
    lay(sheet, f"D{row}", "0 = the report month on the sheet Inputs is not 1 to 12.", NOTE)
    _lay_basis(workbook, sheet, row + 1, "Value basis", "value_basis", VALUE_BASES)
    _lay_basis(workbook, sheet, row + 2, "Count basis", "count_basis", COUNT_BASES)
    extra = ("Share of net cost", "Without responses", "Counted as respondents")
    lay_headers(sheet, NOW_HEADER, 2, (*COLUMNS, *extra))
    for segment in range(SEGMENTS):
        row = NOW_FIRST + segment
        for column, number_format in enumerate(_FORMATS, start=2):
            letter = get_column_letter(column)
            cells = f"{letter}${GRID_FIRST}:{letter}${GRID_LAST}"
            formula = f'=IF({MONTH_SHOWN}=0,"",INDEX({cells},({MONTH_SHOWN}-1)*{SEGMENTS}+{segment + 1}))'
            lay(sheet, f"{letter}{row}", formula, _look(number_format), number_format)
        counted = f"$I${NOW_FIRST}:$I${NOW_LAST}"
        cost = f'=IF($I{row}="","",INDEX(Trend!$K$6:$K$17,{MONTH_SHOWN})*$I{row}/SUM({counted}))'
        lay(sheet, f"P{row}", cost, FORMULA, MONEY)
        lay_joined(sheet, "Q", row, NOW_FIRST, f'AND($C{row}<>"",$D{row}="")')
        lay_joined(sheet, "R", row, NOW_FIRST, f'AND($I{row}<>"",$H{row}="")')


def _lay_basis(workbook: Workbook, sheet: Worksheet, row: int, label: str, name: str, words: tuple[str, ...]) -> None:
    """The word typed on Inputs, in any case and with any spaces around it; empty where it is none of the words."""
    typed = f"LOWER(TRIM({name}))"
    is_known = ",".join(f'{typed}="{word}"' for word in words)
    lay(sheet, f"B{row}", label, FORMULA)
    lay(sheet, f"C{row}", f'=IF(OR({is_known}),{typed},"")', replace(FORMULA, horizontal="left"))
    name_place(workbook, f"{name}_known", sheet, f"C{row}")
    lay(sheet, f"D{row}", f"Empty = the word on the sheet Inputs is not {_either(words)}.", NOTE)


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def lay_joined(sheet: Worksheet, column: str, row: int, first: int, condition: str) -> None:
    """Names of the segments for which the condition holds, joined down the column; the last cell has all."""
    if row == first:
        formula = f'=IF({condition},$C{row},"")'
    else:
        above = f"{column}{row - 1}"
        formula = f'={above}&IF({condition},IF({above}="","",", ")&$C{row},"")'
    lay(sheet, f"{column}{row}", formula, FORMULA)
