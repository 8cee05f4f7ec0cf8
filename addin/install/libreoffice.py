"""The extension put into LibreOffice and pointed at a Python, and taken away again."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from subprocess import CompletedProcess
from typing import Final

from addin.hosts.libreoffice.connection import settings_path
from addin.hosts.libreoffice.identity import IDENTIFIER
from addin.install.excel import Written, plain_errors, put
from addin.refusal import Refusal
from addin.release import VERSION
from addin.system import soffice as libreoffice_program

EXTENSION_NAME: Final = "CentreROI.oxt"
_DESCRIPTION: Final = "description.xml"


@dataclass(frozen=True)
class LibreOffice:
    """The LibreOffice of one user, as far as an installation has to know it."""

    program: Path
    settings: Path
    run: Callable[[Sequence[str]], CompletedProcess[str]] = libreoffice_program.run
    options: tuple[str, ...] = ()
    """Options of unopkg that name another profile than the user's own."""

    @classmethod
    def of_this_user(cls) -> LibreOffice:
        """The one that is found on this computer; a Refusal where there is none, or it would be another user's."""
        program = libreoffice_program.find()
        if program is None:
            raise Refusal(
                "LibreOffice was not found on this computer. Install it, or write the extension's file into a folder "
                "and add it by hand: centre-roi install --libreoffice --into FOLDER"
            )
        if sys.platform != "win32" and os.geteuid() == 0:
            raise Refusal(
                "LibreOffice takes no extension from root: run this as the user who will work with it. To write the "
                "extension's file into a folder: centre-roi install --libreoffice --into FOLDER"
            )
        return cls(program, settings_path())

    def unopkg(self, *arguments: str) -> CompletedProcess[str]:
        """LibreOffice's own program for extensions."""
        return self.run([str(libreoffice_program.unopkg_of(self.program)), *arguments, *self.options])


def packaged_extension() -> Path:
    """The extension of this version."""
    path = Path(str(resources.files("addin").joinpath(EXTENSION_NAME)))
    if not path.is_file():
        raise Refusal(
            f"{EXTENSION_NAME} is missing from this installation of centre-roi; install it again: "
            "pip install --force-reinstall ."
        )
    return path


def install(office: LibreOffice, interpreter: Path) -> None:
    """Tell the extension which Python to use, and put it into LibreOffice; on failure nothing is left behind."""
    before = office.settings.read_bytes() if office.settings.is_file() else None
    content = f"PYTHON={interpreter}\nVERSION={VERSION}\n".encode()
    put(Written(office.settings, content, office.settings.with_name(f".{office.settings.name}.part")))
    done = office.unopkg("add", "--force", "--suppress-license", str(packaged_extension()))
    if done.returncode:
        _restore(office.settings, before)
        raise Refusal(
            f"LibreOffice did not take the extension: {_last_words(done)} Close all its windows and try again."
        )


def install_into(folder: Path) -> Path:
    """Write the extension's file alone into any folder, over an older one of ours but over nothing else."""
    if not folder.is_dir():
        raise Refusal(f"{folder}: there is no such folder; create it first.")
    path = folder / EXTENSION_NAME
    if path.exists() and not (path.is_file() and version_of(path.read_bytes())):
        raise Refusal(
            f"{path}: is not an extension of Centre ROI, so it was left as it is. Move it away and try again."
        )
    put(Written(path, packaged_extension().read_bytes(), path.with_name(f".{EXTENSION_NAME}.part")))
    return path


def uninstall(office: LibreOffice) -> list[str]:
    """Take away what `install` brought; answers what was there."""
    removed = []
    listed = office.unopkg("list", IDENTIFIER)
    if listed.returncode == 0:
        done = office.unopkg("remove", IDENTIFIER)
        if done.returncode:
            raise Refusal(
                f"LibreOffice did not remove the extension: {_last_words(done)} Close all its windows and try again."
            )
        removed.append(EXTENSION_NAME)
    if office.settings.is_file():
        _restore(office.settings, None)
        removed.append(str(office.settings))
    return removed


def version_of(content: bytes) -> str | None:
    """The version of an extension of ours; None where a file is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            description = package.read(_DESCRIPTION).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError):
        return None
    return described_version(description)


def described_version(description: str) -> str | None:
    """The version that an extension's description.xml tells, if the extension is ours."""
    if f'<identifier value="{IDENTIFIER}"/>' not in description:
        return None
    found = re.search(r'<version value="([^"]*)"/>', description)
    return found[1] if found else None


def _restore(path: Path, content: bytes | None) -> None:
    with plain_errors(path):
        if content is not None:
            path.write_bytes(content)
            return
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def _last_words(done: CompletedProcess[str]) -> str:
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return f"{lines[-1].removeprefix('ERROR: ').rstrip('.')}." if lines else f"it ended with status {done.returncode}."
