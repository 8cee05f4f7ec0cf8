"""Formulas of the state that a tally was made from: inputs as typed, and figures of a table's rows."""

from collections.abc import Iterable


def raw_value(cell: str) -> str:
    """The cell as typed; a blank one stays empty instead of becoming 0."""
    return f'IF({cell}="","",{cell})'


def sheet_figure(formula: str, kind: str = "refreshed_kind") -> str:
    """A figure of the sheet's rows; they play no part where the rows came from a file or source."""
    return f'IF(OR({kind}="sheet",{kind}=""),IFERROR({formula},"an error cell"),0)'


def text_figures(weighted: Iterable[tuple[int, str]], texts: str, numbers: str = "") -> str:
    """A figure that differs when the texts of a column differ.

    It counts the texts that match each pattern, or adds the numbers beside them, each with its weight. Excel's
    wildcards find texts alone; those of LibreOffice Calc find numbers too: what they found is taken off again.
    """
    listed = list(weighted)

    def figures(further: str) -> str:
        function = f"SUMIFS({numbers}," if numbers else "COUNTIFS("
        return "+".join(f'{weight}*{function}{texts},"{pattern}"{further})' for weight, pattern in listed)

    return f"({figures('')}-IF(COUNT({texts})=0,0,{figures(f',{texts},{chr(34)}<1E99{chr(34)}')}))"
