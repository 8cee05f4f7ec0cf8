"""Of a text file that is read: how many rows are done, and of how many where that can be known."""

from __future__ import annotations

from pathlib import Path

from addin.sources.delimited_text import read_delimited

Told = list[tuple[int, int | None]]


def told(path: Path, text: str) -> Told:
    path.write_text(text, encoding="utf-8")
    heard: Told = []
    read_delimited(path, advance=lambda done, total: heard.append((done, total)))
    return heard


def test_rows_of_a_plain_file_are_told_with_their_number(tmp_path: Path) -> None:
    assert told(tmp_path / "rows.csv", "A,B\n" + "1,2\n" * 9_999) == [(4096, 10_000), (8192, 10_000)]


def test_nobody_knows_how_many_rows_there_are_where_a_line_may_end_in_quotes(tmp_path: Path) -> None:
    text = "A,B\n" + '1,"2\n3"\n' * 9_999
    assert told(tmp_path / "rows.csv", text) == [(4096, None), (8192, None)]
