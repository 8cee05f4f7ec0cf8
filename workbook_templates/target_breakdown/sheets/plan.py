"""The formulas of a period: its target, its actual, and the plan of what is still open."""

from openpyxl.utils import get_column_letter

from workbook_templates.target_breakdown.sheets.formats import amount_words
from workbook_templates.target_breakdown.sheets.places import (
    COST,
    MONTH,
    PARTS,
    PROFIT,
    QUARTER,
    QUARTERS,
    RATES_FIRST,
    SALES,
    WEEK,
    Level,
    Measure,
)

_PERIODS = {"quarter": str(QUARTERS), "month": "12", "week": "weeks_in_year"}


def column(measure: Measure, part: str) -> str:
    """The letter of a measure's column on the sheet Breakdown."""
    return get_column_letter(measure.column + PARTS.index(part))


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
        sales, rate = f"${column(SALES, 'Target')}{QUARTER.first + offset}", f"Rates!$F${RATES_FIRST + offset}"
        rates = f"Rates!$F${RATES_FIRST}:$F${RATES_FIRST + QUARTERS - 1}"
        # One quarter without a rate would leave a year's profit that is none.
        return f'IF(OR({sales}="",COUNT({rates})<{QUARTERS}),"",ROUND({sales}*{rate},decimals_used))'
    total, growth = ("cost_budget", "cost_growth_used") if measure is COST else ("annual_sales", "sales_growth_used")
    known = f'OR(weeks_in_year="",NOT(ISNUMBER({total})),decimals_used="",{growth}="")'
    return f'IF({known},"",IFERROR(INDEX(QUARTER_TARGETS({total},{growth},decimals_used),{offset + 1}),""))'


def _month_target(measure: Measure, offset: int) -> str:
    letter = column(measure, "Target")
    quarter = f"${letter}${QUARTER.first + offset // 3}"
    first = MONTH.calendar_first + offset // 3 * 3
    weights = f"Calendar!$G${first}:$G${first + 2}"
    return f'IF({quarter}="","",INDEX(SPREAD({quarter},{weights},,decimals_used),{offset % 3 + 1}))'


def _week_target(measure: Measure, offset: int) -> str:
    letter, day = column(measure, "Target"), WEEK.calendar_first + offset
    month = f"Calendar!$D${day}"
    whole = f"INDEX({MONTH.cells(letter)},{month})"
    weights = f"INDEX(Calendar!$L${MONTH.calendar_first}:$Q${MONTH.calendar_last},{month},0)"
    part = f"INDEX(SPREAD({whole},{weights},,decimals_used),Calendar!$G${day})"
    worked = f"INDEX({MONTH.days('I')},{month})=0"
    return f'IF(Calendar!$B${day}="","",IF({whole}="","",IF({worked},"",{part})))'


def against_actuals(level: Level, measure: Measure, offset: int) -> tuple[str, ...]:
    """Actual, closed, fixed, free and re-plan of a period."""
    row = level.first + offset
    target_cell, actual, closed, fixed = (f"${column(measure, part)}{row}" for part in PARTS[:4])
    dates = f'day_tally[Date],">="&$C{row},day_tally[Date],"<="&MIN($D{row},status_day)'
    begun = f'OR($B{row}="",status_day="",refreshed_time="",$E{row}="open")'
    targets, closes, helds = (
        level.cells(column(measure, "Target")),
        level.cells(column(measure, "Closed")),
        level.cells("F"),
    )
    planned = f"INDEX(REPLAN({targets},{closes},{helds},decimals_used),{offset + 1})"
    answer = f'IF({_refusal(level, measure)}="",{planned},IF({fixed}="","",{fixed}))'
    return (
        f'IF({begun},"",ROUND(SUMIFS(day_tally[{measure.name}],{dates}),6))',
        f'IF(AND($E{row}="closed",ISNUMBER({actual})),{actual},"")',
        f'IF({target_cell}="","",IF({closed}<>"",{closed},IF($F{row},{target_cell},"")))',
        f'IF({target_cell}="","",IF({fixed}="",{target_cell},""))',
        f'IF(OR({target_cell}="",{_incomplete(level, measure)}),"",{answer})',
    )


def _incomplete(level: Level, measure: Measure) -> str:
    return f"COUNT({level.cells(column(measure, 'Target'))})<{_PERIODS[level.name]}"


def _total(level: Level, measure: Measure, part: str) -> str:
    return f"SUM({level.cells(column(measure, part))})"


def _rest(level: Level, measure: Measure) -> str:
    return f"ROUND({_total(level, measure, 'Target')}-{_total(level, measure, 'Fixed')},6)"


def _refusal(level: Level, measure: Measure) -> str:
    """The cell on Breakdown that holds why there is no re-plan; empty where there is one."""
    return f"${column(measure, 'Free')}${level.status}"


def refusal(level: Level, measure: Measure) -> str:
    """Why REPLAN would refuse, as a text (a formula); empty where it answers with numbers."""
    total, rest, free = _total(level, measure, "Target"), _rest(level, measure), _total(level, measure, "Free")
    is_all_closed = f"COUNT({level.cells(column(measure, 'Closed'))})=COUNT({level.cells(column(measure, 'Target'))})"
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
    closed = f"COUNT({level.cells(column(measure, 'Closed'))})"
    count = f"COUNT({level.cells(column(measure, 'Target'))})"
    refused, words = _refusal(level, measure), amount_words(rest)
    is_done = (
        f'IF({rest}=0,"all closed, target met",IF({rest}*{total}<0,"all closed, {measure.over}"&{words},'
        f'"all closed, "&{words}&"{measure.rest}"))'
    )
    open_ones = f'IF({closed}=0,"as planned","open {level.name}s planned again")'
    going = f'IF({refused}<>"",{refused},{open_ones})'
    return f'IF({_incomplete(level, measure)},"no target yet",IF({closed}={count},{is_done},{going}))'
