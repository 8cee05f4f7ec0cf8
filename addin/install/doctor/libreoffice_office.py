"""What is there of LibreOffice, of our extension in it, and of the Python that computes for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from addin.hosts.libreoffice.connection import read_settings, settings_path
from addin.install.doctor.facts import OnLibreOffice
from addin.install.doctor.programs import CALC_SERVER, start
from addin.install.libreoffice import EXTENSION_NAME, described_version
from addin.system import soffice as libreoffice_program


def inspect_libreoffice() -> OnLibreOffice | None:
    """Everything that concerns LibreOffice; None where none is found."""
    program = libreoffice_program.find()
    if program is None:
        return None
    path = settings_path()
    settings = read_settings(path)
    return OnLibreOffice(
        name=libreoffice_program.name_of(program),
        path=str(program),
        extensions=tuple(_extensions(program)),
        settings=str(path),
        python=settings.python if settings else None,
        start=start(settings.python, code=CALC_SERVER) if settings else None,
    )


def _extensions(program: Path) -> Iterator[str]:
    """Versions of ours among the extensions of the user and of all users."""
    shared = program.resolve().parents[1] / "share" / "uno_packages" / "cache" / "uno_packages"
    for folder in (_profile() / "user" / "uno_packages" / "cache" / "uno_packages", shared):
        for description in sorted(folder.glob(f"*/{EXTENSION_NAME}/description.xml")):
            with suppress(OSError):
                version = described_version(description.read_text(encoding="utf-8", errors="replace"))
                if version:
                    yield version


def _profile() -> Path:
    """Where LibreOffice keeps what belongs to this user."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"
