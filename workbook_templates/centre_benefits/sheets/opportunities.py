"""The Opportunities sheet: how the leads stand, and what the centre is credited for them."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.leads import ENDS
from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    Column,
    bars,
    lay_head,
    lay_rows,
    part_of,
    row_of,
    share_of,
)
from workbook_templates.centre_benefits.sheets.places import OPPORTUNITIES, OPPORTUNITIES_TABLE, TABLE_TOTAL
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
_BELOW: Final = OPPORTUNITIES_TABLE.last + 2
_AT: Final = row_of(OPPORTUNITIES_TABLE)


def _lead_sum(column: str) -> str:
    """A figure of the leads with the row's outcome and contribution; pending ones have no contribution."""
    of_outcome = f"SUMIFS(lead_tally[{column}],lead_tally[Outcome],{_AT.outcome}"
    return f'IF({_AT.contribution}="",{of_outcome}),{of_outcome},lead_tally[Contribution],{_AT.contribution}))'


def _credit(value: str) -> str:
    return f'LEAD_CREDIT({value},{_AT.outcome},{_AT.contribution}&"",N(persuaded_share),N(passed_on_share))'


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    table = OPPORTUNITIES_TABLE
    benefit, elsewhere = (table.at(name, TABLE_TOTAL) for name in ("Credit", "Credit in Orders too"))
    lay_head(workbook, sheet, OPPORTUNITIES, _RULE, benefit, ("of which stands in Orders too", elsewhere))
    all_leads = table.own_cell("Leads", TABLE_TOTAL)
    columns = (
        Column("How the leads stand", "", GENERAL, words=_CALLED),
        Column("Outcome", "", GENERAL, None, [outcome for outcome, _ in ENDS]),
        Column("Contribution", "", GENERAL, None, [did for _, did in ENDS]),
        Column("Leads", _lead_sum("Leads"), WHOLE),
        Column("Share of leads", share_of(_AT.leads, all_leads), SHARE),
        Column("Value of the deals", _lead_sum("Value"), CENTS),
        Column("Credit", _credit(_AT.value_of_the_deals), CENTS),
        Column("Value in Orders too", _lead_sum("Value in orders"), CENTS),
        Column("Credit in Orders too", _credit(_AT.value_in_orders_too), CENTS),
    )
    lay_rows(sheet, table, columns, total="All leads", widths=(36, 17, 17, 12, 12, 17, 17, 17, 17))
    bars(sheet, table, "Leads by how they stand", (("Leads", "Leads", FIRST_FILL),), ("E6", "K15"), "0")
    _lay_below(sheet)


def _lay_below(sheet: Worksheet) -> None:
    """What the leads say of the centre, in shares."""
    table = OPPORTUNITIES_TABLE
    persuaded, passed_on, understood, misread = range(table.first, table.first + 4)

    def leads(first: int, last: int) -> str:
        return f"SUM({table.rows(first, last).own_column('Leads')})"

    def of_row(row: int) -> str:
        return table.own_cell("Leads", row)

    closed, won, lost = leads(persuaded, misread), leads(persuaded, passed_on), leads(understood, misread)
    figures = (
        ("Closed, of all leads", part_of(closed, of_row(TABLE_TOTAL))),
        ("Won, of the closed", part_of(won, closed)),
        ("Persuaded, of the won", part_of(of_row(persuaded), won)),
        ("Rightly understood, of those not won", part_of(of_row(understood), lost)),
    )
    lay(sheet, f"B{_BELOW}", "What this says", SECTION)
    for row, (label, formula) in enumerate(figures, start=_BELOW + 1):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", LABEL, SHARE)
    number = "COUNT(disagreements[Row])"
    words = f'={number}&IF({number}=1," lead"," leads")&" where service record and follower disagree: see the sheet"'
    lay(sheet, f"B{_BELOW + 6}", words, NOTE)
    lay_link(sheet, f"B{_BELOW + 7}", "Disagreements", "disagreements_start")
    sheet.print_area = table.page(_BELOW + 7)
