"""The ways in which a formula of the user's own is computed, and which of them came to what Excel had."""

from __future__ import annotations

from enum import Enum


class Voice(Enum):
    """How a formula's value is come to."""

    LIVE = "it stands in the second engine's workbook as a formula"
    WHOLE = "the second engine is given it as an array formula"
    WRITTEN_OUT = "so, with what that engine does not know written out"
    FIRST = "the first engine, which has our functions"
