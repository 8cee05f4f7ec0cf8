"""Checks of the refresh, of what the survey and the cost come to, and of error cells."""

from typing import Final

from workbook_templates.sheets.checks import (
    Check,
    count_check,
    count_words,
    error_check,
    error_count,
    reading_checks,
    state_checks,
    unless,
)
from workbook_templates.sheets.import_sheet import input_cells
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets import what_if
from workbook_templates.survey_roi.sheets.check_inputs import FORM_CHANGED, checks, served_names, unclear_names
from workbook_templates.survey_roi.sheets.importing import BLOCKS
from workbook_templates.survey_roi.sheets.places import (
    COST_TOTALS,
    COSTS,
    FACTS,
    GRID,
    INPUTS,
    KINDS,
    KINDS_FIRST,
    NOW,
    REPORT,
    SERVED,
    TREND,
)

_ANSWERED: Final = f"COUNT({NOW.column('Responses')})"
_ADVICE: Final = (
    "Run centre-roi check, or select such a cell and press Explain: both name the cell where the error began."
)


def _refresh_checks(changed: str, labels: str) -> list[Check]:
    return [
        *state_checks(changed, labels, "The tally was"),
        count_check("Someone typed into the violet cells of the sheet Tally. Press Refresh."),
        *reading_checks(),
        Check(
            "Tally adds up to the rows tallied",
            unless(
                "ABS(SUM(tally[Responses])-refreshed_tallied)+MIN(ABS(SUM(tally[Rejected])-refreshed_rejected),"
                "ABS(SUM(tally[Rejected])-refreshed_rejected-refreshed_apart))>0.5",
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


def _response_checks() -> list[Check]:
    without = NOW.cell("Without responses", NOW.last)
    twice, marks = unclear_names()
    year = 'tally[Month],">="&DATE(report_year,1,1),tally[Month],"<="&DATE(report_year,12,31)'
    uncounted = f"(SUMIFS(tally[Responses],{year})-SUM({GRID.column('Responses')}))"
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
                count_words(uncounted, "tallied response belongs", "tallied responses belong")
                + f'&IF({FORM_CHANGED}," to a row that was inserted into"," to no segment of")&" the sheet Segments"',
            ),
            "Renamed, removed or in an inserted row: correct the names or use the next free row, then press Refresh.",
        ),
    ]


def _count_checks() -> list[Check]:
    served, answered = GRID.column("Customers served"), GRID.column("Responses")
    too_few = f'SUMPRODUCT(({served}<>"")*({served}<{answered}))'
    months = SERVED.column(SHORT_MONTHS[0], SHORT_MONTHS[-1])
    respondents = NOW.cell("Counted as respondents", NOW.last)
    return [
        served_names(),
        Check(
            "Customers served are not fewer than responses",
            unless(
                f"OR({too_few}>0,COUNT({months})<COUNTA({months}))",
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
    ]


def _sum_checks() -> list[Check]:
    nets, centre = REPORT.column("Net profit"), f"{REPORT.sheet}!{what_if.CENTRE}"
    return [
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
    unread = f'{COSTS.column("To fix")},"?*"'
    to_fix = f"COUNTIF({unread})"
    negative = f'COUNTIF({TREND.column("Net cost")},"<0")'
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
            unless(f"{to_fix}>0", count_words(to_fix, "cost line is left out", "cost lines are left out")),
            "The column To fix on the sheet Costs says why.",
        ),
        _parts_in_the_year(),
        _parts_and_lines(unread),
        Check(
            "No month has a negative cost",
            unless(
                f"{negative}>0",
                count_words(
                    negative, "month has a negative net cost and no ROI", "months have a negative net cost and no ROI"
                ),
            ),
            "Recoveries exceed the amounts: check both on the sheet Costs.",
        ),
    ]


def _parts_in_the_year() -> Check:
    marks, kinds = COSTS.column("Not in the year"), COSTS.column("Kind")
    apart_from_year = f'COUNTIF({marks},"yes")'
    place = f'MATCH("yes",{marks},0)'
    first_apart = f"(ROW({COSTS.cell('Not in the year', COSTS.first)})+{place}-1)"
    kind = f'IF(INDEX({kinds},{place})="",""," ("&INDEX({kinds},{place})&")")'
    return Check(
        "Every cost line has a part in the year",
        unless(
            f"{apart_from_year}>0",
            '"Warning: "&'
            + count_words(apart_from_year, "cost line has no part in ", "cost lines have no part in ")
            + f'&report_year&IF({apart_from_year}=1,": row ",": first row ")&{first_apart}&{kind}',
        ),
        "Look at the marked months of the sheet Costs: such a cost ends before the year or begins after it.",
    )


def _parts_and_lines(unread: str) -> Check:
    net, others = (COSTS.cell(name, COST_TOTALS) for name in ("Net cost", "Other years"))
    parts = COSTS.rows(COST_TOTALS, COST_TOTALS).column(SHORT_MONTHS[0], SHORT_MONTHS[-1])
    apart = f"ABS({net}-SUM({parts})-{others})"
    left_out = f"(SUMIFS({COSTS.column('Amount')},{unread})-SUMIFS({COSTS.column('Recovery')},{unread}))"
    lines = f"ABS(SUM(cost_lines[Amount])-SUM(cost_lines[Recovery])-{left_out}-{net})"
    return Check(
        "Cost lines and their parts are the same amount",
        unless(f"{apart}+{lines}>=0.005", '"The monthly parts do not sum to the lines"'),
        "A line lacks its formulas: copy a whole row of the sheet Costs into it.",
    )


def _error_checks() -> list[Check]:
    responses, has_data = TREND.column("Responses"), TREND.column("With data")
    shares = f"SUMPRODUCT(({responses}>0)*ISERROR({TREND.column('Loyal share', 'Disloyal share')}))"
    returns = f"SUMPRODUCT(({has_data}=1)*ISERROR({TREND.column('ROI', 'ROI high')}))"
    others = error_count((TREND.column("Month", "Disloyal"), TREND.column("Net profit", "Net cost"), has_data))
    # The line that shows the result of these checks would be a circle.
    report = (REPORT.sheet_cells(12), REPORT.rows(14, REPORT.last).whole())
    counts = {
        "Report": error_count(report),
        "Inputs, Import": error_count((INPUTS.sheet_cells(KINDS_FIRST + KINDS), input_cells(BLOCKS))),
        "Segments": error_count((SERVED.sheet_cells(SERVED.last + 1),)),
        "Costs": error_count((COSTS.sheet_cells(),)),
        "Workings": error_count((what_if.WORKINGS.sheet_cells(),)),
        "Trend": f"{others}+{shares}+{returns}",
        "Tally": error_count(("tally[[Month]:[Rejected]]", FACTS.column("Fact", "Count"))),
    }
    return [error_check(name, count, _ADVICE) for name, count in counts.items()]


def all_checks(changed: str, labels: str) -> list[Check]:
    """Every line; `changed` and `labels` are the columns of the state that the tally was made from."""
    return [
        *_refresh_checks(changed, labels),
        *checks(),
        *_response_checks(),
        *_count_checks(),
        *_sum_checks(),
        *_cost_checks(),
        *_error_checks(),
    ]
