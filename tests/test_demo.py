"""The demo: what a new user sees first."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from addin.checking import findings
from addin.cli import main
from addin.demo import _oddities, _responses, survey_demo
from addin.workbook_file import WorkbookFile
from udfs import centre_roi, clv, loyalty_years
from workbook_templates.catalogue import TEMPLATES

NOW = datetime.datetime(2026, 11, 21, 9, 0, 0)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> WorkbookFile:
    path, _ = survey_demo(tmp_path_factory.mktemp("demo"), now=NOW)
    return WorkbookFile(path)


def test_it_prints_the_roi_and_names_the_file_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("centre-roi-demo-survey.xlsx", "centre-roi-demo-survey-2.xlsx"):
        assert main(["demo"]) == 0
        last = capsys.readouterr().out.splitlines()[-2:]
        assert last[0].startswith("Return of the service centre: ROI ")
        assert last[0].endswith("%")
        assert last[1] == f"Written: {name}"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "centre-roi-demo-survey-2.xlsx",
        "centre-roi-demo-survey.xlsx",
    ]


def test_it_holds_a_year_of_responses_and_every_mistake(demo: WorkbookFile) -> None:
    assert len(_responses()) >= 3000
    assert TEMPLATES["survey_roi"].tag == demo.template()
    rejected = demo.read_table("rejected")
    reasons = " | ".join(str(reason) for reason in rejected.columns[rejected.headers.index("Reason")])
    for words in (
        "index 101 is not on the scale",
        "missing-value code -99",
        'index "n/a" is no number',
        "index TRUE is no number",
        "index is blank",
        'unknown segment "Wholesale"',
        "segment is blank",
        "date is blank",
        "is ambiguous",
        "is no date",
        "is not in 2026",
        "second answer of this customer",
    ):
        assert words in reasons, words
    assert len(rejected.columns[0]) < len(_oddities())


def test_its_totals_add_up(demo: WorkbookFile) -> None:
    read, tallied, rejected = (demo.read_cell(f"refreshed_{name}") for name in ("rows", "tallied", "rejected"))
    assert read == len(_responses()) == tallied + rejected  # type: ignore[operator]
    tally = demo.read_table("tally")
    columns = dict(zip(tally.headers, tally.columns, strict=True))
    assert sum(columns["Responses"]) == tallied  # type: ignore[arg-type]
    assert sum(columns["Rejected"]) == rejected  # type: ignore[arg-type]
    for responses, *parts in zip(
        *(columns[name] for name in ("Responses", "Loyal", "Neutral", "Disloyal")), strict=True
    ):
        assert responses == sum(parts)


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
    assert Counter(check.is_ok for check in found.checks)[False] == 0, [str(check) for check in found.checks]
    assert found.without_data > 0
