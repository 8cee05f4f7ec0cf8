"""The Tele-coverage sheet: pairs of representatives, their parts, and a target that counts once."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    SECOND_FILL,
    Column,
    bars,
    form_row_of,
    lay_head,
    lay_rows,
    name_column,
    part_of,
    row_of,
)
from workbook_templates.centre_benefits.sheets.places import (
    COVERAGE,
    COVERAGE_TABLE,
    TABLE_TOTAL,
    TERRITORIES_FORM,
)
from workbook_templates.sheets.look import CENTS, GENERAL, NOTE, SHARE, lay

_RULE: Final = (
    "Benefit = the profit of the territories: the inside representative's agreed part, or one combined total of both.",
    "Divided: profit x inside share; the rest is the outside representative's, and both add up to it to the cent.",
    "Combined: the whole profit, once, against the cost of both. A target that both carry is rolled up once.",
)
_AT: Final = row_of(COVERAGE_TABLE)
_ENTERED: Final = form_row_of(TERRITORIES_FORM)


def _territory_sum(column: str) -> str:
    return f"SUMIFS(territory_tally[{column}],territory_tally[Territory],{_AT.territories})"


def _part(amount: str, place: int) -> str:
    return f"INDEX(CREDIT_SPLIT({amount},{_ENTERED.to('Inside share', 'Outside share')}),{place})"


def _choose_by_method(whole: str, inside: str) -> str:
    """The method that Inputs chooses decides between the whole and the inside's part."""
    return f'IF(coverage_method="combined",{whole},{inside})'


def _target_if_carried(one: str) -> str:
    return f'IF(OR({_ENTERED.carried_by}="{one}",{_ENTERED.carried_by}="both"),{_AT.target_once},0)'


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    table, total = COVERAGE_TABLE, COVERAGE_TABLE.here(TABLE_TOTAL)
    benefit, part = (table.at(name, TABLE_TOTAL) for name in ("Counts here", "of which pays for support"))
    lay_head(workbook, sheet, COVERAGE, _RULE, benefit, ("of which pays for technical support", part))
    lay(sheet, "B14", f"={_target_words()}", NOTE)
    support = _territory_sum("Support part")
    attained = f'IF({_AT.target_once}>0,ATTAINMENT({_AT.sales},{_AT.target_once}),"")'
    columns = (
        name_column(table, TERRITORIES_FORM),
        Column("Inside representative", f'{_ENTERED.inside_representative}&""', GENERAL, None),
        Column("Outside representative", f'{_ENTERED.outside_representative}&""', GENERAL, None),
        Column("Target, once", f"N({_ENTERED.target})", CENTS),
        Column("Sales", _territory_sum("Sales"), CENTS),
        Column("Attained", attained, SHARE, part_of(total.sales, total.target_once)),
        Column("Profit", _territory_sum("Profit"), CENTS),
        Column("Inside's part", _part(_AT.profit, 1), CENTS),
        Column("Outside's part", _part(_AT.profit, 2), CENTS),
        Column("Counts here", _choose_by_method(f"ROUND({_AT.profit},2)", _AT.inside_s_part), CENTS),
        Column("of which pays for support", _choose_by_method(f"ROUND({support},2)", _part(support, 1)), CENTS),
        Column("Target seen by the inside", _target_if_carried("inside"), CENTS),
        Column("Target seen by the outside", _target_if_carried("outside"), CENTS),
    )
    widths = (34, 22, 22, 15, 15, 11, 15, 15, 15, 15, 15, 15, 15)
    lay_rows(sheet, table, columns, total="All territories", widths=widths)
    series = (("Target, once", "Target", SECOND_FILL), ("Sales", "Sales", FIRST_FILL))
    bars(sheet, table, "Target and sales by territory", series, ("E6", "O15"))


def _target_words() -> str:
    inside, outside, once = (
        f"FIXED({COVERAGE_TABLE.at(name, TABLE_TOTAL)},0)"
        for name in ("Target seen by the inside", "Target seen by the outside", "Target, once")
    )
    both = f'SUMIFS({TERRITORIES_FORM.column("Target")},{TERRITORIES_FORM.column("Carried by")},"both")'
    seen = f'"Targets: seen by the inside "&{inside}&", by the outside "&{outside}'
    return f'{seen}&", less "&FIXED({both},0)&" seen by both: rolled up "&{once}&"."'
