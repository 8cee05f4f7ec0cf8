"""The lock files of Excel and LibreOffice: who has a workbook open, and how to clear a stale one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_LONGEST = 1024
_EXCEL_NAME = slice(57, 165)


def foreign_lock(path: Path) -> str:
    """Why the workbook may not be touched now, or "" where nobody has it open."""
    for program, name, owner in (
        ("Excel", f"~${path.name}", _excel_owner),
        ("LibreOffice", f".~lock.{path.name}#", _libreoffice_owner),
    ):
        lock = path.with_name(name)
        try:
            with open(lock, "rb", opener=_open_at_once) as stream:
                data = stream.read(_LONGEST)
        except FileNotFoundError:
            continue
        except OSError as error:  # Excel keeps its own open, and may not share it
            if error.errno == errno.ENAMETOOLONG:  # no program can have made it
                continue
            data = b""
        who = owner(data)
        by = f" by {who}" if who else ""
        return (
            f"is open in {program}{by}. Save and close it there. If nobody has it open (the program crashed), delete "
            f"the file {name} beside the workbook."
        )
    return ""


def _open_at_once(path: str, flags: int) -> int:
    """Without waiting, if it is a pipe, for somebody who writes into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _excel_owner(data: bytes) -> str:
    """The user name stands twice: after its length in one byte, and at 55 after two bytes in UTF-16."""
    if len(data) < _EXCEL_NAME.stop:
        return ""
    length = int.from_bytes(data[55:57], "little")
    return _printable(data[_EXCEL_NAME][: 2 * length].decode("utf-16-le", "replace"))


def _libreoffice_owner(data: bytes) -> str:
    """A comma-separated line: name, login, host, time, profile folder."""
    fields = [_printable(field) for field in data.decode("utf-8", "replace").split(",")]
    if len(fields) < 4:
        return ""
    name, login, host, since = fields[:4]
    at = f" on {host}" if host else ""
    return f"{name or login or 'someone'}{at} since {since}"


def _printable(text: str) -> str:
    """A stranger's text in our message: short, and without control characters."""
    return "".join(letter for letter in text if letter.isprintable() and letter != "\ufffd").strip()[:60]
