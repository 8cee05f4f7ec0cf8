"""The command `centre-roi`."""

from __future__ import annotations

import difflib
import io
import logging
import os
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from addin.actions import wording
from addin.cli import printing
from addin.cli.arguments import parsed
from addin.refusal import Refusal
from addin.system.new_file import create

if TYPE_CHECKING:
    from addin.hosts.excel.places import Places

FINE, FAILED, REFUSED = 0, 1, 2

_READING = ("refresh", "check", "export")
"""The commands that are given workbooks of others."""

_PATIENCE = 1.0
"""Seconds after which a person is told what takes so long."""


def program() -> int:
    """The command as a program."""
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run one command; what reads workbooks of others does so in a guarded process."""
    if not arguments or arguments[0] not in _READING:
        return main(arguments)
    from addin.cli.guard import guarded

    try:
        return guarded(lambda: main(arguments), [Path(word) for word in arguments[1:] if not word.startswith("-")])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _COMMANDS[options.command](options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return REFUSED
    except MemoryError:
        print("The file needs more memory than it is given; nothing was changed. Make it smaller.", file=sys.stderr)
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


def _demo(_: Namespace) -> int:
    from addin.actions.demo import DEMOS  # each command loads what it needs: a formula must not wait for a refresh

    written = [demo.write(Path(), _step) for demo in DEMOS]
    for path, result in written:
        print(wording.summary(result, path.name))
        print()
    for path, result in written:
        print(wording.headline(result))
        print(f"Written: {path}")
    return FINE if all(result.findings.all_well for _, result in written) else FAILED


def _new(options: Namespace) -> int:
    from workbook_templates.catalogue import TEMPLATES, workbook_bytes

    if options.template not in TEMPLATES:
        raise Refusal(f'There is no template "{options.template}"; there is: {", ".join(TEMPLATES)}.')
    if options.file.suffix.lower() != ".xlsx":
        raise Refusal(f"{options.file}: a workbook's name ends in .xlsx.")
    create(options.file, lambda stream: stream.write(workbook_bytes(options.template)))
    print(f"Written: {options.file}. Open it and start with the sheet Start.")
    return FINE


def _refresh(options: Namespace) -> int:
    from addin.actions.refresh import refresh

    files = dict(options.files)
    for table in files:
        if [named for named, _ in options.files].count(table) > 1:
            raise Refusal(f"--{table} takes one file; put the rows of the others into it, below one header.")
    result = refresh(options.file, files, dry_run=options.dry_run, step=_step)
    print(wording.summary(result, options.file.name))
    return FINE if result.findings.all_well else FAILED


def _check(options: Namespace) -> int:
    from addin.actions.checking import findings
    from addin.workbook.file import WorkbookFile

    with _step(f"computing {options.file.name}"):
        book = WorkbookFile(options.file)
        book.recalculate()
        found = findings(book)
    print("\n".join(wording.checked(found, options.file.name)))
    return FINE if found.all_well else FAILED


def _call(options: Namespace) -> int:
    from addin.engine.single_formula import evaluate_formula

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


def _functions(options: Namespace) -> int:
    from udfs import FUNCTIONS

    if options.name is None:
        print(printing.contents(FUNCTIONS))
        return FINE
    name = options.name.upper()
    if name not in FUNCTIONS:
        near = difflib.get_close_matches(name, FUNCTIONS, n=1)
        hint = f"; did you mean {near[0]}?" if near else ". See them all: centre-roi functions"
        raise Refusal(f'There is no function "{options.name}"{hint}')
    print(printing.reference(FUNCTIONS[name]))
    return FINE


def _export(options: Namespace) -> int:
    from addin.actions.export import export_values, values_copy
    from addin.actions.pdf import export_pdf, pdf_beside

    target = options.output or (pdf_beside if options.pdf else values_copy)(options.file)
    with _step(f"writing {target.name}"):
        if options.pdf:
            pages, stale = export_pdf(options.file, target)
            print(f"Written: {target}, with {', '.join(pages)}.")
        else:
            formulas, stale = export_values(options.file, target)
            print(f"Written: {target}, with values in place of {formulas:,} formulas.")
    if stale:
        print(wording.stale(stale), file=sys.stderr)
    return FINE


def _sources(options: Namespace) -> int:
    from addin.sources.settings import default_path, find_source, read_sources

    if options.action == "test":
        from addin.sources.trial import try_source

        source = find_source(options.name)
        with _step(f"asking source {source.name}"):
            trial = try_source(source)
        print("\n".join(printing.trial(source, trial)))
        return FAILED if trial.problems else FINE
    sources = read_sources()
    for source in sources.values():
        print("\n".join(printing.source(source, os.environ)))
    if not sources:
        print(f"There are no sources yet. Describe them in {default_path()}; docs/sources.md shows how.")
    return FINE


def _install(options: Namespace) -> int:
    from addin.install import excel as installation

    if options.libreoffice:
        return _install_in_libreoffice(options.into)
    if options.into is not None:
        path = installation.install_into(options.into)
        print(f"Written: {path}. Its settings are not in it: they are written on each user's machine.")
        print("Install Python and centre-roi there, and run as that user: centre-roi install")
        print("That puts this file where Excel loads it and writes %USERPROFILE%\\.CentreROI\\CentreROI.conf.")
        return FINE
    for doubt in installation.install(_excel_places("install"), Path(sys.executable)):
        print(doubt, file=sys.stderr)
    print("1. Start Excel, or close all its windows and start it again.")
    print("2. Look for the tab Centre ROI in the ribbon.")
    print("3. Type =CLV(2400,10%,5) into a cell: it shows 9097.888... If not, run: centre-roi doctor")
    return FINE


def _install_in_libreoffice(folder: Path | None) -> int:
    from addin.install import libreoffice as installation

    if folder is not None:
        print(f"Written: {installation.install_into(folder)}. Which Python it uses is not in it.")
        print(
            "Where it is to work, install Python and centre-roi and run as that user: centre-roi install --libreoffice"
        )
        return FINE
    office = installation.LibreOffice.of_this_user()
    with _step("putting the extension into LibreOffice"):
        installation.install(office, Path(sys.executable))
    print("1. Start LibreOffice Calc, or close all its windows and start it again.")
    print("2. Look for the menu Centre ROI, and the buttons Refresh, Check and Explain.")
    print("3. Type =CLV(2400;10%;5) into a cell: it shows 9097.888... If not, run: centre-roi doctor")
    return FINE


def _uninstall(options: Namespace) -> int:
    from addin.install import excel as installation
    from addin.install import libreoffice as libreoffice_installation

    if options.libreoffice:
        office = libreoffice_installation.LibreOffice.of_this_user()
        with _step("taking the extension out of LibreOffice"):
            removed = libreoffice_installation.uninstall(office)
    else:
        removed = list(map(str, installation.uninstall(_excel_places("uninstall"))))
    for path in removed:
        print(f"Removed: {path}")
    if not removed:
        print("The add-in is not installed; nothing was removed.")
    return FINE


def _excel_places(command: str) -> Places:
    from addin.hosts.excel.places import Places

    if sys.platform != "win32":
        raise Refusal(
            f"centre-roi {command}: Excel runs add-ins of this kind on Windows only. "
            "To write the add-in's file into a folder of this computer: centre-roi install --into FOLDER. "
            f"For LibreOffice Calc: centre-roi {command} --libreoffice"
        )
    return Places.of_this_user()


def _doctor(_: Namespace) -> int:
    from addin.install.doctor.finding import Weight
    from addin.install.doctor.judgement import findings
    from addin.install.doctor.machine import facts_of_this_machine

    with _step("looking at this computer"):
        found = list(findings(facts_of_this_machine()))
    for finding in found:
        print(finding)
    wrong = sum(finding.weight is Weight.WRONG for finding in found)
    print(f"To put right: {wrong}, marked {Weight.WRONG.value} above." if wrong else "Nothing has to be put right.")
    return FAILED if wrong else FINE


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "demo": _demo,
    "new": _new,
    "refresh": _refresh,
    "check": _check,
    "call": _call,
    "functions": _functions,
    "export": _export,
    "sources": _sources,
    "install": _install,
    "uninstall": _uninstall,
    "doctor": _doctor,
}
