"""A refresh with a survey of half a million responses, beside a bare read of the file and beside pandas."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import openpyxl
from python_calamine import CalamineWorkbook

from addin.actions.demo import SURVEY
from addin.actions.refresh import refresh
from addin.workbook.file import WorkbookFile
from benchmarks.fresh_files import fresh_copy
from benchmarks.measuring import Contestant, Limit, Result, Row, Timing, each_time, interleaved, stopwatch
from benchmarks.rivals import rival
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.demo import MONTHS, YEAR

_RESPONSES = 500_000
_ROUNDS = 5
_SEGMENTS = ("Retail", "SME", "Corporate")
_OF_CALAMINE = Limit(2)
_OF_PANDAS = Limit(8, faster=True)


def measure() -> Result:
    """The whole command: read, check, tally, write, recalculate, save; pandas takes half a minute and runs once."""
    pandas = rival("pandas")
    with TemporaryDirectory() as folder:
        responses = Path(folder) / "responses.xlsx"
        _write(responses)
        book = _workbook(Path(folder))
        summary = refresh(fresh_copy(book), {"responses": responses})
        assert summary.read == summary.tallied == _RESPONSES, summary
        contestants: dict[str, Contestant] = {
            "ours": partial(_refresh, book, responses),
            "calamine": each_time(lambda: _read(responses)),
        }
        timings = interleaved(contestants, _ROUNDS)
        once = Timing((stopwatch(lambda: _with_pandas(pandas, responses)),))
    what = f"refresh, {_RESPONSES:,} responses"
    return Result(
        (
            Row(what, timings["ours"], "python-calamine's bare read", timings["calamine"], _OF_CALAMINE),
            Row(what, timings["ours"], "pandas.read_excel and groupby", once, _OF_PANDAS),
        ),
        ("pandas reads with openpyxl, once.",),
    )


def _workbook(folder: Path) -> Path:
    """The demo's, of a centre that served more customers than answered; else most of its cells would be errors."""
    path, _ = SURVEY.write(folder)
    book = WorkbookFile(path)
    served = [2 * _RESPONSES // (MONTHS * len(_SEGMENTS))] * len(_SEGMENTS)
    book.write_columns("customers_served", dict.fromkeys(SHORT_MONTHS[:MONTHS], served))
    book.save()
    return path


def _refresh(book: Path, responses: Path) -> float:
    fresh = fresh_copy(book)
    return stopwatch(lambda: refresh(fresh, {"responses": responses}))


def _read(responses: Path) -> object:
    return CalamineWorkbook.from_path(responses).get_sheet_by_index(0).to_python()


def _with_pandas(pandas: Any, responses: Path) -> object:
    rows = pandas.read_excel(responses, engine="openpyxl")
    classes = pandas.cut(rows["Index"], [-1, 49, 85, 100], labels=["disloyal", "neutral", "loyal"])
    return rows.groupby([rows["Date"].dt.month, "Segment", classes], observed=False)["Index"].agg(["size", "mean"])


def _write(responses: Path) -> None:
    """Dates, customers, segments and indexes as a survey tool exports them, nothing in them to reject."""
    chance = np.random.default_rng(1997)
    days = [datetime.date(YEAR, month, day) for month in range(1, MONTHS + 1) for day in range(1, 29)]
    drawn = zip(
        chance.integers(len(days), size=_RESPONSES).tolist(),
        chance.integers(len(_SEGMENTS), size=_RESPONSES).tolist(),
        chance.integers(101, size=_RESPONSES).tolist(),
        strict=True,
    )
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Responses")
    sheet.append(["Date", "Customer", "Segment", "Index"])
    for number, (day, segment, index) in enumerate(drawn):
        sheet.append([days[day], f"C-{number:06}", _SEGMENTS[segment], index])
    book.save(responses)
