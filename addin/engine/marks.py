"""What the engine is given for a picture or data type in a cell: a text that no other cell holds.

So it is no error, to be handed on by `=A1`, IF and the look-ups as Excel does, and nothing can be computed from it.
"""

from __future__ import annotations

import re
from typing import Final

_SIGN: Final = "\ufdd0"
"""A character that Unicode keeps out of texts."""
_NAME: Final = "a picture or data type"
_MARK: Final = re.compile(f"{_SIGN}{_NAME} ([0-9]+){_SIGN}")
_QUOTED: Final = re.compile(f'(?:the text )?"{_SIGN}[^"]*"')
"""How messages tell of a text, the end of a long one left out."""

MADE_OF: Final = f"what is made of {_NAME}"


def mark(number: int) -> str:
    """The text that stands for the rich value of that number."""
    return f"{_SIGN}{_NAME} {number}{_SIGN}"


def number_of_mark(text: str) -> int | None:
    """The number of the rich value that a text stands for; None where it stands for none."""
    match = _MARK.fullmatch(text)
    return int(match[1]) if match else None


def holds_mark(text: str) -> bool:
    """Whether a text is one of these, or was made of one."""
    return _SIGN in text


def readable(text: str) -> str:
    """A message about such texts as a person is to read it."""
    return _QUOTED.sub(_NAME, text).replace(_SIGN, "")
