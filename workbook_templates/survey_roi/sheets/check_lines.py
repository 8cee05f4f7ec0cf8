"""The lines of the Checks sheet: formulas that answer OK or say in words what is wrong."""

from typing import Final

from workbook_templates.sheets.checks import Check, counted, first_wrong, of_counts, of_state, unless
from workbook_templates.survey_roi.sheets import report, what_if
from workbook_templates.survey_roi.sheets.places import (
    COST_FIRST,
    COST_LAST,
    COST_TOTALS,
    GRID_FIRST,
    GRID_LAST,
    NOW_FIRST,
    NOW_LAST,
    RESPONSES_HEADER,
    SEGMENT_FIRST,
    SEGMENT_LAST,
    SEGMENTS,
    SERVED_FIRST,
    SERVED_LAST,
    TREND_FIRST,
    TREND_LAST,
    VALUES_FIRST,
    served_column,
)


def _trend(column: str) -> str:
    return f"Trend!${column}${TREND_FIRST}:${column}${TREND_LAST}"


def _grid(column: str) -> str:
    return f"Workings!${column}${GRID_FIRST}:${column}${GRID_LAST}"


def _now(column: str) -> str:
    return f"Workings!${column}${NOW_FIRST}:${column}${NOW_LAST}"


def _segments(column: str) -> str:
    return f"Segments!${column}${SEGMENT_FIRST}:${column}${SEGMENT_LAST}"


def _costs(column: str) -> str:
    return f"Costs!${column}${COST_FIRST}:${column}${COST_LAST}"


_ANSWERED: Final = f"COUNT({_now('D')})"
_NAMES: Final = _segments("B")
_FORM_CHANGED: Final = f"ROWS({_NAMES})<>{SEGMENTS}"


def _each(cells: list[str], condition: str) -> str:
    """How many of the filled cells meet the condition ({0} = the cell)."""
    return "+".join(f'IF({cell}="",0,IF({condition.format(cell)},1,0))' for cell in cells)


def _in_cells(names: list[str], condition: str) -> str:
    """The filled cells that meet the condition, joined with commas."""
    texts = "&".join(f'IF({cell}="","",IF({condition.format(cell)},", "&{cell},""))' for cell in names)
    return f"MID({texts},3,200)"


def _unclear_names() -> tuple[str, str]:
    """How many names stand twice; how many hold a mark that counting reads as a pattern."""
    cells = [f"Segments!$B${row}" for row in range(SEGMENT_FIRST, SEGMENT_LAST + 1)]
    twice = _each(cells, f"SUMPRODUCT(--({_NAMES}={{0}}))>1")
    signs = _each(cells, 'ISNUMBER(FIND(LEFT({0},1),"<>="))')
    marks = "+".join(f'COUNTIF({_NAMES},"{mark}")' for mark in ("*~**", "*~?*", "*~~*"))
    return twice, f"{marks}+{signs}"


def _refresh_checks(changed: str, labels: str) -> list[Check]:
    return [
        *of_state(changed, labels, "The tally was"),
        of_counts("Someone typed into the violet cells of the sheet Tally. Press Refresh."),
        Check(
            "Tally adds up to the rows tallied",
            unless(
                "ABS(SUM(tally[Responses])-refreshed_tallied)+ABS(SUM(tally[Rejected])-refreshed_rejected)>0.5",
                '"The table has "&SUM(tally[Responses])&" tallied and "&SUM(tally[Rejected])&" rejected"',
            ),
            "Someone typed into the table of the sheet Tally. Press Refresh.",
        ),
        Check(
            "Responses = loyal + neutral + disloyal",
            unless(
                "SUMPRODUCT(--(tally[Responses]-tally[Loyal]-tally[Neutral]-tally[Disloyal]<>0))>0",
                '"A row of the tally does not add up"',
            ),
            "Someone typed into the table of the sheet Tally. Press Refresh.",
        ),
    ]


def _input_checks() -> list[Check]:
    texts = ("value_basis", "count_basis")
    numbers = ("report_year", "discount_rate", "target_roi", "confidence_level", "loyal_above", "disloyal_below")
    blank = "+".join([f'IF({name}="",1,0)' for name in texts] + [f"IF(ISNUMBER({name}),0,1)" for name in numbers])
    calibration = "+".join(f'({_segments(column)}="")' for column in "CDEF")
    lacking = f'({_NAMES}<>"")*((({_segments("H")}="")+(value_basis_known="lifetime")*({calibration}))>0)'
    twice, marks = _unclear_names()
    return [
        Check(
            "The report month is 1 to 12",
            unless("month_shown=0", '"The report month is not a number from 1 to 12"'),
            "Choose the month on the sheet Inputs.",
        ),
        Check(
            "Inputs are filled",
            unless(f"({blank})>0", counted(blank, "input is blank or no number", "inputs are blank or no number")),
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
        Check(
            "Segments have all their fields",
            first_wrong(
                (f'COUNTIF({_NAMES},"?*")=0', '"No segment is named"'),
                (
                    f"SUMPRODUCT({lacking})>0",
                    counted(f"SUMPRODUCT({lacking})", "segment lacks a blue field", "segments lack a blue field"),
                ),
            ),
            "Fill name, empirical CLV, profit, rate and date of calibration, and today's profit on the sheet Segments.",
        ),
        Check(
            "The form of the segments has its ten rows",
            unless(_FORM_CHANGED, '"A row was inserted or deleted; the report does not count an inserted one"'),
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
        Check(
            "No rows below the responses table",
            unless(
                f"COUNTA(Responses!$B${RESPONSES_HEADER + 1}:$E$1048576)>COUNTA(responses[[Date]:[Index]])",
                '"Rows below the table are not read"',
            ),
            "Drag the corner of the table on the sheet Responses down over them, then press Refresh.",
        ),
    ]


def _served_names() -> Check:
    cells = [f"Segments!$B${row}" for row in range(SERVED_FIRST, SERVED_LAST + 1)]
    unknown = f"SUMPRODUCT(--({_NAMES}={{0}}))=0"
    twice = f"SUMPRODUCT(--({served_column('B')}={{0}}))>1"
    nameless = "+".join(
        f'IF(Segments!$B${row}="",COUNTA(Segments!$C${row}:$N${row}),0)' for row in range(SERVED_FIRST, SERVED_LAST + 1)
    )
    return Check(
        "Customers served stand beside a segment's name",
        first_wrong(
            (f"({_each(cells, unknown)})>0", f'"No such segment: "&{_in_cells(cells, unknown)}'),
            (f"({_each(cells, twice)})>0", f'"Named twice: "&{_in_cells(cells, twice)}'),
            (f"({nameless})>0", '"Customers served without a name beside them"'),
        ),
        "In the lower table of the sheet Segments name each segment once, as in the table above it.",
    )


def _report_checks() -> list[Check]:
    served = f"Segments!$C${SERVED_FIRST}:$N${SERVED_LAST}"
    twice, marks = _unclear_names()
    too_few = f'SUMPRODUCT(({_grid("H")}<>"")*({_grid("H")}<{_grid("D")}))'
    year = 'tally[Month],">="&DATE(report_year,1,1),tally[Month],"<="&DATE(report_year,12,31)'
    uncounted = f"(SUMIFS(tally[Responses],{year})-SUM({_grid('D')}))"
    without, respondents = f"Workings!$Q${NOW_LAST}", f"Workings!$R${NOW_LAST}"
    centre = f"Report!{what_if.CENTRE}"
    nets = f"Report!$M${report.FIRST}:$M${report.LAST}"
    return [
        Check(
            "The report month has responses",
            unless(f"AND(month_shown>0,{_ANSWERED}=0)", '"No responses in "&report_month_name&" "&report_year'),
            "Bring the month's responses and press Refresh, or choose another month.",
        ),
        Check(
            "Every segment has responses",
            unless(f'AND({_ANSWERED}>0,{without}<>"")', f'"Warning: no responses for "&{without}&"; counted as 0"'),
            "The report counts such a segment as 0. Nothing to do if it had no customers that month.",
        ),
        Check(
            "Every tallied response of the year is counted",
            unless(
                f"IF(ABS({uncounted})>0.5,({twice}+{marks})=0,FALSE)",
                counted(uncounted, "tallied response belongs", "tallied responses belong")
                + f'&IF({_FORM_CHANGED}," to a row that was inserted into"," to no segment of")&" the sheet Segments"',
            ),
            "Renamed, removed or in an inserted row: correct the names or use the next free row, then press Refresh.",
        ),
        _served_names(),
        Check(
            "Customers served are not fewer than responses",
            unless(
                f"OR({too_few}>0,COUNT({served})<COUNTA({served}))",
                '"A month has more responses than customers served, or a text in place of a number"',
            ),
            "Correct the customers served on the sheet Segments.",
        ),
        Check(
            "Counts and cost cover the same customers",
            unless(
                f'AND({_ANSWERED}>0,{respondents}<>"")',
                f'"Warning: only respondents are counted for "&{respondents}&", against the cost of the whole centre"',
            ),
            "Fill the customers served on the sheet Segments and let Inputs count them: else the ROI is too low.",
        ),
        Check(
            "Segments add up to the centre",
            unless(
                f"IF(ISNUMBER(report_net_profit),ABS(SUM({nets})-report_net_profit)>=0.005,FALSE)",
                '"Net profit by segment does not sum to the centre\'s"',
            ),
            "A formula on the sheets Workings, Trend or Report was changed; copy it from a new template.",
        ),
        Check(
            "The what-if grid agrees with the report",
            unless(
                f"IF(ISNUMBER(report_roi),ABS({centre}-report_roi)>=0.0000001,FALSE)",
                '"The middle of the grid is not the ROI"',
            ),
            "A formula on the sheets Workings or Report was changed; copy it from a new template.",
        ),
    ]


def _cost_checks() -> list[Check]:
    unread = f'{_costs("W")},"?*"'
    to_fix = f"COUNTIF({unread})"
    parts = f"Costs!$J${COST_TOTALS}:$U${COST_TOTALS}"
    apart = f"ABS(Costs!$I${COST_TOTALS}-SUM({parts})-Costs!$V${COST_TOTALS})"
    left_out = f"(SUMIFS({_costs('E')},{unread})-SUMIFS({_costs('F')},{unread}))"
    lines = f"ABS(SUM(cost_lines[Amount])-SUM(cost_lines[Recovery])-{left_out}-Costs!$I${COST_TOTALS})"
    apart_from_year = f'COUNTIF({_costs("AB")},"yes")'
    place = f'MATCH("yes",{_costs("AB")},0)'
    first_apart = f"(ROW(Costs!$AB${COST_FIRST})+{place}-1)"
    kind = f'IF(INDEX({_costs("C")},{place})="",""," ("&INDEX({_costs("C")},{place})&")")'
    negative = f'COUNTIF({_trend("K")},"<0")'
    return [
        Check(
            "The report month has a cost",
            unless(
                "IF(ISNUMBER(report_net_cost),report_net_cost=0,month_shown>0)",
                '"No cost in "&report_month_name&" "&report_year',
            ),
            "Enter the month's cost lines on the sheet Costs.",
        ),
        Check(
            "Every cost line can be read",
            unless(f"{to_fix}>0", counted(to_fix, "cost line is left out", "cost lines are left out")),
            "The column To fix on the sheet Costs says why.",
        ),
        Check(
            "Every cost line has a part in the year",
            unless(
                f"{apart_from_year}>0",
                '"Warning: "&'
                + counted(apart_from_year, "cost line has no part in ", "cost lines have no part in ")
                + f'&report_year&IF({apart_from_year}=1,": row ",": first row ")&{first_apart}&{kind}',
            ),
            "Look at the marked months of the sheet Costs: such a cost ends before the year or begins after it.",
        ),
        Check(
            "Cost lines and their parts are the same amount",
            unless(f"{apart}+{lines}>=0.005", '"The monthly parts do not sum to the lines"'),
            "A line lacks its formulas: copy a whole row of the sheet Costs into it.",
        ),
        Check(
            "No month has a negative cost",
            unless(
                f"{negative}>0",
                counted(
                    negative, "month has a negative net cost and no ROI", "months have a negative net cost and no ROI"
                ),
            ),
            "Recoveries exceed the amounts: check both on the sheet Costs.",
        ),
    ]


def _error_checks() -> list[Check]:
    first, last = TREND_FIRST, TREND_LAST
    shares = f"SUMPRODUCT(({_trend('C')}>0)*ISERROR(Trend!$H${first}:$I${last}))"
    returns = f"SUMPRODUCT(({_trend('O')}=1)*ISERROR(Trend!$L${first}:$N${last}))"
    others = "+".join(
        f"SUMPRODUCT(--ISERROR(Trend!${a}${first}:${b}${last}))" for a, b in (("B", "G"), ("J", "K"), ("O", "O"))
    )
    ranges = {
        "Report": "",
        "Inputs": "$B$1:$H$40",
        "Segments": f"$B$1:$N${SERVED_FIRST + SEGMENTS}",
        "Costs": f"$B$1:$AB${COST_LAST}",
        "Workings": f"$B$1:$V${VALUES_FIRST + SEGMENTS - 1}",
    }
    counts = {name: f"SUMPRODUCT(--ISERROR({name}!{cells}))" for name, cells in ranges.items()}
    # The line that shows the result of these checks would be a circle.
    counts["Report"] = "+".join(
        f"SUMPRODUCT(--ISERROR(Report!{cells}))" for cells in ("$B$1:$O$12", f"$B$14:$O${report.LAST}")
    )
    counts["Trend"] = f"{others}+{shares}+{returns}"
    counts["Tally"] = "SUMPRODUCT(--ISERROR(tally[[Month]:[Rejected]]))+SUMPRODUCT(--ISERROR(Tally!$C$5:$F$8))"
    return [
        Check(
            f"No error cells on {name}",
            unless(f"({count})>0", counted(count, "error cell", "error cells")),
            "Run centre-roi check, or select such a cell and press Explain: both name the cell where the error began.",
        )
        for name, count in counts.items()
    ]


def all_checks(changed: str, labels: str) -> list[Check]:
    """Every line; `changed` and `labels` are the columns of the state that the tally was made from."""
    return [
        *_refresh_checks(changed, labels),
        *_input_checks(),
        *_report_checks(),
        *_cost_checks(),
        *_error_checks(),
    ]
