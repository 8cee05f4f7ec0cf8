"""A LibreOffice of our own, driven through UNO: one process, its profile and its user's folder in a test's folder."""

from __future__ import annotations

import builtins
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from addin.assembly.__main__ import ROOT
from addin.release import VERSION

PROGRAM = Path("/usr/lib/libreoffice/program/soffice.bin")
UNO = Path("/usr/lib/python3/dist-packages")
"""Where Debian puts the module uno, for a Python of the same version."""
_FRESH_PROFILE = (79, 81)
"""soffice ends with this once, when it has made a profile."""
_PATIENCE = 120
_TO_START = 240.0
"""Seconds: a busy machine takes its time."""
_SETTINGS = {
    "Common/Misc": {"UseLocking": "true", "FirstRun": "false"},
    "Calc/Formula/Load": {"OOXMLRecalcMode": "1", "ODFRecalcMode": "1"},
}
"""Nothing is computed on loading, as out of the box: what is to be computed is computed hard, on demand."""


def missing() -> str:
    """What a computer lacks for these tests; uno itself is imported by those alone that run."""
    if not PROGRAM.is_file():
        return "LibreOffice is not installed; .ci/libreoffice does it (as root, on Debian)"
    if not (UNO / "uno.py").is_file():
        return "python3-uno is not installed; .ci/libreoffice does it"
    linked = re.search(rb"libpython3\.(\d+)", PROGRAM.with_name("libpyuno.so").read_bytes())
    if linked is None or int(linked[1]) != sys.version_info.minor:
        return f"python3-uno is for another Python than this one, 3.{sys.version_info.minor}"
    return ""


class Office:
    """LibreOffice with our extension; `display` gives it a window, and `profile` has the extension installed."""

    def __init__(self, folder: Path, display: str = "", profile: Path | None = None) -> None:
        self.home = folder / "home"
        self.settings = self.home / ".CentreROI" / "LibreOffice.conf"
        self.settings.parent.mkdir(parents=True)
        self._folder = folder
        self._display = display
        self._profile = profile or folder / "profile"
        self.computed_by(sys.executable)
        if profile is None:
            with zipfile.ZipFile(ROOT / "addin" / "CentreROI.oxt") as extension:
                extension.extractall(folder / "extensions" / "CentreROI.oxt")
            _write_settings(self._profile / "user" / "registrymodifications.xcu", _SETTINGS)

    def computed_by(self, python: str, *before: str) -> None:
        """From now on this Python computes, after these lines of its own; the one that did so is ended."""
        pid = self._folder / "pid"
        run = f'"{python}" "$@"'
        if before:
            lines = "; ".join((*before, "from addin.hosts.libreoffice.server import main", "main()"))
            run = f"\"{python}\" -c '{lines}'"
        starter = self._folder / "python"
        starter.write_text(f'#!/bin/sh\necho $$ >"{pid}"\nexec {run}\n', encoding="utf-8")
        starter.chmod(0o700)
        self.settings.write_text(f"PYTHON={starter}\nVERSION={VERSION}\n", encoding="utf-8")
        if pid.is_file():
            with suppress(ProcessLookupError):  # one that could not start
                os.kill(int(pid.read_text()), signal.SIGTERM)
            pid.unlink()

    def start(self) -> None:
        if str(UNO) not in sys.path:
            sys.path.append(str(UNO))
        uno = _uno()
        pipe = f"centre-roi-{uuid.uuid4().hex}"
        command = [
            *(str(PROGRAM), f"-env:UserInstallation={self._profile.as_uri()}"),
            f"-env:BUNDLED_EXTENSIONS={(self._folder / 'extensions').as_uri()}",
            *("--norestore", "--nologo", "--nodefault"),
            *([] if self._display else ["--headless", "--invisible"]),
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ]
        # A python3 of a virtual environment, found first on the path, would lead its own Python astray.
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "DISPLAY": self._display, "LANG": "C.UTF-8"}
        context = uno.getComponentContext()
        resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
        until = time.monotonic() + _TO_START
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception as error:  # noqa: BLE001 - of the bridge: there are no classes of its errors without its import
                if self._process.poll() in _FRESH_PROFILE:
                    self._process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
                if self._process.poll() is not None or time.monotonic() > until:
                    self._process.kill()
                    # Nothing may touch the bridge's own exception: it takes no attributes.
                    raise RuntimeError(
                        f"LibreOffice does not start ({error}); it ended: {self._process.wait()}"
                    ) from None
                time.sleep(0.05)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def stop(self) -> None:
        with self.patience(15), suppress(Exception):  # it may have ended, or end before it answers
            self.desktop.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def patience(self, seconds: float = _PATIENCE) -> _Patience:
        """A call that never comes back cannot be broken off but by ending LibreOffice."""
        return _Patience(self._process, seconds)

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def document(self, path: Path | None = None, **properties: Any) -> _Document:
        """A spreadsheet, closed afterwards without being saved; a new one without a path."""
        return _Document(self, path, properties)

    def load(self, path: Path | None = None, **properties: Any) -> Any:
        given = {"Hidden": not self._display, "MacroExecutionMode": 3, **properties}
        address = path.as_uri() if path else "private:factory/scalc"
        opened = self.desktop.loadComponentFromURL(address, "_blank", 0, named(given))
        assert opened is not None, f"LibreOffice did not open {path}"
        if self._display:
            # No window manager is there to do so.
            opened.CurrentController.Frame.activate()
            opened.CurrentController.Frame.ContainerWindow.setFocus()
        return opened


# Classes, since contextlib writes into exceptions that pass through, and UNO's take no writing.
class _Patience:
    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._timer = threading.Timer(seconds, process.kill)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


class _Document:
    def __init__(self, office: Office, path: Path | None, properties: Mapping[str, Any]) -> None:
        self._office, self._path, self._properties = office, path, properties
        self._patience = office.patience()

    def __enter__(self) -> Any:
        with self._office.patience():
            self._document = self._office.load(self._path, **self._properties)
        self._patience.__enter__()
        return self._document

    def __exit__(self, *_: object) -> None:
        self._patience.__exit__()
        with self._office.patience():
            self._document.close(True)


def _uno() -> Any:
    """LibreOffice's bridge, without its own `import`, which names no package that other tests find missing."""
    plain = builtins.__import__
    try:
        import uno
    finally:
        builtins.__import__ = plain
    return uno


def named(properties: Mapping[str, Any]) -> tuple[Any, ...]:
    """Properties as UNO takes them."""
    uno = _uno()
    made = []
    for name, value in properties.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def _write_settings(path: Path, settings: Mapping[str, Mapping[str, str]]) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{place}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for place, values in settings.items()
        for name, value in values.items()
    )
    path.parent.mkdir(parents=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def tool(name: str) -> str | None:
    """A program that the tests with a window need."""
    return shutil.which(name, path="/usr/bin:/bin")
