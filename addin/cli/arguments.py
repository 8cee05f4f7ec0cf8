"""What the command line takes: each command, its options and its help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from addin.release import VERSION
from workbook_templates.catalogue import TEMPLATES


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; their `command` is the name of the command."""
    return _parser().parse_args(_with_formula_last(list(arguments)))


def _rows_file(table: str, path: str) -> tuple[str, Path]:
    """A file of rows, and the table whose place it takes."""
    return table, Path(path)


def _rows_options() -> dict[str, str]:
    """Each table of rows of the templates with the help of its option; templates may have tables of one name."""
    helps: dict[str, list[str]] = {}
    for template in TEMPLATES.values():
        for feed in template.feeds:
            helps.setdefault(feed.table, []).append(f"{template.kind}: {feed.help}")
    return {
        table: f"count the rows of this .csv, .txt or .xlsx instead of the sheet {table.capitalize()}, for this "
        f"refresh; {'; '.join(of_templates)}"
        for table, of_templates in helps.items()
    }


def _with_formula_last(words: list[str]) -> list[str]:
    """A formula may begin with a minus sign, which would be taken for an option."""
    formulas = [word for word in words[1:] if word[:1] == "-" and word not in _CALL_OPTIONS]
    if words[:1] != ["call"] or not formulas or "--" in words:
        return words
    return [*(word for word in words if word not in formulas), "--", *formulas]


_CALL_OPTIONS = ("-", "--json", "-h", "--help")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="centre-roi",
        description="What a customer contact centre is worth: formulas, template workbooks, and their refresh.",
        epilog="Exit status: 0 fine, 1 a check or formula failed, 2 refused (nothing was changed).",
    )
    parser.add_argument("--version", action="version", version=f"centre-roi {VERSION}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")

    commands.add_parser(
        "demo",
        help="filled workbooks of a made-up centre in this folder, refreshed, and what came out",
        description="Writes a filled, refreshed workbook of each template into the current folder and prints its "
        "result. It never overwrites a file: a second demo gets new names.",
    )

    new = commands.add_parser(
        "new",
        help="a blank template workbook to fill in",
        description="Writes a blank workbook of a template. It never overwrites a file.",
    )
    kinds = "; ".join(f"{kind} ({template.about})" for kind, template in TEMPLATES.items())
    new.add_argument("template", help=f"which one: {kinds}")
    new.add_argument("file", type=Path, help="where to write it, such as book.xlsx")

    refresh = commands.add_parser(
        "refresh",
        help="count the rows, recalculate the workbook, record it",
        description="Counts the workbook's rows, recalculates every formula and adds a line to its history. "
        "The old file is kept beside it as FILE.1.bak. If anything is in the way, the file stays as it was.",
    )
    refresh.add_argument("file", type=Path, help="the workbook; close it in Excel first")
    for table, help_text in _rows_options().items():
        refresh.add_argument(
            f"--{table}",
            dest="files",
            action="append",
            default=[],
            type=partial(_rows_file, table),
            metavar="FILE",
            help=help_text,
        )
    refresh.add_argument("--dry-run", action="store_true", help="show what would come out and write nothing")

    check = commands.add_parser(
        "check",
        help="every error cell and every failed check, explained",
        description="Recalculates a workbook in memory and says of each error where it began and why, and which lines "
        "of its Checks sheet are not OK. It changes nothing and works on any workbook.",
    )
    check.add_argument("file", type=Path, help="the workbook")

    call = commands.add_parser(
        "call",
        help='one formula, evaluated: centre-roi call "CLV(2400,10%%,5)"',
        description="Evaluates a formula, ours and Excel's own together. A table is printed tab-separated.",
    )
    call.add_argument("formula", help='such as "CLV(2400,10%%,5)"; - reads one formula a line from standard input')
    call.add_argument("--json", action="store_true", help="each answer as one line of JSON, for programs")

    functions = commands.add_parser(
        "functions",
        help="the functions, or one of them in full",
        description="Lists every function with its arguments; with a NAME: what it computes, from what, and where the "
        "formula comes from.",
    )
    functions.add_argument("name", nargs="?", help="such as CLV")

    export = commands.add_parser(
        "export",
        help="a copy to send: values in place of formulas, or the report as a PDF",
        description="Writes a copy of a workbook in which every formula is its value, so that anybody can open it "
        "without the add-in; or the pages of its report as a PDF, through LibreOffice.",
    )
    export.add_argument("file", type=Path, help="the workbook; it stays as it is")
    kind = export.add_mutually_exclusive_group(required=True)
    kind.add_argument("--values", action="store_true", help="values in place of formulas")
    kind.add_argument("--pdf", action="store_true", help="the pages of the report, through LibreOffice")
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="the copy's name (left out: 'FILE - values.xlsx', or 'FILE.pdf')"
    )

    sources = commands.add_parser(
        "sources",
        help="the sources of rows that you described; sources test NAME tries one",
        description="Lists the sources that your own sources.toml describes, never a password. With test NAME it "
        "connects to one and says how many rows and which columns it has, and what is wrong with their cells. It "
        "changes nothing.",
    )
    sources.set_defaults(action="")
    actions = sources.add_subparsers(metavar="ACTION", dest="action")
    test = actions.add_parser("test", help="connect to one and look at it")
    test.add_argument("name", help="its section in sources.toml")

    install = commands.add_parser(
        "install",
        help="put the add-in into Excel (Windows) or LibreOffice",
        description="Puts the add-in where your Excel loads it and points it at this Python. It needs no rights of an "
        "administrator and writes no registry key. Installing again renews it.",
    )
    install.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="write the add-in's file into this folder instead, on any system; for IT",
    )
    uninstall = commands.add_parser(
        "uninstall",
        help="take the add-in out of Excel (or LibreOffice) again",
        description="Removes the add-in's file and its configuration, which install wrote, and nothing else.",
    )
    for command in (install, uninstall):
        command.add_argument(
            "--libreoffice", action="store_true", help="the extension for LibreOffice Calc, on any system"
        )

    commands.add_parser(
        "doctor",
        help="what is installed, what is missing, what to do about it",
        description="Looks at Python, Excel, the add-in and what protects this computer, and says of each finding what "
        "to do. It changes nothing. Exit status 1 if something has to be put right.",
    )
    return parser
