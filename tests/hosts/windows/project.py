"""Puts the checkout, as the wheel that a user would install, into the Windows Python."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hosts.windows import wine

CHECKOUT = Path(__file__).parents[3]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "udfs", "workbook_templates", "addin")


def install_project(root: Path) -> None:
    """Build and install the wheel, unless the installed one was built from the same files."""
    target = root / "project"
    stamp = target / "digest-of-sources"
    # A .pth file and no PYTHONPATH, since the add-in starts Python with -E.
    path_file = wine.python_home(root) / "Lib" / "site-packages" / "project.pth"
    digest = _digest()
    if path_file.is_file() and stamp.is_file() and stamp.read_text() == digest:
        return
    with tempfile.TemporaryDirectory(dir=root) as scratch:
        fresh = Path(scratch, "project")
        _pip("install", "--no-deps", "--no-compile", "--target", str(fresh), str(_wheel(Path(scratch))))
        (fresh / stamp.name).write_text(digest)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    path_file.write_text(wine.windows_path(target) + "\n")


def _files() -> list[Path]:
    found: list[Path] = []
    for source in (CHECKOUT / name for name in SOURCES):
        found += sorted(source.rglob("*")) if source.is_dir() else [source]
    return [file for file in found if file.is_file() and "__pycache__" not in file.parts]


def _digest() -> str:
    digest = hashlib.sha256()
    for file in _files():
        digest.update(f"{file.relative_to(CHECKOUT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _wheel(scratch: Path) -> Path:
    """Built from a copy: what an earlier build left in the checkout must not get in."""
    copy = scratch / "sources"
    for file in _files():
        target = copy / file.relative_to(CHECKOUT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    _pip("wheel", "--no-deps", "-w", str(scratch), str(copy))
    (wheel,) = scratch.glob("*.whl")
    return wheel


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", arguments[0], "-q", *arguments[1:]], check=True, capture_output=True)
