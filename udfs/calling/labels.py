"""When two names or words are the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def name_key(label: str) -> str:
    """What two names must share to be the same: trimmed, inner spaces single, any case."""
    return " ".join(label.split()).casefold()


def word_keys(labels: Any) -> NDArray[np.str_]:
    """Each of some words as it is compared, in their shape."""
    cells = np.asarray(labels, dtype=object)
    return np.array([name_key(str(cell)) for cell in cells.ravel().tolist()], dtype=str).reshape(cells.shape)
