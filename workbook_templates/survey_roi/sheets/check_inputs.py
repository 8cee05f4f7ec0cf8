"""Checks of what users entered: inputs, segments, customers served, and rows that are not in a table."""

from typing import Final

from workbook_templates.sheets.checks import Check, count_words, first_wrong, pattern_marks, space_check, unless
from workbook_templates.sheets.formulas import named
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import RESPONSES, SEGMENTS, SERVED, VALUES

NAMES: Final = VALUES.column("Segment")
FORM_CHANGED: Final = f"ROWS({NAMES})<>{SEGMENTS}"
_WORDS: Final = ("value_basis", "count_basis")
_NUMBERS: Final = ("report_year", "discount_rate", "target_roi", "confidence_level", "loyal_above", "disloyal_below")
_BLANK: Final = "+".join([f'IF({name}="",1,0)' for name in _WORDS] + [f"IF(ISNUMBER({name}),0,1)" for name in _NUMBERS])
_INPUT_CHECKS: Final = (
    Check(
        "The report month is 1 to 12",
        unless("month_shown=0", '"The report month is not a number from 1 to 12"'),
        "Choose the month on the sheet Inputs.",
    ),
    Check(
        "Inputs are filled",
        unless(f"({_BLANK})>0", count_words(_BLANK, "input is blank or no number", "inputs are blank or no number")),
        "Fill the blue cells of the sheet Inputs.",
    ),
    Check(
        "The bases are known words",
        first_wrong(
            (
                'AND(value_basis<>"",value_basis_known="")',
                '"Value per customer on Inputs must be lifetime, year or month"',
            ),
            (
                'AND(count_basis<>"",count_basis_known="")',
                '"Counts on Inputs must be customers served or respondents"',
            ),
        ),
        "Choose the word from the list of the cell on the sheet Inputs; until then there is no ROI.",
    ),
    Check(
        "Limits of the index fit",
        unless(
            "OR(loyal_above<disloyal_below,disloyal_below<0,loyal_above>100,AND(loyal_above>0,loyal_above<1),"
            "AND(disloyal_below>0,disloyal_below<1))",
            '"The limits must be 0 to 100, loyal not below disloyal, and 85, not 0.85"',
        ),
        "Correct the limits on the sheet Inputs, then press Refresh.",
    ),
)


def checks() -> list[Check]:
    """Every line."""
    return [*_INPUT_CHECKS, *_segment_checks(), _rows_below()]


def _count_matching(cells: list[str], condition: str) -> str:
    """How many of the filled cells meet the condition ({0} = the cell)."""
    return "+".join(f'IF({cell}="",0,IF({condition.format(cell)},1,0))' for cell in cells)


def _join_matching(names: list[str], condition: str) -> str:
    """The filled cells that meet the condition, joined with commas."""
    texts = "&".join(f'IF({cell}="","",IF({condition.format(cell)},", "&{cell},""))' for cell in names)
    return f"MID({texts},3,200)"


def unclear_names() -> tuple[str, str]:
    """How many names stand twice; how many hold a mark that counting reads as a pattern."""
    cells = VALUES.each("Segment")
    twice = _count_matching(cells, f'SUMPRODUCT(({NAMES}<>"")*({NAMES}={{0}}))>1')
    signs = _count_matching(cells, 'ISNUMBER(FIND(LEFT({0},1),"<>="))')
    return twice, f"{pattern_marks(NAMES)}+{signs}"


def _segment_checks() -> list[Check]:
    calibration = "+".join(f'({VALUES.column(name)}="")' for name in VALUES.columns[1:5])
    blank_today = f'({VALUES.column("Annual profit today")}="")'
    lacking = f'({NAMES}<>"")*(({blank_today}+(value_basis_known="lifetime")*({calibration}))>0)'
    twice, marks = unclear_names()
    return [
        Check(
            "Segments have all their fields",
            first_wrong(
                (f"{named(NAMES)}=0", '"No segment is named"'),
                (
                    f"SUMPRODUCT({lacking})>0",
                    count_words(f"SUMPRODUCT({lacking})", "segment lacks a blue field", "segments lack a blue field"),
                ),
            ),
            "Fill name, empirical CLV, profit, rate and date of calibration, and today's profit on the sheet Segments.",
        ),
        Check(
            "The form of the segments has its ten rows",
            unless(FORM_CHANGED, '"A row was inserted or deleted; the report does not count an inserted one"'),
            "Delete the inserted row of the sheet Segments and enter it in the next free row of the form: it has ten.",
        ),
        Check(
            "Segment names are clear",
            first_wrong(
                (f"({twice})>0", '"A segment is named twice"'),
                (f"({marks})>0", '"A name has * ? or ~ in it, or < > or = in front"'),
            ),
            "Each segment once on the sheet Segments, without * ? ~ in its name and < > = in front.",
        ),
        space_check({"Segments": (NAMES, SERVED.column("Segment"))}),
    ]


def _rows_below() -> Check:
    below = RESPONSES.column("Date", "Index")
    return Check(
        "No rows below the responses table",
        unless(f"COUNTA({below})>COUNTA(responses[[Date]:[Index]])", '"Rows below the table are not read"'),
        "Drag the corner of the table on the sheet Responses down over them, then press Refresh.",
    )


def served_names() -> Check:
    """Whether each line of the customers served is named once, and as a segment is."""
    cells = SERVED.each("Segment")
    unknown = f'SUMPRODUCT(({NAMES}<>"")*({NAMES}={{0}}))=0'
    listed = SERVED.column("Segment")
    twice = f'SUMPRODUCT(({listed}<>"")*({listed}={{0}}))>1'
    months = [
        SERVED.rows(row, row).column(SHORT_MONTHS[0], SHORT_MONTHS[-1]) for row in range(SERVED.first, SERVED.last + 1)
    ]
    nameless = "+".join(f'IF({name}="",COUNTA({served}),0)' for name, served in zip(cells, months, strict=True))
    return Check(
        "Customers served stand beside a segment's name",
        first_wrong(
            (f"({_count_matching(cells, unknown)})>0", f'"No such segment: "&{_join_matching(cells, unknown)}'),
            (f"({_count_matching(cells, twice)})>0", f'"Named twice: "&{_join_matching(cells, twice)}'),
            (f"({nameless})>0", '"Customers served without a name beside them"'),
        ),
        "In the lower table of the sheet Segments name each segment once, as in the table above it.",
    )
