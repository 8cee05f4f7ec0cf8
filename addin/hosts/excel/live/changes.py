"""Changes to an open workbook: Excel held still meanwhile, and everything put back where one of them fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

AUTOMATIC: Final = -4105
"""xlCalculationAutomatic."""
_MANUAL: Final = -4135
_STILL: Final = {"ScreenUpdating": False, "EnableEvents": False, "Calculation": _MANUAL}

_log = logging.getLogger(__name__)


class Journal:
    """How each change is undone, the last one first."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, undo: Callable[[], None]) -> None:
        """Noted before the change is made: one that fails halfway is undone, too."""
        self._steps.append(undo)

    def forget(self) -> None:
        """The changes stay."""
        self._steps.clear()

    def put_back(self) -> int:
        """Everything undone; answers how many steps failed."""
        failed = sum(not succeeded(step) for step in reversed(self._steps))
        self._steps.clear()
        return failed


@contextmanager
def held_still(application: Any) -> Iterator[None]:
    """Excel draws, computes and reacts only when told to; afterwards as it did before, the status bar its own again."""
    before = {name: getattr(application, name) for name in _STILL}
    try:
        for name, value in _STILL.items():
            setattr(application, name, value)
        yield
    finally:
        for name, value in reversed(before.items()):
            succeeded(lambda name=name, value=value: setattr(application, name, value))  # type: ignore[misc]
        succeeded(lambda: setattr(application, "StatusBar", False))


def succeeded(action: Callable[[], object]) -> bool:
    """Whether it worked: tried twice, since Excel refuses calls while it is busy with its user."""
    for _ in range(2):
        try:
            action()
        except Exception:  # noqa: BLE001 - whatever fails, the rest is put back
            _log.exception("could not be put back")
        else:
            return True
    return False
