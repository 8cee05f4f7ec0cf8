"""What to do about the facts: Python, xlwings, the add-in's files and whether the server starts."""

from __future__ import annotations

from collections.abc import Iterator

from addin.hosts.excel.xlwings_files import XLWINGS
from addin.install.doctor.facts import (
    AddinFile,
    AddinState,
    ConfigurationFile,
    Excel,
    Facts,
    Interpreter,
    Library,
    OnWindows,
    Start,
)
from addin.install.doctor.finding import Finding, fine, fix, note
from addin.install.doctor.libreoffice_judgement import libreoffice_findings
from addin.install.doctor.protection import protection_findings

_INSTALL = "Run: centre-roi install."
_ANTIVIRUS = "An antivirus program may be in the way: ask IT to allow it (docs/for-it.md lists files and processes)."
_WITH_THE_OTHER = "With the Python that Excel should use, run: centre-roi install."
_SLOW_START = 10.0
"""Seconds after which a user takes Excel for stuck."""


def findings(facts: Facts) -> Iterator[Finding]:
    """Every finding, in the order in which one depends on the other."""
    yield fine("centre-roi", facts.version)
    yield from _interpreter(facts.interpreter)
    if facts.windows is None:
        yield note("Excel", "the add-in exists on Windows only", "Everything else works here.")
    else:
        yield from _judge_windows(facts.windows, facts.version)
    yield from libreoffice_findings(facts.libreoffice, facts.version)


def _judge_windows(windows: OnWindows, version: str) -> Iterator[Finding]:
    yield _excel(windows.excel)
    yield _xlwings(windows.xlwings)
    for library in windows.libraries:
        yield _library(library, windows.excel)
    yield from _addin(windows.addin, version)
    yield from _configuration(windows.configuration, version)
    if windows.start is not None:
        yield _start(windows.start)
    yield from protection_findings(windows)


def _interpreter(interpreter: Interpreter) -> Iterator[Finding]:
    found = f"{interpreter.version}, {interpreter.bits}-bit, {interpreter.path}"
    yield fine("Python", found)
    for doubt in interpreter.doubts:
        yield note("Python", interpreter.path, doubt)


def _excel(excel: Excel | None) -> Finding:
    if excel is None:
        return fix(
            "Excel",
            "no desktop Excel was found",
            "Install Excel for Windows 2016 or later; Excel in the browser and Excel from the Microsoft Store may load "
            "no such add-in.",
        )
    bits = f"{excel.bits}-bit" if excel.bits else "bitness unknown"
    return fine("Excel", f"{excel.version or 'version unknown'}, {bits}, {excel.path}")


def _xlwings(version: str | None) -> Finding:
    if version == XLWINGS:
        return fine("xlwings", f"{version}, as the add-in needs it")
    found = f"{version} is installed and the add-in needs {XLWINGS}" if version else "it is not installed"
    return fix("xlwings", found, f"Run: py -m pip install xlwings=={XLWINGS}, with the Python named above. {_INSTALL}")


def _library(library: Library, excel: Excel | None) -> Finding:
    subject = f"DLL for {library.bits}-bit Excel"
    needed = excel is None or excel.bits in (None, library.bits)
    say = fix if needed else note
    if library.path is None:
        reinstall = f"Run: py -m pip install --force-reinstall xlwings=={XLWINGS}. {_INSTALL} {_ANTIVIRUS}"
        return say(subject, f"{library.name} is missing", reinstall)
    if library.fault:
        return say(subject, f"{library.path} cannot be loaded: {library.fault}", _ANTIVIRUS)
    return fine(subject, library.path)


def _addin(addin: AddinFile, version: str) -> Iterator[Finding]:
    found = f"{addin.path} {addin.state.value}"
    for_all = addin.for_all_users
    if addin.state is AddinState.CURRENT:
        yield fine("Add-in", found)
    elif addin.state is AddinState.OTHER and addin.signed and addin.version == version:
        yield fine("Add-in", f"{addin.path}, version {version}, signed")
    elif addin.state is AddinState.OTHER and addin.signed:
        remedy = f"Ask IT for a signed copy of version {version}."
        yield fix("Add-in", f"{addin.path} is of version {addin.version} and signed", remedy)
    elif addin.state is AddinState.OTHER:
        yield fix("Add-in", f"{found} ({addin.version}, and this is {version})", f"Close Excel. {_INSTALL}")
    elif addin.state is AddinState.FOREIGN:
        yield fix("Add-in", found, f"Move it away. {_INSTALL}")
    elif for_all:
        yield fine("Add-in", f"{for_all}, for all users of this computer")
    else:
        yield fix("Add-in", found, f"Close Excel. {_INSTALL}")
    yield from _rivals(addin)
    if addin.from_internet:
        yield fix(
            "Mark of the web",
            f"Windows takes {addin.path} for a file from the internet, whose macros Excel may block",
            f"Close Excel. {_INSTALL} Or right-click the file, Properties, Unblock.",
        )
    elif addin.state is not AddinState.MISSING:
        yield fine("Mark of the web", "the add-in carries none")


def _rivals(addin: AddinFile) -> Iterator[Finding]:
    for_all = addin.for_all_users
    if for_all and addin.state is not AddinState.MISSING:
        yield fix("Add-in", f"a second copy is in {for_all}", "Excel loads both: remove one. IT may have put it there.")
    for copy in addin.registered:
        yield fix(
            "Add-in",
            f"Excel is told to open another copy: {copy}",
            "Untick it: File, Options, Add-ins, Manage Excel Add-ins, Go. Two copies are in each other's way.",
        )
    for copy in addin.elsewhere:
        yield note("Add-in", f"another copy lies in {copy}", "Excel does not load it by itself; better delete it.")


def _configuration(configuration: ConfigurationFile, version: str) -> Iterator[Finding]:
    subject = "Configuration"
    content = configuration.content
    if not configuration.exists:
        yield fix(subject, f"{configuration.path} is not there", _INSTALL)
        return
    if content is None:
        yield fix(subject, f"{configuration.path} lacks a line", _INSTALL)
        return
    for path in configuration.absent:
        yield fix(subject, f"names {path}, which is not there", _WITH_THE_OTHER)
    if content.version != version:
        yield fix(subject, f"was written by version {content.version} and this is {version}", _INSTALL)
    if not configuration.absent and content.version == version:
        yield fine(subject, f"{configuration.path} names {content.python}")
    if not configuration.found_by_macros:
        yield note(
            subject,
            f"{configuration.path} has letters that are not of this Windows' language",
            "If Excel says that the file is missing, ask IT for a user folder in plain letters.",
        )
    if not configuration.names_this_python and not configuration.absent:
        yield note(
            subject,
            f"Excel uses another Python than this one: {content.python}",
            "If Excel should use this one, run: centre-roi install.",
        )


def _start(start: Start) -> Finding:
    if start.fault:
        remedy = f"Install centre-roi again in that Python, then run: centre-roi install. {_ANTIVIRUS}"
        return fix("Start", f"the Python that Excel uses cannot load centre-roi: {start.fault}", remedy)
    found = f"Excel's Python is ready in {start.seconds:.1f} s"
    if start.seconds > _SLOW_START:
        return note("Start", found, f"The first formula of a day waits that long. {_ANTIVIRUS}")
    return fine("Start", found)
