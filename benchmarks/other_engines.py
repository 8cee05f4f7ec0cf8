"""The same workbook in the other engines written for Python, formulas and pycel, with our function in each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from benchmarks.customers import ANSWERS, SHEET, customers
from benchmarks.engine import our_evaluation
from benchmarks.measuring import Limit, Result, Row, Timing, each_time, interleaved, stopwatch
from benchmarks.rivals import rival
from udfs.calling.call import call
from udfs.calling.registry import FUNCTIONS

_FORMULAS = 2_000
_ROUNDS = 5
_LIMIT = Limit(20, faster=True)
_PLUGIN = "centre_roi_functions_for_pycel"


class _Engine:
    """A contestant of two steps, each timed: to load the file, and to evaluate what was loaded."""

    def __init__(self, load: Callable[[], Any], evaluate: Callable[[Any], object]) -> None:
        self._load = load
        self._evaluate = evaluate
        self._spent: list[tuple[float, float]] = []

    def __call__(self) -> float:
        loaded: list[Any] = []
        loading = stopwatch(lambda: loaded.append(self._load()))
        evaluating = stopwatch(lambda: self._evaluate(loaded.pop()))
        self._spent.append((loading, evaluating))
        return loading + evaluating

    def steps(self) -> tuple[Timing, Timing]:
        """Loading and evaluating in the rounds that count."""
        loading, evaluating = zip(*self._spent[-_ROUNDS:], strict=True)
        return Timing(loading), Timing(evaluating)


def measure() -> Result:
    """Small workbook, few rounds: both are slow, and pycel's time grows with the square of the formulas."""
    with customers(_FORMULAS) as path:
        engines = {"formulas": _formulas(path), "pycel": _pycel(path)}
        timings = interleaved(
            {
                "our file": each_time(lambda: evaluate_package(Package.open(path))),
                "our evaluation": partial(our_evaluation, path),
                **engines,
            },
            _ROUNDS,
        )
    ours = timings["our file"]
    rows: list[Row] = []
    notes = [f"ours: {_each(ours)} us a formula from file to values."]
    for name, engine in engines.items():
        loading, evaluating = engine.steps()
        what = f"{_FORMULAS:,} CLV formulas"
        rows.append(Row(f"{what}, evaluation", timings["our evaluation"], name, evaluating, _LIMIT))
        rows.append(Row(f"{what}, file to values", ours, name, timings[name], _LIMIT))
        notes.append(
            f"{name}: {_each(timings[name])} us a formula; it loads in {loading.median:.2f} s and evaluates in "
            f"{evaluating.median:.2f} s."
        )
    return Result(tuple(rows), tuple(notes))


def _each(timing: Timing) -> str:
    return f"{timing.median / _FORMULAS * 1e6:,.0f}"


def _formulas(path: Path) -> _Engine:
    """A function is put into the package's own table; `wrap_ufunc` hands it the numbers of the ranges."""
    os.environ["TQDM_DISABLE"] = "1"
    formulas = rival("formulas")
    formulas.get_functions()["CLV"] = rival("formulas.functions").wrap_ufunc(partial(call, FUNCTIONS["CLV"]))
    expected = _expected(path)

    def evaluate(model: Any) -> None:
        solution = model.calculate()
        answer = solution[f"'[{path.name}]{SHEET.upper()}'!D{_FORMULAS}"].value[0, 0]
        assert abs(answer / expected - 1) < 1e-12

    return _Engine(lambda: formulas.ExcelModel().loads(str(path)).finish(), evaluate)


def _pycel(path: Path) -> _Engine:
    """A function is found by its name in small letters in a module that is named as a plugin."""
    pycel = rival("pycel")
    plugin = ModuleType(_PLUGIN)
    plugin.clv = partial(call, FUNCTIONS["CLV"])  # type: ignore[attr-defined]
    sys.modules[_PLUGIN] = plugin
    expected = _expected(path)

    def evaluate(model: Any) -> None:
        answers = [model.evaluate(f"{SHEET}!D{row}") for row in range(1, _FORMULAS + 1)]
        assert abs(answers[-1] / expected - 1) < 1e-12

    return _Engine(lambda: pycel.ExcelCompiler(filename=str(path), plugins=[_PLUGIN]), evaluate)


def _expected(path: Path) -> float:
    value = evaluate_package(Package.open(path)).values[SHEET][_FORMULAS, ANSWERS]
    assert isinstance(value, float)
    return value
