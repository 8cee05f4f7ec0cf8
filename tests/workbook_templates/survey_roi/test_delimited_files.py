"""CSV files as other programs write them, and what is said about those that cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.refusal import Refusal
from addin.sources.delimited_text import DelimitedText, read_delimited

PLAIN = "Date,Customer,Index\r\n2026-01-15,Ann,90\r\n2026-01-16,王芳,85\r\n"
WANTED = ("Date", "Index")


def read(folder: Path, content: str | bytes, wanted: tuple[str, ...] = WANTED) -> DelimitedText:
    path = folder / "survey.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_delimited(path, wanted)


def refused(folder: Path, content: str | bytes, wanted: tuple[str, ...] = WANTED) -> str:
    with pytest.raises(Refusal) as caught:
        read(folder, content, wanted)
    return str(caught.value)


@pytest.mark.parametrize(
    ("codec", "mark", "said"),
    [
        ("utf-8", "", "UTF-8"),
        ("utf-8", "\ufeff", "UTF-8"),
        ("utf-16-le", "\ufeff", "UTF-16"),
        ("utf-16-be", "\ufeff", "UTF-16"),
        ("gb18030", "", "GB18030 (Chinese)"),
        ("gb18030", "\ufeff", "GB18030 (Chinese)"),
        ("gbk", "", "GB18030 (Chinese)"),
    ],
)
@pytest.mark.parametrize(("delimiter", "called"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_encodings_and_delimiters(
    tmp_path: Path, codec: str, mark: str, said: str, delimiter: str, called: str
) -> None:
    text = read(tmp_path, (mark + PLAIN.replace(",", delimiter)).encode(codec))
    assert text.headers == ["Date", "Customer", "Index"]
    assert text.columns == [["2026-01-15", "2026-01-16"], ["Ann", "王芳"], ["90", "85"]]
    doubt = " If its names look wrong, save the file as CSV UTF-8." if "Chinese" in said else ""
    assert text.detected == f"Read as {said}, {called} between cells.{doubt}"
    assert text.first_row == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    assert read(tmp_path, f"Date;Index{end}2026-01-15;90{end}").columns == [["2026-01-15"], ["90"]]
    assert read(tmp_path, f"Date;Index{end}2026-01-15;90").columns == [["2026-01-15"], ["90"]]


def test_quotes_keep_delimiters_and_line_breaks(tmp_path: Path) -> None:
    """A cell with line breaks is one row in a spreadsheet, so it is one here."""
    text = read(tmp_path, 'Date,"In\ndex","He said ""yes"""\n2026-01-15,90,"a, b\nc"\n2026-01-16,80,d\n', ("Date",))
    assert text.headers == ["Date", "In\ndex", 'He said "yes"']
    assert text.columns[2] == ["a, b\nc", "d"]


def test_a_byte_order_mark_before_a_quoted_header(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff"Date","Index"\n2026-01-15,90\n').headers == ["Date", "Index"]


def test_headers_stay_as_they_are(tmp_path: Path) -> None:
    assert read(tmp_path, " DATE , index  \n2026-01-15,90\n").headers == [" DATE ", " index  "]


def test_duplicate_headers_are_left_to_who_needs_them(tmp_path: Path) -> None:
    assert read(tmp_path, "Date,Index,Index\n1,2,3\n").headers == ["Date", "Index", "Index"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_decimal_comma_is_left_to_who_reads_the_whole_column(tmp_path: Path, delimiter: str) -> None:
    text = read(tmp_path, f'Date{delimiter}Index\n2026-01-15{delimiter}"85,5"\n2026-01-15{delimiter}90\n')
    assert text.columns[1] == ["85,5", "90"]
    assert text.detected.endswith("between cells.")


def test_one_column_with_decimal_commas(tmp_path: Path) -> None:
    assert read(tmp_path, "Index\n85,5\n90\n", ("Index",)).columns == [["85,5", "90"]]


def test_commas_in_a_header_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    text = read(tmp_path, "Name, first name, title;Index\nLee;90\nKim;80\n", ("Index",))
    assert text.headers == ["Name, first name, title", "Index"]
    assert read(tmp_path, "Name, first name, title;Points\nLee;90\nKim;80\n").headers[1] == "Points"


def test_blank_lines_are_rows_without_cells(tmp_path: Path) -> None:
    """As a spreadsheet shows them: the row below a blank line keeps its number."""
    text = read(tmp_path, "Date,Index\n\n2026-01-15,90\n,\n   \n2026-01-16,80\n\n\n")
    assert text.columns[1] == [None, "90", None, None, "80", None, None]
    assert text.first_row == 2


def test_trailing_delimiters_and_short_rows(tmp_path: Path) -> None:
    text = read(tmp_path, "Date,Index,\n2026-01-15,90,,,\n2026-01-16\n")
    assert text.headers == ["Date", "Index", ""]
    assert text.columns == [["2026-01-15", "2026-01-16"], ["90", None], [None, None]]
    assert read(tmp_path, "Date,Index\n2026-01-15\n").columns == [["2026-01-15"], [None]]


@pytest.mark.parametrize("content", ["Date,Index", "Date,Index\n", "\ufeffDate,Index\r\n"])
def test_a_header_alone(tmp_path: Path, content: str) -> None:
    text = read(tmp_path, content)
    assert (text.headers, text.columns) == (["Date", "Index"], [[], []])


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", " , ,\n", b"\xff\xfe"])
def test_an_empty_file(tmp_path: Path, content: str | bytes) -> None:
    assert refused(tmp_path, content) == "survey.csv: the file is empty."


def test_a_header_below_other_lines_is_found_and_said(tmp_path: Path) -> None:
    text = read(tmp_path, "Survey 2026, final\n\nDate;Customer;Index\n2026-01-15;Ann;90\n")
    assert (text.headers, text.first_row) == (["Date", "Customer", "Index"], 4)
    assert text.detected == "Read as UTF-8, semicolon between cells, header in row 3."


def test_without_the_wanted_headers_the_first_line_is_the_header(tmp_path: Path) -> None:
    text = read(tmp_path, "\nTag;Punkte\n2026-01-15;90\n")
    assert (text.headers, text.first_row) == (["Tag", "Punkte"], 3)


def test_excels_line_that_names_the_delimiter_is_no_row(tmp_path: Path) -> None:
    text = read(tmp_path, "sep=;\r\nDate;Index\r\n2026-01-15;85,5\r\n")
    assert (text.headers, text.columns[1], text.first_row) == (["Date", "Index"], ["85,5"], 2)


def test_a_row_with_more_cells_than_headers(tmp_path: Path) -> None:
    assert refused(tmp_path, "Date,Index\n2026-01-15,90\n\n2026-01-16,85,5\n") == (
        "survey.csv: row 4 has more cells than there are headers; put texts that contain a comma into quotes."
    )


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    said = refused(tmp_path, 'Date,Index\n2026-01-15,90\n"2026-01-16,80\n2026-01-17,70\n')
    assert said.startswith("survey.csv: row 3 cannot be read: unexpected end of data.")
    closed_too_late = refused(tmp_path, 'Date,Index\n"2026-01-15,90\n2026-01-16,80\n"2026-01-17",70\n')
    assert closed_too_late.startswith("survey.csv: row 2 cannot be read: ',' expected after '\"'.")


def test_a_cell_that_is_too_long(tmp_path: Path) -> None:
    long = "x" * 200_000
    assert read(tmp_path, f"Date,Index\n{long},90\n").columns[0] == [long]
    assert "row 2 cannot be read: field larger" in refused(tmp_path, f"Date,Index\n{'x' * 1_100_000},90\n")
    assert csv.field_size_limit() == 131_072, "other readers of this process keep their limit"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", bytes(range(256)), "Date,Index\n\0,1\n"])
def test_no_text_file(tmp_path: Path, content: str | bytes) -> None:
    assert refused(tmp_path, content) == "survey.csv: this is no text file; save the table as CSV or .xlsx."


@pytest.mark.parametrize("content", [b"Date,Index\n\x98\xff\xff,1\n", b"\xff\xfeD"])
def test_a_text_in_no_known_encoding(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content) == (
        "survey.csv: the text is in no encoding that is known here; save it as CSV UTF-8."
    )


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no such file"):
        read_delimited(tmp_path / "survey.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(Refusal, match="is a folder"):
        read_delimited(tmp_path / "folder.csv")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read(tmp_path: Path, rows: list[list[str]], delimiter: str, codec: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([["Date", "Index"], *rows])
    data = stream.getvalue().encode(codec)
    text = read(tmp_path, data)
    assert text.headers == ["Date", "Index"]
    assert text.columns == [[row[place] or None for row in rows] for place in range(2)]
