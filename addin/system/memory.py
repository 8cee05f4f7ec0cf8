"""How much memory this process holds, and when Python looks through it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RESIDENT = Path("/proc/self/statm")
_STATUS = Path("/proc/self/status")
_WORKING_SET = 1
_COMMITTED = 6
"""PagefileUsage: what the limit of a job counts."""


def memory_held() -> int:
    """Bytes in memory now; where the system does not tell, the most there ever were."""
    if sys.platform == "win32":
        return _counter_on_windows(_WORKING_SET)
    import resource

    try:
        return int(_RESIDENT.read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


@contextmanager
def pause_collector() -> Iterator[None]:
    """The collector of cycles rests: of millions of cells that come at once it would walk through all, repeatedly."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def private_memory() -> int:
    """Bytes of this process alone, written to or not, as the system's limit counts them; 0 where it does not tell."""
    if sys.platform == "win32":
        return _counter_on_windows(_COMMITTED)
    try:
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), 0)


def _counter_on_windows(counter: int) -> int:
    """One of PROCESS_MEMORY_COUNTERS, which lie behind two numbers of 32 bits and are of the pointer's size."""
    import ctypes

    counters = (ctypes.c_size_t * 10)()
    loader = getattr(ctypes, "windll")  # noqa: B009 - it exists on Windows only, and the type checker knows
    process = loader.kernel32.GetCurrentProcess
    process.restype = ctypes.c_void_p
    ask = loader.kernel32.K32GetProcessMemoryInfo
    ask.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32]
    first = 1 if ctypes.sizeof(ctypes.c_size_t) == 8 else 2
    return counters[first + counter] if ask(process(), ctypes.byref(counters), ctypes.sizeof(counters)) else 0


@contextmanager
def freeze_loaded() -> Iterator[None]:
    """What is loaded stays: the collector of cycles walks through it neither now nor later."""
    with pause_collector():
        yield
        gc.freeze()
