"""LibreOffice as a program that converts files, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

_FRESH_PROFILE = 81
"""soffice ends with this once, when it has made a profile."""


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """A file and a format in, the converted file beside it out."""
    program = shutil.which("soffice", path="/usr/bin:/bin")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("libreoffice")

    def converted(path: Path, kind: str) -> Path:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        for _ in range(2):
            done = subprocess.run(
                [*command, "--outdir", str(path.parent), str(path)],
                env={"PATH": "/usr/bin:/bin", "HOME": str(profile)},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            if done.returncode != _FRESH_PROFILE:
                break
        target = path.with_suffix(f".{kind}")
        assert target.exists(), done.stdout + done.stderr
        return target

    return converted
