"""The Tele-coverage sheet: pairs of representatives, their parts, and a target that counts once."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    SECOND_FILL,
    Column,
    bars,
    lay_head,
    lay_rows,
    named_on,
)
from workbook_templates.centre_benefits.sheets.places import COVERAGE, TABLE_TOTAL, TERRITORIES, territories
from workbook_templates.sheets.look import CENTS, GENERAL, NOTE, SHARE, lay

_RULE: Final = (
    "Benefit = the profit of the territories: the inside representative's agreed part, or one combined total of both.",
    "Divided: profit x inside share; the rest is the outside representative's, and both add up to it to the cent.",
    "Combined: the whole profit, once, against the cost of both. A target that both carry is rolled up once.",
)
_RATIO: Final = "Territories!$G{f}:$H{f}"


def _of_territory(column: str) -> str:
    return f"SUMIFS(territory_tally[{column}],territory_tally[Territory],$B{{r}})"


def _part(amount: str, place: int) -> str:
    return f"INDEX(CREDIT_SPLIT({amount},{_RATIO}),{place})"


def _counted(whole: str, inside: str) -> str:
    """By the method that Inputs chooses."""
    return f'IF(coverage_method="combined",{whole},{inside})'


def _carried_by(one: str) -> str:
    return f'IF(OR(Territories!$F{{f}}="{one}",Territories!$F{{f}}="both"),$E{{r}},0)'


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    total = TABLE_TOTAL
    lay_head(workbook, sheet, COVERAGE, _RULE, f"K{total}", ("of which pays for technical support", f"L{total}"))
    both = f'SUMIFS({territories("E")},{territories("F")},"both")'
    seen = f'"Targets: seen by the inside "&FIXED(M{total},0)&", by the outside "&FIXED(N{total},0)'
    lay(sheet, "B14", f'={seen}&", less "&FIXED({both},0)&" seen by both: rolled up "&FIXED(E{total},0)&"."', NOTE)
    support = _of_territory("Support part")
    columns = (
        named_on("Territories"),
        Column("Inside representative", 'Territories!$C{f}&""', GENERAL, None),
        Column("Outside representative", 'Territories!$D{f}&""', GENERAL, None),
        Column("Target, once", "N(Territories!$E{f})", CENTS),
        Column("Sales", _of_territory("Sales"), CENTS),
        Column("Attained", 'IF($E{r}>0,ATTAINMENT($F{r},$E{r}),"")', SHARE, f'IF($E{total}>0,$F{total}/$E{total},"")'),
        Column("Profit", _of_territory("Profit"), CENTS),
        Column("Inside's part", _part("$H{r}", 1), CENTS),
        Column("Outside's part", _part("$H{r}", 2), CENTS),
        Column("Counts here", _counted("ROUND($H{r},2)", "$I{r}"), CENTS),
        Column("of which pays for support", _counted(f"ROUND({support},2)", _part(support, 1)), CENTS),
        Column("Target seen by the inside", _carried_by("inside"), CENTS),
        Column("Target seen by the outside", _carried_by("outside"), CENTS),
    )
    widths = (34, 22, 22, 15, 15, 11, 15, 15, 15, 15, 15, 15, 15)
    lay_rows(sheet, columns, TERRITORIES, total="All territories", widths=widths)
    series = (("E", "Target", SECOND_FILL), ("F", "Sales", FIRST_FILL))
    bars(sheet, "Target and sales by territory", series, TERRITORIES, ("E6", "O15"))
