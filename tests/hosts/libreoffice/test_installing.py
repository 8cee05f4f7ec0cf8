"""install --libreoffice and uninstall with LibreOffice's own unopkg, and what its user then has in Calc."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from addin.hosts.libreoffice.identity import IDENTIFIER
from addin.install.doctor.libreoffice_office import inspect_libreoffice
from addin.install.libreoffice import LibreOffice, install, uninstall
from addin.release import VERSION
from addin.system import soffice as libreoffice_program
from tests.hosts.libreoffice.office import Office

NOBODY = 65534
"""unopkg refuses root, as which the tests may run."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A user's folder, which belongs to that user."""
    made = Path(tempfile.mkdtemp(prefix="centre-roi-user-"))
    if os.geteuid() == 0:
        os.chown(made, NOBODY, NOBODY)
    yield made
    shutil.rmtree(made)


def run_as_user(folder: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """What libreoffice_program.run does, as a user who is not root and sees the folder alone."""
    words = list(command)
    for place, word in enumerate(words):
        if word.endswith(".oxt"):
            words[place] = shutil.copy(word, folder)
    user = NOBODY if os.geteuid() == 0 else None
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(
        words,
        user=user,
        group=user,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_extension_comes_and_goes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = libreoffice_program.find()
    assert program is not None
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("HOME", str(folder))
    profile = folder / "config" / "libreoffice" / "4"
    office = LibreOffice(
        program,
        folder / ".CentreROI" / "LibreOffice.conf",
        lambda command: run_as_user(folder, command),
        (f"-env:UserInstallation={profile.as_uri()}",),
    )
    for _ in range(2):  # a second time renews it
        install(office, Path(sys.executable))
        assert IDENTIFIER in office.unopkg("list").stdout
    found = inspect_libreoffice()
    assert found is not None
    assert (found.extensions, found.python) == ((VERSION,), sys.executable)
    calc = Office(tmp_path, profile=profile)
    calc.start()
    try:
        with calc.document() as document:
            cell = document.Sheets[0].getCellRangeByName("A1")
            cell.Formula = "=ROI(3;1)"
            assert cell.Value == 2
    finally:
        calc.stop()
    if os.geteuid() == 0:  # what LibreOffice has written as root is the user's again
        for path in (profile, *profile.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    assert uninstall(office) == ["CentreROI.oxt", str(office.settings)]
    assert IDENTIFIER not in office.unopkg("list").stdout
    assert uninstall(office) == []


def test_the_wizard_knows_every_function_and_argument(office: Office) -> None:
    """Names and texts as Calc offers them."""
    from udfs.calling.registry import FUNCTIONS

    described = office.service("com.sun.star.sheet.FunctionDescriptions")
    known = {}
    for number in range(described.getCount()):
        properties = {each.Name: each.Value for each in described.getByIndex(number)}
        known[properties["Name"]] = properties
    for name, function in FUNCTIONS.items():
        assert known[name]["Description"] == function.summary
        arguments = known[name]["Arguments"]
        assert [argument.Name for argument in arguments] == [argument.name for argument in function.arguments]
        for shown, argument in zip(arguments, function.arguments, strict=True):
            assert shown.Description.startswith(argument.help)
