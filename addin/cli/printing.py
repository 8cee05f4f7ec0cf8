"""Results in words and columns, as the command line prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from udfs.calling.describing import cell, examples, signature
from udfs.calling.errors import CellError
from udfs.calling.function import Function

if TYPE_CHECKING:
    from addin.sources.records import Source
    from addin.sources.trial import Trial


def answer(value: Any) -> str:
    """A single answer bare, a table tab-separated row by row."""
    if isinstance(value, list):
        return "\n".join("\t".join(map(cell, row)) for row in value)
    return cell(value)


def errors_in(value: Any) -> Iterator[CellError]:
    """The failed cells of an answer, in order."""
    if isinstance(value, CellError):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from errors_in(part)


def answer_as_json(formula: str, value: Any) -> str:
    """One line for programs."""
    import json

    failed = isinstance(value, CellError)
    line = {"formula": formula, "value": None if failed else _plain(value), "error": _plain(value) if failed else None}
    return json.dumps(line, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, CellError):
        return {"code": value.code, "message": value.message}
    return value


def source(described: Source, environment: Mapping[str, str]) -> list[str]:
    """A source of sources.toml: where it lies, what its columns are; of a password only whether it is set."""
    lines = [f"{described.name} ({described.kind}): {described.place}"]
    for name, theirs in described.columns.items():
        lines.append(f"  {name} = {' + '.join(theirs)}")
    if described.password_variable:
        lines.append(f"  password from {password_variable(described, environment)}")
    return lines


def password_variable(described: Source, environment: Mapping[str, str]) -> str:
    """The variable that holds a password, named where there is one: else somebody may have written the password."""
    if environment.get(described.password_variable):
        return f"the environment variable {described.password_variable}, which is set"
    return "an environment variable that is NOT SET: see password_from in sources.toml"


def trial(described: Source, found: Trial) -> list[str]:
    """What trying a source came to."""
    fine = ["  Nothing is wrong, as far as can be told without a workbook."]
    return [
        f"{described.name} ({described.kind}): {described.place}",
        f"  {found.rows:,} rows",
        f"  columns: {', '.join(found.headers)}",
        *(f"  {ours} = {theirs}" for ours, theirs in found.found),
        *([f"  Problem: {problem}" for problem in found.problems] or fine),
    ]


def reference(function: Function) -> str:
    """The page of one function."""
    width = max(len(argument.name) for argument in function.arguments)
    text = function.doc.partition(">>>")[0].rstrip()
    lines = [signature(function), "", text, "", "Arguments"]
    for argument in function.arguments:
        kind = argument.kind
        lines.append(f"  {argument.name:<{width}}  {argument.help} ({kind.unit}; {kind.shape.value})")
    lines += ["", f"Answer: {function.answer.unit}.", f"Source: {function.source}."]
    if shown := examples(function):
        lines += ["", "Examples", *(f"  ={formula}  gives  {result}" for formula, result in shown)]
    return "\n".join(lines)


def contents(all_functions: dict[str, Function]) -> str:
    """Every function in a line, by topic."""
    lines: list[str] = []
    topic = ""
    for function in all_functions.values():
        if function.topic != topic:
            topic = function.topic
            lines += ["", topic.capitalize()] if lines else [topic.capitalize()]
        lines += [f"  {signature(function)}", f"      {function.summary}"]
    return "\n".join(lines)
