"""A shared formula, written out for another of its cells: relative references move along."""

from __future__ import annotations

import re

from addin.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number

# openpyxl's Translator drops the sheet of `Sheet1!name` and leaves `Sheet1!A1:Sheet1!B2` half moved, hence this.
_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*"                                                   # text
    | '(?:[^']|'')*'                                                   # a quoted sheet name
    | \[(?:'.|[^\[\]]|\[(?:'.|[^\[\]])*\])*\]                          # a workbook's number, or columns of a table
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!\[$])
    | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!$])
    | (?P<cell>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})(?![\w.(!\[?])
    | [\w.\\?$]+                                                       # a name, function or number
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula (without "=") as it reads that many rows below and columns to the right."""

    def move(match: re.Match[str]) -> str:
        if match.lastgroup is None:
            return match.group()
        return ":".join(_moved_reference(part, rows, columns) for part in match.group().split(":"))

    return _TOKEN.sub(move, formula)


def _moved_reference(text: str, rows: int, columns: int) -> str:
    match = _PARTS.fullmatch(text)
    assert match, text
    first_anchor, letters, second_anchor, digits = match.groups()
    row_anchor = second_anchor if letters else first_anchor
    if letters and column_number(letters) > LAST_COLUMN:
        return text  # a defined name such as tax2024
    if letters and not first_anchor:
        # Excel wraps round the sheet's edge.
        letters = column_letters((column_number(letters) + columns - 1) % LAST_COLUMN + 1)
    if digits and not row_anchor:
        digits = str((int(digits) + rows - 1) % LAST_ROW + 1)
    return f"{first_anchor}{letters}{second_anchor}{digits}"
