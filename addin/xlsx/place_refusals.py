"""What is wrong with a place that a refresh reads or writes, in words; the same for files and open workbooks."""

from __future__ import annotations

from collections.abc import Sequence

from addin.refusal import Refusal

_MOST_NAMED = 5


def missing_name(file: str, name: str) -> Refusal:
    """A defined name that is not there."""
    return Refusal(
        f"{file}: the name {name} is missing. Define it again (Formulas > Name Manager) or start from a new template."
    )


def points_nowhere(file: str, name: str, text: str) -> Refusal:
    """A defined name that is no place on a sheet."""
    return Refusal(
        f"{file}: the name {name} should point to cells of a sheet, but reads {text} (Formulas > Name Manager)."
    )


def several_cells(file: str, name: str, covered: str) -> Refusal:
    """A defined name that covers several cells."""
    return Refusal(f"{file}: the name {name} should point to one cell, but covers {covered} (Formulas > Name Manager).")


def wrong_shape(file: str, name: str, rows: Sequence[Sequence[object]], height: int, width: int) -> Refusal:
    """A defined name that covers other cells than those to be written."""
    needed = f"{len(rows)} x {len(rows[0]) if rows else 0}"
    return Refusal(
        f"{file}: the name {name} should cover {needed} cells (rows x columns), but covers {height} x {width} "
        "(Formulas > Name Manager)."
    )


def too_large(file: str, name: str, covered: str) -> Refusal:
    """A defined name that covers more cells than anything here has."""
    return Refusal(
        f"{file}: the name {name} covers {covered}, far more cells than it should (Formulas > Name Manager)."
    )


def too_far_apart(file: str, sheet: str, covered: str) -> Refusal:
    """Rows that would be read with all the blanks between them."""
    return Refusal(
        f"{file}: the cells of the sheet {sheet} lie too far apart ({covered}). Delete what stands beside and below "
        "the rows, or save these as CSV."
    )


def missing_table(file: str, name: str) -> Refusal:
    """A table that is not there."""
    return Refusal(
        f"{file}: the table {name} is missing. Name it again (Table Design > Table Name) or start from a new template."
    )


def lacks_header(file: str, table: str, sheet: str, header: str) -> Refusal:
    """A table whose column a user renamed or removed."""
    return Refusal(f'{file}: the table {table} on the sheet {sheet} lacks the header "{header}". Type it there again.')


def holds_formula(file: str, sheet: str, cells: Sequence[str], name: str) -> Refusal:
    """Formulas where the refresh writes."""
    return Refusal(
        f"{file}: {sheet}!{_listed(cells)} holds a formula; the refresh owns this cell (it is part of {name}). Move "
        "the formula elsewhere and clear the cell."
    )


def has_totals_row(file: str, table: str) -> Refusal:
    """A table that has to grow or shrink above its totals."""
    return Refusal(
        f"{file}: the table {table} has a totals row, which its new number of rows would displace. Switch it off "
        "(Table Design > Total Row)."
    )


def too_many_rows(file: str, table: str, rows: int) -> Refusal:
    """A table that would reach beyond the end of the sheet."""
    return Refusal(f"{file}: the table {table} needs {rows:,} rows, more than the sheet has left.")


def blocked_growth(file: str, table: str, sheet: str, last_row: int, found: Sequence[str]) -> Refusal:
    """A table that would grow over something."""
    return Refusal(
        f"{file}: the table {table} on the sheet {sheet} grows down to row {last_row}, but something stands there: "
        f"{_listed(found)}. Move it beside or further below the table."
    )


def protected_sheet(file: str, sheet: str) -> Refusal:
    """A sheet whose cells Excel does not let anybody change."""
    return Refusal(
        f"{file}: the sheet {sheet} is protected, and the refresh writes there. Switch it off (Review > Unprotect "
        "Sheet) and refresh again."
    )


def _listed(cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:_MOST_NAMED])
    return shown if len(cells) <= _MOST_NAMED else f"{shown} and {len(cells) - _MOST_NAMED:,} more"
