"""A workbook in formualizer with our functions registered, and how a formula is computed in it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Any

import formualizer
from formualizer import EvaluationConfig, LiteralValue, RangeAddress, WorkbookConfig

import udfs  # noqa: F401  registers the functions
from addin.cells.addresses import LAST_COLUMN, Area, column_letters
from addin.engine import array_functions, calls
from addin.engine.array_functions import repeat_text, substitute_text
from addin.engine.calls import LettersCounted, OurFunctions, fit_to_range
from addin.engine.cell_by_cell import LEFT_OUT, calling_each
from addin.engine.limits import LONGEST_TEXTS, Budget, TooMuch
from addin.engine.surroundings import EACH, FIT, OWN
from addin.formulas.parsing import Unreadable
from addin.formulas.references import absolute
from addin.refusal import Refusal

_RESULT = "CENTRE_ROI_RESULT"
"""The engine's function that hands a formula's whole answer to Python, with the number of the formula."""
_INCOMPLETE = "it is not a complete formula"


def _compute_each(
    date_system: str, name: str, arguments: Sequence[Any], lifted: Sequence[bool], combinations: list[tuple[Any, ...]]
) -> list[Any]:
    """The function's answer for each combination of its lifted arguments, in a workbook of its own."""
    book = empty_book(date_system)
    rows = len(combinations)
    varying = iter(range(2, 2 + sum(lifted)))
    column = 2 + sum(lifted)
    if combinations[0]:
        book.set_values_batch(ONLY_SHEET, 1, 2, [[_literal(cell) for cell in cells] for cells in combinations])
    texts: list[str] = []
    for argument, several in zip(arguments, lifted, strict=True):
        if several:
            texts.append(f"${column_letters(next(varying))}{{row}}")
        elif argument is LEFT_OUT:
            texts.append("")
        else:
            cells = argument if isinstance(argument, list) else [[argument]]
            book.set_values_batch(ONLY_SHEET, 1, column, [[_literal(cell) for cell in row] for row in cells])
            used = Area(1, column, len(cells), column + len(cells[0]) - 1)
            texts.append(absolute(used))
            column = used.last_column + 1
    call = f"={name}({','.join(texts)})"
    book.set_formulas_batch(ONLY_SHEET, 1, 1, [[call.format(row=row)] for row in range(1, rows + 1)])
    book.evaluate_all()
    block = book.sheet(ONLY_SHEET).get_values(RangeAddress(ONLY_SHEET, 1, 1, rows, 1))
    return [cells[0] for cells in block]


def _literal(cell: Any) -> Any:
    return LiteralValue.error(cell["kind"], "") if isinstance(cell, dict) else cell


ONLY_SHEET = "Sheet1"


def config(date_system: str) -> WorkbookConfig:
    """How the engine computes for us."""
    evaluation = EvaluationConfig()
    evaluation.date_system = date_system
    # As Excel has it, a formula refers to itself only by the cells that it really reads.
    evaluation.cycle_detection = "runtime"
    # Our functions are Python: the engine's threads would only wait for one another, which takes five times as long.
    evaluation.enable_parallel = False
    return WorkbookConfig(eval_config=evaluation)


def empty_book(date_system: str = "1900") -> formualizer.Workbook:
    """A workbook of one empty sheet."""
    book = formualizer.Workbook(config=config(date_system))
    book.set_temporal_egress("serial")
    book.add_sheet(ONLY_SHEET)
    return book


class _KnownFunctions(dict[str, bool]):
    """Whether the engine has a function by this name; asked once each."""

    def __missing__(self, name: str) -> bool:
        book = empty_book()
        try:
            book.set_formula(ONLY_SHEET, 1, 1, f"={name}()")
            value = book.evaluate_cell(ONLY_SHEET, 1, 1)
            known = not (isinstance(value, dict) and value.get("kind") == "Name")
        except Exception:  # noqa: BLE001  the engine's parser raises errors of several kinds: not even a name
            known = False
        self[name] = known
        return known


known_functions = _KnownFunctions(LET=True, LAMBDA=True)


class Book:
    """A workbook in the engine, and the one way to compute a text in it."""

    def __init__(self, book: formualizer.Workbook, date_system: str, budget: Budget | None = None) -> None:
        self.book = book
        self.budget = budget
        self.ours = OurFunctions()
        self.computed = 0
        answers = self._answers = dict[int, Any]()

        self.letters = LettersCounted(LONGEST_TEXTS)

        def keep(number: float, answer: Any) -> float:
            answers[int(number)] = answer
            return 0.0

        # Nothing registered may lead back to the book: Python does not see such a cycle and would never free it.
        book.set_temporal_egress("serial")
        for name, function in self.ours.callables().items():
            book.register_function(name, function)
        for name, function in array_functions.BY_NAME.items():
            book.register_function(f"{OWN}{name}", function)
        book.register_function("SUBSTITUTE", substitute_text, min_args=3, max_args=4, allow_override_builtin=True)
        book.register_function(FIT, self.letters.counted(fit_to_range), min_args=3, max_args=3)
        book.register_function(
            "REPT", self.letters.counted(repeat_text), min_args=2, max_args=2, allow_override_builtin=True
        )
        book.register_function(EACH, calling_each(partial(_compute_each, date_system)))
        book.register_function(_RESULT, keep, min_args=2, max_args=2)

    def has_sheet(self, name: str) -> bool:
        """Whether it has a sheet by this name, in any case."""
        return any(sheet.casefold() == name.casefold() for sheet in self.book.sheet_names)

    def raw(self, sheet: str, row: int, column: int) -> Any:
        return self.book.get_value(sheet, row, column)

    def compute(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        """The whole answer of a rewritten formula as if it stood on that sheet, and what our functions refused."""
        self.computed += 1
        self._answers.clear()
        self.ours.refused.clear()
        try:
            formualizer.parse(f"={text}")
            self.book.set_formula(sheet, 1, LAST_COLUMN, f"={_RESULT}(1,{text})")
            with self._watched():
                value = self.book.evaluate_cell(sheet, 1, LAST_COLUMN)
        except TooMuch as error:
            raise Refusal(f"Computing was broken off: {error}.") from error
        except Exception as error:  # the engine's parser raises errors of several kinds
            raise Unreadable(_engine_complaint(error)) from error
        finally:
            self.ours.forget()
            self.book.set_value(sheet, 1, LAST_COLUMN, None)
        # A name or sheet that does not exist is an error before the function is called at all.
        return calls.answer_from_engine(self._answers.get(1, value)), list(self.ours.refused)

    def compute_all(self, texts: Sequence[tuple[str, str]]) -> list[Any]:
        """The answer of each rewritten formula on its sheet, None where it cannot be read.

        Asked for one by one, each would cost a look at all formulas of the workbook.
        """
        self._answers.clear()
        cells = []
        for number, (sheet, text) in enumerate(texts, start=1):
            with suppress(Exception):  # the engine's parser raises errors of several kinds
                formualizer.parse(f"={text}")
                self.book.set_formula(sheet, number, LAST_COLUMN, f"={_RESULT}({number},{text})")
                cells.append((sheet, number, LAST_COLUMN))
        try:
            with self._watched():
                values = self.book.evaluate_cells(cells)
            failed = {number: value for (_, number, _), value in zip(cells, values, strict=True)}
            return [
                calls.answer_from_engine(self._answers.get(number, failed.get(number)))
                for number in range(1, len(texts) + 1)
            ]
        except TooMuch as error:
            raise Refusal(f"Computing was broken off: {error}.") from error
        except Exception:  # noqa: BLE001  as above: one that fails must not take the others along
            return [self._answer_or_none(text, sheet) for sheet, text in texts]
        finally:
            self.ours.forget()
            for cell in cells:
                self.book.set_value(*cell, None)

    def _answer_or_none(self, text: str, sheet: str) -> Any:
        try:
            return self.compute(text, sheet)[0]
        except Unreadable:
            return None

    def _watched(self) -> AbstractContextManager[None]:
        return self.budget.watching(self.book) if self.budget else nullcontext()


def unreadable_for_the_engine(text: str) -> str:
    """Why the engine cannot read a formula; empty where it can."""
    try:
        formualizer.parse(f"={text}")
    except formualizer.ParserError as error:
        return _engine_complaint(error)
    return ""


def _engine_complaint(error: Exception) -> str:
    return _INCOMPLETE if "end of tokens" in str(error) else "it is not a formula that Excel would take"
