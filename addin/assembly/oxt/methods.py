"""How each function is declared to Calc: what it answers, and what becomes of its arguments before it is called."""

from __future__ import annotations

from addin.assembly.oxt.types import ANY, DOUBLE, ROWS, Method
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import Content, Shape


def answers_text(function: Function) -> bool:
    """Whether a cell of the answer is a text that formulas compare with, such as "loyal".

    Calc takes a text within rows for another text than the same one in a cell or a formula: neither `=` nor COUNTIF
    finds it. Alone it is the same, so such a function answers one cell at a time.
    """
    shapes = {argument.kind.shape for argument in function.arguments}
    return function.answer.content is Content.LABEL and function.width == 1 and shapes <= {Shape.EACH, Shape.ONE}


def method(function: Function) -> Method:
    """The declaration. Only a method that is declared to answer rows can answer several cells; one is a row of one."""
    alone = answers_text(function)
    parameters = [(argument.name, _type(argument, alone)) for argument in function.arguments]
    return Method(function.name, ANY if alone else ROWS, parameters)


def _type(argument: Argument, alone: bool) -> str:
    """`any` is a value, rows or nothing; for a `double` in an array formula, Calc calls once for each of its cells."""
    return DOUBLE if alone and argument.required and argument.kind.content is Content.NUMBER else ANY
