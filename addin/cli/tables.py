"""Lists as tables, for a terminal; elsewhere they are the plain lines of `printing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from addin.cli.printing import password_variable
from udfs.calling.describing import signature

if TYPE_CHECKING:
    from addin.install.doctor.finding import Finding
    from addin.sources.records import Source
    from udfs.calling.function import Function

_STYLES: Final = {"ok": "green", "note": "yellow", "FIX": "bold red"}


def show_functions(all_functions: Iterable[Function]) -> None:
    """Every function in a row, a table for each topic."""
    console = Console()
    for topic, functions in groupby(all_functions, key=lambda function: function.topic):
        table = _table(topic.capitalize(), "Function", "What it answers")
        for function in functions:
            table.add_row(Text(signature(function), style="bold"), Text(function.summary))
        console.print(table)
    console.print(Text("One of them in full: centre-roi functions NAME"))


def show_sources(described: Iterable[Source], environment: Mapping[str, str]) -> None:
    """The sources of sources.toml; of a password only whether it is set."""
    table = _table("Sources of rows", "Name", "Kind", "Where", "Columns", "Password")
    for source in described:
        password = password_variable(source, environment) if source.password_variable else ""
        columns = "\n".join(f"{ours} = {' + '.join(theirs)}" for ours, theirs in source.columns.items())
        table.add_row(*map(Text, (source.name, source.kind, str(source.place), columns, password)))
    Console().print(table)


def show_findings(found: Iterable[Finding]) -> None:
    """What the doctor found, and what to do where it is not fine."""
    table = _table("This computer", "", "What", "Found", "What to do")
    for finding in found:
        weight = finding.weight.value
        words = map(Text, (finding.subject, finding.found, finding.remedy))
        table.add_row(Text(weight, style=_STYLES[weight]), *words)
    Console().print(table)


def _table(title: str, *headers: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for header in headers:
        table.add_column(header, overflow="fold")
    return table
