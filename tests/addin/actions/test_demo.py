"""The demo: what a new user sees first."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from addin.actions.checking import findings
from addin.actions.demo import BENEFITS, EARNINGS, SURVEY, TARGETS
from addin.cli.program import main
from addin.engine.error_origins import errors_of
from addin.engine.evaluation import evaluate_package
from addin.workbook.file import WorkbookFile
from udfs import centre_roi, clv, loyalty_years, roi
from workbook_templates.catalogue import TEMPLATES
from workbook_templates.survey_roi.demo import oddities, responses
from workbook_templates.target_breakdown import demo as demo_targets
from workbook_templates.team_earnings import demo as demo_earnings

NOW = datetime.datetime(2026, 11, 21, 9, 0, 0)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> WorkbookFile:
    path, _ = SURVEY.write(tmp_path_factory.mktemp("demo"), now=NOW)
    return WorkbookFile(path)


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> WorkbookFile:
    path, _ = TARGETS.write(tmp_path_factory.mktemp("demo"), now=NOW)
    return WorkbookFile(path)


@pytest.fixture(scope="module")
def benefits(tmp_path_factory: pytest.TempPathFactory) -> WorkbookFile:
    path, _ = BENEFITS.write(tmp_path_factory.mktemp("demo"), now=NOW)
    return WorkbookFile(path)


@pytest.fixture(scope="module")
def earnings(tmp_path_factory: pytest.TempPathFactory) -> WorkbookFile:
    path, _ = EARNINGS.write(tmp_path_factory.mktemp("demo"), now=NOW)
    return WorkbookFile(path)


def test_it_prints_the_results_and_names_the_files_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in ("", "-2"):
        assert main(["demo"]) == 0
        last = capsys.readouterr().out.splitlines()[-8:]
        assert last[0].startswith("Return of the service centre: ROI ")
        assert last[1] == f"Written: centre-roi-demo-survey{number}.xlsx"
        assert last[2].startswith("Targets of the year: Sales attainment ")
        assert last[3] == f"Written: centre-roi-demo-targets{number}.xlsx"
        assert last[4].startswith("Earnings of a team: Kept by the company ")
        assert last[5] == f"Written: centre-roi-demo-earnings{number}.xlsx"
        assert last[6].startswith("What the centres bring in: ROI of all centres ")
        assert last[7] == f"Written: centre-roi-demo-benefits{number}.xlsx"
        assert last[0][-1] == last[2][-1] == last[6][-1] == "%"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "centre-roi-demo-benefits-2.xlsx",
        "centre-roi-demo-benefits.xlsx",
        "centre-roi-demo-earnings-2.xlsx",
        "centre-roi-demo-earnings.xlsx",
        "centre-roi-demo-survey-2.xlsx",
        "centre-roi-demo-survey.xlsx",
        "centre-roi-demo-targets-2.xlsx",
        "centre-roi-demo-targets.xlsx",
    ]


def test_none_comes_near_what_formulas_may_take(
    demo: WorkbookFile, targets: WorkbookFile, benefits: WorkbookFile, earnings: WorkbookFile
) -> None:
    """A busy machine, or a slow one, is no reason to refuse a workbook of ours; explaining counts as computing."""
    for book in (demo, targets, benefits, earnings):
        evaluation = evaluate_package(book.package)
        errors_of(evaluation)
        assert evaluation.budget.taken * 20 < evaluation.budget.seconds, book.name


def test_it_holds_a_year_of_responses_and_every_mistake(demo: WorkbookFile) -> None:
    assert len(responses()) >= 3000
    assert TEMPLATES["survey_roi"].tag == demo.template()
    rejected = demo.read_table("rejected")
    reasons = " | ".join(str(reason) for reason in rejected.columns[rejected.headers.index("Reason")])
    for words in (
        "index 101 is not on the scale",
        "index TRUE is no number",
        "index is blank",
        'unknown segment "Wholesale"',
        "segment is blank",
        "date is blank",
        "is ambiguous",
        "is no date",
        "second answer of this customer",
    ):
        assert words in reasons, words
    assert len(rejected.columns[0]) < len(oddities())
    assert demo.read_cell("refreshed_apart") == 3


def test_its_totals_add_up(demo: WorkbookFile) -> None:
    names = ("rows", "tallied", "rejected", "apart")
    read, tallied, rejected, apart = (demo.read_cell(f"refreshed_{name}") for name in names)
    assert read == len(responses()) == tallied + rejected + apart  # type: ignore[operator]
    tally = demo.read_table("tally")
    columns = dict(zip(tally.headers, tally.columns, strict=True))
    assert sum(columns["Responses"]) == tallied  # type: ignore[arg-type]
    assert sum(columns["Rejected"]) == rejected  # type: ignore[arg-type]
    for counted, *parts in zip(*(columns[name] for name in ("Responses", "Loyal", "Neutral", "Disloyal")), strict=True):
        assert counted == sum(parts)


def test_the_roi_can_be_recomputed_from_the_sheets(demo: WorkbookFile) -> None:
    """From the inputs of Segments, the tally, the customers served and the cost lines, with the functions alone."""
    month = datetime.date(2026, 10, 1)
    segments, served = demo.read_table("segments"), demo.read_table("customers_served")
    lines = dict(zip(segments.headers, segments.columns, strict=True))
    tally = demo.read_table("tally")
    counted = {
        row[1]: dict(zip(tally.headers, row, strict=True))
        for row in zip(*tally.columns, strict=True)
        if row[0] == month
    }
    values, loyal, disloyal = [], [], []
    for place, name in enumerate(lines["Segment"][:3]):
        years = loyalty_years(
            lines["Empirical CLV"][place],
            lines["Annual profit at calibration"][place],
            lines["Discount rate at calibration"][place],
        )
        values.append(clv(lines["Annual profit today"][place], 0.10, years))
        carried = served.columns[served.headers.index("Oct")][place] / counted[name]["Responses"]
        loyal.append(counted[name]["Loyal"] * carried)
        disloyal.append(counted[name]["Disloyal"] * carried)
    cost = 151_000 / 12 + 288_000 / 12 + (212_400 + 900 * 10 - 14_500) + (30_250 + 150 * (70 % 5)) + 26_500 / 3
    expected = centre_roi(values, loyal, disloyal, cost)  # type: ignore[arg-type]
    assert demo.read_cell("report_roi") == pytest.approx(expected, abs=1e-6)
    low, high = demo.read_cell("report_roi_low"), demo.read_cell("report_roi_high")
    assert low < expected < high  # type: ignore[operator]


def test_all_checks_are_ok_and_no_error_but_periods_without_data(demo: WorkbookFile) -> None:
    demo.recalculate()
    found = findings(demo)
    assert not found.errors
    assert not found.failed
    assert [check.name for check in found.warnings] == ["Rejected rows"]
    assert found.without_data > 0


def test_the_targets_hold_nine_months_of_ten_people_and_every_mistake(targets: WorkbookFile) -> None:
    assert TEMPLATES["target_breakdown"].tag == targets.template()
    people = targets.read_table("people")
    assert len(list(filter(None, people.columns[0]))) == 10
    assert len(set(filter(None, people.columns[2]))) == 2
    assert sum(filter(None, people.columns[3])) == pytest.approx(1)  # type: ignore[arg-type]
    days = targets.read_column("day_tally", "Date")
    assert (days[0], days[-1]) == (datetime.date(2025, 12, 29), demo_targets.STATUS_DATE)
    reasons = " | ".join(map(str, targets.read_column("rejected", "Reason")))
    for words in (
        'unknown person "Ivan Petrov"',
        "is ambiguous",
        "is no date",
        "date is blank",
        'sales "n/a" is no number',
        "sales TRUE is no number",
        "sales, profit and cost are blank",
    ):
        assert words in reasons, words


def test_the_attainment_can_be_recomputed_from_the_rows(targets: WorkbookFile) -> None:
    rejected = set(targets.read_column("rejected", "Row"))
    actuals = targets.read_table("actuals")
    other_years = (datetime.date(2026, 12, 28), datetime.date(2025, 12, 23))
    sales = [
        cell if isinstance(cell, float) else float(str(cell).replace(",", ""))
        for row, (day, cell) in enumerate(zip(actuals.columns[0], actuals.columns[2], strict=True), actuals.first_row)
        if row not in rejected and cell is not None and day not in other_years
    ]
    assert sum(targets.read_column("day_tally", "Sales")) == pytest.approx(sum(sales))  # type: ignore[arg-type]
    assert targets.read_cell("sales_attained") == pytest.approx(sum(sales) / 6_000_000)


def test_no_check_of_the_targets_fails_and_only_what_the_story_has_is_warned_of(targets: WorkbookFile) -> None:
    targets.recalculate()
    found = findings(targets)
    assert not found.errors
    assert not found.failed
    rejected, *others = [check.result for check in found.warnings]
    assert rejected.startswith("Warning: 8 of 1,902 rows rejected (0.4%), 3,800.00 at stake")
    assert others == [
        "Warning: 1 quarter above its band, first Q2",
        "Warning: 1 quarter above its budget, first Q1",
    ]


def test_the_benefits_have_every_mistake_and_every_check_ok(benefits: WorkbookFile) -> None:
    assert TEMPLATES["centre_benefits"].tag == benefits.template()
    reasons = " | ".join(map(str, benefits.read_column("rejected", "Reason")))
    for words in (
        'unknown item "Router R100"',
        'unknown territory "East"',
        "is ambiguous",
        "units is blank",
        'units "n/a" is no number',
        "returned units 3 are above units 2",
        "an earlier state of this lead",
        "value of a deal that was won is blank",
        'unknown function "Helpdesk"',
        'unknown department "Canteen"',
    ):
        assert words in reasons, words
    benefits.recalculate()
    found = findings(benefits)
    assert not found.failed
    tables = ("Orders", "Leads", "Contacts", "Requests")
    assert [check.name for check in found.warnings] == [f"Rejected rows of {table}" for table in tables]
    assert not found.errors
    assert found.without_data == 0
    assert len(benefits.read_column("disagreements", "Lead")) > 3


def test_the_return_of_all_centres_can_be_recomputed_from_the_tallies(benefits: WorkbookFile) -> None:
    """Telesales and support from the goods sold, the others from their figures."""
    goods = zip(*benefits.read_table("goods").columns, strict=True)
    listed = {item: numbers for item, *numbers in goods if item}
    profit = support = own_support = 0.0
    lines = zip(*benefits.read_table("item_tally").columns, strict=True)
    for centre, item, _, units, returned, later, price, cost in lines:
        paid, costs, share = listed[item]
        kept = units - returned - later
        support += kept * paid * share
        if centre == "telesales":
            profit += kept * (paid - costs) + price - cost
            own_support += kept * paid * share
    named = {name: benefits.read_cell(name) for name in ("telesales_benefit", "telesales_elsewhere", "support_benefit")}
    assert named == {
        "telesales_benefit": pytest.approx(profit),
        "telesales_elsewhere": pytest.approx(own_support),
        "support_benefit": pytest.approx(support),
    }
    keys = ("telesales", "coverage", "opportunities", "support", "service", "internal")
    total = sum(benefits.read_cell(f"{key}_benefit") - benefits.read_cell(f"{key}_elsewhere") for key in keys)
    cost = sum(benefits.read_cell(f"{key}_net_cost") for key in keys)
    assert cost == pytest.approx(381_920.01)
    assert benefits.read_cell("report_roi") == pytest.approx(roi(total, cost))


def test_the_earnings_hold_nine_months_joint_sales_returns_and_every_mistake(earnings: WorkbookFile) -> None:
    assert TEMPLATES["team_earnings"].tag == earnings.template()
    assert {"王芳", "李伟"} < set(earnings.read_column("lines", "Person"))
    dates = earnings.read_column("lines", "Date")
    assert (min(dates), max(dates)) == (datetime.date(2026, 1, 2), demo_earnings.LAST_DAY)  # type: ignore[type-var]
    notes = [str(note) for note in earnings.read_column("lines", "Note") if note]
    assert sum(note.startswith("with ") for note in notes) > 50
    assert notes.count("return") > 5
    reasons = " | ".join(map(str, earnings.read_column("rejected", "Reason")))
    for words in (
        'unknown person "Ivan Petrov"',
        "is ambiguous",
        "the shares come to 90%, not to 100%",
        "second share 140% must be from 0% to 100%",
        'price "n/a" is no number',
        "returned 3 is more than units 1",
        "nothing was sold or returned",
    ):
        assert words in reasons, words


def test_the_money_of_the_earnings_can_be_recomputed_from_the_rows(earnings: WorkbookFile) -> None:
    rejected = set(earnings.read_column("rejected", "Row in source"))
    orders = earnings.read_table("orders")
    profit = sum(
        (float(units or 0) - float(returned or 0)) * (float(price) - float(cost))
        for row, (day, units, price, cost, returned) in enumerate(
            zip(orders.columns[0], *orders.columns[6:10], strict=True), start=orders.first_row
        )
        if row not in rejected and day != datetime.date(2025, 12, 30)  # of the year before
    )
    earned = sum(earnings.read_column("lines", "Earned"))  # type: ignore[arg-type]
    assert earnings.read_cell("kept_total") == pytest.approx(profit - earned, abs=0.005)


def test_every_check_of_the_earnings_is_ok(earnings: WorkbookFile) -> None:
    earnings.recalculate()
    found = findings(earnings)
    assert not found.errors
    assert not found.failed
    assert [check.name for check in found.warnings] == ["Rejected rows"]
