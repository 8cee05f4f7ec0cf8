"""The answers of `centre-roi call`: a formula from the command line, or many from standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from addin.cells.text import one_line
from addin.cli.steps import FAILED, FINE, say
from addin.refusal import Refusal
from addin.system.memory import freeze_loaded

JSON: Final = "--json"


def plain_formula(words: Sequence[str]) -> tuple[str, bool] | None:
    """The one formula among the words behind `call`, and whether JSON is asked for; None for anything less plain."""
    formulas = [word for word in words if word != JSON]
    if len(formulas) != 1 or (formulas[0].startswith("-") and formulas[0] != "-"):
        return None
    return formulas[0], len(words) > 1


def answer_formula(formula: str, as_json: bool) -> int:
    """Print the answer; of "-", one for each line of standard input."""
    if formula == "-":
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        return _print_answers((line.strip("\ufeff \t\r\n") for line in sys.stdin), as_json)
    if not formula.strip():
        raise Refusal('There is no formula; write one in quotes: centre-roi call "CLV(2400,10%,5)"')
    return _print_answers([formula.strip()], as_json)


def _print_answers(formulas: Iterable[str], as_json: bool) -> int:
    """Each answer as soon as it is there; an error is told, and the next formula taken."""
    with freeze_loaded():
        from addin.cli import printing
        from addin.engine.single_formula import evaluate_formula

    status = FINE
    for formula in filter(None, formulas):
        value = evaluate_formula(formula)
        failed = list(printing.errors_in(value))
        status = FAILED if failed else status
        if as_json:
            print(printing.answer_as_json(formula, value), flush=True)
            continue
        for error in dict.fromkeys(failed):
            say(one_line(str(error)), to_errors=True)
        if failed != [value]:
            print(printing.answer(value), flush=True)
    return status
