"""20,000 one-cell formulas in the embedded engine: our functions beside a bare lambda under the same name."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import formualizer
from formualizer import EvaluationConfig, RangeAddress, WorkbookConfig

from addin.engine.book import config as our_config
from addin.engine.calls import OurFunctions
from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from benchmarks.customers import ANSWERS, SHEET, customers
from benchmarks.measuring import Limit, Result, Row, each_time, interleaved, stopwatch

_FORMULAS = 20_000
_LIMIT = Limit(2)
_AS_IT_COMES = "bare lambda, engine as it comes"
_ONE_THREAD = "bare lambda, one thread"

Register = Callable[[formualizer.Workbook], None]


def measure() -> Result:
    """The evaluation alone, then from the file to all values; threads of the engine only wait for Python."""
    default, one_thread = WorkbookConfig(), EvaluationConfig()
    one_thread.enable_parallel = False
    bare = {_AS_IT_COMES: default, _ONE_THREAD: WorkbookConfig(eval_config=one_thread)}
    with customers(_FORMULAS) as path:
        assert math.isclose(_bare_values(path, default)[-1], _our_values(path)[-1], rel_tol=1e-12)
        evaluations = interleaved(
            {
                "ours": partial(our_evaluation, path),
                **{name: partial(_evaluation, path, config, _register_bare) for name, config in bare.items()},
            }
        )
        files = interleaved(
            {
                "ours": each_time(partial(_our_values, path)),
                **{name: each_time(partial(_bare_values, path, config)) for name, config in bare.items()},
            }
        )
    rows = [
        Row(f"{_FORMULAS:,} CLV formulas, {part}", timings["ours"], name, timings[name], _LIMIT)
        for part, timings in (("evaluation", evaluations), ("file to values", files))
        for name in bare
    ]
    return Result(tuple(rows))


def our_evaluation(path: Path) -> float:
    """With the engine set up as the add-in has it."""
    return _evaluation(path, our_config("1900"), _register_ours)


def _evaluation(path: Path, config: WorkbookConfig, register: Register) -> float:
    """The seconds of the evaluation of a workbook that the engine has just loaded."""
    book = formualizer.Workbook.from_path(str(path), config=config)
    register(book)
    return stopwatch(book.evaluate_all)


def _register_ours(book: formualizer.Workbook) -> None:
    """Every function, through the layer between the engine and ours."""
    for name, function in OurFunctions().callables().items():
        book.register_function(name, function)


def _register_bare(book: formualizer.Workbook) -> None:
    book.register_function(
        "CLV",
        lambda profit, rate, years: -math.expm1(-years * math.log1p(rate)) * profit / rate,
        min_args=3,
        max_args=3,
    )


def _bare_values(path: Path, config: WorkbookConfig) -> list[Any]:
    book = formualizer.Workbook.from_path(str(path), config=config)
    _register_bare(book)
    book.evaluate_all()
    column = RangeAddress(SHEET, 1, ANSWERS, _FORMULAS, ANSWERS)
    return [cells[0] for cells in book.sheet(SHEET).get_values(column)]


def _our_values(path: Path) -> list[Any]:
    return list(evaluate_package(Package.open(path)).values[SHEET].values())
