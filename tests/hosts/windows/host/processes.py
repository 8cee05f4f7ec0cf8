"""The Pythons that this program has started: a test ends one to see what happens to a server that is gone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from ctypes import wintypes

SNAPSHOT_OF_PROCESSES = 2
TERMINATE, SYNCHRONIZE = 0x0001, 0x00100000
WAIT = 5000
#: Wine's own services can be descendants too, and everything ends with them.
OF_A_SERVER = ("python.exe", "pythonw.exe", "cmd.exe")

kernel = ctypes.WinDLL("kernel32")
kernel.CreateToolhelp32Snapshot.restype = kernel.OpenProcess.restype = wintypes.HANDLE
for name in ("Process32FirstW", "Process32NextW", "CloseHandle", "TerminateProcess", "WaitForSingleObject"):
    getattr(kernel, name).argtypes = [wintypes.HANDLE, *([ctypes.c_void_p] if name.startswith("Process") else [])]
kernel.TerminateProcess.argtypes = [wintypes.HANDLE, wintypes.UINT]
kernel.WaitForSingleObject.argtypes = [wintypes.HANDLE, wintypes.DWORD]


class Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("process", wintypes.DWORD),
        ("heap", ctypes.c_void_p),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("file", wintypes.WCHAR * wintypes.MAX_PATH),
    ]


def kill_servers() -> list[str]:
    """End every Python that this program started, directly or not; the names of their files.

    Wine 8 goes on offering the COM class of a program that was killed, so the DLL's next try under the same command
    line fails; Windows forgets the class with the program.
    """
    servers = [(process, file) for process, file in _descendants() if file.lower() in OF_A_SERVER]
    for process, _ in servers:
        handle = kernel.OpenProcess(TERMINATE | SYNCHRONIZE, False, process)
        if handle:
            kernel.TerminateProcess(handle, 1)
            kernel.WaitForSingleObject(handle, WAIT)
            kernel.CloseHandle(handle)
    return [file for _, file in servers]


def _descendants() -> list[tuple[int, str]]:
    parents = {os.getpid()}
    found = []
    # A parent is listed before the children that it started.
    for process, parent, file in sorted(_processes(), key=lambda one: one[0]):
        if parent in parents:
            parents.add(process)
            found.append((process, file))
    return found


def _processes() -> Iterator[tuple[int, int, str]]:
    snapshot = kernel.CreateToolhelp32Snapshot(SNAPSHOT_OF_PROCESSES, 0)
    entry = Entry(size=ctypes.sizeof(Entry))
    more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
    while more:
        yield entry.process, entry.parent, entry.file
        more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
    kernel.CloseHandle(snapshot)
