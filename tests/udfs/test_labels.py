"""When two names are the same: trimmed, any case, any width, composed or not, without signs that nobody sees."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.sources.customer_keys import fold_expression
from udfs.calling.labels import name_key, plain_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna ", "anna"),
        ("Anna  Lee", " ANNA\u00a0LEE\u3000"),
        ("ＳＭＥ", "sme"),
        ("ﾃﾚｾｰﾙｽ", "テレセールス"),
        ("E\u0301va", "Éva"),
        ("Ret\u200bail", "Retail"),
        ("\ufeffRetail", "Retail\u200e"),
        ("Straße", "STRASSE"),
        ("客户，重要", "客户,重要"),
        ("101", "１０１"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("A", "Á"), ("Anna", "Ann"), ("1", "01"), ("王芳", "王方")])
def test_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_every_character_without_width_is_dropped() -> None:
    unseen = [each for each in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(each) == "Cf"]
    assert [each for each in unseen if plain_text(f"a{each}b") != "ab"] == []


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


def test_engines_are_told_of_every_character_that_is_not_its_own_key() -> None:
    known = set(fold_expression().translated)
    surrogates = range(0xD800, 0xE000)
    for code in range(1, sys.maxunicode + 1):
        each = chr(code)
        if code not in surrogates and not each.isspace() and name_key(each) != each and each not in known:
            assert _is_rare(each), hex(code)


def _is_rare(character: str) -> bool:
    return re.search(fold_expression().rare, character) is not None
