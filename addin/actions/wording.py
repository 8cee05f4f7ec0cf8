"""Results in words, for a terminal and for message boxes alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addin.actions.checking import Findings
from addin.actions.export import Sent
from addin.actions.refresh import Summary
from addin.cells.text import one_line
from workbook_templates.refreshing.record import Template

_MOST_LISTED = 20
_MOST_NAMED = 3


def result(template: Template, value: Any) -> str:
    """What a workbook is for, as its template writes it; in words where there is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format(value, template.result_format)
    return "none yet"


def headline(result_of: Summary) -> str:
    """What came out, in a line."""
    template = result_of.template
    return f"{template.title}: {template.result_name} {result(template, result_of.after)}"


def summary(refreshed: Summary, file: str) -> str:
    """What a refresh did, for a person."""
    did = f"{file} refreshed" if refreshed.written else f"{file} would be refreshed (dry run: nothing was written)"
    template = refreshed.template
    figures = (
        ("Rows read", f"{refreshed.read:,}", ""),
        ("tallied", f"{refreshed.tallied:,}", ""),
        ("rejected", f"{refreshed.rejected:,}", _share_rejected(refreshed)),
        *([("counted apart", f"{refreshed.apart:,}", "")] if refreshed.apart else []),
        (f"{template.result_name} before", result(template, refreshed.before), ""),
        (f"{template.result_name} now", result(template, refreshed.after), ""),
    )
    width = max(len(label) for label, _, _ in figures)
    lines = [
        f"{did}, from {refreshed.source}.",
        *(f"  {label:<{width}}    {figure:>10}{hint}" for label, figure, hint in figures),
        *(f"  {line}" for line in _describe_tables(refreshed)),
        *(f"  {note}" for note in refreshed.notes),
        *(f"  {line}" for line in findings(refreshed.findings)),
    ]
    return "\n".join(map(one_line, lines))


def _share_rejected(refreshed: Summary) -> str:
    """The share of the rejected rows among those that were to be counted, and where they are listed."""
    if not refreshed.rejected:
        return ""
    return f"   ({refreshed.rejected / (refreshed.read - refreshed.apart):.1%}; see the sheet Rejected)"


def _describe_tables(refreshed: Summary) -> list[str]:
    """What became of the rows of each table, where there are several."""
    if len(refreshed.origins) == 1:
        return []
    of_each = ((origin.feed.table, origin.counts) for origin in refreshed.origins)
    return [
        f"{table}: {counts.read:,} read, {counts.tallied:,} tallied, {counts.rejected:,} rejected"
        f"{f', {counts.apart:,} apart' if counts.apart else ''}."
        for table, counts in of_each
    ]


def findings(found: Findings) -> list[str]:
    """Errors and checks, the worst first."""
    lines = [str(origin) for origin in found.errors[:_MOST_LISTED]]
    if len(found.errors) > _MOST_LISTED:
        lines.append(f"and {len(found.errors) - _MOST_LISTED:,} more places where errors begin.")
    lines += [f"Check failed: {check}" for check in found.failed]
    lines += [f"{check.result} [{check.name}]" for check in found.warnings]
    passed = sum(check.is_ok for check in found.checks)
    if found.checks:
        lines.append(f"Checks: {passed} of {len(found.checks)} OK.")
    if found.needs_excel:
        lines.append(needs_excel(found.needs_excel, found.followers))
    if found.without_data:
        cells = "cell shows" if found.without_data == 1 else "cells show"
        lines.append(f"{found.without_data:,} {cells} #N/A on purpose, where NA() stands for no data.")
    return lines


def needs_excel(cells: Sequence[str], followers: Sequence[str]) -> str:
    """The cells of the user's own whose values may be old, what follows from them, and what to do about it."""
    who = "1 cell of your own needs" if len(cells) == 1 else f"{len(cells):,} cells of your own need"
    others = f" So do cells of the template that follow from them: {_some(followers)}." if followers else ""
    return f"{who} Excel: {_some(cells)}; open the workbook and press F9 (until then the last value is shown).{others}"


def _some(cells: Sequence[str]) -> str:
    """The first few of some cells, and how many more there are."""
    return ", ".join(cells[:_MOST_NAMED]) + (f" and {len(cells) - _MOST_NAMED:,} more" if cells[_MOST_NAMED:] else "")


def describe_check(found: Findings, file: str) -> list[str]:
    """What a check found, and its verdict."""
    verdict = "nothing is wrong" if found.all_well and not found.needs_excel else "see above"
    lines = [*findings(found), *found.kept, f"{file}: {found.formulas:,} formulas computed; {verdict}."]
    return list(map(one_line, lines))


def sent(copy: Sent, target: str) -> str:
    """What is in a copy to send, and what is not."""
    formulas = "1 formula" if copy.formulas == 1 else f"{copy.formulas:,} formulas"
    lines = [f"Written: {target}, with values in place of {formulas}.", f"In it: {', '.join(copy.sheets)}."]
    if copy.left_out:
        lines.append(f"Left out: {', '.join(copy.left_out)}.")
    taken = (*copy.taken_out, "who made and saved it")
    lines.append(f"Taken out: {', '.join(taken)}.")
    return "\n".join(map(one_line, lines))


def stale(formulas: int) -> str:
    """How many values of a copy are old."""
    return (
        f"{formulas:,} of the formulas would show something else if calculated now: the copy holds what the workbook "
        "showed last. Refresh it first to send new values."
    )
