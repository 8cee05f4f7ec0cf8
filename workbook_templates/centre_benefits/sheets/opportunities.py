"""The Opportunities sheet: how the leads stand, and what the centre is credited for them."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.leads import ENDS
from workbook_templates.centre_benefits.sheets.centre_sheet import FIRST_FILL, Column, bars, lay_head, lay_rows
from workbook_templates.centre_benefits.sheets.places import OPPORTUNITIES, TABLE_FIRST, TABLE_TOTAL
from workbook_templates.sheets.look import CENTS, GENERAL, LABEL, NOTE, SECTION, SHARE, WHOLE, lay, lay_link

_RULE: Final = (
    "Benefit = the centre's part of the profit of deals won: one share where it persuaded, one where it passed it on.",
    "A deal not won brings 0: rightly understood, the lead was well judged; misread, it was not. Pending brings 0 yet.",
    "Where the deal's order stands in Orders too, its profit counts there; in the total of all centres it counts once.",
)
_CALLED: Final = (
    "Won: persuaded",
    "Won: passed on",
    "Not won: understood",
    "Not won: misread",
    "Pending",
)
_BELOW: Final = TABLE_FIRST + len(ENDS) + 1


def _of_end(column: str) -> str:
    return f"SUMIFS(lead_tally[{column}],lead_tally[Outcome],$C{{r}},lead_tally[Contribution],$D{{r}})"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    total, first, last = TABLE_TOTAL, TABLE_FIRST, TABLE_FIRST + len(ENDS) - 1
    lay_head(workbook, sheet, OPPORTUNITIES, _RULE, f"H{total}", ("of which stands in Orders too", f"J{total}"))
    pending = "SUMIFS(lead_tally[{0}],lead_tally[Outcome],$C{{r}})"

    def of_end(column: str) -> str:
        return f'IF($D{{r}}="",{pending.format(column)},{_of_end(column)})'

    credit = 'LEAD_CREDIT({0},$C{{r}},$D{{r}}&"",N(persuaded_share),N(passed_on_share))'
    columns = (
        Column("How the leads stand", "", GENERAL, words=_CALLED),
        Column("Outcome", "", GENERAL, None, [outcome for outcome, _ in ENDS]),
        Column("Contribution", "", GENERAL, None, [did for _, did in ENDS]),
        Column("Leads", of_end("Leads"), WHOLE),
        Column("Share of leads", f"IF($E${total}>0,$E{{r}}/$E${total},0)", SHARE),
        Column("Value of the deals", of_end("Value"), CENTS),
        Column("Credit", credit.format("$G{r}"), CENTS),
        Column("Value in Orders too", of_end("Value in orders"), CENTS),
        Column("Credit in Orders too", credit.format("$I{r}"), CENTS),
    )
    lay_rows(sheet, columns, len(ENDS), total="All leads", widths=(36, 17, 17, 12, 12, 17, 17, 17, 17))
    bars(sheet, "Leads by how they stand", (("E", "Leads", FIRST_FILL),), len(ENDS), ("E6", "K15"), "0")
    lay(sheet, f"B{_BELOW}", "What this says", SECTION)
    closed = f"SUM($E${first}:$E${first + 3})"
    won = f"SUM($E${first}:$E${first + 1})"
    lost = f"SUM($E${first + 2}:$E${first + 3})"
    figures = (
        ("Closed, of all leads", f'IF($E${total}>0,{closed}/$E${total},"")'),
        ("Won, of the closed", f'IF({closed}>0,{won}/{closed},"")'),
        ("Persuaded, of the won", f'IF({won}>0,$E${first}/{won},"")'),
        ("Rightly understood, of those not won", f'IF({lost}>0,$E${first + 2}/{lost},"")'),
    )
    for row, (label, formula) in enumerate(figures, start=_BELOW + 1):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", LABEL, SHARE)
    number = "COUNT(disagreements[Row])"
    words = f'={number}&IF({number}=1," lead"," leads")&" where service record and follower disagree: see the sheet"'
    lay(sheet, f"B{_BELOW + 6}", words, NOTE)
    lay_link(sheet, f"B{_BELOW + 7}", "Disagreements", "disagreements_start")
    sheet.print_area = f"A1:J{max(last, _BELOW + 7)}"
