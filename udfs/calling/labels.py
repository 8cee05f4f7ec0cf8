"""When two names or words are the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_WHERE_UNSEEN: Final = (range(0x80, 0x1E000), range(0xE0000, 0xE0080))
"""Where every character without width lies; a test looks at all others."""


def name_key(label: str) -> str:
    """What two names must share to be the same: trimmed, inner spaces single, any case, any width, no invisible signs.

    >>> name_key(" Anna  LEE ") == name_key("anna lee"), name_key("ＳＭＥ") == name_key("sme")
    (True, True)
    """
    if label.isascii():
        return " ".join(label.split()).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain_text(label).casefold()).split())


def plain_text(text: str) -> str:
    """A text with full-width signs as usual ones, accents composed, and without signs that nobody sees.

    >>> plain_text("１２３．５％"), plain_text("15\\u200e/01")
    ('123.5%', '15/01')
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_unseen()))


@lru_cache(maxsize=1)
def _unseen() -> dict[int, None]:
    """Characters without width: marks of direction, joiners, soft hyphens, byte order marks."""
    return {code: None for code in chain(*_WHERE_UNSEEN) if unicodedata.category(chr(code)) == "Cf"}


def word_keys(labels: Any) -> NDArray[np.str_]:
    """Each of some words as it is compared, in their shape."""
    cells = np.asarray(labels, dtype=object)
    return np.array([name_key(str(cell)) for cell in cells.ravel().tolist()], dtype=str).reshape(cells.shape)
