"""The representative's view: today, morning and afternoon, and the week so far, for one person."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    FORMULA,
    HEADLINE,
    INPUT,
    LABEL,
    NOTE,
    PANEL,
    SECTION,
    SHARE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, from_list
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents, weekday_words
from workbook_templates.target_breakdown.sheets.person_days import (
    ACTUAL,
    DATE_ROW,
    TARGET,
    WORKED_ROW,
    cells,
    day_row,
    people_column,
)
from workbook_templates.target_breakdown.sheets.places import DAYS, WEEK

_PICK: Final = 5
_TODAY: Final = 8
_WEEK: Final = 16
DAYS_FIRST: Final = 26
_FIGURE: Final = replace(FORMULA, size=12, bold=True)
_LEFT: Final = replace(FORMULA, horizontal="left")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Representative: today", "")
    sheet["B2"] = "=status_words"
    set_widths(sheet, (30, 16, 15, 15, 15, 15, 15))
    # Before the other formats, which stop at the first that is true.
    show_cents(sheet, f"C{_TODAY + 1}:C{_TODAY + 4}", f"C{_WEEK + 1}:C{_WEEK + 2}", f"C{_WEEK + 4}:C{_WEEK + 6}")
    show_cents(sheet, f"E{DAYS_FIRST}:H{DAYS_FIRST + DAYS}")
    _lay_choice(workbook, sheet)
    _lay_today(workbook, sheet)
    _lay_week(sheet)
    _lay_days(sheet)
    sheet.freeze_panes = "A4"
    lay_page(sheet, f"A1:H{DAYS_FIRST + DAYS}", landscape=False, one_page=True)


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, "B3", "Sales of one person on the status date and in its week.", NOTE)
    lay(sheet, f"B{_PICK}", "Person (choose from the list)", LABEL)
    lay(sheet, f"C{_PICK}", None, replace(INPUT, horizontal="left"))
    name_place(workbook, "person_shown", sheet, f"C{_PICK}")
    allow(sheet, f"C{_PICK}", from_list("people_listed"), "Person", "Choose one of the names of the sheet People.")
    names = people_column("B")
    used = f'=IF(person_shown="",IF(COUNTIF({names},"?*")=0,"",INDEX({names},MATCH("?*",{names},0))),person_shown)'
    lay(sheet, f"B{_PICK + 1}", used, HEADLINE)
    sheet.row_dimensions[_PICK + 1].height = 36
    name_place(workbook, "person_used", sheet, f"B{_PICK + 1}")
    lay(sheet, f"D{_PICK}", "Row on People", replace(NOTE, horizontal="right"))
    row = f'=IF(person_used="","",IF(COUNTIF({names},person_used)=0,"",MATCH(person_used,{names},0)))'
    lay(sheet, f"E{_PICK}", row, replace(NOTE, horizontal="left"))
    name_place(workbook, "person_row", sheet, f"E{_PICK}")


def _of_person(block: int, place: str) -> str:
    return f'IF(OR(person_row="",week_now=""),"",INDEX({cells(block)},person_row,{place}))'


def _lay_today(workbook: Workbook, sheet: Worksheet) -> None:
    words = (
        '=IF(person_used="","No person yet: fill the sheet People.",'
        'IF(person_row="","No such person on the sheet People.",IF(day_place="","",IF(day_place="before",'
        '"The fiscal year has not begun.",IF(day_place="after",'
        '"The fiscal year is over.",day_words)))))'
    )
    lay(sheet, f"B{_TODAY - 1}", words, SECTION)
    name_place(workbook, "today_words", sheet, f"B{_TODAY - 1}")
    lay_headers(sheet, _TODAY, 2, ("Today", "Sales"), height=18)
    day, row = f"$C${_TODAY + 3}", _TODAY + 1

    def half(place: int) -> str:
        return f'IF(OR({day}="",am_used=""),"",INDEX(SPREAD({day},half_weights,,decimals_used),{place}))'

    actual = _of_person(ACTUAL, "day_now")
    lines = (
        ("Morning", half(1), AMOUNT),
        ("Afternoon", half(2), AMOUNT),
        ("Whole day", _of_person(TARGET, "day_now"), AMOUNT),
        ("Sold today", actual, AMOUNT),
        ("Attained today", _attained(f"$C${row + 2}", f"$C${row + 3}"), SHARE),
    )
    _lay_lines(sheet, row, lines)
    for offset, name in enumerate(("today_morning", "today_afternoon", "today_target")):
        name_place(workbook, name, sheet, f"C{row + offset}")


def _attained(target: str, actual: str) -> str:
    return f'IF(AND(ISNUMBER({target}),ISNUMBER({actual})),IF({target}>0,ATTAINMENT({actual},{target}),""),"")'


def _lay_lines(sheet: Worksheet, first: int, lines: tuple[tuple[str, str, str], ...]) -> None:
    for row, (label, formula, number_format) in enumerate(lines, start=first):
        lay(sheet, f"B{row}", label, _LEFT)
        lay(sheet, f"C{row}", f"={formula}", _FIGURE, number_format)


def _lay_week(sheet: Worksheet) -> None:
    lay_headers(sheet, _WEEK, 2, ('="Week "&week_now', "Sales"), height=18)
    row = _WEEK + 1

    def summed(block: int, condition: str = "") -> str:
        days = f"INDEX({cells(block)},MAX(1,person_row),0)"
        total = f'SUMIF({day_row(DATE_ROW)},"<="&status_day,{days})' if condition else f"SUM({days})"
        return f'IF(OR(person_row="",week_now=""),"",ROUND({total},6))'

    left = f"INDEX({WEEK.days('K')},week_now)-IF(INDEX({day_row(WORKED_ROW)},1,day_now)=1,1,0)"
    still = f'IF(AND(ISNUMBER($C${row + 3}),ISNUMBER($C${row + 1})),MAX(0,ROUND($C${row + 3}-$C${row + 1},6)),"")'
    per_day = (
        f'IF(OR($C${row + 4}="",week_now=""),"",IF({left}<=0,"none left",RUN_RATE($C${row + 3},$C${row + 1},{left})))'
    )
    lines = (
        ("Target to date, today included", summed(TARGET, "to date"), AMOUNT),
        ("Sold to date", f'IF(refreshed_time="","",{summed(ACTUAL)})', AMOUNT),
        ("Attained to date", _attained(f"$C${row}", f"$C${row + 1}"), SHARE),
        ("Target of the week", summed(TARGET), AMOUNT),
        ("Still to sell this week", still, AMOUNT),
        ("Needed on each workday after today", per_day, AMOUNT),
    )
    _lay_lines(sheet, row, lines)


def _lay_days(sheet: Worksheet) -> None:
    headers = ("Day", "Date", "Kind of day", "Morning", "Afternoon", "Target", "Sold")
    lay_headers(sheet, DAYS_FIRST - 1, 2, headers, height=18)
    for place in range(1, DAYS + 1):
        row = DAYS_FIRST + place - 1
        date, worked = f"INDEX({day_row(DATE_ROW)},1,{place})", f"INDEX({day_row(WORKED_ROW)},1,{place})"
        usual = f'INDEX(weekdays_worked,1,WEEKDAY($C{row},2))="yes"'
        kind = f'IF({worked}=1,IF({usual},"workday","workday, extra"),IF({usual},"holiday","free"))'
        target = _of_person(TARGET, str(place))

        def half(which: int, row: int = row) -> str:
            part = f"INDEX(SPREAD($G{row},half_weights,,decimals_used),{which})"
            return f'IF(OR($G{row}="",am_used=""),"",{part})'

        formulas = (
            (f'IF($C{row}="","",{weekday_words(f"$C{row}")})', "General"),
            (date, DATE),
            (f'IF($C{row}="","",{kind})', "General"),
            (half(1), AMOUNT),
            (half(2), AMOUNT),
            (target, AMOUNT),
            (_of_person(ACTUAL, str(place)), AMOUNT),
        )
        for letter, (formula, number_format) in zip("BCDEFGH", formulas, strict=True):
            lay(sheet, f"{letter}{row}", f"={formula}", _LEFT if letter in "BCD" else FORMULA, number_format)
    last = DAYS_FIRST + DAYS
    lay(sheet, f"B{last}", "Week", replace(TOTAL, rule=False))
    for letter in "CD":
        lay(sheet, f"{letter}{last}", None, replace(TOTAL, rule=False))
    for letter in "EFGH":
        cells_of = f"{letter}{DAYS_FIRST}:{letter}{last - 1}"
        formula = f'=IF(COUNT({cells_of})=0,"",ROUND(SUM({cells_of}),6))'
        lay(sheet, f"{letter}{last}", formula, replace(TOTAL, rule=False), AMOUNT)
    now = f'AND($C{DAYS_FIRST}<>"",$C{DAYS_FIRST}=status_day)'
    highlight(sheet, f"B{DAYS_FIRST}:H{last - 1}", now, fill=PANEL, bold=True)
