"""The function reference, generated: a page for readers of the project, and the page behind the ribbon's Help."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from udfs.calling.describing import examples, signature
from udfs.calling.function import Argument, Function
from udfs.calling.registry import FUNCTIONS

_GENERATED = "Generated from the registry of functions by `python -m addin.assembly`; do not edit."

_STYLE = """\
body { font: 16px/1.5 Calibri, "Segoe UI", sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { line-height: 1.2; } h3 { margin-top: 2em; } pre { white-space: pre-wrap; font: inherit; }
code { font-family: Consolas, monospace; } table { border-collapse: collapse; }
td, th { text-align: left; vertical-align: top; padding: .2em 1em .2em 0; border-bottom: 1px solid #ccc; }"""

_INTRODUCTION = (
    "A function takes a cell, a range or a whole column. A bad row shows its own error and the others compute. "
    "Select a cell that shows an error and press Explain on the tab Centre ROI: it names the function, the argument, "
    "the rule, the value and the fix. Arguments in square brackets may be left out."
)


def markdown() -> str:
    """docs/functions.md."""
    lines = [f"<!-- {_GENERATED} -->", "# The functions", "", _INTRODUCTION]
    for topic, described in _topics():
        lines += ["", f"## {topic}"]
        for function in described:
            lines += [
                "",
                f"### {function.name}",
                "",
                f"`={signature(function)}`",
                "",
                "```text",
                _text(function),
                "```",
            ]
            lines += ["", "| argument | what it is | holds |", "|---|---|---|"]
            lines += [f"| `{a.name}` | {a.help} | {_holds(a)} |".replace("\n", " ") for a in function.arguments]
            lines += ["", f"Answer: {function.answer.unit}. Source: {function.source}."]
            if shown := examples(function):
                lines += ["", "| formula | gives |", "|---|---|"]
                lines += [f"| `={formula}` | {result} |" for formula, result in shown]
    return "\n".join(lines) + "\n"


def html() -> str:
    """addin/help.html, complete in itself: it is opened without a network."""
    lines = [
        "<!DOCTYPE html>",
        f"<!-- {_GENERATED} -->",
        f'<html lang="en"><head><meta charset="utf-8"><title>Centre ROI: the functions</title><style>{_STYLE}</style>',
        f"</head><body><h1>Centre ROI: the functions</h1><p>{escape(_INTRODUCTION)}</p>",
    ]
    for topic, described in _topics():
        links = ", ".join(f'<a href="#{function.name}">{function.name}</a>' for function in described)
        lines.append(f"<p><b>{escape(topic)}</b>: {links}</p>")
    for topic, described in _topics():
        lines.append(f"<h2>{escape(topic)}</h2>")
        for function in described:
            lines += _section(function)
    lines.append("</body></html>")
    return "\n".join(lines) + "\n"


def _section(function: Function) -> Iterator[str]:
    yield f'<h3 id="{function.name}">{function.name}</h3>'
    yield f"<p><code>={escape(signature(function))}</code></p><pre>{escape(_text(function))}</pre><table>"
    for argument in function.arguments:
        yield (
            f"<tr><td><code>{argument.name}</code></td><td>{escape(argument.help)}</td>"
            f"<td>{escape(_holds(argument))}</td></tr>"
        )
    yield f"</table><p>Answer: {escape(function.answer.unit)}. Source: {escape(function.source)}.</p>"
    if shown := examples(function):
        rows = (
            f"<tr><td><code>={escape(formula)}</code></td><td>{escape(result)}</td></tr>" for formula, result in shown
        )
        yield f"<table>{''.join(rows)}</table>"


def _topics() -> Iterator[tuple[str, list[Function]]]:
    for topic, described in groupby(FUNCTIONS.values(), lambda function: function.topic):
        yield topic.capitalize(), list(described)


def _text(function: Function) -> str:
    return function.doc.partition(">>>")[0].rstrip()


def _holds(argument: Argument) -> str:
    return f"{argument.kind.unit}; {argument.kind.shape.value}"
