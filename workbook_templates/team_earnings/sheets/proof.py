"""The Proof sheet: each person's months, their lines against COMMISSION of the whole month."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    FORMULA,
    NOTE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    FORM_FIRST,
    FORM_HEADER,
    FORM_LAST,
    PEOPLE,
    PEOPLE_FIRST,
    TOTAL_ROW,
    plans,
)
from workbook_templates.team_earnings.sheets.plans import (
    FIRST_RATE,
    FIRST_THRESHOLD,
    LAST_RATE,
    LAST_THRESHOLD,
    TO_CORRECT,
)
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT

LAST_COLUMN: Final = "H"
_PLAIN: Final = replace(FORMULA, rule=False)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Proof",
        "Of each person: COMMISSION of each month's whole amount against what its lines earned, which are cents.",
    )
    note = (
        "COMMISSION is not rounded and the lines are cents: sums of several months may lie a few cents apart. A month "
        "differs where its lines come to more than half a cent more or less."
    )
    lay(sheet, "B3", note, NOTE)
    set_widths(sheet, (24, 18, 10, 14, 22, 18, 22))
    headers = (
        "Person",
        "Plan",
        "Row on Plans",
        "Row on Tally years",
        "COMMISSION of the months",
        "Earned by the lines",
        "Months that differ",
    )
    lay_headers(sheet, FORM_HEADER, 2, headers)
    lay(sheet, f"B{TOTAL_ROW}", "All people", TOTAL)
    for letter in "CDEFGH":
        cells = f"{letter}{FORM_FIRST}:{letter}{FORM_LAST}"
        total = f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))' if letter in "FGH" else None
        lay(sheet, f"{letter}{TOTAL_ROW}", total, TOTAL, "0" if letter == "H" else AMOUNT)
    for offset in range(PEOPLE):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FIRST + offset)
    name_place(workbook, "proof_start", sheet, f"B{FORM_FIRST}")
    name_place(workbook, "months_apart", sheet, f"H{TOTAL_ROW}")
    highlight(sheet, f"B{FORM_FIRST}:{LAST_COLUMN}{FORM_LAST}", f'$B{FORM_FIRST}<>""', ruled=True)
    sheet.freeze_panes = f"C{FORM_FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{FORM_LAST}", landscape=False, header_rows=f"{FORM_HEADER}:{FORM_HEADER}")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    names, person = plans("B"), f"$B{row}"
    lay(sheet, f"B{row}", f'=People!$B{source}&""', _PLAIN)
    lay(sheet, f"C{row}", f'=People!$E{source}&""', _PLAIN)
    place = f"MATCH($C{row},{names},0)"
    usable = f'IF(INDEX({plans(TO_CORRECT)},{place})="",{place},"")'
    lay(sheet, f"D{row}", f'=IF($C{row}="","",IF(COUNTIF({names},$C{row})=0,"",{usable}))', _PLAIN, "0")
    year = f'IF(COUNTIF(person_years[Person],{person})=0,"",MATCH({person},person_years[Person],0))'
    lay(sheet, f"E{row}", f'=IF({person}="","",{year})', _PLAIN, "0")
    pays_on, earned = (f"INDEX(person_years[[{name} 1]:[{name} {MONTHS}]],$E{row},0)" for name in ("Pays on", "Earned"))
    tiers = ",".join(
        (
            f"INDEX({plans(FIRST_THRESHOLD, LAST_THRESHOLD)},$D{row},0)",
            f"INDEX({plans(FIRST_RATE, LAST_RATE)},$D{row},0)",
            f"INDEX({plans('D')},$D{row})",
        )
    )
    commission = f"COMMISSION({pays_on},{tiers})"
    for letter, formula, number_format in (
        ("F", f"SUM({commission})", AMOUNT),
        ("G", f"SUM({earned})", AMOUNT),
        ("H", f"SUMPRODUCT(--(ABS({commission}-{earned})>0.0050001))", "0"),
    ):
        lay(sheet, f"{letter}{row}", f'=IF(OR($D{row}="",$E{row}=""),"",{formula})', _PLAIN, number_format)
