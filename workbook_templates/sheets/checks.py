"""The Checks sheet of a template: lines that say OK or what is wrong, their summary, and the state at the refresh."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.formulas import first_case
from workbook_templates.sheets.look import (
    BAD_FILL,
    BAD_INK,
    DATE,
    FORMULA,
    GENERAL,
    GOOD_INK,
    LABEL,
    NOTE,
    OWNED,
    SECTION,
    WARNING_FILL,
    WARNING_INK,
    absolute,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.row_counts import above_limit, beyond_limit, judged, share_words

COLUMNS: Final = ("Check", "Result", "What to do")
HEADER: Final = 6
_STATE_COLUMNS: Final = ("Input or figure", "Now", "At the refresh", "Changed?")
_MOST_OF_A_PAGE: Final = 36
_SPACES: Final = '{" ","\u00a0","\u3000"}'
"""A space, one that does not break, and a Chinese one (a formula)."""
"""Where there are more, the state follows on the page that the last of them begin."""
_RESULT: Final = replace(FORMULA, wrap=True)
_ADVICE: Final = replace(NOTE, wrap=True, rule=True)


@dataclass(frozen=True)
class Check:
    """One line: `result` is a formula (without =) that answers OK or says what is wrong."""

    title: str
    result: str
    advice: str


def first_wrong(*cases: tuple[str, str]) -> str:
    """The text (a formula) of the first condition that holds, else OK."""
    return first_case(*cases, otherwise='"OK"')


def unless(wrong: str, text: str) -> str:
    """OK unless the condition holds."""
    return first_wrong((wrong, text))


def count_words(number: str, one: str, several: str) -> str:
    """A text (a formula) such as 1 cost line is left out, 2 cost lines are left out."""
    return f'({number})&IF(({number})=1," {one}"," {several}")'


def state_checks(changed: str, labels: str, made: str) -> list[Check]:
    """Whether there was a refresh, and whether anything changed since; `made` begins the advice: "The tally was"."""
    return [
        Check(
            "Refreshed at least once",
            unless('refreshed_time=""', '"Never refreshed"'),
            "Press Refresh on the ribbon tab Centre ROI, or run centre-roi refresh.",
        ),
        Check(
            "Nothing changed since the refresh",
            unless(
                f'COUNTIF({changed},"changed")>0',
                f'"Changed since the refresh ("&INDEX({labels},MATCH("changed",{changed},0))&"): refresh again"',
            ),
            f"{made} made with other inputs or rows; the block below says which. Press Refresh.",
        ),
    ]


def count_check(typed: str, tables: Sequence[tuple[str, str]] = (("", "refreshed"),)) -> Check:
    """Whether every row was tallied, rejected or counted apart; of each table its name and how its facts' names begin.

    `typed` says what to do: nobody but the refresh writes these facts.
    """
    uneven = []
    for called, facts in tables:
        read, kept, left, apart = (f"{facts}_{fact}" for fact in ("rows", "tallied", "rejected", "apart"))
        whose = f'"{called}: "&' if called else ""
        words = f'{whose}{read}&" rows, but "&{kept}&" tallied, "&{left}&" rejected and "&N({apart})&" apart"'
        uneven.append((f"ABS({read}-{kept}-{left}-{apart})>0.5", words))
    return Check("Rows read = tallied + rejected + apart", first_wrong(*uneven), typed)


def reading_checks(tables: Sequence[tuple[str, str]] = (("", "refreshed"),)) -> list[Check]:
    """Of each table how many rows were rejected, and whether its columns were read without doubt."""
    return [*(_rejected_check(*table) for table in tables), *(_doubt_check(*table) for table in tables)]


def _rejected_check(called: str, facts: str) -> Check:
    rejected, stake, whole = f"N({facts}_rejected)", f"{facts}_stake", judged(facts)
    share = f'" ("&{share_words(rejected, whole)}&")"'
    at_stake = f'IF(ISNUMBER({stake}),", "&FIXED({stake},2)&" at stake","")'
    some = f'FIXED({rejected},0)&" of "&FIXED({whole},0)&IF({whole}=1," row"," rows")&" rejected"&{share}&{at_stake}'
    everything = f'IF({rejected}=1,"the only row was rejected","all "&FIXED({rejected},0)&" rows rejected")'
    see = '": see the sheet Rejected"'
    limit = 'FIXED(N(rejected_limit)*100,1)&"% on Inputs"'
    return Check(
        f"Rejected rows of {called}" if called else "Rejected rows",
        first_wrong(
            (f"AND({rejected}>0,{rejected}>={whole})", f"{everything}&{see}"),
            (f"AND({rejected}>0,{beyond_limit(facts)})", f'{some}&", above the limit of "&{limit}&{see}'),
            (f"{rejected}>0", f'"Warning: "&{some}&{see}'),
        ),
        "Correct the rows or the sheets that they name, then press Refresh. Inputs says how many may be rejected.",
    )


def _doubt_check(called: str, facts: str) -> Check:
    whose = f"of {called} " if called else ""
    return Check(
        f"Columns {whose}are read without doubt",
        unless(f'{facts}_doubts<>""', f"{facts}_doubts"),
        "Say on the sheet Import how the column is to be read, then press Refresh.",
    )


def pattern_marks(names: str) -> str:
    """How many names hold a mark that counting reads as a pattern (a formula)."""
    return "+".join(f'COUNTIF({names},"{mark}")' for mark in ("*~**", "*~?*", "*~~*"))


def comparison_signs(cells: Iterable[str]) -> str:
    """How many names begin with a sign that counting reads as a comparison (a formula)."""
    return "+".join(f'IF(ISNUMBER(FIND(LEFT({cell},1),"<>=")),IF({cell}="",0,1),0)' for cell in cells)


def space_check(lists: Mapping[str, Sequence[str]]) -> Check:
    """Whether names of lists that other sheets name, by the lists' sheets, have spaces before or behind them."""
    cases = []
    for sheet, columns in lists.items():
        spaces = "+".join(f"SUMPRODUCT((LEFT({cells},1)={_SPACES})+(RIGHT({cells},1)={_SPACES}))" for cells in columns)
        cases.append((f"({spaces})>0", f'"Warning: a name on {sheet} has a space before or behind it"'))
    return Check(
        "Names have no spaces around them",
        first_wrong(*cases),
        "Such a name is another one for look-ups on other sheets: take the space out, then press Refresh.",
    )


def error_check(name: str, count: str, advice: str) -> Check:
    """Whether cells of a sheet, or of sheets of a kind, show an error: so many as the formula counts."""
    words = count_words(count, "error cell", "error cells")
    return Check(f"No error cells on {name}", unless(f"({count})>0", words), advice)


def error_count(cells: Iterable[str]) -> str:
    """How many cells show an error (a formula)."""
    return "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in cells)


def fill(
    workbook: Workbook,
    sheet: Worksheet,
    make_checks: Callable[[str, str], Sequence[Check]],
    states: Sequence[tuple[str, str]],
    dates: Collection[str] = (),
) -> None:
    """Lay the checks and below them the state (labels and formulas) that the tally was made from.

    The checks are made from two columns of that state: whether each line of it changed, and the lines' labels. Where
    these lie depends on the number of checks, which is the same wherever they lie. `dates` are the labels of what is a
    date.
    """
    state = _state_block(len(make_checks("", "")), len(states))
    checks = make_checks(state.own_column("Changed?"), state.own_column("Input or figure"))
    lay_title(
        sheet, "Checks", "Every line says OK or what is wrong. A warning is for you to judge; it is no failed check."
    )
    set_widths(sheet, (46, 62, 84, 12))
    _lay_states(workbook, sheet, state, states, dates)
    lay_table(sheet, "checks", HEADER, 2, COLUMNS, len(checks))
    lines = Block("Checks", COLUMNS, HEADER + 1, HEADER + len(checks))
    for row, check in enumerate(checks, start=lines.first):
        lay(sheet, lines.at("Check", row), check.title, FORMULA)
        guarded = f'=IFERROR({check.result},"Cannot be computed: an error cell stands in the way")'
        lay(sheet, lines.at("Result", row), guarded, _RESULT)
        lay(sheet, lines.at("What to do", row), check.advice, _ADVICE)
    _lay_summary(workbook, sheet, lines)
    sheet.freeze_panes = f"A{lines.first}"
    lay_page(sheet, state.page(state.last))
    if len(checks) <= _MOST_OF_A_PAGE:
        sheet.row_breaks.append(Break(id=state.first - 4))


def _state_block(checks: int, states: int) -> Block:
    """Where the state stands: below so many checks."""
    first = HEADER + checks + 6
    return Block("Checks", _STATE_COLUMNS, first, first + states - 1)


def lay_result(sheet: Worksheet, address: str) -> None:
    """The result of the checks on a report, in the colour of what it says."""
    lay(sheet, address, "=checks_result", replace(LABEL, bold=True))
    for words, ink in (("need", BAD_INK), ("warning", WARNING_INK), ("OK", GOOD_INK)):
        highlight(sheet, address, f'ISNUMBER(SEARCH("{words}",{absolute(address)}))', ink=ink, bold=True)


def warn_of_rejected(sheet: Worksheet, address: str, tables: Sequence[str] = ("refreshed",)) -> None:
    """The words about the rows in the colour of a warning where too many of a table were rejected."""
    conditions = ",".join(above_limit(facts) for facts in tables)
    highlight(sheet, address, f"OR({conditions})", ink=WARNING_INK, bold=True)


def _lay_summary(workbook: Workbook, sheet: Worksheet, lines: Block) -> None:
    results = lines.own_column("Result")
    failed = f'(ROWS({results})-COUNTIF({results},"OK")-COUNTIF({results},"Warning:*"))'
    warnings = f'COUNTIF({results},"Warning:*")'
    warned = f'IF({warnings}=0,"",", "&{warnings}&IF({warnings}=1," warning"," warnings"))'
    text = (
        f'=IF({failed}=0,"Checks: all OK"&{warned},{failed}&IF({failed}=1," check needs a look",'
        f'" checks need a look")&{warned})'
    )
    lay(sheet, "B4", text, SECTION)
    name_place(workbook, "checks_result", sheet, "B4")
    looks = (("OK", GOOD_INK, None), ("Warning:", WARNING_INK, WARNING_FILL), ("", BAD_INK, BAD_FILL))
    for start, ink, fill in looks:
        formula = f'LEFT({lines.here(lines.first).result},{len(start)})="{start}"'
        highlight(sheet, lines.cells("Result"), formula, ink=ink, fill=fill, bold=True)


def _lay_states(
    workbook: Workbook,
    sheet: Worksheet,
    state: Block,
    states: Sequence[tuple[str, str]],
    dates: Collection[str],
) -> None:
    at, first = state.at, state.first
    lay(sheet, at("Input or figure", first - 3), "What the tally was made from", SECTION)
    note = "The violet column is filled by Refresh. A line that changed since asks for a new refresh."
    lay(sheet, at("Input or figure", first - 2), note, NOTE)
    lay_headers(sheet, first - 1, 2, _STATE_COLUMNS, height=18)
    for row, (label, formula) in enumerate(states, start=first):
        now, then = at("Now", row), at("At the refresh", row)
        lay(sheet, at("Input or figure", row), label, FORMULA)
        number_format = DATE if label in dates else GENERAL
        lay(sheet, now, f"={formula}", replace(FORMULA, horizontal="left"), number_format)
        lay(sheet, then, None, replace(OWNED, horizontal="left"), number_format)
        # Two engines may add half a million numbers in another order: a difference below the tolerance is none.
        near = f"IF(ABS({now}-{then})>MAX(0.00001,ABS({now})*1E-13),1,0)"
        changed = f'IF(AND(ISNUMBER({now}),ISNUMBER({then})),{near},IF(EXACT({now}&"",{then}&""),0,1))'
        lay(sheet, at("Changed?", row), f'=IF(refreshed_time="","",IF({changed}=1,"changed",""))', FORMULA)
    name_place(workbook, "state_now", sheet, state.cells("Now"))
    name_place(workbook, "state_at_refresh", sheet, state.cells("At the refresh"))
