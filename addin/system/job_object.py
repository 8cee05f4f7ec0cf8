"""Windows' job objects: processes that end with the one that started them, and limits on what one may take."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Any

_EXTENDED_LIMITS = 9
_PROCESS_TIME = 0x0000_0002
_PROCESS_MEMORY = 0x0000_0100
_DIE_ON_UNHANDLED_EXCEPTION = 0x0000_0400
"""No window that says so, which nobody would close."""
_KILL_ON_CLOSE = 0x0000_2000
_ENDING_AND_LIMITING = 0x0001 | 0x0100
"""PROCESS_TERMINATE and PROCESS_SET_QUOTA: the rights that a job needs to a process."""
_TICKS_A_SECOND = 10_000_000


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("smallest_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("most_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("input_and_output", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Job:
    """A job of this process's own. Where Windows makes none, for want of rights, it limits nothing."""

    def __init__(self) -> None:
        self._handle = _call("CreateJobObjectW", ctypes.c_void_p, None, None)

    def hold(self, process: int) -> bool:
        """That process, by its number, is of the job from now on; whether it could be."""
        opened = _call(
            "OpenProcess", ctypes.c_void_p, ctypes.c_uint32(_ENDING_AND_LIMITING), ctypes.c_int(0), _number(process)
        )
        if not (self._handle and opened):
            return False
        held = _call("AssignProcessToJobObject", ctypes.c_int, _handle(self._handle), _handle(opened))
        _call("CloseHandle", ctypes.c_int, _handle(opened))
        return bool(held)

    def limit(self, *, memory: int = 0, seconds: float = 0, ends_with_us: bool = False) -> bool:
        """Bytes that a process of the job may hold and seconds that it may compute, 0 for any; whether it is so.

        With `ends_with_us` its processes are ended when this one ends, or forgets the job.
        """
        limits = _Limits()
        if memory:
            limits.flags |= _PROCESS_MEMORY
            limits.process_memory = memory
        if seconds:
            limits.flags |= _PROCESS_TIME
            limits.process_time = int(seconds * _TICKS_A_SECOND)
        if ends_with_us:
            limits.flags |= _KILL_ON_CLOSE
        if limits.flags:
            limits.flags |= _DIE_ON_UNHANDLED_EXCEPTION
        size = ctypes.c_uint32(ctypes.sizeof(limits))
        kind = ctypes.c_int(_EXTENDED_LIMITS)
        job = _handle(self._handle)
        return bool(_call("SetInformationJobObject", ctypes.c_int, job, kind, ctypes.byref(limits), size))

    def close(self) -> None:
        """Forget the job."""
        if self._handle:
            _call("CloseHandle", ctypes.c_int, _handle(self._handle))
            self._handle = None


@cache
def own_job() -> Job:
    """The job that holds this process alone."""
    job = Job()
    job.hold(os.getpid())
    return job


def _call(name: str, answers: Any, *arguments: Any) -> Any:
    loader = getattr(ctypes, "windll")  # noqa: B009 - it exists on Windows only, and the type checker knows
    function = loader.kernel32[name]  # by its index: a function of this module's own, whose kind no other code sets
    function.restype = answers
    return function(*arguments)


def _handle(number: int | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(number)


def _number(process: int) -> ctypes.c_uint32:
    return ctypes.c_uint32(process)
