"""Figures of the texts of a column, by wildcards: they differ when the texts differ."""

from __future__ import annotations

from collections.abc import Iterable


def of_texts(weighted: Iterable[tuple[int, str]], texts: str, numbers: str = "") -> str:
    """Counts of the texts that match each pattern, or sums of the numbers beside them, each with its weight.

    Excel's wildcards find texts alone; those of LibreOffice Calc find numbers too: what they found is taken off again.
    """
    listed = list(weighted)

    def figures(further: str) -> str:
        function = f"SUMIFS({numbers}," if numbers else "COUNTIFS("
        return "+".join(f'{weight}*{function}{texts},"{pattern}"{further})' for weight, pattern in listed)

    return f"({figures('')}-IF(COUNT({texts})=0,0,{figures(f',{texts},{chr(34)}<1E99{chr(34)}')}))"
