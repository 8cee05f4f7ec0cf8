"""The command `centre-roi`."""

from __future__ import annotations

import argparse
import difflib
import io
import logging
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from addin import printing
from addin.new_file import create
from addin.refusal import Refusal
from addin.release import VERSION

FINE, FAILED, REFUSED = 0, 1, 2

_PATIENCE = 1.0
"""Seconds after which a person is told what takes so long."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(_with_formula_last(list(sys.argv[1:] if arguments is None else arguments)))
    try:
        status: int = options.command(options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stdout = None  # whoever read the output has had enough
        return FINE
    except Exception as error:
        logging.getLogger(__name__).debug("stopped", exc_info=True)
        print(f"centre-roi stopped by a fault of its own ({type(error).__name__}: {error}).", file=sys.stderr)
        print("Nothing was written. Please report it with the command and the file.", file=sys.stderr)
        if os.environ.get("CENTRE_ROI_TRACE"):
            raise
        return REFUSED
    return status


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
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    demo = commands.add_parser(
        "demo",
        help="a filled survey workbook in this folder, refreshed, and what the centre returned",
        description="Writes a filled, refreshed survey workbook into the current folder and prints the ROI. "
        "It never overwrites a file: a second demo gets a new name.",
    )
    demo.set_defaults(command=_demo)

    new = commands.add_parser(
        "new",
        help="a blank template workbook to fill in",
        description="Writes a blank workbook of a template. It never overwrites a file.",
    )
    new.add_argument("template", help="which one: survey_roi (the return of a service centre from a customer survey)")
    new.add_argument("file", type=Path, help="where to write it, such as book.xlsx")
    new.set_defaults(command=_new)

    refresh = commands.add_parser(
        "refresh",
        help="count the survey, recalculate the workbook, record it",
        description="Counts the workbook's responses, recalculates every formula and adds a line to its history. "
        "The old file is kept beside it as FILE.1.bak. If anything is in the way, the file stays as it was.",
    )
    refresh.add_argument("file", type=Path, help="the workbook; close it in Excel first")
    refresh.add_argument(
        "--responses",
        type=Path,
        metavar="FILE",
        help="count the rows of this .csv, .txt or .xlsx instead of the sheet Responses, for this refresh; "
        "the sheet Inputs says which of its headers is what",
    )
    refresh.add_argument("--dry-run", action="store_true", help="show what would come out and write nothing")
    refresh.set_defaults(command=_refresh)

    check = commands.add_parser(
        "check",
        help="every error cell and every failed check, explained",
        description="Recalculates a workbook in memory and says of each error where it began and why, and which lines "
        "of its Checks sheet are not OK. It changes nothing and works on any workbook.",
    )
    check.add_argument("file", type=Path, help="the workbook")
    check.set_defaults(command=_check)

    call = commands.add_parser(
        "call",
        help='one formula, evaluated: centre-roi call "CLV(2400,10%%,5)"',
        description="Evaluates a formula, ours and Excel's own together. A table is printed tab-separated.",
    )
    call.add_argument("formula", help='such as "CLV(2400,10%%,5)"; - reads one formula a line from standard input')
    call.add_argument("--json", action="store_true", help="each answer as one line of JSON, for programs")
    call.set_defaults(command=_call)

    functions = commands.add_parser(
        "functions",
        help="the functions, or one of them in full",
        description="Lists every function with its arguments; with a NAME: what it computes, from what, and where the "
        "formula comes from.",
    )
    functions.add_argument("name", nargs="?", help="such as CLV")
    functions.set_defaults(command=_functions)

    export = commands.add_parser(
        "export",
        help="a copy to send: values in place of formulas",
        description="Writes a copy of a workbook in which every formula is its value, so that anybody can open it "
        "without the add-in.",
    )
    export.add_argument("file", type=Path, help="the workbook; it stays as it is")
    export.add_argument("--values", action="store_true", required=True, help="values in place of formulas")
    export.add_argument("--output", type=Path, metavar="FILE", help="the copy's name (left out: 'FILE - values.xlsx')")
    export.set_defaults(command=_export)
    return parser


@contextmanager
def _step(doing: str) -> Iterator[None]:
    """Say what is being done, if it takes longer than a moment."""
    timer = threading.Timer(_PATIENCE, lambda: print(f"... {doing}", file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _demo(_: argparse.Namespace) -> int:
    from addin.demo import survey_demo  # each command loads what it needs: a formula must not wait for a refresh

    path, result = survey_demo(Path(), _step)
    print(printing.summary(result, path.name))
    print()
    print(f"{result.template.title}: ROI {printing.percent(result.after)}")
    print(f"Written: {path}")
    return FINE if result.findings.all_well else FAILED


def _new(options: argparse.Namespace) -> int:
    from workbook_templates.catalogue import TEMPLATES, workbook_bytes

    if options.template not in TEMPLATES:
        raise Refusal(f'There is no template "{options.template}"; there is: {", ".join(TEMPLATES)}.')
    if options.file.suffix.lower() != ".xlsx":
        raise Refusal(f"{options.file}: a workbook's name ends in .xlsx.")
    create(options.file, lambda stream: stream.write(workbook_bytes(options.template)))
    print(f"Written: {options.file}. Open it and start with the sheet Start.")
    return FINE


def _refresh(options: argparse.Namespace) -> int:
    from addin.refresh import refresh

    result = refresh(options.file, options.responses, dry_run=options.dry_run, step=_step)
    print(printing.summary(result, options.file.name))
    return FINE if result.findings.all_well else FAILED


def _check(options: argparse.Namespace) -> int:
    from addin.checking import findings
    from addin.workbook_file import WorkbookFile

    with _step(f"computing {options.file.name}"):
        book = WorkbookFile(options.file)
        book.recalculate()
        found = findings(book)
    for line in (*printing.findings(found), *found.kept):
        print(line)
    verdict = "nothing is wrong" if found.all_well else "see above"
    print(f"{options.file.name}: {found.formulas:,} formulas computed; {verdict}.")
    return FINE if found.all_well else FAILED


def _call(options: argparse.Namespace) -> int:
    from addin.hosts.engine import evaluate_formula

    several = options.formula == "-"
    if several and isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    formulas = (line.strip("\ufeff \t\r\n") for line in sys.stdin) if several else iter([options.formula.strip()])
    if not several and not options.formula.strip():
        raise Refusal('There is no formula; write one in quotes: centre-roi call "CLV(2400,10%,5)"')
    status = FINE
    for formula in formulas:
        if not formula:
            continue
        value = evaluate_formula(formula)
        failed = list(printing.errors_in(value))
        status = FAILED if failed else status
        if options.json:
            print(printing.answer_as_json(formula, value), flush=several)
            continue
        for error in dict.fromkeys(failed):
            print(error, file=sys.stderr, flush=True)
        if failed != [value]:
            print(printing.answer(value), flush=several)
    return status


def _functions(options: argparse.Namespace) -> int:
    from udfs import functions

    if options.name is None:
        print(printing.contents(functions))
        return FINE
    name = options.name.upper()
    if name not in functions:
        near = difflib.get_close_matches(name, functions, n=1)
        hint = f"; did you mean {near[0]}?" if near else ". See them all: centre-roi functions"
        raise Refusal(f'There is no function "{options.name}"{hint}')
    print(printing.reference(functions[name]))
    return FINE


def _export(options: argparse.Namespace) -> int:
    from addin.export import export_values, values_copy

    target = options.output or values_copy(options.file)
    with _step(f"writing {target.name}"):
        formulas, stale = export_values(options.file, target)
    print(f"Written: {target}, with values in place of {formulas:,} formulas.")
    if stale:
        print(
            f"{stale:,} of them would show something else if calculated now: the copy holds what the workbook showed "
            "last. Refresh it first to send new values.",
            file=sys.stderr,
        )
    return FINE


if __name__ == "__main__":
    sys.exit(main())
