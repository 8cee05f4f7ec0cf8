"""The formulas of a period: its target, its actual, and the plan of what is still open."""

from workbook_templates.target_breakdown.sheets.formats import amount_words
from workbook_templates.target_breakdown.sheets.places import (
    COST,
    MONTH,
    PARTS,
    PROFIT,
    QUARTER,
    QUARTERS,
    RATES,
    RATES_FIRST,
    SALES,
    WEEK,
    WEEKS_IN_MONTH,
    Level,
    Measure,
)

_PERIODS = {"quarter": str(QUARTERS), "month": "12", "week": "weeks_in_year"}


def column(measure: Measure, part: str) -> str:
    """The letter of a measure's column on the sheet Breakdown."""
    return QUARTER.periods.letter(measure.part(part))


def own_answer(level: str) -> str:
    """What TARGET_BREAKDOWN answers for the sales."""
    return (
        f'TARGET_BREAKDOWN(annual_sales,plan_year,"{level}",calendar_used,sales_growth_used,decimals_used,'
        "holidays_listed,workdays_words,extra_days_listed,am_used)"
    )


def target(level: Level, measure: Measure, offset: int) -> str:
    """The period's part of the one above."""
    if level is QUARTER:
        return _quarter_target(measure, offset)
    return _month_target(measure, offset) if level is MONTH else _week_target(measure, offset)


def _quarter_target(measure: Measure, offset: int) -> str:
    if measure is PROFIT:
        sales = QUARTER.periods.here(QUARTER.first + offset)[SALES.part("Target")]
        rate, rates = RATES.cell("Rate in force", RATES_FIRST + offset), RATES.column("Rate in force")
        # One quarter without a rate would leave a year's profit that is none.
        return f'IF(OR({sales}="",COUNT({rates})<{QUARTERS}),"",ROUND({sales}*{rate},decimals_used))'
    total, growth = ("cost_budget", "cost_growth_used") if measure is COST else ("annual_sales", "sales_growth_used")
    known = f'OR(weeks_in_year="",NOT(ISNUMBER({total})),decimals_used="",{growth}="")'
    return f'IF({known},"",IFERROR(INDEX(QUARTER_TARGETS({total},{growth},decimals_used),{offset + 1}),""))'


def _month_target(measure: Measure, offset: int) -> str:
    quarter = QUARTER.periods.own_cell(measure.part("Target"), QUARTER.first + offset // 3)
    first = MONTH.calendar_first + offset // 3 * 3
    weights = MONTH.calendar.rows(first, first + 2).column("Place")
    return f'IF({quarter}="","",INDEX(SPREAD({quarter},{weights},,decimals_used),{offset % 3 + 1}))'


def _week_target(measure: Measure, offset: int) -> str:
    day = WEEK.calendar_first + offset
    number, month, place = (WEEK.calendar.cell(name, day) for name in ("Number", "Month", "Place"))
    whole = f"INDEX({MONTH.cells(measure, 'Target')},{month})"
    weights = f"INDEX({MONTH.calendar.column('Slot 1', f'Slot {WEEKS_IN_MONTH}')},{month},0)"
    part = f"INDEX(SPREAD({whole},{weights},,decimals_used),{place})"
    worked = f"INDEX({MONTH.calendar.column('Worked')},{month})=0"
    return f'IF({number}="","",IF({whole}="","",IF({worked},"",{part})))'


def actual_figures(level: Level, measure: Measure, offset: int) -> tuple[str, ...]:
    """Actual, closed, fixed, free and re-plan of a period."""
    at = level.periods.here(level.first + offset)
    target_cell, actual, closed, fixed = (at[measure.part(part)] for part in PARTS[:4])
    dates = f'day_tally[Date],">="&{at.start},day_tally[Date],"<="&MIN({at.end},status_day)'
    begun = f'OR({at.period}="",status_day="",refreshed_time="",{at.state}="open")'
    targets, closes, helds = (
        level.cells(measure, "Target"),
        level.cells(measure, "Closed"),
        level.periods.column("Held"),
    )
    planned = f"INDEX(REPLAN({targets},{closes},{helds},decimals_used),{offset + 1})"
    answer = f'IF({_refusal(level, measure)}="",{planned},IF({fixed}="","",{fixed}))'
    return (
        f'IF({begun},"",ROUND(SUMIFS(day_tally[{measure.name}],{dates}),6))',
        f'IF(AND({at.state}="closed",ISNUMBER({actual})),{actual},"")',
        f'IF({target_cell}="","",IF({closed}<>"",{closed},IF({at.held},{target_cell},"")))',
        f'IF({target_cell}="","",IF({fixed}="",{target_cell},""))',
        f'IF(OR({target_cell}="",{_incomplete(level, measure)}),"",{answer})',
    )


def _incomplete(level: Level, measure: Measure) -> str:
    return f"COUNT({level.cells(measure, 'Target')})<{_PERIODS[level.name]}"


def _total(level: Level, measure: Measure, part: str) -> str:
    return f"SUM({level.cells(measure, part)})"


def _rest(level: Level, measure: Measure) -> str:
    return f"ROUND({_total(level, measure, 'Target')}-{_total(level, measure, 'Fixed')},6)"


def _refusal(level: Level, measure: Measure) -> str:
    """The cell on Breakdown that holds why there is no re-plan; empty where there is one."""
    return level.periods.own_cell(measure.part("Free"), level.status)


def refusal(level: Level, measure: Measure) -> str:
    """Why REPLAN would refuse, as a text (a formula); empty where it answers with numbers."""
    total, rest, free = _total(level, measure, "Target"), _rest(level, measure), _total(level, measure, "Free")
    is_all_closed = f"COUNT({level.cells(measure, 'Closed')})=COUNT({level.cells(measure, 'Target')})"
    words = amount_words(rest)
    exceeded = f'"{measure.over}"&{words}'
    held = f'"what is held leaves "&{words}&" that no open period can take"'
    return (
        f'IF(OR({_incomplete(level, measure)},{is_all_closed}),"",IF({rest}*{total}<0,{exceeded},'
        f'IF({rest}<>0,IF({rest}*{free}<=0,{held},""),"")))'
    )


def status(level: Level, measure: Measure) -> str:
    """How the plan stands, in words (a formula)."""
    total, rest = _total(level, measure, "Target"), _rest(level, measure)
    closed = f"COUNT({level.cells(measure, 'Closed')})"
    count = f"COUNT({level.cells(measure, 'Target')})"
    refused, words = _refusal(level, measure), amount_words(rest)
    is_done = (
        f'IF({rest}=0,"all closed, target met",IF({rest}*{total}<0,"all closed, {measure.over}"&{words},'
        f'"all closed, "&{words}&"{measure.rest}"))'
    )
    open_ones = f'IF({closed}=0,"as planned","open {level.name}s planned again")'
    going = f'IF({refused}<>"",{refused},{open_ones})'
    return f'IF({_incomplete(level, measure)},"no target yet",IF({closed}={count},{is_done},{going}))'
