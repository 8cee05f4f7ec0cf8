"""Why a cell has no answer: each reason is tied to the spreadsheet error that a cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VALUE = "#VALUE!"
NUM = "#NUM!"
DIV0 = "#DIV/0!"
NA = "#N/A"

LONGEST_MESSAGE = 254
"""Excel cuts texts that a function hands over at 255 characters."""

_LONGEST_VALUE = 40


def shown(value: object) -> str:
    """A value as a message prints it: numbers short, texts in quotes, long texts cut."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _LONGEST_VALUE else f'"{value[: _LONGEST_VALUE - 3]}..."'
    try:
        return f"{float(value):.10g}"  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)[:_LONGEST_VALUE]


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
        place = f" in {self.position}" if self.position else ""
        subject = f"{self.argument}{place} {self.rule}" if self.argument else self.rule
        text = f"{self.function}: {subject}"
        if self.value is not None:
            text += f"; got {shown(self.value)}"
        if self.fix:
            text += f" ({self.fix})"
        return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 3] + "..."

    def __str__(self) -> str:
        return f"{self.code} {self.message}" if self.function else self.code


class Refused(ValueError):
    """A call from Python that has no answer; `error` is what a cell would show."""

    def __init__(self, error: CellError) -> None:
        super().__init__(str(error))
        self.error = error
