"""Checks of the refresh, of parts that must make up their wholes, and of error cells."""

from collections.abc import Iterable
from typing import Final

from workbook_templates.centre_benefits.columns import ROWS, facts
from workbook_templates.centre_benefits.orders import COVERAGE as COVERAGE_WORD
from workbook_templates.centre_benefits.sheets.importing import BLOCKS
from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    COSTS,
    COVERAGE_TABLE,
    DEPARTMENTS_FORM,
    FUNCTIONS_TABLE,
    GOODS_FORM,
    INPUTS,
    INTERNAL_TABLE,
    OPPORTUNITIES_TABLE,
    REPORT,
    REPORT_TOTAL,
    SERVICE_TABLE,
    SUPPORT_TABLE,
    TABLE_TOTAL,
    TELESALES_TABLE,
    TERRITORIES_FORM,
)
from workbook_templates.sheets.checks import (
    Check,
    count_check,
    count_words,
    error_count,
    first_wrong,
    reading_checks,
    state_checks,
    unless,
)
from workbook_templates.sheets.import_sheet import input_cells

_PARTS: Final = ("Inside's part", "Outside's part")
_TYPED: Final = "Someone typed into the violet cells of the sheet Tally. Press Refresh."
_TABLES: Final = tuple((name.capitalize(), facts(name)) for name in ROWS)
_CHANGED: Final = "A formula was changed; copy it from a new template."
_ERROR: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def refresh_checks(changed: str, labels: str) -> list[Check]:
    """Whether the tallies are there, whole, and made from what stands there now."""
    apart = []
    sums = {"orders": "item_tally[Lines]", "leads": "lead_tally[Leads]", "requests": "department_tally[Requests]"}
    for name in ROWS:
        if name in sums:
            kept = f"{facts(name)}_tallied"
            words = f'"{name.capitalize()}: the table has "&SUM({sums[name]})&" rows, tallied were "&{kept}'
            apart.append((f"ABS(SUM({sums[name]})-{kept})>0.5", words))
    return [
        *state_checks(changed, labels, "The tallies were"),
        count_check(_TYPED, _TABLES),
        *reading_checks(_TABLES),
        Check("Tallies add up to the rows tallied", first_wrong(*apart), _TYPED),
        _name_check(),
    ]


def _name_check() -> Check:
    """What the refresh tallied under a name that the form no longer has would fall out of the report."""
    sales, minutes, function_minutes = (
        block.cell(column, TABLE_TOTAL)
        for block, column in (
            (COVERAGE_TABLE, "Sales"),
            (INTERNAL_TABLE, "Minutes given back"),
            (FUNCTIONS_TABLE, "Minutes"),
        )
    )
    lines = {
        "goods": (f"SUM(item_tally[Lines])-SUM({_line_counts()})", "Goods"),
        "territories": (f"SUM(territory_tally[Sales])-{sales}", "Territories"),
        "departments": (f"SUM(department_tally[Minutes])-{minutes}", "Departments"),
        "functions": (f"SUM(function_tally[Minutes])-{function_minutes}", "Functions"),
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


def _line_counts() -> str:
    items = GOODS_FORM.column("Item")
    coverage = f'SUMPRODUCT(SUMIFS(item_tally[Lines],item_tally[Item],{items},item_tally[Centre],"{COVERAGE_WORD}"))'
    return f"{TELESALES_TABLE.column('Order lines')},{coverage}"


def result_checks() -> list[Check]:
    """Parts and wholes: splits, support, functions, centres."""
    own = "+".join(f"{centre.benefit}-{centre.elsewhere}" for centre in CENTRES)
    minutes, cost = (FUNCTIONS_TABLE.cell(name, TABLE_TOTAL) for name in ("Minutes", "Cost by minutes"))
    return [
        _split_check(),
        _coverage_check(),
        _share_check("net cost", "total_net_cost", "Share of net cost"),
        _share_check("benefit", "total_benefit", "Share of benefit"),
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
            unless(
                f"AND({minutes}>0,ABS({cost}-ROUND(total_net_cost,2))>=0.005)",
                f'"They come to "&ROUND({cost},2)&", not to "&ROUND(total_net_cost,2)',
            ),
            _CHANGED,
        ),
    ]


def _split_check() -> Check:
    total = COVERAGE_TABLE.rows(TABLE_TOTAL, TABLE_TOTAL)
    split = f"ABS(SUM({total.column(*_PARTS)})-{total.cell('Profit', TABLE_TOTAL)})"

    def apart(row: int) -> str:
        profit, inside, outside = (COVERAGE_TABLE.cell(name, row) for name in ("Profit", *_PARTS))
        return f"IF(ISNUMBER({profit}),ABS(ROUND({profit},2)-{inside}-{outside}),0)"

    each = "+".join(apart(row) for row in range(COVERAGE_TABLE.first, COVERAGE_TABLE.last + 1))
    words = '"The parts of inside and outside are not the profit"'
    return Check("Splits of territories sum exactly", unless(f"AND({each}>=0.005,{split}>=0)", words), _CHANGED)


def _coverage_check() -> Check:
    sold, back, later = (
        f'SUMIFS(item_tally[{name}],item_tally[Centre],"{COVERAGE_WORD}")'
        for name in ("Units", "Returned", "Returned later")
    )
    units = f"{sold}-{back}-{later}-SUM(territory_tally[Units kept])"
    paid = f"{SUPPORT_TABLE.cell('Part of tele-coverage', TABLE_TOTAL)}-SUM(territory_tally[Support part])"
    return Check(
        "Tele-coverage by goods = by territory",
        first_wrong(
            (f"ABS({units})>=0.0005", '"Units by goods and by territory differ"'),
            (f"ABS({paid})>=0.005", '"What pays for support differs by goods and by territory"'),
        ),
        "Goods were changed since the refresh, or someone typed into the sheet Tally. Press Refresh.",
    )


def _share_check(called: str, whole: str, column: str) -> Check:
    shares = f"SUM({REPORT.column(column)})"
    return Check(
        f"Shares of the {called} come to 100%",
        unless(
            f"AND({whole}>0,ABS({shares}-1)>0.000000001)",
            f'"They come to "&ROUND({shares}*100,6)&"%"',
        ),
        _CHANGED,
    )


def error_checks() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    centres = (TELESALES_TABLE, COVERAGE_TABLE, OPPORTUNITIES_TABLE, SUPPORT_TABLE, SERVICE_TABLE, INTERNAL_TABLE)
    last_rows = {OPPORTUNITIES_TABLE.sheet: TABLE_TOTAL + 12, SERVICE_TABLE.sheet: TABLE_TOTAL + 8}
    ranges = {
        # The cell that shows the result of these checks would be a circle.
        "Report": (REPORT.sheet_cells(8), REPORT.rows(10, REPORT_TOTAL).whole()),
        **{
            centre.name: (table.sheet_cells(last_rows.get(table.sheet, table.last)),)
            for centre, table in zip(CENTRES, centres, strict=True)
        },
        "Functions": (FUNCTIONS_TABLE.sheet_cells(),),
        "Inputs, Import, Goods, Territories, Departments": (
            *(form.sheet_cells() for form in (INPUTS, GOODS_FORM, TERRITORIES_FORM, DEPARTMENTS_FORM)),
            input_cells(BLOCKS),
        ),
        "Costs": (COSTS.sheet_cells(),),
        "Tally": (
            "item_tally[[Centre]:[Cost beside list]]",
            "territory_tally[[Territory]:[Support part]]",
            "lead_tally[[Outcome]:[Value in orders]]",
            "function_tally[[Function]:[Revenue]]",
            "department_tally[[Department]:[Minutes x difficulty]]",
        ),
    }
    return [_error_check(name, cells) for name, cells in ranges.items()]


def _error_check(name: str, cells: Iterable[str]) -> Check:
    count = error_count(cells)
    words = count_words(f"({count})", "error cell", "error cells")
    return Check(f"No error cells on {name}", unless(f"({count})>0", words), _ERROR)
