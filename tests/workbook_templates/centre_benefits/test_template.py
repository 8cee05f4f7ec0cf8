"""The benefits template: parts that make up their wholes, no error cell, and each check with its cause."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from addin.actions.refresh import refresh
from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.conftest import type_in
from tests.workbook_templates.centre_benefits.workbook import blank, changed, filled
from tests.workbook_templates.survey_roi.workbook import Change, Evaluated, cell, named, put
from tests.workbook_templates.template_rules import (
    assert_every_host_computes,
    assert_headers,
    assert_no_name_is_a_function_or_an_address,
    assert_the_same_on_every_build,
    formulas,
)
from udfs import centre_roi, credit_split, internal_value, lead_credit, roi, spread, support_profit, telesales_profit
from udfs.calling.errors import CellError
from udfs.calling.registry import FUNCTIONS
from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.sheets.build import SHEETS, build
from workbook_templates.centre_benefits.sheets.places import CENTRES, GOODS, TALLY_HEADER
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.sheets.determinism import workbook_bytes

NOON = datetime.datetime(2026, 4, 2, 12, 0)
TABLES = {
    **columns.ROWS,
    **{f"{table}_columns": SOURCE_COLUMNS for table in columns.ROWS},
    "goods": columns.GOODS,
    "territories": columns.TERRITORIES,
    "departments": columns.DEPARTMENTS,
    "centre_costs": columns.CENTRE_COSTS,
    "cost_lines": columns.COST_LINES,
    "item_tally": columns.ITEM_TALLY,
    "territory_tally": columns.TERRITORY_TALLY,
    "lead_tally": columns.LEAD_TALLY,
    "function_tally": columns.FUNCTION_TALLY,
    "department_tally": columns.DEPARTMENT_TALLY,
    "disagreements": columns.DISAGREEMENTS,
    "rejected": columns.REJECTED,
    "history": columns.HISTORY,
    "checks": ("Check", "Result", "What to do"),
}
NOTED = "Nothing changed since the refresh"


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return build()


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = filled(tmp_path_factory.mktemp("refreshed") / "benefits.xlsx")
    refresh(path, now=NOON, who="Ann")
    return path.read_bytes()


@pytest.fixture(scope="module")
def quarter(refreshed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return changed(refreshed, tmp_path_factory.mktemp("quarter"), lambda _: None)


def wrong(book: Evaluated) -> dict[str, str]:
    """The checks that are not OK."""
    return {title: result for title, result in book.checks().items() if result != "OK"}


def test_every_build_is_the_same() -> None:
    assert_the_same_on_every_build(build)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_agreed_headers(workbook: Workbook, name: str) -> None:
    assert_headers(workbook, name, TABLES[name])


def test_no_name_is_a_function_or_an_address(workbook: Workbook) -> None:
    assert_no_name_is_a_function_or_an_address(workbook)


def test_formulas_are_few_and_hang_on_no_version_language_or_clock(workbook: Workbook) -> None:
    assert 1000 < assert_every_host_computes(workbook) < 3000
    for place, formula in formulas(workbook):
        for name, function in FUNCTIONS.items():
            if f"{name}(" in formula and (function.answers_in_rows or name == "SPREAD"):
                assert f"INDEX({name}(" in formula, f"{place} would spill"


@pytest.mark.parametrize("name", [name for name, _ in SHEETS])
def test_a_sheet_prints_and_scrolls_well(workbook: Workbook, name: str) -> None:
    sheet = workbook[name]
    assert sheet.page_setup.fitToWidth == (2 if name == "Tally" else 1)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes
    assert "&P" in (sheet.oddFooter.right.text or "")
    grows = name.lower() in columns.ROWS or name in {"Tally", "Disagreements", "Rejected", "History"}
    assert bool(sheet.print_area) is not grows, "a fixed print area would cut a table that grows"


def test_every_font_is_calibri(workbook: Workbook) -> None:
    saved = openpyxl.load_workbook(io.BytesIO(workbook_bytes(workbook)))
    assert {font.name for font in saved._fonts} == {"Calibri"}


def test_the_blank_template_shows_no_error(tmp_path: Path) -> None:
    package = Package.open(blank(tmp_path / "blank.xlsx"))
    book = Evaluated(package, evaluate_package(package))
    shown = [value for cells in book.evaluation.values.values() for value in cells.values()]
    assert not [value for value in shown if isinstance(value, CellError)]
    assert not book.evaluation.kept
    assert book.named("report_roi") == "no data yet"
    assert book.named("checks_result") == "3 checks need a look"


def test_a_refreshed_quarter_has_no_error_and_every_check_is_ok(quarter: Evaluated) -> None:
    shown = [value for cells in quarter.evaluation.values.values() for value in cells.values()]
    assert not [value for value in shown if isinstance(value, CellError)]
    assert wrong(quarter) == {}


def test_each_centre_is_its_rule_worked_by_hand(quarter: Evaluated) -> None:
    """From the rows of workbook.py."""
    telesales = telesales_profit(10, 100, 60, 2) + telesales_profit(4, 45, 20) + telesales_profit(0, 9.99, 4.5, 1)
    coverage = {"North": telesales_profit(5, 100, 58.5), "South": telesales_profit(3, 50, 20)}
    inside = [credit_split(coverage["North"], [0.4, 0.6])[0], credit_split(coverage["South"], [0.5, 0.5])[0]]
    leads = lead_credit(320, "won", "persuaded", 0.3, 0.1) + lead_credit(1000, "won", "passed on", 0.3, 0.1)
    support = support_profit(10 - 2 + 5, 100, 0.1) + support_profit(4 + 3, 50, 0.4)
    internal = internal_value(60, 50) + internal_value(90, 60, 2) + internal_value(30, 60)
    benefits = [telesales, sum(inside), leads, support, 600, internal]
    assert telesales == pytest.approx(414.51)
    assert benefits == pytest.approx([414.51, 83 + 45, 196, 270, 600, 260])
    elsewhere = [8 * 10 + 4 * 20, 50 * 0.4 + 60 * 0.5, 96, 0, 0, 0]
    costs = [180, 150, 100, 80, 380, 60]
    parts = credit_split(100.01, [0.3, 0.2, 0.1, 0.1, 0.2, 0.1]).tolist()
    net = [cost + part for cost, part in zip(costs, parts, strict=True)]
    for place, centre in enumerate(CENTRES):
        assert quarter.named(centre.benefit) == pytest.approx(benefits[place]), centre.name
        assert quarter.named(centre.elsewhere) == pytest.approx(elsewhere[place]), centre.name
        assert quarter.named(centre.net_cost) == pytest.approx(net[place]), centre.name
        assert quarter.named(centre.cost_share) == pytest.approx(net[place] / 1050.01), centre.name
        row = 12 + place
        assert quarter.cell("Report", row, 6) == pytest.approx(roi(benefits[place], net[place]))
    total = sum(benefits) - sum(elsewhere)
    assert quarter.named("total_net_cost") == pytest.approx(1050.01)
    assert quarter.named("total_benefit") == pytest.approx(total)
    assert quarter.named("report_roi") == pytest.approx(centre_roi(1, [total], [0], [1050.01]))


def test_the_cost_of_functions_follows_their_minutes_to_the_cent(quarter: Evaluated) -> None:
    minutes = [0, 180, 0, 0, 0, 0, 0, 20, 12]
    parts = spread(1050.01, minutes).tolist()
    assert [quarter.cell("Functions", 18 + row, 6) for row in range(9)] == parts
    assert sum(parts) == pytest.approx(1050.01, abs=1e-9)
    assert [quarter.cell("Functions", 18 + row, 7) for row in (1, 7, 8)] == [parts[1] / 20, parts[7] / 5, parts[8] / 1]
    assert quarter.cell("Functions", 17, 9) == 890


def test_the_total_of_pairs_combined_counts_profit_and_cost_of_both_once(refreshed: bytes, tmp_path: Path) -> None:
    book = changed(refreshed, tmp_path, lambda workbook: put(workbook, "coverage_method", "combined"))
    assert book.named("coverage_benefit") == pytest.approx(207.5 + 90)
    assert book.named("coverage_elsewhere") == pytest.approx(50 + 60)
    assert book.named("coverage_net_cost") == pytest.approx(150 + 20 + 500)
    assert book.named("total_net_cost") == pytest.approx(1550.01)
    assert wrong(book) == {}


def test_targets_are_rolled_up_once_whoever_carries_them(quarter: Evaluated) -> None:
    """North's 1,000 is both's, South's 800 the inside's."""
    inside, outside, once = (quarter.cell("Tele-coverage", 17, column) for column in (13, 14, 5))
    assert (inside, outside, once) == (1800, 1000, 1800)


def test_the_survey_may_be_left_out_of_the_total(refreshed: bytes, tmp_path: Path, quarter: Evaluated) -> None:
    book = changed(refreshed, tmp_path, lambda workbook: put(workbook, "survey_in_total", "no"))
    assert book.named("service_benefit") == 600
    assert book.named("total_benefit") == pytest.approx(quarter.named("total_benefit") - 600)
    assert wrong(book) == {}


def both(*changes: Change) -> Change:
    def change(workbook: Workbook) -> None:
        for each in changes:
            each(workbook)

    return change


Cause = tuple[Change, str, str]
"""What is put into the refreshed workbook, and the line of Checks that must say so."""

CAUSES: dict[str, list[Cause]] = {
    "blanks": [
        (named("refreshed_time", None), "Refreshed at least once", "Never refreshed"),
        (
            named("refreshed_leads_rejected", 9),
            "Rows read = tallied + rejected + apart",
            "Leads: 5 rows, but 5 tallied",
        ),
        (cell("Tally", f"D{TALLY_HEADER + 1}", 99), "Tallies add up to the rows tallied", "Orders: the table has"),
        (named("persuaded_share", None), "Credits for leads are filled", "A share of the credit is blank or no number"),
        (named("survey_roi", None), "The figures of the survey workbook are typed in", "1 of 3 figures"),
        (cell("Goods", "E6", None), "Goods are complete", "1 line lacks its price, unit cost or support share"),
        (
            cell("Territories", "G7", None),
            "Territories are complete",
            "1 line lacks its target, carrier or inside",
        ),
        (cell("Departments", "C7", None), "Departments are complete", "1 line lacks its cost of an hour"),
    ],
    "goods and words": [
        (
            cell("Goods", "B7", "Pact"),
            "Every tallied name stands on its sheet",
            "goods that are not on",
        ),
        (named("period_end", None), "The period is filled", "The first or the last day is blank"),
        (named("coverage_method", "halved"), "The words of Inputs are known", "neither divided nor combined"),
        (named("passed_on_share", 10), "Credits for leads are filled", "not from 0% to 100%"),
        (cell("Territories", "B7", "north"), "Each name stands once", "stands twice on the sheet Territories"),
        (cell("Costs", "C6", 0.4), "Shares of shared lines come to 100%", "They come to 110%"),
        (cell("Costs", "D20", None), "Every cost line has an owner", "Warning: 1 cost line has no owner"),
    ],
    "territories": [
        (
            named("survey_roi", 0.6),
            "The figures of the survey workbook are typed in",
            "not that of the net profit",
        ),
        (cell("Territories", "B6", "East"), "Every tallied name stands on its sheet", "territories that are not on"),
        (named("period_start", datetime.date(2027, 1, 1)), "The period is filled", "The first day is after the last"),
        (named("survey_in_total", "maybe"), "The words of Inputs are known", "neither yes nor no"),
        (cell("Functions", "B20", "telesales"), "Each name stands once", "stands twice on the sheet Functions"),
        (cell("Territories", "G6", 1.4), "Shares of territories are from 0% to 100%", "An inside share is not from 0%"),
        (cell("Costs", "B18", "Telesale"), "Every cost line can be read", "1 cost line is left out"),
    ],
    "departments": [
        (
            cell("Departments", "B6", "Staff"),
            "Every tallied name stands on its sheet",
            "departments that are not",
        ),
        (
            both(named("coverage_method", "combined"), named("outside_cost", None)),
            "A combined total has the cost of both",
            "Warning: the cost of the outside representatives is blank",
        ),
        (cell("Departments", "B9", "<Sales"), "Names are clear", "A name on Departments has"),
        (cell("Costs", "E19", "150 EUR"), "Every cost line can be read", "1 cost line is left out"),
        (cell("Tele-coverage", "E18", 2000), "A shared target counts once", "but rolled up: 2800"),
    ],
    "functions": [
        (cell("Functions", "B19", "Phone"), "Every tallied name stands on its sheet", "functions that are not on"),
        (
            both(named("survey_net_cost", 300), named("survey_roi", 1)),
            "Customer service costs the same here and there",
            "Warning: its net cost here is 400, in the survey workbook 300",
        ),
        (cell("Territories", "F7", "nobody"), "A shared target counts once", "Seen by inside and outside: 2000"),
        (cell("Costs", "F18", 900), "No centre has a negative net cost", "1 centre has a negative net cost"),
        (
            cell("Orders", "B30", "2026-02-01"),
            "No rows below the tables",
            "Rows below the table of orders",
        ),
        (cell("Leads", "F6", "misread"), "Leads say nothing contradictory", "Warning: 1 lead says won and misread"),
    ],
    "parts": [
        (
            cell("Costs", "H7", 1),
            "Cost lines and net costs are the same amount",
            "The lines come to 1050.01",
        ),
        (cell("Tele-coverage", "I18", 80), "Splits of territories sum exactly", "are not the profit"),
        (
            cell("Tally", f"M{TALLY_HEADER + 1}", 4),
            "Tele-coverage by goods = by territory",
            "Units by goods and by territory differ",
        ),
        (cell("Report", "I13", 0.9), "Shares of the benefit come to 100%", "They come to"),
        (cell("Functions", "F19", 5), "Costs of functions sum to the net cost", "They come to"),
    ],
    "reading": [
        *(
            (
                named(f"refreshed_{name}_rejected", 99),
                f"Rejected rows of {name.capitalize()}",
                "all 99 rows rejected: see",
            )
            for name in ("leads", "contacts", "requests")
        ),
        (
            both(
                named("refreshed_orders_rows", 120),
                named("refreshed_orders_apart", 20),
                named("refreshed_orders_rejected", 3),
                named("refreshed_orders_stake", 1200),
            ),
            "Rejected rows of Orders",
            "3 of 100 rows rejected (3.0%), 1,200.00 at stake, above the limit of 2.0% on Inputs: see the sheet",
        ),
        *(
            (
                named(f"refreshed_{name}_doubts", "Units: 1.250 may be 1250"),
                f"Columns of {name.capitalize()} are read without doubt",
                "Units: 1.250 may be 1250",
            )
            for name in columns.ROWS
        ),
        (cell("Goods", "B7", "Plan "), "Names have no spaces around them", "Warning: a name on Goods has a space"),
    ],
    "other parts": [
        (
            cell("Tally", f"P{TALLY_HEADER + 1}", 4),
            "Tele-coverage by goods = by territory",
            "What pays for support differs",
        ),
        (cell("Costs", "I6", 0.9), "Shares of the net cost come to 100%", "They come to"),
        (cell("Report", "H12", 0), "The total is the centres, nothing twice", "are not the total"),
    ],
    "no cost": [
        (cell("Goods", "B9", "Ph*"), "Names are clear", "A name on Goods has * ? or ~ in it"),
        (
            both(cell("Costs", "E23", 0), cell("Costs", "C11", 0), cell("Costs", "C6", 0.4)),
            "Every centre with a benefit has a cost",
            "Warning: no cost for Internal support",
        ),
    ],
    "errors": [
        (cell("Report", "J13", "=1/0"), "No error cells on Report", "1 error cell"),
        (cell("Telesales", "M20", "=1/0"), "No error cells on Telesales", "1 error cell"),
        (cell("Tele-coverage", "D20", "=1/0"), "No error cells on Tele-coverage", "1 error cell"),
        (cell("Opportunities", "C26", "=1/0"), "No error cells on Opportunity management", "1 error cell"),
        (cell("Technical support", "J3", "=1/0"), "No error cells on Technical support", "1 error cell"),
        (cell("Customer service", "E18", "=1/0"), "No error cells on Customer service", "1 error cell"),
        (cell("Internal support", "J20", "=1/0"), "No error cells on Internal support", "1 error cell"),
        (cell("Functions", "K20", "=1/0"), "No error cells on Functions", "1 error cell"),
        (
            cell("Goods", "E20", "=1/0"),
            "No error cells on Inputs, Import, Goods, Territories, Departments",
            "1 error cell",
        ),
        (cell("Costs", "G30", "=1/0"), "No error cells on Costs", "1 error cell"),
        (cell("Tally", f"S{TALLY_HEADER + 1}", "=1/0"), "No error cells on Tally", "1 error cell"),
    ],
}


@pytest.mark.parametrize("group", CAUSES)
def test_a_check_turns_from_ok_to_its_words(refreshed: bytes, tmp_path: Path, group: str) -> None:
    results = changed(refreshed, tmp_path, both(*(change for change, _, _ in CAUSES[group]))).checks()
    for _, title, words in CAUSES[group]:
        assert words in results[title], title


CHANGES = {
    "Orders: units, by row": cell("Orders", "F6", 11),
    "Orders: rows by territory": cell("Orders", "D8", "South"),
    "Leads: rows by outcome": cell("Leads", "E8", "pending"),
    "Leads: rows by follower's outcome": cell("Leads", "H9", "won"),
    "Contacts: rows by function": cell("Contacts", "C6", "Promotion"),
    "Requests: difficulty, by row": cell("Requests", "E7", 3),
    "Goods: unit cost, by row": cell("Goods", "D6", 61),
    "Whose word counts": named("lead_word", "follower"),
    "Last day": named("period_end", datetime.date(2026, 3, 30)),
    "Functions: names 1 to 9": cell("Functions", "B25", "Transport"),
}


def test_what_changed_since_the_refresh_is_named(refreshed: bytes, tmp_path: Path) -> None:
    book = changed(refreshed, tmp_path, both(*CHANGES.values()))
    assert book.check(NOTED).startswith("Changed since the refresh (Last day")
    sheet, first, _, last, _ = book.package.place("state_now")
    labels = [book.cell(sheet, row, 2) for row in range(first, last + 1) if book.cell(sheet, row, 5) == "changed"]
    for label in CHANGES:
        assert any(found.startswith(label) for found in labels), (label, labels)


def test_every_check_has_its_cause(quarter: Evaluated) -> None:
    assert set(quarter.checks()) == {NOTED, *(title for group in CAUSES.values() for _, title, _ in group)}


@pytest.mark.parametrize("method", ["divided", "combined"])
def test_full_forms_compute_without_an_error(tmp_path: Path, method: str) -> None:
    """All lines of all forms, names of every kind, 60 cost lines: no error cell, and every part in its whole."""
    path = blank(tmp_path / "full.xlsx")
    items = [f"货物 {number} & Co" for number in range(GOODS)]
    places = [f"Bezirk {number}'s" for number in range(12)]
    day = datetime.date(2026, 2, 2)
    forms: dict[str, dict[str, list[Any]]] = {
        "goods": {"Item": items, "Price": [9.99] * GOODS, "Unit cost": [4.005] * GOODS, "Support share": [0.1] * GOODS},
        "territories": {
            "Territory": places,
            "Target": [100.01] * 12,
            "Carried by": ["both", "inside", "outside"] * 4,
            "Inside share": [0.333] * 12,
        },
        "departments": {"Department": [f"D{number} (部)" for number in range(10)], "Hourly rate": [41.7] * 10},
        "centre_costs": {"Share of shared lines": [0.17, 0.17, 0.17, 0.17, 0.16, 0.16]},
        "cost_lines": {
            "Centre": [*(centre.name for centre in CENTRES), "shared", "shared", "shared", "shared"] * 6,
            "Owner": ["x"] * 60,
            "Amount": [33.33] * 60,
        },
    }
    rows = {
        "orders": [
            (day, n, places[n % 12] if n % 2 else None, items[n % GOODS], 3, None, None, 1, None, None)
            for n in range(240)
        ],
        "requests": [(day, f"D{n % 10} (部)", 7, 1.3) for n in range(40)],
        "contacts": [(day, name, 3, 10.5, 20) for name in ("Pre-sales", "Dealers", "After-sales")],
    }
    cells = {"period_start": day, "period_end": day, "persuaded_share": 0.3, "passed_on_share": 0.1, "outside_cost": 7}
    survey = {"survey_net_profit": 100, "survey_net_cost": 327.97, "survey_roi": 100 / 327.97 - 1}
    type_in(path, {**cells, **survey, "coverage_method": method}, forms, rows)
    result = refresh(path, now=NOON)
    assert (result.read, result.rejected) == (283, 0)
    assert not result.findings.errors
    assert [str(check) for check in (*result.findings.failed, *result.findings.warnings)] == []
