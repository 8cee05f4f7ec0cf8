"""Programs on this machine: the bitness of a file, a DLL that loads, the start of another Python."""

from __future__ import annotations

import ctypes
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from addin.install.doctor.facts import Start

_MACHINES = {0x14C: 32, 0x8664: 64, 0xAA64: 64}
EXCEL_SERVER = "import addin.hosts.excel.functions"
CALC_SERVER = "import addin.hosts.libreoffice.server"


def own_bits() -> int:
    """The bits (32 or 64) of the Python that runs this."""
    return struct.calcsize("P") * 8


def program_bits(path: Path) -> int | None:
    """Bitness of a Windows program or DLL by its header; None where it is no such file."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"MZ":
                return None
            stream.seek(0x3C)
            (header,) = struct.unpack("<I", stream.read(4))
            stream.seek(header)
            signature, machine = struct.unpack("<4sH", stream.read(6))
    except (OSError, struct.error):
        return None
    return _MACHINES.get(machine) if signature == b"PE\0\0" else None


def library_fault(path: Path, bits: int) -> str:
    """Why a DLL cannot be loaded; one of the other bitness is only looked at."""
    if program_bits(path) != bits:
        return f"it is not a {bits}-bit DLL"
    if sys.platform == "win32" and bits == own_bits():
        try:
            ctypes.WinDLL(str(path))
        except OSError as error:
            return str(error)
    return ""


def start(python: str, patience: float = 60, code: str = EXCEL_SERVER) -> Start:
    """Start a Python as the add-in does and load the functions."""
    if not Path(python).is_absolute():  # the system would look for it in the current folder
        return Start(0, "it does not start: it is no full path")
    began = time.perf_counter()
    command = [python, "-E", "-P", "-B", "-c", code]
    # Into a file: a pipe would be waited for until whatever the child starts has ended, too.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603 - the interpreter that the user's own configuration names
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Start(patience, f"no answer within {patience:.0f} s")
        except OSError as error:
            return Start(0, f"it does not start: {error.strerror or error}")
        seconds = time.perf_counter() - began
        if done.returncode == 0:
            return Start(seconds)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    return Start(seconds, lines[-1] if lines else f"it ended with status {done.returncode}")
