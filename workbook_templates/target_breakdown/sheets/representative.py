"""The representative's view: today, morning and afternoon, and the week so far, for one person."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.checks import warn_of_rejected
from workbook_templates.sheets.formulas import after_note, attainment_if_known, named, total
from workbook_templates.sheets.look import (
    DATE,
    FORMULA,
    GENERAL,
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
)
from workbook_templates.target_breakdown.sheets.places import DAYS, PERSON_DAYS, WEEK

_PICK: Final = 5
_TODAY: Final = 8
_WEEK: Final = 16
_LINES: Final = Block("Representative", ("Label", "Figure"), _TODAY + 1, _WEEK + 6)
_DAYS_HEADER: Final = 25
VIEW: Final = Block(
    "Representative",
    ("Day", "Date", "Kind of day", "Morning", "Afternoon", "Target", "Sold"),
    _DAYS_HEADER + 1,
    _DAYS_HEADER + DAYS,
)
"""The days of the week, a row each."""
_SUMS: Final = VIEW.columns[3:]
_FIGURE: Final = replace(FORMULA, size=12, bold=True)
_LEFT: Final = replace(FORMULA, horizontal="left")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Representative: today", "")
    sheet["B2"] = "=status_words"
    set_widths(sheet, (30, 16, 15, 15, 15, 15, 15))
    # Before the other formats, which stop at the first that is true.
    amounts = ((_TODAY + 1, _TODAY + 4), (_WEEK + 1, _WEEK + 2), (_WEEK + 4, _WEEK + 6))
    show_cents(sheet, *(_LINES.rows(first, last).cells("Figure") for first, last in amounts))
    show_cents(sheet, VIEW.rows(VIEW.first, VIEW.last + 1).cells(_SUMS[0], _SUMS[-1]))
    _lay_choice(workbook, sheet)
    _lay_today(workbook, sheet)
    _lay_week(sheet)
    _lay_days(sheet)
    sheet.freeze_panes = "A4"
    lay_page(sheet, VIEW.page(VIEW.last + 1), landscape=False, one_page=True)


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    note = "Sales of one person on the status date and in its week."
    lay(sheet, "B3", f'="{note}"&{after_note("rows_words")}', NOTE)
    warn_of_rejected(sheet, "B3")
    lay(sheet, f"B{_PICK}", "Person (choose from the list)", LABEL)
    lay(sheet, f"C{_PICK}", None, replace(INPUT, horizontal="left"))
    name_place(workbook, "person_shown", sheet, f"C{_PICK}")
    allow(sheet, f"C{_PICK}", from_list("people_listed"), "Person", "Choose one of the names of the sheet People.")
    names, below = PERSON_DAYS.column("Person"), PERSON_DAYS.cell("Person", PERSON_DAYS.last + 1)
    first = f'INDEX({names},ROWS({names})+1-SUMPRODUCT(MAX(({names}<>"")*(ROW({below})-ROW({names})))))'
    used = f'=IF(person_shown="",IF({named(names)}=0,"",{first}),person_shown)'
    lay(sheet, f"B{_PICK + 1}", used, HEADLINE)
    sheet.row_dimensions[_PICK + 1].height = 36
    name_place(workbook, "person_used", sheet, f"B{_PICK + 1}")
    lay(sheet, f"D{_PICK}", "Row on People", replace(NOTE, horizontal="right"))
    row = f'=IF(person_used="","",IF(COUNTIF({names},person_used)=0,"",MATCH(person_used,{names},0)))'
    lay(sheet, f"E{_PICK}", row, replace(NOTE, horizontal="left"))
    name_place(workbook, "person_row", sheet, f"E{_PICK}")


def _person_figure(block: tuple[str, ...], place: str) -> str:
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
    row = _TODAY + 1
    day, sold = (_LINES.own_cell("Figure", row + place) for place in (2, 3))

    def half(place: int) -> str:
        return f'IF(OR({day}="",am_used=""),"",INDEX(SPREAD({day},half_weights,,decimals_used),{place}))'

    actual = _person_figure(ACTUAL, "day_now")
    lines = (
        ("Morning", half(1), AMOUNT),
        ("Afternoon", half(2), AMOUNT),
        ("Whole day", _person_figure(TARGET, "day_now"), AMOUNT),
        ("Sold today", actual, AMOUNT),
        ("Attained today", attainment_if_known(sold, day), SHARE),
    )
    _lay_lines(sheet, row, lines)
    for offset, name in enumerate(("today_morning", "today_afternoon", "today_target")):
        name_place(workbook, name, sheet, _LINES.at("Figure", row + offset))


def _lay_lines(sheet: Worksheet, first: int, lines: tuple[tuple[str, str, str], ...]) -> None:
    for row, (label, formula, number_format) in enumerate(lines, start=first):
        lay(sheet, _LINES.at("Label", row), label, _LEFT)
        lay(sheet, _LINES.at("Figure", row), f"={formula}", _FIGURE, number_format)


def _lay_week(sheet: Worksheet) -> None:
    lay_headers(sheet, _WEEK, 2, ('="Week "&week_now', "Sales"), height=18)
    row = _WEEK + 1

    def summed(block: tuple[str, ...], condition: str = "") -> str:
        days = f"INDEX({cells(block)},MAX(1,person_row),0)"
        total = f'SUMIF({day_row(DATE_ROW)},"<="&status_day,{days})' if condition else f"SUM({days})"
        return f'IF(OR(person_row="",week_now=""),"",ROUND({total},6))'

    to_date, sold, _, target, still = (_LINES.own_cell("Figure", row + place) for place in range(5))
    left = f"INDEX({WEEK.calendar.column('Workdays left')},week_now)-IF(INDEX({day_row(WORKED_ROW)},1,day_now)=1,1,0)"
    to_sell = f'IF(AND(ISNUMBER({target}),ISNUMBER({sold})),MAX(0,ROUND({target}-{sold},6)),"")'
    per_day = f'IF(OR({still}="",week_now=""),"",IF({left}<=0,"none left",RUN_RATE({target},{sold},{left})))'
    lines = (
        ("Target to date, today included", summed(TARGET, "to date"), AMOUNT),
        ("Sold to date", f'IF(refreshed_time="","",{summed(ACTUAL)})', AMOUNT),
        ("Attained to date", attainment_if_known(sold, to_date), SHARE),
        ("Target of the week", summed(TARGET), AMOUNT),
        ("Still to sell this week", to_sell, AMOUNT),
        ("Needed on each workday after today", per_day, AMOUNT),
    )
    _lay_lines(sheet, row, lines)


def _lay_days(sheet: Worksheet) -> None:
    lay_headers(sheet, _DAYS_HEADER, 2, VIEW.columns, height=18)
    for place in range(1, DAYS + 1):
        _lay_day(sheet, place)
    total_row, look = VIEW.last + 1, replace(TOTAL, rule=False)
    lay(sheet, VIEW.at("Day", total_row), "Week", look)
    for name in ("Date", "Kind of day"):
        lay(sheet, VIEW.at(name, total_row), None, look)
    for name in _SUMS:
        lay(sheet, VIEW.at(name, total_row), f"={total(VIEW.cells(name))}", look, AMOUNT)
    first = VIEW.here(VIEW.first)
    highlight(sheet, VIEW.area(), f'AND({first.date}<>"",{first.date}=status_day)', fill=PANEL, bold=True)


def _lay_day(sheet: Worksheet, place: int) -> None:
    row = VIEW.first + place - 1
    at = VIEW.here(row)
    worked = f"INDEX({day_row(WORKED_ROW)},1,{place})"
    usual = f'INDEX(weekdays_worked,1,WEEKDAY({at.date},2))="yes"'
    kind = f'IF({worked}=1,IF({usual},"workday","workday, extra"),IF({usual},"holiday","free"))'

    def half(which: int) -> str:
        part = f"INDEX(SPREAD({at.target},half_weights,,decimals_used),{which})"
        return f'IF(OR({at.target}="",am_used=""),"",{part})'

    formulas = {
        "Day": f'IF({at.date}="","",{weekday_words(at.date)})',
        "Date": f"INDEX({day_row(DATE_ROW)},1,{place})",
        "Kind of day": f'IF({at.date}="","",{kind})',
        "Morning": half(1),
        "Afternoon": half(2),
        "Target": _person_figure(TARGET, str(place)),
        "Sold": _person_figure(ACTUAL, str(place)),
    }
    for name, formula in formulas.items():
        number_format = AMOUNT if name in _SUMS else DATE if name == "Date" else GENERAL
        lay(sheet, VIEW.at(name, row), f"={formula}", FORMULA if name in _SUMS else _LEFT, number_format)
