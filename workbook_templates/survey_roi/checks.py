"""The Checks sheet: every line says OK or what is wrong, and what to do about it."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.look import (
    BAD_FILL,
    BAD_INK,
    FORMULA,
    GOOD_INK,
    NOTE,
    SECTION,
    WARNING_FILL,
    WARNING_INK,
    highlight,
    lay,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.survey_roi import state
from workbook_templates.survey_roi.check_lines import all_checks
from workbook_templates.survey_roi.places import CHECKS_HEADER

COLUMNS: Final = ("Check", "Result", "What to do")
_FIRST: Final = CHECKS_HEADER + 1
_RESULT: Final = replace(FORMULA, wrap=True)
_ADVICE: Final = replace(NOTE, wrap=True, rule=True)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the tally was made from."""
    lay_title(
        sheet, "Checks", "Every line says OK or what is wrong. A warning is for you to judge; it is no failed check."
    )
    set_widths(sheet, (46, 62, 84, 12))
    count = len(all_checks("E1:E2", "B1:B2"))
    header = _FIRST + count + 4
    first, last = state.fill(workbook, sheet, header)
    checks = all_checks(f"$E${first}:$E${last}", f"$B${first}:$B${last}")
    lay_table(sheet, "checks", CHECKS_HEADER, 2, COLUMNS, count)
    for row, check in enumerate(checks, start=_FIRST):
        lay(sheet, f"B{row}", check.title, FORMULA)
        lay(
            sheet, f"C{row}", f'=IFERROR({check.result},"Cannot be computed: an error cell stands in the way")', _RESULT
        )
        lay(sheet, f"D{row}", check.advice, _ADVICE)
    _lay_summary(workbook, sheet, count)
    sheet.freeze_panes = f"A{_FIRST}"
    lay_page(sheet, f"A1:E{last}")
    sheet.row_breaks.append(Break(id=header - 3))


def _lay_summary(workbook: Workbook, sheet: Worksheet, count: int) -> None:
    results = f"$C${_FIRST}:$C${_FIRST + count - 1}"
    failed = f'(ROWS({results})-COUNTIF({results},"OK")-COUNTIF({results},"Warning:*"))'
    warnings = f'COUNTIF({results},"Warning:*")'
    warned = f'IF({warnings}=0,"",", "&{warnings}&IF({warnings}=1," warning"," warnings"))'
    text = (
        f'=IF({failed}=0,"Checks: all OK"&{warned},{failed}&IF({failed}=1," check needs a look",'
        f'" checks need a look")&{warned})'
    )
    lay(sheet, "B4", text, SECTION)
    name_place(workbook, "checks_result", sheet, "B4")
    looks = (("OK", GOOD_INK, None), ("Warning:", WARNING_INK, WARNING_FILL), ("", BAD_INK, BAD_FILL))
    for start, ink, fill in looks:
        formula = f'LEFT($C{_FIRST},{len(start)})="{start}"'
        highlight(sheet, f"C{_FIRST}:C{_FIRST + count - 1}", formula, ink=ink, fill=fill, bold=True)
