"""What Inputs says about the columns of a survey, applied to the rows of the sheet and of files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from addin.sources.files import rows_of_file
from udfs.calling.errors import CellError
from workbook_templates.refreshing.record import SourceRows, Tallied, Unusable
from workbook_templates.refreshing.wanted import HeaderText
from workbook_templates.survey_roi.template import TEMPLATE

DAY = datetime.date(2026, 1, 15)
WANTED = TEMPLATE.feeds[0].wanted
HEADERS = [
    "Our name",
    "Header(s) in your file",
    "Scale from",
    "Scale to",
    "Missing-value codes",
    "Date order",
    "Default",
]


@dataclass
class _Table:
    headers: list[str]
    columns: list[list[Any]]
    first_row: int = 2


@dataclass
class Inputs:
    """A workbook's inputs as a test needs them."""

    cells: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    segments: tuple[Any, ...] = ("Retail", "SME", None, "")
    headers: list[str] = field(default_factory=lambda: list(HEADERS))
    names: tuple[Any, ...] = ("Date", "Customer", "Segment", "Index", None)
    date1904: bool = False

    def has_name(self, name: str) -> bool:
        return name in self.cells

    def read_cell(self, name: str) -> Any:
        return {"report_year": 2026.0, "loyal_above": 85.0, "disloyal_below": 50.0, **self.cells}[name]

    def read_range(self, name: str) -> list[list[Any]]:
        return [[self.read_cell(name)]]

    def read_column(self, name: str, header: str) -> list[Any]:
        table = self.read_table(name)
        column: list[Any] = table.columns[table.headers.index(header)]
        return column

    def read_table(self, name: str) -> Any:
        if name == "segments":
            return _Table(["Segment"], [list(self.segments)])
        lines = [
            {"Our name": each, "Header(s) in your file": each, **self.lines.get(each or "", {})} for each in self.names
        ]
        return _Table(self.headers, [[line.get(header) for line in lines] for header in self.headers])


def inputs(**lines: dict[str, Any]) -> Inputs:
    """Lines of the block of columns, by our names: header, low, high, codes, order, default."""
    long = {"header": HEADERS[1], "low": HEADERS[2], "high": HEADERS[3], "codes": HEADERS[4], "order": HEADERS[5]}
    return Inputs(
        lines={name: {long.get(key, "Default"): value for key, value in line.items()} for name, line in lines.items()}
    )


def source(headers: Sequence[str], *rows: Sequence[Any], kind: str = "file") -> SourceRows:
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in headers]
    return SourceRows("survey.csv" if kind == "file" else "the table responses", kind, headers, columns, 2)


def counted(workbook: Inputs, rows: SourceRows) -> Tallied:
    return TEMPLATE.tally(TEMPLATE.settings(workbook), {"responses": rows})


def numbers(result: Tallied) -> tuple[int, int, int]:
    """Rows read, tallied and rejected."""
    counts = result.counts["responses"]
    return counts.read, counts.tallied, counts.rejected


def refused(workbook: Inputs, rows: SourceRows | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        counted(workbook, rows or source(["Date", "Segment", "Index"], [DAY, "SME", 90]))
    return str(caught.value)


def rejected(result: Tallied) -> list[Any]:
    return [row[-1] for row in result.tables["rejected"]]


def test_headers_of_the_file_match_trimmed_in_any_case() -> None:
    workbook = inputs(Date={"header": "Answer date"}, Index={"header": "CSI"})
    result = counted(workbook, source([" answer  DATE", "segment ", "csi"], [DAY, "SME", 90]))
    assert result.tables["tally"] == [[datetime.date(2026, 1, 1), "SME", 1, 1, 0, 0, 90.0, 0]]
    assert result.notes == ("1 response without a customer was counted as anonymous.",)


def test_several_headers_are_answers_on_the_scale() -> None:
    workbook = inputs(Index={"header": "Q1, Q2，\nQ3", "low": 1.0, "high": 10.0, "codes": "99, n/a，98"})
    rows = [(DAY, "SME", 10, 10, 10), (DAY, "SME", 1, 1, "1"), (DAY, "SME", 99, 5, "N/A"), (DAY, "SME", 98.0, 11, None)]
    result = counted(workbook, source(["Date", "Segment", "Q1", "q2 ", "Q3"], *rows))
    assert numbers(result) == (4, 2, 2)
    assert rejected(result) == [
        "1 of 3 questions answered: at least 50% are needed (Inputs)",
        "Q2 11 is not on the scale 1 to 10",
    ]
    assert [row[4] for row in result.tables["rejected"]] == ["99, 5, N/A", "98, 11, "]


def test_a_file_of_the_shape_of_published_surveys() -> None:
    """The first header is empty, no dates, no customers, no segments; three of many questions count."""
    workbook = inputs(
        Index={"header": "CUSA1, CUSA2, CUSA3", "low": 1, "high": 10},
        Date={"default": datetime.datetime(2026, 6, 30)},
        Segment={"default": " sme"},
    )
    answers = [(str(n), 7, 10 - n % 3, 10, 10 - n % 4, 5) for n in range(1, 13)]
    blank = ("13", 7, None, None, None, 5)
    result = counted(workbook, source(["", "CUEX1", "CUSA1", "CUSA2", "CUSA3", "IMAG1"], *answers, blank))
    assert numbers(result) == (13, 12, 1)
    assert rejected(result) == ["index is blank"]
    assert [row[:2] for row in result.tables["tally"]] == [[datetime.date(2026, 6, 1), "SME"]]
    loyal = sum(100 * (3 * 9 - n % 3 - n % 4) / 27 > 85 for n in range(1, 13))
    assert result.tables["tally"][0][3] == loyal
    assert result.notes == (
        "survey.csv has no column Segment: every row has the default sme.",
        "survey.csv has no column Date: every row has the default 2026-06-30.",
        "12 responses without a customer were counted as anonymous.",
    )


def test_a_file_with_an_index_alone() -> None:
    workbook = inputs(Date={"default": 46037}, Segment={"default": "Retail"})
    assert numbers(counted(workbook, source(["Index"], [90], [85])))[1] == 2


def test_an_index_alone_on_a_scale() -> None:
    workbook = inputs(Index={"low": 0, "high": 1})
    result = counted(workbook, source(["Date", "Segment", "Index"], [DAY, "SME", 0.9], [DAY, "SME", "0,4"]))
    assert result.tables["tally"][0][3:6] == [1, 0, 1]


def test_a_header_that_holds_a_comma_stands_in_quotes() -> None:
    workbook = inputs(
        Index={"header": '"Satisfied, overall?", Q2', "low": 1, "high": 5}, Date={"header": '"Date, local"'}
    )
    rows = source(["Date, local", "Segment", "Satisfied, overall?", "Q2"], [DAY, "SME", 5, 5])
    assert numbers(counted(workbook, rows))[1] == 1
    several = HeaderText('"Satisfied, overall?", Q2', ("Satisfied, overall?", "Q2"))
    assert WANTED(TEMPLATE.settings(workbook)) == ("Date, local", "Segment", several)
    unquoted = inputs(
        Index={"header": "Satisfied, overall?, Q2", "low": 1, "high": 5}, Date={"header": '"Date, local"'}
    )
    assert refused(unquoted, rows).endswith(
        "Say on Inputs which one holds Index (of several headers one that holds a comma or a line break in quotes), or "
        "let centre-roi import BOOK FILE propose it."
    )
    assert refused(inputs(Index={"header": "Q2"}, Date={"header": "Day, local"}), rows) == (
        'survey.csv has no column "Day, local"; its columns are: Date, local, Segment, Satisfied, overall?, Q2. '
        "Inputs: Date takes one header, and at a comma or line break one ends, which makes 2."
    )


@pytest.mark.parametrize(
    "header",
    ["How satisfied are you\nwith the service?", "您对服务满意吗，总体来说？", "Score, overall", '"Score, overall"'],
)
def test_a_whole_text_that_a_file_has_is_one_header_whatever_stands_in_it(header: str) -> None:
    there = [
        "Date",
        "Segment",
        "How satisfied are you\nwith the service?",
        "您对服务满意吗，总体来说？",
        "Score, overall",
    ]
    rows = source(there, [DAY, "SME", 90, 90, 90], [DAY, "SME", 80, 80, 80])
    assert numbers(counted(inputs(Index={"header": header}), rows))[1] == 2
    rows = source(["Date, local", *there[1:]], [DAY, "SME", 90, 90, 90])
    assert numbers(counted(inputs(Index={"header": header}, Date={"header": "Date, local"}), rows))[1] == 1


def test_a_refusal_for_want_of_a_header_says_how_the_file_was_read() -> None:
    rows = replace(source(["Date", "Segment", "Qualit鋞"], [DAY, "SME", 90]), notes=("Read as GB18030 (Chinese).",))
    assert refused(inputs(Index={"header": "Qualität"}), rows) == (
        'survey.csv has no column "Qualität" for Index; its columns are: Date, Segment, Qualit鋞. Say on Inputs which '
        "one holds Index, or let centre-roi import BOOK FILE propose it. Read as GB18030 (Chinese)."
    )


def test_which_headers_a_file_must_have() -> None:
    def wanted(**lines: dict[str, Any]) -> tuple[str, ...]:
        return tuple(WANTED(TEMPLATE.settings(inputs(**lines))))

    assert wanted() == ("Date", "Segment", "Index")
    assert wanted(Customer={"header": "Client"}) == ("Date", "Client", "Segment", "Index")
    assert wanted(Date={"default": "2026-03-31"}, Segment={"default": "SME"}) == ("Index",)
    assert wanted(Date={"default": "2026-03-31", "header": "When"}, Index={"header": None}) == (
        "When",
        "Segment",
        "Index",
    )


@pytest.mark.parametrize(
    ("lines", "headers", "missing", "there", "fix"),
    [
        (
            {},
            ["Datum", "Segment", "Index"],
            '"Date" for Date',
            "Datum, Segment, Index",
            "Date, or give a default there",
        ),
        (
            {"Segment": {"header": "Group", "default": "SME"}},
            ["Date", "", "Segment", "Index"],
            '"Group" for Segment',
            "Date, Segment, Index",
            "Segment, or clear that cell to give every row the default",
        ),
        (
            {"Index": {"header": "Q1, Q2"}},
            ["Date", "Segment", "Q1", "Q\n3"],
            '"Q2" for Index',
            "Date, Segment, Q1, Q 3",
            "Index",
        ),
        (
            {"Customer": {"header": "Client"}},
            ["Date", "Segment", "Index"],
            '"Client" for Customer',
            "Date, Segment, Index",
            "Customer",
        ),
    ],
)
def test_headers_that_are_missing(
    lines: dict[str, Any], headers: list[str], missing: str, there: str, fix: str
) -> None:
    assert refused(inputs(**lines), source(headers, [None] * len(headers))) == (
        f"survey.csv has no column {missing}; its columns are: {there}. Say on Inputs which one holds {fix}, or let "
        "centre-roi import BOOK FILE propose it."
    )


def test_a_header_that_stands_there_twice() -> None:
    assert refused(inputs(), source(["Date", "Segment", "Index", "INDEX "])) == (
        'survey.csv has several columns "Index"; rename all but the one that counts.'
    )


def test_many_headers_are_cut_in_the_message() -> None:
    said = refused(inputs(), source([f"Question {n}" for n in range(99)]))
    assert "Question 8, " in said
    assert "..." in said
    assert len(said) < 300


def test_duplicate_headers_that_nobody_asked_for_do_no_harm() -> None:
    assert numbers(counted(inputs(), source(["Date", "Segment", "Index", "x", "x"], [DAY, "SME", 90, 1, 2])))[1] == 1


SHEET = ["Date", "Customer", "Segment", "Index", "Answer 1", "Answer 2", "Answer 3", "Answer notes"]


def test_the_sheet_has_our_names_whatever_the_files_headers_are() -> None:
    workbook = inputs(Date={"header": "When"}, Index={"header": "Q1, Q2", "low": 1, "high": 5})
    rows = [
        (DAY, "Ann", "SME", 90, None, None, None, "fine"),
        (DAY, "Bob", "SME", None, 5, 5, "", None),
        (None, None, None, None, None, None, " ", "a remark alone is no row"),
    ]
    result = counted(workbook, source(SHEET, *rows, kind="sheet"))
    assert (numbers(result), result.notes) == ((2, 2, 0), ())


def test_the_sheets_index_is_never_on_the_scale_of_answers() -> None:
    workbook = inputs(Index={"low": 1, "high": 5})
    assert numbers(counted(workbook, source(SHEET, (DAY, "Ann", "SME", 90, *[None] * 4), kind="sheet")))[1] == 1


def test_a_sheet_without_a_column() -> None:
    assert refused(inputs(), source(["When", "Segment", "Index"], kind="sheet")) == (
        'the table responses has no column "Date"; type that header there again.'
    )
    workbook = inputs(Date={"default": DAY}, Segment={"default": "SME"}, Index={"low": 1, "high": 5})
    assert numbers(counted(workbook, source(["Answer 1"], [5], kind="sheet")))[1] == 1
    assert numbers(counted(workbook, source(["index"], [90], kind="sheet")))[1] == 1


def test_shares_say_what_can_be_done_about_them() -> None:
    rows = ([DAY, "SME", 0.5], [DAY, "SME", 0.9])
    there = "the index column looks like shares (all between 0 and 1): multiply it by 100"
    header = ["Date", "Segment", "Index"]
    assert refused(inputs(), source(header, *rows)) == f"survey.csv: {there}, or set its scale to 0 and 1 on Inputs."
    assert refused(inputs(), source(header, *rows, kind="sheet")) == f"the table responses: {there}."


def test_no_rows_are_said() -> None:
    result = counted(inputs(), source(["Date", "Segment", "Index"]))
    assert (numbers(result), result.notes) == ((0, 0, 0), ("There were no rows to count.",))
    assert result.tables["tally"] == []


def test_an_error_cell_is_listed_as_text() -> None:
    error = CellError("#REF!")
    result = counted(inputs(), source(["Date", "Segment", "Index", "Customer"], [error, error, error, error]))
    assert result.tables["rejected"][0][:5] == [2, "#REF!", "#REF!", "#REF!", "#REF!"]


def test_the_files_date_system_counts_not_the_workbooks() -> None:
    rows = source(["Date", "Segment", "Index"], [46037 - 1462, "SME", 90])
    in_1904 = SourceRows(rows.name, rows.kind, rows.headers, rows.columns, 2, date1904=True)
    assert numbers(counted(inputs(), in_1904))[1] == 1
    assert numbers(counted(inputs(), rows)) == (1, 0, 0)


@pytest.mark.parametrize(
    "default", [DAY, datetime.datetime(2026, 1, 15, 9), 46037, 46037.5, "2026-01-15", "15 Jan 2026"]
)
def test_a_default_date_of_any_form(default: Any) -> None:
    workbook = inputs(Date={"default": default}, Segment={"default": "SME"})
    assert TEMPLATE.settings(workbook).rules.default_date == DAY
    one_1904 = Inputs(lines={"Date": {"Default": 46037 - 1462}}, date1904=True)
    assert TEMPLATE.settings(one_1904).rules.default_date == DAY


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"Date": {"default": "soon"}}, 'the default date must be a date such as 2026-03-31; it is "soon".'),
        ({"Date": {"default": "3/4/2026"}}, 'the default date must be a date such as 2026-03-31; it is "3/4/2026".'),
        ({"Date": {"default": True}}, "the default date must be a date such as 2026-03-31; it is TRUE."),
        ({"Date": {"default": CellError("#N/A")}}, "the default date must be a date such as 2026-03-31; it is #N/A."),
        (
            {"Date": {"default": "2025-12-31"}},
            "the default date 2025-12-31 is not in the report year 2026; change one of them.",
        ),
        ({"Date": {"order": "DYM"}}, 'the date order must be DMY, MDY, YMD or blank; it is "DYM".'),
        (
            {"Segment": {"default": "Gold"}},
            'the default segment "Gold" is not among the segments of the sheet Segments.',
        ),
        (
            {"Index": {"low": 5, "high": 1}},
            "the scale of Index must be two numbers, the lower one first (such as 1 and 5); it is 5 to 1.",
        ),
        (
            {"Index": {"low": 1}},
            "the scale of Index must be two numbers, the lower one first (such as 1 and 5); it is 1 to blank.",
        ),
        (
            {"Index": {"low": True, "high": "5"}},
            'the scale of Index must be two numbers, the lower one first (such as 1 and 5); it is TRUE to "5".',
        ),
    ],
)
def test_inputs_that_cannot_be_used(lines: dict[str, Any], said: str) -> None:
    assert refused(inputs(**lines)) == f"Inputs: {said}"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"report_year": None}, "the report year must be a number; it is blank."),
        ({"report_year": 26}, "the report year must be a whole year such as 2026; it is 26."),
        ({"report_year": "2026"}, 'the report year must be a number; it is "2026".'),
        (
            {"loyal_above": 0.85},
            "the limit for loyal customers must be from 0 to 100; it is 0.85 (write 85, not 0.85).",
        ),
        ({"disloyal_below": CellError("#REF!")}, "the limit for disloyal customers must be a number; it is #REF!."),
        ({"loyal_above": 40}, "the limit for loyal customers, 40, is below that for disloyal ones, 50; swap them."),
    ],
)
def test_cells_that_cannot_be_used(cells: dict[str, Any], said: str) -> None:
    assert refused(Inputs(cells=cells)) == f"Inputs: {said}"


def test_a_damaged_block_of_columns() -> None:
    assert refused(Inputs(names=("Date", "Customer", "Index"))) == (
        'Inputs: the block of columns lacks the line "Segment"; type the name into its first column.'
    )
    assert refused(Inputs(headers=[*HEADERS[:3], "To", *HEADERS[4:]])) == (
        'Inputs: the block of columns lacks the header "Scale to"; type it there again.'
    )
    shouted = Inputs(names=("date ", "customer", "segment", "INDEX"))
    assert numbers(counted(shouted, source(["Date", "Segment", "Index"])))[0] == 0


def test_segments_that_cannot_be_used() -> None:
    assert refused(Inputs(segments=(None, " "))) == "Segments: no segment has a name yet; fill in at least one."
    assert refused(Inputs(segments=("SME", "sme "))) == (
        'Segments: "sme" stands there twice; segments differ by more than capitals and spaces.'
    )


def test_a_chinese_file_from_bytes_to_counts(tmp_path: Path) -> None:
    workbook = inputs(
        Date={"header": "日期"}, Customer={"header": "客户"}, Segment={"header": "客户群"}, Index={"header": "满意度"}
    )
    workbook.segments = ("企业", "个人")
    path = tmp_path / "调查.csv"
    path.write_bytes(
        "日期,客户,客户群,满意度\n2026年1月5日,王芳,个人,86\n2026年1月5日,李雷, 企业 ,8５\n，,,\n".encode("gb18030")
    )
    rows = rows_of_file(path, WANTED(TEMPLATE.settings(workbook)))
    result = counted(workbook, rows)
    assert [row[1:6] for row in result.tables["tally"]] == [
        ["企业", 1, 0, 1, 0],
        ["个人", 1, 1, 0, 0],
        ["(no segment)", 0, 0, 0, 0],
    ]
    assert rejected(result) == ['date "，" is no date; segment is blank; index is blank']
    assert result.tables["rejected"][0][0] == 4
    assert [note[:47] for note in result.notes] == ["Read as GB18030 (Chinese), comma between cells."]
