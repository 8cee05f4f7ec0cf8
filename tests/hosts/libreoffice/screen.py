"""A screen without a monitor, and a mouse on it: windows are read as a screen reader would read them."""

from __future__ import annotations

import os
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from addin.hosts.libreoffice.identity import TITLE
from tests.hosts.libreoffice.office import Office

TOOLS = ("Xvfb", "xdotool")
_IMAGE = "Xvfb_screen0"
"""What Xvfb calls the file in which it keeps the first screen's image, as XWD."""
_XWD_HEADER = struct.Struct(">25I")
_LEFT_ALONE = (34, 35, 56, 57, 58, 84)
"""AccessibleRole: menus, the sidebar, the status bar, and the cells of a sheet."""
_TOOL_BAR = 63
"""Of these ours alone is looked at: each question goes to another process, and the others have hundreds of parts."""
_DEEPEST = 6
_WIDEST = 60
"""Children that are looked at: a sheet has a billion cells."""


class Shown(NamedTuple):
    """Something on the screen."""

    label: str
    left: int
    top: int
    width: int
    height: int


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """The name of a display of our own; what it shows is kept in the folder."""
    reading, writing = os.pipe()
    # A new profile ends LibreOffice once: without -noreset the screen would begin anew then, and refuse the next start.
    shown = ["-screen", "0", "1400x900x24", "-fbdir", str(folder), "-noreset"]
    command = ["Xvfb", "-displayfd", str(writing), *shown, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


class Mouse:
    """The mouse and the keys on a display, and what is shown there."""

    def __init__(self, office: Office, display: str, folder: Path) -> None:
        self._office = office
        self._image = folder / _IMAGE
        self._environment = {"PATH": "/usr/bin:/bin", "DISPLAY": display}
        self._toolkit = office.service("com.sun.star.awt.Toolkit")

    def click(self, label: str, patience: float = 30) -> None:
        """A click on what carries this label, once it is there."""
        x, y = self._found(label, patience)
        self._run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def texts(self) -> list[str]:
        """What the windows say besides their buttons; a message's text is the longest."""
        return [shown.label for shown in self._shown()]

    def click_for(self, button: str, words: str) -> str:
        """The text with these words that a click brings; one that a window let pass is made again.

        On a busy machine that happens to the first click after a message was closed.
        """
        for _ in range(5):
            self.click(button)
            with suppress(AssertionError):
                return self.wait_for(words, patience=12)
        return self.wait_for(words, patience=0.5)

    def wait_for(self, words: str, patience: float = 60) -> str:
        """The text with these words, once it is shown."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for text in self.texts():
                if words in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"{words!r} is not shown: {self.texts()}")

    def dismiss(self, words: str) -> None:
        """OK on the message with these words."""
        self.click("OK")
        self.wait_until_gone(words)

    def wait_until_gone(self, words: str, patience: float = 30) -> None:
        """As long as a message is open, nothing else can be done."""
        until = time.monotonic() + patience
        while any(words in text for text in self.texts()):
            assert time.monotonic() < until, f"{words!r} stays"
            time.sleep(0.1)

    def picture(self) -> NDArray[np.uint8]:
        """The whole screen."""
        data = self._image.read_bytes()
        header = _XWD_HEADER.unpack_from(data)
        size, width, height, in_a_line, colours = (header[place] for place in (0, 4, 5, 12, 19))
        begin = size + colours * 12
        points = np.frombuffer(data, np.uint8, in_a_line * height, begin).reshape(height, in_a_line // 4, 4)
        return points[:, :width, 2::-1]  # blue, green, red and a spare byte

    def _found(self, label: str, patience: float) -> tuple[int, int]:
        """The middle of what carries the label, once it has stopped moving."""
        until = time.monotonic() + patience
        before = None
        while time.monotonic() < until:
            now = next((each for each in self._shown() if each.label == label and each.width and each.height), None)
            if now is not None and now == before:
                return now.left + now.width // 2, now.top + now.height // 2
            before = now
            time.sleep(0.2)
        raise AssertionError(f"{label!r} is not on the screen")

    def _shown(self) -> list[Shown]:
        windows = range(self._toolkit.getTopWindowCount())
        return [shown for number in windows for shown in _inside(self._toolkit.getTopWindow(number), 0)]

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self._environment, check=True, timeout=20)


def _inside(accessible: Any, depth: int) -> list[Shown]:
    """What is shown in a window; menus stay closed. A window may close while it is looked at."""
    found: list[Shown] = []
    with suppress(Exception):
        context = accessible.getAccessibleContext() if accessible else None
        role = context.getAccessibleRole() if context else None
        if role is None or role in _LEFT_ALONE or (role == _TOOL_BAR and context.getAccessibleName() != TITLE):
            return found
        if hasattr(context, "getLocationOnScreen"):
            place, size = context.getLocationOnScreen(), context.getSize()
            found.append(Shown(context.getAccessibleName(), place.X, place.Y, size.Width, size.Height))
        if depth < _DEEPEST:
            for number in range(min(context.getAccessibleChildCount(), _WIDEST)):
                found += _inside(context.getAccessibleChild(number), depth + 1)
    return found
