"""Formulas of the state that a tally was made from: inputs as typed, and figures of a table's rows."""


def raw_value(cell: str) -> str:
    """The cell as typed; a blank one stays empty instead of becoming 0."""
    return f'IF({cell}="","",{cell})'


def sheet_figure(formula: str, kind: str = "refreshed_kind") -> str:
    """A figure of the sheet's rows; they play no part where the rows came from a file or source."""
    return f'IF(OR({kind}="sheet",{kind}=""),IFERROR({formula},"an error cell"),0)'
