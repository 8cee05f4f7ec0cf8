"""Results in words and columns, as the command line prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from addin.checking import Findings
from addin.examples import examples
from addin.refresh import Summary
from udfs.errors import CellError
from udfs.registry import Argument, Function
from workbook_templates.record import Template

if TYPE_CHECKING:
    from addin.source_settings import Source
    from addin.source_trial import Trial

_MOST_LISTED = 20


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
    failed = isinstance(value, CellError)
    line = {"formula": formula, "value": None if failed else _plain(value), "error": _plain(value) if failed else None}
    return json.dumps(line, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, CellError):
        return {"code": value.code, "message": value.message}
    return value


def result(template: Template, value: Any) -> str:
    """What a workbook is for, as its template writes it; in words where there is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format(value, template.result_format)
    return "none yet"


def headline(result_of: Summary) -> str:
    """What came out, in a line."""
    template = result_of.template
    return f"{template.title}: {template.result_name} {result(template, result_of.after)}"


def summary(refreshed: Summary, file: str) -> str:
    """What a refresh did, for a person."""
    did = f"{file} refreshed" if refreshed.written else f"{file} would be refreshed (dry run: nothing was written)"
    template = refreshed.template
    figures = (
        ("Rows read", f"{refreshed.read:,}", ""),
        ("tallied", f"{refreshed.tallied:,}", ""),
        ("rejected", f"{refreshed.rejected:,}", "   (see the sheet Rejected)" if refreshed.rejected else ""),
        (f"{template.result_name} before", result(template, refreshed.before), ""),
        (f"{template.result_name} now", result(template, refreshed.after), ""),
    )
    width = max(len(label) for label, _, _ in figures)
    lines = [
        f"{did}, from {refreshed.source}.",
        *(f"  {label:<{width}}    {figure:>10}{hint}" for label, figure, hint in figures),
        *(f"  {line}" for line in _of_tables(refreshed)),
        *(f"  {note}" for note in refreshed.notes),
        *(f"  {line}" for line in findings(refreshed.findings)),
    ]
    return "\n".join(lines)


def _of_tables(refreshed: Summary) -> list[str]:
    """What became of the rows of each table, where there are several."""
    if len(refreshed.origins) == 1:
        return []
    of_each = ((origin.feed.table, origin.counts) for origin in refreshed.origins)
    return [
        f"{table}: {counts.read:,} read, {counts.tallied:,} tallied, {counts.rejected:,} rejected."
        for table, counts in of_each
    ]


def findings(found: Findings) -> list[str]:
    """Errors and checks, the worst first."""
    lines = [str(origin) for origin in found.errors[:_MOST_LISTED]]
    if len(found.errors) > _MOST_LISTED:
        lines.append(f"and {len(found.errors) - _MOST_LISTED:,} more places where errors begin.")
    lines += [f"Check failed: {check}" for check in found.failed]
    lines += [f"{check.result} [{check.name}]" for check in found.warnings]
    passed = sum(check.is_ok for check in found.checks)
    if found.checks:
        lines.append(f"Checks: {passed} of {len(found.checks)} OK.")
    if found.without_data:
        cells = "cell shows" if found.without_data == 1 else "cells show"
        lines.append(f"{found.without_data:,} {cells} #N/A on purpose, where NA() stands for no data.")
    return lines


def checked(found: Findings, file: str) -> list[str]:
    """What a check found, and its verdict."""
    verdict = "nothing is wrong" if found.all_well else "see above"
    return [*findings(found), *found.kept, f"{file}: {found.formulas:,} formulas computed; {verdict}."]


def source(described: Source, environment: Mapping[str, str]) -> list[str]:
    """A source of sources.toml: where it lies, what its columns are; of a password only whether it is set."""
    lines = [f"{described.name} ({described.kind}): {described.place}"]
    for name, theirs in described.columns.items():
        lines.append(f"  {name} = {' + '.join(theirs)}")
    if described.password_from:
        state = "set" if environment.get(described.password_from) else "NOT SET"
        lines.append(f"  password from the environment variable {described.password_from}, which is {state}")
    return lines


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


def stale(formulas: int) -> str:
    """Of a copy of values: how many of them are old."""
    return (
        f"{formulas:,} of the formulas would show something else if calculated now: the copy holds what the workbook "
        "showed last. Refresh it first to send new values."
    )


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
