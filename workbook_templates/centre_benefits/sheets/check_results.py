"""Checks of the refresh, of parts that must make up their wholes, and of error cells."""

from typing import Final

from workbook_templates.centre_benefits.columns import ROWS, facts
from workbook_templates.centre_benefits.orders import COVERAGE as COVERAGE_WORD
from workbook_templates.centre_benefits.sheets.functions import LAST as FUNCTIONS_LAST
from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    COST_LAST,
    COVERAGE,
    DEPARTMENTS,
    DEPARTMENTS_LAST,
    FORM_FIRST,
    GOODS,
    GOODS_LAST,
    INTERNAL,
    OPPORTUNITIES,
    REPORT_FIRST,
    REPORT_LAST,
    REPORT_TOTAL,
    SERVICE,
    SUPPORT,
    TABLE_FIRST,
    TABLE_TOTAL,
    TELESALES,
    TERRITORIES,
    TERRITORIES_LAST,
    table,
)
from workbook_templates.sheets.checks import Check, counted, first_wrong, of_counts, of_state, unless
from workbook_templates.sheets.look import in_formulas

_TYPED: Final = "Someone typed into the violet cells of the sheet Tally. Press Refresh."
_CHANGED: Final = "A formula was changed; copy it from a new template."
_ERROR: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def of_refresh(changed: str, labels: str) -> list[Check]:
    """Whether the tallies are there, whole, and made from what stands there now."""
    apart = []
    sums = {"orders": "item_tally[Lines]", "leads": "lead_tally[Leads]", "requests": "department_tally[Requests]"}
    for name in ROWS:
        if name in sums:
            kept = f"{facts(name)}_tallied"
            words = f'"{name.capitalize()}: the table has "&SUM({sums[name]})&" rows, tallied were "&{kept}'
            apart.append((f"ABS(SUM({sums[name]})-{kept})>0.5", words))
    return [
        *of_state(changed, labels, "The tallies were"),
        of_counts(_TYPED, [(name.capitalize(), facts(name)) for name in ROWS]),
        Check("Tallies add up to the rows tallied", first_wrong(*apart), _TYPED),
        _of_names(),
    ]


def _of_names() -> Check:
    """What the refresh tallied under a name that the form no longer has would fall out of the report."""
    total = TABLE_TOTAL
    lines = {
        "goods": (f"SUM(item_tally[Lines])-SUM({_kept_lines()})", "Goods"),
        "territories": (f"SUM(territory_tally[Sales])-{in_formulas(COVERAGE.sheet)}!$F${total}", "Territories"),
        "departments": (f"SUM(department_tally[Minutes])-{in_formulas(INTERNAL.sheet)}!$D${total}", "Departments"),
        "functions": (f"SUM(function_tally[Minutes])-Functions!$D${total}", "Functions"),
    }
    cases = []
    for what, (apart, sheet) in lines.items():
        words = f"Some rows are tallied under {what} that are not on the sheet {sheet}, or in a row inserted there"
        cases.append((f"ABS({apart})>=0.005", f'"{words}"'))
    return Check(
        "Every tallied name stands on its sheet",
        first_wrong(*cases),
        "Renamed, removed or in an inserted row: correct the names or use the next free row, then press Refresh.",
    )


def _kept_lines() -> str:
    telesales = f"{table(TELESALES.sheet, 'C', GOODS)}"
    items = f"Goods!$B${FORM_FIRST}:$B${GOODS_LAST}"
    coverage = f'SUMPRODUCT(SUMIFS(item_tally[Lines],item_tally[Item],{items},item_tally[Centre],"{COVERAGE_WORD}"))'
    return f"{telesales},{coverage}"


def of_results() -> list[Check]:
    """Parts and wholes: splits, support, functions, centres."""
    total = TABLE_TOTAL
    coverage, support = in_formulas(COVERAGE.sheet), in_formulas(SUPPORT.sheet)
    profits = f"{coverage}!$H${total}"
    split = f"ABS(SUM({coverage}!$I${total}:$J${total})-{profits})"
    each = "+".join(
        f"IF(ISNUMBER({coverage}!$H${row}),ABS(ROUND({coverage}!$H${row},2)-{coverage}!$I${row}-{coverage}!$J${row}),0)"
        for row in range(TABLE_FIRST, TABLE_FIRST + TERRITORIES)
    )
    units = (
        f'SUMIFS(item_tally[Units],item_tally[Centre],"{COVERAGE_WORD}")'
        f'-SUMIFS(item_tally[Returned],item_tally[Centre],"{COVERAGE_WORD}")'
        f'-SUMIFS(item_tally[Returned later],item_tally[Centre],"{COVERAGE_WORD}")-SUM(territory_tally[Units kept])'
    )
    paid = f"{support}!$H${total}-SUM(territory_tally[Support part])"
    first, last = REPORT_FIRST, REPORT_LAST
    cost_shares, shares = f"SUM(Report!$E${first}:$E${last})", f"SUM(Report!$I${first}:$I${last})"
    own = "+".join(f"{centre.benefit}-{centre.elsewhere}" for centre in CENTRES)
    minutes, cost = f"Functions!$D${total}", f"Functions!$F${total}"
    return [
        Check(
            "Splits of territories sum exactly",
            unless(f"AND({each}>=0.005,{split}>=0)", '"The parts of inside and outside are not the profit"'),
            _CHANGED,
        ),
        Check(
            "Tele-coverage by goods = by territory",
            first_wrong(
                (f"ABS({units})>=0.0005", '"Units by goods and by territory differ"'),
                (f"ABS({paid})>=0.005", '"What pays for support differs by goods and by territory"'),
            ),
            "Goods were changed since the refresh, or someone typed into the sheet Tally. Press Refresh.",
        ),
        Check(
            "Shares of the net cost come to 100%",
            unless(
                f"AND(total_net_cost>0,ABS({cost_shares}-1)>0.000000001)",
                f'"They come to "&ROUND({cost_shares}*100,6)&"%"',
            ),
            _CHANGED,
        ),
        Check(
            "Shares of the benefit come to 100%",
            unless(f"AND(total_benefit>0,ABS({shares}-1)>0.000000001)", f'"They come to "&ROUND({shares}*100,6)&"%"'),
            _CHANGED,
        ),
        Check(
            "The total is the centres, nothing twice",
            unless(
                f"ABS({own}-total_benefit)>=0.005",
                '"The benefits of the centres, less what counts elsewhere, are not the total"',
            ),
            _CHANGED,
        ),
        Check(
            "Costs of functions sum to the net cost",
            first_wrong(
                (
                    f"AND({minutes}>0,ABS({cost}-ROUND(total_net_cost,2))>=0.005)",
                    f'"They come to "&ROUND({cost},2)&", not to "&ROUND(total_net_cost,2)',
                ),
            ),
            _CHANGED,
        ),
    ]


def of_errors() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    last = {
        TELESALES: ("M", GOODS),
        COVERAGE: ("N", TERRITORIES),
        OPPORTUNITIES: ("J", 12),
        SUPPORT: ("J", GOODS),
        SERVICE: ("E", 8),
        INTERNAL: ("J", DEPARTMENTS),
    }
    ranges = {
        # The cell that shows the result of these checks would be a circle.
        "Report": ("Report!$B$1:$J$8", f"Report!$B$10:$J${REPORT_TOTAL}"),
        **{
            centre.name: (f"{in_formulas(centre.sheet)}!$B$1:${letter}${TABLE_FIRST + rows - 1}",)
            for centre, (letter, rows) in last.items()
        },
        "Functions": (f"Functions!$B$1:$K${FUNCTIONS_LAST}",),
        "Inputs, Goods, Territories, Departments": (
            "Inputs!$B$1:$E$70",
            f"Goods!$B$1:$E${GOODS_LAST}",
            f"Territories!$B$1:$H${TERRITORIES_LAST}",
            f"Departments!$B$1:$C${DEPARTMENTS_LAST}",
        ),
        "Costs": (f"Costs!$B$1:$J${COST_LAST}",),
        "Tally": (
            "item_tally[[Centre]:[Cost beside list]]",
            "territory_tally[[Territory]:[Support part]]",
            "lead_tally[[Outcome]:[Value in orders]]",
            "function_tally[[Function]:[Revenue]]",
            "department_tally[[Department]:[Minutes x difficulty]]",
        ),
    }
    return [_no_errors(name, cells) for name, cells in ranges.items()]


def _no_errors(name: str, cells: tuple[str, ...]) -> Check:
    count = "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in cells)
    words = counted(f"({count})", "error cell", "error cells")
    return Check(f"No error cells on {name}", unless(f"({count})>0", words), _ERROR)
