"""The target template: levels that add up, views of the right day, and no error cell while blank or filled."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from tests.workbook_templates.survey_roi.workbook import Evaluated, put
from tests.workbook_templates.target_breakdown.workbook import (
    STATUS,
    compute,
    day_number,
    days_between,
    errors,
    fill_tallies,
    filled,
    numbers,
)
from tests.workbook_templates.template_rules import (
    assert_every_host_computes,
    assert_headers,
    assert_no_name_is_a_function_or_an_address,
    assert_the_same_on_every_build,
)
from udfs import target_breakdown
from udfs.calling.errors import CellError
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.target_breakdown import columns
from workbook_templates.target_breakdown.sheets.build import SHEETS, build
from workbook_templates.target_breakdown.sheets.levels import blocks
from workbook_templates.target_breakdown.sheets.places import (
    CHANGES_FIRST,
    LEVELS,
    MEASURES,
    MONTH,
    PEOPLE_FIRST,
    QUARTER,
    WEEK,
    Level,
)
from workbook_templates.target_breakdown.sheets.plan import column

NRF_53 = {"calendar": "NRF", "year": 2023, "decimals": 2}
TABLES = {
    "source_columns": SOURCE_COLUMNS,
    "people": columns.PEOPLE,
    "profit_rates": columns.PROFIT_RATES,
    "rate_changes": columns.RATE_CHANGES,
    "holiday_days": columns.HOLIDAYS,
    "extra_days": columns.EXTRA_WORKDAYS,
    "actuals": columns.ACTUALS,
    "day_tally": columns.DAY_TALLY,
    "person_day_tally": columns.PERSON_DAY_TALLY,
    "person_week_tally": columns.PERSON_WEEK_TALLY,
    "rejected": columns.REJECTED,
    "history": columns.HISTORY,
    "checks": ("Check", "Result", "What to do"),
}


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return build()


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return compute(tmp_path_factory.mktemp("year"), filled())


@pytest.fixture(scope="module")
def long_year(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """A year of 53 weeks, on its last day, in cents."""
    last_day = datetime.date(2024, 2, 3)
    return compute(
        tmp_path_factory.mktemp("long"), filled(lambda workbook: put(workbook, "status_date", last_day), **NRF_53)
    )


def at(folder: Path, date: datetime.date, **options: Any) -> Evaluated:
    return compute(folder, filled(lambda workbook: put(workbook, "status_date", date), **options))


def targets(book: Evaluated, level: Level, measure: int) -> list[float]:
    letter = column(MEASURES[measure], "Target")
    rows = numbers(book, "Breakdown", f"{letter}{level.first}", f"{letter}{level.last}")
    return [value for (value,) in rows if value != ""]


def unmet(book: Evaluated) -> list[str]:
    """Failed checks; the files of the tests never went through a refresh, which alone notes its state."""
    noted = "Nothing changed since the refresh"
    results = book.checks().items()
    return [title for title, result in results if result != "OK" and result[:8] != "Warning:" and title != noted]


def test_every_build_is_the_same() -> None:
    assert_the_same_on_every_build(build)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_agreed_headers(workbook: Workbook, name: str) -> None:
    assert_headers(workbook, name, TABLES[name])


def test_no_name_is_a_function_or_an_address(workbook: Workbook) -> None:
    assert_no_name_is_a_function_or_an_address(workbook)


def test_no_formula_hangs_on_version_language_or_clock(workbook: Workbook) -> None:
    assert assert_every_host_computes(workbook) > 1000


@pytest.mark.parametrize("name", [name for name, _ in SHEETS])
def test_a_sheet_prints_and_scrolls_well(workbook: Workbook, name: str) -> None:
    sheet = workbook[name]
    assert sheet.page_setup.fitToWidth in (1, 2)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes
    grows = name in {"Actuals", "Tally", "Tally days", "Tally weeks", "Rejected", "History"}
    assert bool(sheet.print_area) is not grows, "a fixed print area would cut a table that grows"


def test_the_blank_template_shows_no_error(tmp_path: Path) -> None:
    blank = compute(tmp_path, build())
    shown = [value for cells in blank.evaluation.values.values() for value in cells.values()]
    assert not [value for value in shown if isinstance(value, CellError)]
    assert not blank.evaluation.kept
    assert blank.named("sales_attained") == "no data yet"
    assert blank.named("checks_result") == "4 checks need a look"


def test_a_filled_year_has_no_error_and_every_check_holds(year: Evaluated) -> None:
    assert errors(year) == {}
    assert unmet(year) == []


@pytest.mark.parametrize(("options", "weeks"), [({}, 52), (NRF_53, 53), ({"decimals": -3}, 52)])
def test_levels_add_up_and_agree_with_the_function(tmp_path: Path, options: dict[str, Any], weeks: int) -> None:
    book = at(tmp_path, STATUS, **options)
    decimals = options.get("decimals", 0)
    calendar = options.get("calendar", "4-4-5 last Saturday of December")
    assert errors(book) == {}
    for number in range(len(MEASURES)):
        quarters, months, in_weeks = (targets(book, level, number) for level in (QUARTER, MONTH, WEEK))
        assert len(in_weeks) == weeks
        assert sum(quarters) == pytest.approx(sum(months)) == pytest.approx(sum(in_weeks))
        for quarter, target in enumerate(quarters):
            assert sum(months[3 * quarter : 3 * quarter + 3]) == pytest.approx(target, abs=1e-6)
    holidays = [day_number(date) for (date,) in _holidays()]
    for level, rows in (("quarter", QUARTER), ("month", MONTH), ("week", WEEK)):
        args = (12_345_678, options.get("year", 2026), level, calendar, 0.03, decimals, holidays)
        assert targets(book, rows, 0) == [row[-2] for row in target_breakdown(*args)[1:]]
    half_days = [row[-2] for row in target_breakdown(*args[:2], "half-day", *args[3:], "Mon-Fri", None, 0.55)[1:]]
    grid = numbers(book, "Sales days", "L6", "Y58")
    found = [
        half for row in grid for pair in zip(row[:7], row[7:], strict=True) for half in pair if half not in ("", 0)
    ]
    assert found == [half for half in half_days if half]
    assert not [title for title in unmet(book) if "in the fiscal year" not in title]


def _holidays() -> list[tuple[datetime.date]]:
    from tests.workbook_templates.target_breakdown.workbook import HOLIDAYS

    return [(date,) for date in HOLIDAYS]


def test_only_periods_before_the_status_date_are_closed(year: Evaluated) -> None:
    quarters = numbers(year, "Top", f"E{blocks(QUARTER)[0].first}", f"J{blocks(QUARTER)[0].first + 3}")
    assert [row[0] for row in quarters] == ["closed", "running", "open", "open"]
    replanned = [row[-1] for row in quarters]
    assert replanned[0] == quarters[0][3]
    assert sum(replanned) == 12_345_678


def test_a_held_period_keeps_its_target(tmp_path: Path) -> None:
    first = blocks(QUARTER)[0].first

    def hold(workbook: Workbook) -> None:
        workbook["Top"][f"F{first + 3}"].value = "yes"

    book = compute(tmp_path, filled(hold))
    assert book.cell("Top", first + 3, 10) == book.cell("Top", first + 3, 7)
    assert sum(book.cell("Top", row, 10) for row in range(first, first + 4)) == 12_345_678


@pytest.mark.parametrize(
    ("daily", "date", "words"),
    [
        (100_000, datetime.date(2026, 12, 20), r"year exceeded by [\d,]+"),
        (40_000, datetime.date(2027, 1, 4), r"all closed, [\d,]+ short"),
        (100_000, datetime.date(2027, 1, 4), r"all closed, year exceeded by [\d,]+"),
    ],
)
def test_a_plan_that_cannot_be_says_why(tmp_path: Path, daily: float, date: datetime.date, words: str) -> None:
    def change(workbook: Workbook) -> None:
        days = days_between(datetime.date(2025, 12, 28), datetime.date(2026, 12, 19))
        fill_tallies(workbook, [day for day in days if day.weekday() < 5], daily)
        put(workbook, "status_date", date)

    book = compute(tmp_path, filled(change))
    assert re.fullmatch(words, str(book.cell("Top", 6, 11)))
    assert errors(book) == {}


def test_a_rate_outside_its_band_and_an_exceeded_budget_are_flagged(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        days = [day for day in days_between(datetime.date(2025, 12, 29), STATUS) if day.weekday() < 5]
        fill_tallies(workbook, days, 48_000, rate=0.15)
        put(workbook, "cost_budget", 800_000)

    book = compute(tmp_path, filled(change))
    profit, cost = blocks(QUARTER)[1:]
    assert [row[0] for row in numbers(book, "Top", f"N{profit.first}", f"N{profit.first + 3}")] == ["above"] * 2 + [
        ""
    ] * 2
    assert book.cell("Top", cost.first, 11) == "above budget"
    assert book.check("Profit rates are inside their bands").startswith("Warning: 2 quarters above their band")
    assert book.check("Cost is within its budget").startswith("Warning:")


def test_the_latest_change_of_a_rate_is_in_force(tmp_path: Path) -> None:
    changes = (
        (datetime.date(2026, 5, 1), 3, 0.11),
        (datetime.date(2026, 6, 1), 3, 0.14),
        (datetime.date(2026, 5, 9), 4, 0.12),
    )

    def change(workbook: Workbook) -> None:
        for row, line in enumerate(changes, start=CHANGES_FIRST):
            for letter, value in zip("BCDG", (*line, "prices rose"), strict=True):
                workbook["Rates"][f"{letter}{row}"].value = value

    book = compute(tmp_path, filled(change))
    assert [value for (value,) in numbers(book, "Rates", "F6", "F9")] == [0.12, 0.12, 0.14, 0.12]
    states = numbers(book, "Rates", f"E{CHANGES_FIRST}", f"E{CHANGES_FIRST + 3}")
    assert [value for (value,) in states] == ["replaced", "yes", "yes", ""]
    assert unmet(book) == []


def test_people_come_to_the_centre_by_week_and_by_day(year: Evaluated) -> None:
    assert year.check("People's weeks = the centre's weeks") == "OK"
    assert year.check("People's days = the centre's days") == "OK"
    day = numbers(year, "Person days", "F9", "L13")
    for offset, row in enumerate(day):
        assert sum(row) == year.cell("Person weeks", 9 + offset, 4 + 25), "the days come to the person's week"


def test_the_supervisor_sees_the_workdays_of_his_team(tmp_path: Path) -> None:
    book = compute(tmp_path, filled(lambda workbook: put(workbook, "team_shown", "South")))
    rows = numbers(book, "Supervisor", "B8", "T13")
    assert rows[0][5::2] == ["Mon 06-15", "Tue 06-16", "Wed 06-17", "Thu 06-18", "Fri 06-19 holiday", "", ""]
    assert [row[0] for row in rows[1:]] == ["South", "Chen Li", "Dora Nagy", "Eva Maron", ""]
    assert rows[1][5] == sum(row[5] for row in rows[2:5])
    assert rows[2][9] > 0
    assert rows[2][13] == 0, "the holiday has no target"
    assert rows[2][12] == "", "what is sold after the status date is not known"


@pytest.mark.parametrize(
    ("date", "words", "has_target"),
    [
        (datetime.date(2025, 12, 29), "workday", True),
        (datetime.date(2025, 12, 28), "no workday, no target", False),
        (datetime.date(2026, 6, 19), "holiday, no target", False),
        (datetime.date(2026, 12, 26), "no workday, no target", False),
        (datetime.date(2025, 12, 27), "The fiscal year has not begun.", None),
        (datetime.date(2026, 12, 27), "The fiscal year is over.", None),
    ],
)
def test_the_representative_sees_the_right_day(
    tmp_path: Path, date: datetime.date, words: str, has_target: bool | None
) -> None:
    book = at(tmp_path, date)
    assert errors(book) == {}
    assert book.named("today_words") == words
    morning, afternoon, whole = (book.named(f"today_{name}") for name in ("morning", "afternoon", "target"))
    if has_target is None:
        assert (morning, afternoon, whole) == ("", "", "")
    else:
        assert morning + afternoon == whole
        assert (whole > 0) is has_target


def test_the_last_day_of_a_long_year_is_in_week_53(long_year: Evaluated) -> None:
    assert long_year.named("week_now") == 53
    assert long_year.named("today_words") == "no workday, no target, the extra week of the year"
    assert errors(long_year) == {}
    middle = blocks(WEEK)[0].first
    assert long_year.cell("Middle", middle + 52, 2) == 53
    assert long_year.cell("Middle", middle + 52, 5) == "running"


def test_an_extra_workday_has_a_target(tmp_path: Path) -> None:
    saturday = datetime.date(2026, 6, 20)

    def change(workbook: Workbook) -> None:
        workbook["Workdays"]["E11"].value = saturday
        put(workbook, "status_date", saturday)

    book = compute(tmp_path, filled(change))
    assert book.named("today_words") == "extra workday"
    assert book.named("today_target") > 0
    assert unmet(book) == []


def test_a_month_without_a_workday_is_named(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        days = days_between(datetime.date(2026, 1, 25), datetime.date(2026, 2, 21))
        for row, day in enumerate(days, start=11):
            workbook["Workdays"][f"B{row}"].value = day

    book = compute(tmp_path, filled(change))
    assert book.check("Every month has a workday") == "Month 2 has no workday to carry its target"
    assert errors(book) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("calendar_text", "4-4-6 last Saturday of December"),
        ("plan_year", None),
        ("annual_sales", "a lot"),
        ("annual_sales", 1e15),
        ("annual_sales", -1000),
        ("target_decimals", 2.5),
        ("am_share", 55),
        ("status_date", None),
        ("person_shown", "Nobody"),
    ],
)
def test_an_input_that_is_none_leaves_no_error_cell(tmp_path: Path, name: str, value: Any) -> None:
    book = compute(tmp_path, filled(lambda workbook: put(workbook, name, value)))
    assert errors(book) == {}


def test_shares_that_do_not_make_the_whole_are_named(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["People"][f"E{PEOPLE_FIRST}"].value = 0.2

    assert compute(tmp_path, filled(change)).check("Quota shares come to 100%") == "They come to 90%"


def test_each_level_has_its_view(workbook: Workbook) -> None:
    assert [level.view for level in LEVELS] == ["Top", "Senior", "Middle"]
    for level in LEVELS:
        assert len(workbook[level.view]._charts) == 3
