"""Why a cell has no answer: each reason is tied to the spreadsheet error that a cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VALUE = "#VALUE!"
NUM = "#NUM!"
NAME = "#NAME?"
DIV0 = "#DIV/0!"
NA = "#N/A"

LONGEST_MESSAGE = 254
"""Excel cuts texts that a function hands over at 255 characters."""

_LONGEST_VALUE = 40
_SHORTEST_VALUE = 8
_DIGITS_OF_A_CELL = 15


def quote(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value as a message prints it: numbers short, texts in quotes, long texts cut."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= longest else f'"{value[: longest - 3]}..."'
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)[:longest]
    text = f"{number:.10g}"
    # Amounts of money are read to the last digit; only what no cell shows in full is cut.
    return f"{number:.{_DIGITS_OF_A_CELL}g}" if "e+" in text and abs(number) < 10**_DIGITS_OF_A_CELL else text


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell's error: the code a spreadsheet shows, and the reason a person reads.

    An error that came in from another cell carries its code alone: whoever made it knows why.
    """

    code: str
    function: str = ""
    argument: str = ""
    rule: str = ""
    value: Any = None
    fix: str = ""
    position: str = ""

    @property
    def message(self) -> str:
        """The reason: function, argument, rule, value, fix; empty for an error passed on."""
        if not self.function:
            return ""
        text = self._worded(_LONGEST_VALUE)
        excess = len(text) - LONGEST_MESSAGE
        if excess > 0 and isinstance(self.value, str):  # the value gives way before the fix does
            text = self._worded(max(min(len(self.value), _LONGEST_VALUE) - excess, _SHORTEST_VALUE))
        return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 3] + "..."

    def _worded(self, longest_value: int) -> str:
        place = f" in {self.position}" if self.position else ""
        subject = f"{self.argument}{place} {self.rule}" if self.argument else self.rule
        text = f"{self.function}: {subject}"
        if self.value is not None:
            text += f"; got {quote(self.value, longest_value)}"
        return f"{text} ({self.fix})" if self.fix else text

    def __str__(self) -> str:
        return f"{self.code} {self.message}" if self.function else self.code


class Refused(ValueError):
    """A call from Python that has no answer; `error` is what a cell would show."""

    def __init__(self, error: CellError) -> None:
        super().__init__(str(error))
        self.error = error
