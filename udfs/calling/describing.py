"""The examples in a function's docstring, written as a workbook formula."""

from __future__ import annotations

import ast
from typing import Any

from udfs.calling.errors import CellError
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import Shape


def examples(function: Function) -> list[tuple[str, str]]:
    """Formula and printed answer of each example that is one expression."""
    import doctest  # takes as long to load as a formula takes to be computed, which needs no examples

    found = []
    by_row = any(argument.kind.shape is Shape.ROWS for argument in function.arguments)
    for example in doctest.DocTestParser().get_examples(function.doc):
        try:
            expression = ast.parse(example.source.strip(), mode="eval").body
            found.append((_formula(expression, ", " if by_row else "; "), ast.literal_eval(example.want)))
        except (SyntaxError, ValueError):
            continue  # several statements, or several answers
    return [(formula, _display_answer(answer)) for formula, answer in found if isinstance(answer, (int, float, str))]


def _formula(node: ast.expr, between: str) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return f"{name.upper()}({', '.join(_formula(argument, between) for argument in arguments)})"
        case ast.List(elts=items):
            return "{" + between.join(_formula(item, between) for item in items) + "}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{_formula(operand, between)}"
        case ast.Constant(value=str(text)):
            return '"' + text.replace('"', '""') + '"'
        case ast.Constant(value=int() | float()):
            return ast.unparse(node)
    raise ValueError(ast.unparse(node))


def _display_answer(answer: float | str) -> str:
    return f"{answer:.15g}" if isinstance(answer, float) else str(answer)


def signature(function: Function) -> str:
    """The function as it is typed; optional arguments in brackets."""
    return f"{function.name}({', '.join(map(_argument, function.arguments))})"


def _argument(argument: Argument) -> str:
    if argument.required:
        return argument.name
    if argument.default is None:
        return f"[{argument.name}]"
    default = f'"{argument.default}"' if isinstance(argument.default, str) else cell(argument.default)
    return f"[{argument.name}={default}]"


def cell(value: Any) -> str:
    """One answer with every digit."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
