"""The survey template filled: its figures against the functions, its checks against what goes wrong."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from tests.workbook_templates.survey_roi.workbook import (
    COSTS,
    MONTH,
    SEGMENTS,
    YEAR,
    Change,
    Evaluated,
    Segment,
    cell,
    evaluated,
    failed,
    fill,
    fill_tally,
    named,
    put,
)
from udfs import breakeven_loyal, centre_roi, clv, loyalty_years, roi_interval
from udfs.calling.errors import CellError
from workbook_templates.survey_roi.sheets.places import (
    COST_FIRST,
    REPORT,
    REPORT_TOTAL,
    RESPONSES_HEADER,
    SEGMENT_FIRST,
    SERVED_FIRST,
    TALLY_HEADER,
    TREND_FIRST,
)
from workbook_templates.survey_roi.sheets.what_if import CENTRE, POINTS, RATE_STEPS

FIRST, TOTAL_ROW = REPORT.first, REPORT_TOTAL
RATE = 0.1
NET_COST = 900_000.03 + 50_000


def value_of(segment: Segment, rate: float = RATE) -> float:
    return float(clv(segment.profit_today, rate, loyalty_years(segment.clv, segment.profit, segment.rate)))


def carried(segment: Segment, count: float) -> float:
    return count if segment.served is None else count / segment.responses * segment.served


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return evaluated(tmp_path_factory.mktemp("filled"))


def test_the_filled_report_has_no_failed_check(filled: Evaluated) -> None:
    others = {title: result for title, result in filled.checks().items() if result != "OK"}
    assert others == {"Rejected rows": "Warning: 3 of 628 rows rejected (0.5%): see the sheet Rejected"}
    assert filled.named("checks_result") == "Checks: all OK, 1 warning"


def test_roi_is_that_of_the_functions(filled: Evaluated) -> None:
    values = [value_of(segment) for segment in SEGMENTS]
    loyal = [carried(segment, segment.loyal) for segment in SEGMENTS]
    disloyal = [carried(segment, segment.disloyal) for segment in SEGMENTS]
    assert filled.named("report_net_cost") == pytest.approx(NET_COST, abs=1e-9)
    assert filled.named("report_roi") == pytest.approx(centre_roi(values, loyal, disloyal, [NET_COST]), rel=1e-12)
    low, high = roi_interval(
        values,
        [segment.loyal for segment in SEGMENTS],
        [segment.disloyal for segment in SEGMENTS],
        [segment.responses for segment in SEGMENTS],
        [NET_COST],
        0.95,
        [segment.served for segment in SEGMENTS],
    )
    assert filled.named("report_roi_low") == pytest.approx(low, rel=1e-12)
    assert filled.named("report_roi_high") == pytest.approx(high, rel=1e-12)
    assert low < filled.named("report_roi") < high


def test_a_segment_breaks_even_on_its_share_of_the_cost(filled: Evaluated) -> None:
    counted = sum(segment.served or segment.responses for segment in SEGMENTS)
    for offset, segment in enumerate(SEGMENTS):
        cost = NET_COST * (segment.served or segment.responses) / counted
        exact = float(breakeven_loyal(value_of(segment), carried(segment, segment.disloyal), cost, 0))
        shown = filled.cell("Report", FIRST + offset, 14)
        assert exact <= shown < exact + 1
        assert filled.cell("Report", FIRST + offset, 15) == pytest.approx(carried(segment, segment.loyal) - shown)
    assert [filled.cell("Report", TOTAL_ROW, column) for column in (14, 15)] == ["", ""]


def test_the_report_says_on_what_it_rests(filled: Evaluated) -> None:
    assert filled.cell("Report", 1, 2) == "Return of the service centre, March 2026"
    assert filled.cell("Report", 2, 2) == (
        "Value per customer: CLV over the years a customer stays. Counts: projected to customers served. "
        "Response rate 2.5%."
    )
    assert filled.cell("Report", 3, 2) == (
        "Survey: Responses. Rows: 625 counted, 3 rejected (0.5%). Refreshed on 2026-04-02."
    )


def grid(book: Evaluated) -> list[list[Any]]:
    column, row = CENTRE.replace("$", " ").split()
    first_column = ord(column) - ord("A") + 1 - RATE_STEPS.index(0.0)
    first_row = int(row) - POINTS.index(0.0)
    return [
        [book.cell("Report", first_row + down, first_column + across) for across in range(len(RATE_STEPS))]
        for down in range(len(POINTS))
    ]


def test_the_what_if_grid_moves_share_and_rate(filled: Evaluated) -> None:
    cells = grid(filled)
    disloyal = [carried(segment, segment.disloyal) for segment in SEGMENTS]
    for down, points in enumerate(POINTS):
        for across, step in enumerate(RATE_STEPS):
            values = [value_of(segment, RATE + step) for segment in SEGMENTS]
            loyal = [carried(segment, segment.loyal + points * segment.responses) for segment in SEGMENTS]
            expected = centre_roi(values, loyal, disloyal, [NET_COST])
            assert cells[down][across] == pytest.approx(expected, rel=1e-9), (points, step)


def test_the_what_if_grid_is_cut_and_says_where(tmp_path: Path) -> None:
    nearly_all = (
        Segment("Retail", 240, 62, 0.1, 65.5, None, 100, 96, 3),
        Segment("SME", 980, 245, 0.1, 252, None, 100, 4, 50),
    )

    def change(workbook: Workbook) -> None:
        fill(workbook, (*nearly_all, Segment("", 0, 0, 0, 0, None, 0, 0, 0)))
        for column in "BCDEFH":
            workbook["Segments"][f"{column}{SEGMENT_FIRST + 2}"].value = None

    book = evaluated(tmp_path, change)
    column, row = CENTRE.replace("$", " ").split()
    del column
    remarks = [book.cell("Report", int(row) - POINTS.index(0.0) + down, 14) for down in range(len(POINTS))]
    assert remarks == ["* cut in SME", "* cut in SME", "", "", "* cut in Retail", "* cut in Retail", "* cut in Retail"]
    values = [value_of(segment) for segment in nearly_all]
    expected = centre_roi(values, [97, 14], [3, 50], [NET_COST])
    assert grid(book)[-1][RATE_STEPS.index(0.0)] == pytest.approx(expected)


def equal_parts(amount: float, parts: int) -> list[float]:
    """By largest remainder: the first parts take the cents that remain."""
    each, left = divmod(abs(round(amount * 100)), parts)
    sign = -1 if amount < 0 else 1
    return [sign * (each + (place < left)) / 100 for place in range(parts)]


def test_costs_are_spread_to_the_cent(tmp_path: Path) -> None:
    lines = (
        (datetime.date(YEAR, 1, 15), 100, None, 3),
        (datetime.date(YEAR - 1, 7, 1), 180_000.07, None, 24),
        (datetime.date(YEAR, 11, 1), 1000, 0.01, 4),
        (datetime.date(YEAR, 6, 1), None, 100, 7),
        (datetime.date(YEAR - 2, 1, 1), 999.99, None, None),
        (datetime.date(YEAR, 12, 31), 0.02, None, 3),
    )

    def change(workbook: Workbook) -> None:
        for row, (month, amount, recovery, parts) in enumerate(lines, start=COST_FIRST):
            for column, value in zip("BEFG", (month, amount, recovery, parts), strict=True):
                workbook["Costs"][f"{column}{row}"].value = value

    book = evaluated(tmp_path, change)
    for row, (month, amount, recovery, parts) in enumerate(lines, start=COST_FIRST):
        net = round((amount or 0) - (recovery or 0), 2)
        shares = equal_parts(net, parts or 1)
        start = (month.year - YEAR) * 12 + month.month - 1
        in_year = [shares[place - start] if 0 <= place - start < len(shares) else 0.0 for place in range(12)]
        assert [book.cell("Costs", row, 10 + place) for place in range(12)] == pytest.approx(in_year, abs=1e-9)
        assert book.cell("Costs", row, 22) == pytest.approx(net - sum(in_year), abs=1e-9)
    assert book.check("Cost lines and their parts are the same amount") == "OK"


@pytest.mark.parametrize(("basis", "divisor"), [("year", 1), ("month", 12)])
def test_the_value_of_a_customer_follows_the_basis(tmp_path: Path, basis: str, divisor: int) -> None:
    book = evaluated(tmp_path, lambda workbook: put(workbook, "value_basis", basis))
    values = [segment.profit_today / divisor for segment in SEGMENTS]
    loyal = [carried(segment, segment.loyal) for segment in SEGMENTS]
    disloyal = [carried(segment, segment.disloyal) for segment in SEGMENTS]
    expected = centre_roi(values, loyal, disloyal, [NET_COST])
    assert book.named("report_roi") == pytest.approx(expected)
    to_date = book.cell("Trend", TREND_FIRST + 12, 12)
    assert to_date == (pytest.approx(expected) if basis == "month" else "")
    assert len({round(row, 9) for row in grid(book)[0]}) == 1, "the rate has no effect on this basis"


def test_months_without_data_are_gaps(filled: Evaluated) -> None:
    for month in range(1, 13):
        for column in (8, 9, 12, 13, 14):
            value = filled.cell("Trend", TREND_FIRST + month - 1, column)
            if month == MONTH:
                assert isinstance(value, float)
            else:
                assert value == CellError("#N/A")


def test_respondents_are_counted_where_customers_served_are_blank(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Segments"].cell(SERVED_FIRST + 1, 2 + MONTH).value = None

    book = evaluated(tmp_path, change)
    carried_loyal = [carried(SEGMENTS[0], 150), 80, carried(SEGMENTS[2], 26)]
    carried_disloyal = [carried(SEGMENTS[0], 45), 19, carried(SEGMENTS[2], 3)]
    expected = centre_roi([value_of(segment) for segment in SEGMENTS], carried_loyal, carried_disloyal, [NET_COST])
    assert book.named("report_roi") == pytest.approx(expected)
    assert book.named("report_roi_low") < expected < book.named("report_roi_high")
    assert "where these are filled, else respondents. Response rate not known." in str(book.cell("Report", 2, 2))
    assert book.check("Counts and cost cover the same customers").startswith(
        "Warning: only respondents are counted for SME"
    )
    assert book.named("checks_result") == "Checks: all OK, 2 warnings"


def test_a_segment_without_responses_counts_as_nothing(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        fill_tally(workbook, SEGMENTS[:2])
        workbook["Tally"].cell(TALLY_HEADER + 3, 2).value = None

    book = evaluated(tmp_path, change)
    assert [book.cell("Report", FIRST + 2, column) for column in (3, 4, 5, 6, 8, 9, 13, 14)] == [0] * 8
    assert book.check("Every segment has responses") == "Warning: no responses for Corporate; counted as 0"
    assert book.check("No error cells on Report") == "OK"


SERVED_NAMES = "Customers served stand beside a segment's name"

WRONG: dict[str, tuple[str, str, Change]] = {
    "limit": (
        "Nothing changed since the refresh",
        "Changed since the refresh (Loyal above): refresh again",
        named("loyal_above", 80),
    ),
    "year": ("Nothing changed since the refresh", "(Report year)", named("report_year", 2027)),
    "source": ("Nothing changed since the refresh", "(Survey source)", named("survey_source", "crm")),
    "scale": ("Nothing changed since the refresh", "(Index: scale to)", cell("Import", "E13", 5)),
    "codes": ("Nothing changed since the refresh", "(Index: missing-value codes)", cell("Import", "F13", "99, n/a")),
    "order": ("Nothing changed since the refresh", "(Date: date order)", cell("Import", "H10", "DMY")),
    "default": ("Nothing changed since the refresh", "(Segment: default)", cell("Import", "K12", "Retail")),
    "segment": ("Nothing changed since the refresh", "(Segment 2)", cell("Segments", f"B{SEGMENT_FIRST + 1}", "Small")),
    "response": (
        "Nothing changed since the refresh",
        "(Responses: ",
        cell("Responses", f"E{RESPONSES_HEADER + 1}", 77),
    ),
    "rows": ("Rows read = tallied + rejected + apart", "630 rows", named("refreshed_rows", 630)),
    "tally": ("Tally adds up to the rows tallied", "626 tallied", cell("Tally", f"D{TALLY_HEADER + 1}", 401)),
    "parts": ("Responses = loyal + neutral + disloyal", "does not add up", cell("Tally", f"E{TALLY_HEADER + 1}", 151)),
    "month": ("The report month is 1 to 12", "not a number from 1 to 12", named("report_month", 13)),
    "input": ("Inputs are filled", "1 input is blank or no number", named("discount_rate", None)),
    "limits": ("Limits of the index fit", "85, not 0.85", named("loyal_above", 0.85)),
    "field": ("Segments have all their fields", "1 segment lacks", cell("Segments", f"F{SEGMENT_FIRST}", None)),
    "twice": ("Segment names are clear", "twice", cell("Segments", f"B{SEGMENT_FIRST + 1}", "retail")),
    "sign": ("Segment names are clear", "in front", cell("Segments", f"B{SEGMENT_FIRST + 3}", ">100 seats")),
    "star": ("Segment names are clear", "* ? or ~", cell("Segments", f"B{SEGMENT_FIRST + 3}", "a*")),
    "below": ("No rows below the responses table", "not read", cell("Responses", f"B{RESPONSES_HEADER + 9}", 46000)),
    "other month": ("The report month has responses", "No responses in May 2026", named("report_month", 5)),
    "unknown": (
        "Every tallied response of the year is counted",
        "180 tallied",
        cell("Tally", f"C{TALLY_HEADER + 2}", "X"),
    ),
    "served": (
        "Customers served are not fewer than responses",
        "more responses than",
        cell("Segments", f"E{SERVED_FIRST}", 10),
    ),
    "no cost": ("The report month has a cost", "No cost in March 2026", lambda workbook: clear_costs(workbook)),
    "bad line": ("Every cost line can be read", "1 cost line is left out", cell("Costs", f"B{COST_FIRST}", "March")),
    "bad spread": ("Every cost line can be read", "1 cost line is left out", cell("Costs", f"G{COST_FIRST}", 2.5)),
    "served name": (SERVED_NAMES, "No such segment: Retail Plus", cell("Segments", f"B{SERVED_FIRST}", "Retail Plus")),
    "served twice": (SERVED_NAMES, "Named twice: sme, SME", cell("Segments", f"B{SERVED_FIRST}", "sme")),
    "served nameless": (SERVED_NAMES, "without a name", cell("Segments", f"B{SERVED_FIRST}", None)),
    "share": ("Cost lines and their parts are the same amount", "do not sum", cell("Costs", f"L{COST_FIRST}", 1)),
    "negative": ("No month has a negative cost", "1 month has", cell("Costs", f"F{COST_FIRST + 1}", 2_000_000)),
    "net": ("Segments add up to the centre", "does not sum", cell("Report", f"M{FIRST}", 1)),
    "grid": ("The what-if grid agrees with the report", "is not the ROI", cell("Report", CENTRE.replace("$", ""), 1)),
    "error": ("No error cells on Segments", "error cells", cell("Segments", f"C{SEGMENT_FIRST}", 1_000_000)),
}


def clear_costs(workbook: Workbook) -> None:
    for offset in range(len(COSTS)):
        for column in "BCEFG":
            workbook["Costs"][f"{column}{COST_FIRST + offset}"].value = None


@pytest.mark.parametrize("what", WRONG)
def test_a_check_says_what_is_wrong(tmp_path: Path, what: str) -> None:
    title, text, change = WRONG[what]
    book = evaluated(tmp_path, change)
    assert text in book.check(title)
    assert not book.check(title).startswith("Warning:")
    assert "OK" not in str(book.named("checks_result"))


def test_customers_served_are_found_by_name(tmp_path: Path, filled: Evaluated) -> None:
    """The lines in another order, in another case: the same ROI."""

    def change(workbook: Workbook) -> None:
        for offset, segment in enumerate(reversed(SEGMENTS)):
            workbook["Segments"].cell(SERVED_FIRST + offset, 2).value = segment.name.upper()
            workbook["Segments"].cell(SERVED_FIRST + offset, 2 + MONTH).value = segment.served

    book = evaluated(tmp_path, change)
    assert book.named("report_roi") == filled.named("report_roi")
    assert failed(book) == []


def test_a_segment_without_a_line_of_customers_served_counts_respondents(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        for column in (2, 2 + MONTH):
            workbook["Segments"].cell(SERVED_FIRST, column).value = None

    book = evaluated(tmp_path, change)
    assert book.cell("Report", FIRST, 8) == SEGMENTS[0].loyal
    assert failed(book) == []
    assert book.check("Counts and cost cover the same customers").startswith("Warning:")


@pytest.mark.parametrize("target", [0, 0.2, 40])
def test_the_money_above_the_target_has_the_sign_of_the_roi_against_it(tmp_path: Path, target: float) -> None:
    book = evaluated(tmp_path, named("target_roi", target))
    above = book.cell("Report", 11, 3)
    assert above == pytest.approx(book.named("report_net_profit") - NET_COST * (1 + target))
    assert (above > 0) == (book.named("report_roi") > target)
    words = {0: "Above break-even", 0.2: "Above the target ROI of 20%", 40: "Above the target ROI of 4000%"}
    assert book.cell("Report", 11, 2) == words[target]


def rows(*changed: tuple[int, str, Any]) -> Change:
    """Six responses, some of them changed: place, column, value."""

    def change(workbook: Workbook) -> None:
        sheet = workbook["Responses"]
        table = sheet.tables["responses"]
        table.ref = table.autoFilter.ref = f"B{RESPONSES_HEADER}:K{RESPONSES_HEADER + 6}"
        for place in range(6):
            row = RESPONSES_HEADER + 1 + place
            name = SEGMENTS[place % 3].name
            for column, value in zip("BCDE", (46100 + place, f"C0012{place}", name, 60 + place), strict=True):
                sheet[f"{column}{row}"].value = value
        for place, column, value in changed:
            sheet[f"{column}{RESPONSES_HEADER + 1 + place}"].value = value

    return change


CHANGED: dict[str, tuple[tuple[int, str, Any], ...]] = {
    "an index": ((2, "E", 62.001),),
    "two indexes swapped": ((1, "E", 62), (2, "E", 61)),
    "two dates swapped": ((1, "B", 46102), (2, "B", 46101)),
    "a segment": ((3, "D", "SME"),),
    "two segments swapped": ((0, "D", "SME"), (1, "D", "Retail")),
    "a customer": ((4, "C", "C00129"),),
    "two customers swapped": ((1, "C", "C00122"), (2, "C", "C00121")),
    "a customer's letter": ((4, "C", "D00124"),),
    "an answer": ((5, "H", 3),),
    "a cleared cell": ((5, "C", None),),
    "a date as text": ((0, "B", "2026-03-19"),),
}


SIX_ROWS = rows()


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_of_the_rows_asks_for_a_refresh(tmp_path: Path, what: str) -> None:
    book = evaluated(tmp_path, rows(*CHANGED[what]), before=SIX_ROWS)
    assert book.check("Nothing changed since the refresh").startswith("Changed since the refresh (Responses: ")


def test_the_same_rows_ask_for_nothing(tmp_path: Path) -> None:
    assert evaluated(tmp_path, before=SIX_ROWS).check("Nothing changed since the refresh") == "OK"


def test_the_sheet_rows_do_not_matter_to_a_refresh_from_a_file(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        SIX_ROWS(workbook)
        put(workbook, "refreshed_kind", "file")

    book = evaluated(tmp_path, change)
    _, first, column, last, _ = book.package.place("state_now")
    labels = {row: str(book.package.sheet("Checks").value(row, column - 1)) for row in range(first, last + 1)}
    assert {book.cell("Checks", row, column) for row, label in labels.items() if label.startswith("Responses:")} == {0}
    assert "The rows came from that file or source" in str(book.cell("Report", 3, 2))
