"""The second engine's program, compiled once for this machine: that takes seconds, to read it again none."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

_FOLDER = (".centre-roi", "compiled")
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def load_formulon() -> Any:
    """formulon, ready to compute."""
    import formulon
    import formulon._c as binding
    import wasmtime

    names: dict[str, Any] = vars(binding)
    names["wasmtime"] = _WithCompiled(wasmtime)
    try:
        formulon.eval_formula("=1")
    finally:
        names["wasmtime"] = wasmtime
    return formulon


def get_ready() -> None:
    """The engine loaded, so that what a workbook's formulas take is measured without that."""
    with suppress(Exception):  # not made for this machine, or given no memory: of several kinds
        load_formulon()


class _WithCompiled:
    """wasmtime, whose modules are read as they were compiled before."""

    def __init__(self, wasmtime: Any) -> None:
        self._wasmtime = wasmtime
        self.Module = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wasmtime, name)

    def from_file(self, engine: Any, path: str) -> Any:
        """The module of a file, compiled or read."""
        module = self._wasmtime.Module
        program = Path(path).read_bytes()
        kept = _place(program)
        if kept is not None and _is_ours(kept):
            with suppress(Exception):  # of another release or processor: it is compiled anew
                return module.deserialize_file(engine, str(kept))
        compiled = module(engine, program)
        if kept is not None:
            with suppress(OSError):
                _keep(kept, bytes(compiled.serialize()))
        return compiled


def _place(program: bytes) -> Path | None:
    """Where a compiled program is kept; nowhere for a user without a home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    digest = hashlib.sha256(f"{version('wasmtime')} {sys.platform} ".encode() + program).hexdigest()[:16]
    return home.joinpath(*_FOLDER, f"formulon-{digest}.bin")


def _is_ours(path: Path) -> bool:
    """Whether nobody else may have put the file there: what is in it will be run."""
    try:
        states = [os.lstat(path), os.lstat(path.parent)]
    except OSError:
        return False
    if sys.platform == "win32":
        return True  # a user's folder is closed to others there
    return stat.S_ISREG(states[0].st_mode) and all(
        each.st_uid == os.geteuid() and not each.st_mode & _OTHERS_MAY_WRITE for each in states
    )


def _keep(path: Path, compiled: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(compiled)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink()
        raise
