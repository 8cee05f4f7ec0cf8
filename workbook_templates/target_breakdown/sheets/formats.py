"""Number formats and phrases that the sheets of the target template share."""

from typing import Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

AMOUNT: Final = '#,##0;-#,##0;"–"'
_WITH_CENTS: Final = NumberFormat(numFmtId=200, formatCode='#,##0.00;-#,##0.00;"–"')


def show_cents(sheet: Worksheet, *cells: str) -> None:
    """Cells show two decimals where the targets have them."""
    look = DifferentialStyle(numFmt=_WITH_CENTS)
    for each in cells:
        rule = Rule(type="expression", dxf=look, formula=["SUM(decimals_used)>0"])
        sheet.conditional_formatting.add(each, rule)


def amount_words(number: str) -> str:
    """An amount as text (a formula), such as 50,000 or 12.50, whatever its sign."""
    return f"FIXED(ABS({number}),IF(ABS(ABS({number})-ROUND({number},0)*SIGN({number}))<0.005,0,2))"


def weekday_words(date: str) -> str:
    """The short name of a date's weekday (a formula)."""
    return f'CHOOSE(WEEKDAY({date},2),"Mon","Tue","Wed","Thu","Fri","Sat","Sun")'
