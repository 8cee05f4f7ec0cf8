"""A refresh never replaces a right value of a user's own formula by a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.idioms.books import BOOKS, Book
from tests.idioms.judging import Outcome, refreshed, share_right, shares
from tests.idioms.notation import Value, parsed, same, written
from tests.idioms.reading import IDIOMS, OF_TEMPLATES, Idiom, idioms, idioms_of
from tests.idioms.values import UNCHANGED

_LEAST_RIGHT = 0.97
"""The part of all formulas that must come out right: what is reached, so that none is lost unseen."""

ALL = (*idioms(), *(idiom for book in BOOKS for idiom in idioms_of(book.kind)))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_no_right_value_becomes_a_wrong_one(book: Book, tmp_path: Path) -> None:
    verdicts = refreshed(book, tmp_path)
    print(shares(verdicts))
    wrong = [str(verdict) for verdict in verdicts if verdict.outcome is Outcome.WRONG]
    assert not wrong, "\n".join([f"{len(wrong)} formulas have a wrong value:", *wrong])
    assert share_right(verdicts) >= _LEAST_RIGHT


def test_each_idiom_needs_what_changes() -> None:
    """One that is the same before and after would be right without being computed."""
    still = [idiom.id for idiom in ALL if same(idiom.old, idiom.new) != (idiom.category == UNCHANGED)]
    assert not still


def test_each_idiom_says_where_its_values_come_from() -> None:
    assert all(idiom.source for idiom in ALL)
    assert len(idioms()) >= 300
    assert len(ALL) - len(idioms()) >= 30


def test_the_files_are_as_the_values_are_written() -> None:
    lines = [line for path in (IDIOMS, OF_TEMPLATES) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert [idiom.line for idiom in ALL] == lines


def test_no_two_idioms_of_a_book_have_one_name() -> None:
    for book in BOOKS:
        names = [idiom.id for idiom in (*idioms(), *idioms_of(book.kind))]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "value", [None, True, 1.5, -3.0, "", '{"a",1}', "#N/A of a text", ((1.0, "a,b"), (None, False))]
)
def test_a_value_written_is_the_value_read(value: Value) -> None:
    assert same(parsed(written(value)), value)


def test_an_idiom_is_read_from_its_line() -> None:
    array = next(idiom for idiom in idioms() if idiom.id == "transpose-array")
    assert (array.size, array.height) == ((1, 4), 1)
    assert Idiom("a", "b", "plain", "1+1", 1.0, 2.0, "by hand: sums").line == "a\tb\tplain\t1+1\t1\t2\tby hand: sums"
