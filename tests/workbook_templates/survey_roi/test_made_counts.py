"""Surveys that somebody counted already: months, segments and how many were loyal, neutral and disloyal."""

from __future__ import annotations

import datetime

import pytest

from tests.workbook_templates.survey_roi.test_reading_columns import counted, inputs, numbers, source
from workbook_templates.refreshing.record import Unusable

MARCH = datetime.date(2026, 3, 1)


def test_counts_of_months_and_segments_are_added_up() -> None:
    """Retail in March: 10 + 1, 5 + 0, 2 + 3; a row of 2025 (9 answers) is apart, one with a text is rejected."""
    rows = source(
        ["Date", "Segment", "Loyal", "Neutral", "Disloyal"],
        ["2026-03", "Retail", 10, "5", 2],
        ["15 Mar 2026", "retail ", 1, 0, 3],
        ["Q1 2026", "SME", 4, 1, 0],
        ["2025-12", "Retail", 3, 3, 3],
        ["2026-04", "Retail", "x", 2, 1],
        ["2026-04", "Wholesale", 1, 1, 1],
        ["2026-04", "SME", 1.5, 1, 1],
    )
    result = counted(inputs(), rows)
    assert result.tables["tally"] == [
        [datetime.date(2026, 1, 1), "SME", 5, 4, 1, 0, None, 0],
        [MARCH, "Retail", 21, 11, 5, 5, None, 0],
        [datetime.date(2026, 4, 1), "Retail", 0, 0, 0, 0, None, 3],
        [datetime.date(2026, 4, 1), "SME", 0, 0, 0, 0, None, 2],
        [datetime.date(2026, 4, 1), "(unknown segment)", 0, 0, 0, 0, None, 3],
    ]
    assert numbers(result) == (26 + 9 + 8, 26, 8)
    assert [row[-1] for row in result.tables["rejected"]] == [
        'loyal "x" is no number',
        'unknown segment "Wholesale"',
        "loyal 1.5 must be a whole number, 0 or more",
    ]
    assert "Counts already made: 7 rows of 43 answers, without an index." in result.notes


def test_chinese_headers_and_an_index_beside_the_counts() -> None:
    rows = source(["Date", "Segment", "忠诚", "中立", "不忠诚"], ["2026年3月", "SME", 2, 1, 1])
    assert counted(inputs(), rows).tables["tally"] == [[MARCH, "SME", 4, 2, 1, 1, None, 0]]
    both = source(["Date", "Segment", "Index", "Loyal", "Neutral", "Disloyal"], ["2026-03-01", "SME", 90, 2, 1, 1])
    assert counted(inputs(), both).tables["tally"] == [[MARCH, "SME", 1, 1, 0, 0, 90.0, 0]]


def test_without_one_of_the_counts_the_index_is_asked_for() -> None:
    with pytest.raises(Unusable, match='has no column "Index"'):
        counted(inputs(), source(["Date", "Segment", "Loyal", "Neutral"], ["2026-03", "SME", 2, 1]))
