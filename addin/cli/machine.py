"""The commands for this computer: `install`, `uninstall` and `doctor`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.cli.steps import FAILED, FINE, is_terminal, say, step
from addin.refusal import Refusal

if TYPE_CHECKING:
    from addin.hosts.excel.folders import ExcelFolders

PANEL = "This computer"

commands = typer.Typer()

_ForLibreOffice = Annotated[
    bool, typer.Option("--libreoffice", help="The extension for LibreOffice Calc, on any system.")
]


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi install --libreoffice")
def install(
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar="FOLDER",
            help="Write the add-in's file into this folder instead, on any system; for IT.",
        ),
    ] = None,
    libreoffice: _ForLibreOffice = False,
) -> int:
    """Put the add-in into Excel (Windows) or LibreOffice.

    Puts the add-in where your Excel loads it and points it at this Python. It needs no rights of an administrator and
    writes no registry key. Installing again renews it.
    """
    from addin.install import excel as installation

    if libreoffice:
        return _install_in_libreoffice(into)
    if into is not None:
        path = installation.install_into(into)
        say(f"Written: {path}. Its settings are not in it: they are written on each user's machine.")
        say("Install Python and centre-roi there, and run as that user: centre-roi install")
        say("That puts this file where Excel loads it and writes %USERPROFILE%\\.CentreROI\\CentreROI.conf.")
        return FINE
    for doubt in installation.install(_excel_places("install"), Path(sys.executable)):
        say(doubt, to_errors=True)
    say("1. Start Excel, or close all its windows and start it again.")
    say("2. Look for the tab Centre ROI in the ribbon.")
    say("3. Type =CLV(2400,10%,5) into a cell: it shows 9097.888... If not, run: centre-roi doctor")
    return FINE


def _install_in_libreoffice(folder: Path | None) -> int:
    from addin.install import libreoffice as installation

    if folder is not None:
        say(f"Written: {installation.install_into(folder)}. Which Python it uses is not in it.")
        say("Where it is to work, install Python and centre-roi and run as that user: centre-roi install --libreoffice")
        return FINE
    office = installation.LibreOffice.of_this_user()
    with step("putting the extension into LibreOffice"):
        installation.install(office, Path(sys.executable))
    say("1. Start LibreOffice Calc, or close all its windows and start it again.")
    say("2. Look for the menu Centre ROI, and the buttons Refresh, Check and Explain.")
    say("3. Type =CLV(2400;10%;5) into a cell: it shows 9097.888... If not, run: centre-roi doctor")
    return FINE


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi uninstall")
def uninstall(libreoffice: _ForLibreOffice = False) -> int:
    """Take the add-in out of Excel (or LibreOffice) again.

    Removes the add-in's file and its configuration, which install wrote, and nothing else.
    """
    from addin.install import excel as installation
    from addin.install import libreoffice as libreoffice_installation

    if libreoffice:
        office = libreoffice_installation.LibreOffice.of_this_user()
        with step("taking the extension out of LibreOffice"):
            removed = libreoffice_installation.uninstall(office)
    else:
        removed = list(map(str, installation.uninstall(_excel_places("uninstall"))))
    for path in removed:
        say(f"Removed: {path}")
    if not removed:
        say("The add-in is not installed; nothing was removed.")
    return FINE


def _excel_places(command: str) -> ExcelFolders:
    from addin.hosts.excel.folders import ExcelFolders

    if sys.platform != "win32":
        raise Refusal(
            f"centre-roi {command}: Excel runs add-ins of this kind on Windows only. "
            "To write the add-in's file into a folder of this computer: centre-roi install --into FOLDER. "
            f"For LibreOffice Calc: centre-roi {command} --libreoffice"
        )
    return ExcelFolders.of_this_user()


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi doctor")
def doctor() -> int:
    """What is installed, what is missing, and what to do about it.

    Looks at Python, Excel, the add-in and what protects this computer, and says of each finding what to do. It changes
    nothing. Exit status 1 if something has to be put right.
    """
    from addin.install.doctor.finding import Weight
    from addin.install.doctor.judgement import findings
    from addin.install.doctor.machine import facts_of_this_machine

    with step("looking at this computer"):
        found = list(findings(facts_of_this_machine()))
    if is_terminal(sys.stdout):
        from addin.cli import tables

        tables.show_findings(found)
    else:
        say("\n".join(map(str, found)))
    wrong = sum(finding.weight is Weight.WRONG for finding in found)
    say(f"To put right: {wrong}, marked {Weight.WRONG.value} above." if wrong else "Nothing has to be put right.")
    return FAILED if wrong else FINE
