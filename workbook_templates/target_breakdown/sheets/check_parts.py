"""Checks that parts make their whole at every level, on both cuts, and agree with TARGET_BREAKDOWN."""

from typing import Final

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.checks import Check, first_wrong, unless
from workbook_templates.target_breakdown.sheets import days, person_days, person_weeks
from workbook_templates.target_breakdown.sheets.formats import amount_words
from workbook_templates.target_breakdown.sheets.places import (
    CENTRE_ROW,
    MEASURES,
    MONTH,
    PERSON_DAYS,
    PROFIT,
    QUARTER,
    QUARTERS,
    RATES,
    SALES,
    WEEK,
    Level,
    Measure,
)
from workbook_templates.target_breakdown.sheets.plan import own_answer

_FORMULA_CHANGED: Final = "A formula was changed; copy it from a new template."


def checks() -> list[Check]:
    """Every line."""
    return [
        *_level_checks(),
        *_month_and_week_checks(),
        _day_check(),
        _half_day_check(),
        *_function_checks(),
        *_people_checks(),
    ]


def _total(level: Level, measure: Measure, part: str = "Target") -> str:
    return f"SUM({level.cells(measure, part)})"


def _difference(one: str, other: str, where: str) -> tuple[str, str]:
    apart = f"({one}-({other}))"
    return f"ABS{apart}>=0.0005", f'"{where}: they differ by "&{amount_words(apart)}'


def _wholes() -> list[tuple[str, str, Measure]]:
    whole = {"Sales": "annual_sales", "Cost": "cost_budget"}
    return [
        (f"ROUND({name},decimals_used)", name, measure) for measure in MEASURES if (name := whole.get(measure.name, ""))
    ]


def _has(level: Level, measure: Measure) -> str:
    return f"COUNT({level.cells(measure, 'Target')})>0"


def _level_checks() -> list[Check]:
    year = []
    for whole, name, measure in _wholes():
        wrong, text = _difference(_total(QUARTER, measure), f"IF(ISNUMBER({name}),{whole},0)", measure.name)
        year.append((f"IF({_has(QUARTER, measure)},{wrong},FALSE)", text))
    apart = []
    for number in range(QUARTERS):
        profit, sales = (
            QUARTER.periods.cell(measure.part("Target"), QUARTER.first + number) for measure in (PROFIT, SALES)
        )
        rate = RATES.cell("Rate in force", RATES.first + number)
        apart.append(f'IF({profit}="",0,ABS({profit}-ROUND({sales}*{rate},decimals_used)))')
    return [
        Check("Quarters = year", first_wrong(*year), _FORMULA_CHANGED),
        Check(
            "Profit of a quarter = its sales x its rate",
            unless(f"{'+'.join(apart)}>=0.0005", '"A quarter\'s profit is not its sales x its rate"'),
            _FORMULA_CHANGED,
        ),
    ]


def _month_and_week_checks() -> list[Check]:
    found = []
    for title, level, key in (
        ("Months = quarters", MONTH, "Quarter"),
        ("Weeks = quarters", WEEK, "Quarter"),
        ("Weeks = months", WEEK, "Month"),
    ):
        above = QUARTER if key == "Quarter" else MONTH
        cases = []
        for measure in MEASURES:
            name = measure.part("Target")
            apart = "+".join(
                f"ABS(SUMIF({level.calendar.column(key)},{number},{level.periods.column(name)})"
                f"-N({above.periods.cell(name, above.first + number - 1)}))"
                for number in range(1, above.count + 1)
            )
            cases.append((f"{apart}>=0.0005", f'"{measure.name}: they differ"'))
        advice = "A month without a workday cannot carry its target (sheet Workdays); or a formula was changed."
        found.append(Check(title, first_wrong(*cases), advice))
    return found


def _squared_difference(weeks: Block, week: str, others: Block, other: str) -> str:
    """The squared differences of two columns of weeks. A 53rd week that the year lacks is text, which Calc refuses."""
    shift = others.last - weeks.last
    whole, short = (
        f"SUMXMY2({weeks.rows(weeks.first, last).column(week)},{others.rows(others.first, last + shift).column(other)})"
        for last in (weeks.last, weeks.last - 1)
    )
    return f"IF(weeks_in_year=53,{whole},{short})"


def _day_check() -> Check:
    cases = []
    for measure in MEASURES:
        apart = _squared_difference(measure.day_grid, "Week's total", WEEK.periods, measure.part("Target"))
        cases.append(
            (
                f"IF(COUNT({WEEK.cells(measure, 'Target')})=0,FALSE,{apart}>=0.000001)",
                f'"{measure.name}: days do not come to their week"',
            )
        )
    return Check("Days = weeks", first_wrong(*cases), _FORMULA_CHANGED)


def _half_day_check() -> Check:
    cases = [
        (
            f'IF(am_used="",FALSE,ABS(SUM({days.halves(measure)})-SUM({days.grid(measure)}))>=0.0005)',
            f'"{measure.name}: mornings and afternoons do not come to the days"',
        )
        for measure in MEASURES
    ]
    return Check("Mornings + afternoons = days", first_wrong(*cases), _FORMULA_CHANGED)


def _function_checks() -> list[Check]:
    answer = own_answer("half-day")
    weeks, week_totals = (SALES.day_grid.column(name) for name in ("Week", "Week's total"))
    squares = f"ABS(SUMSQ(INDEX({answer},0,8))-SUMSQ({days.halves(SALES)}))>0.000001*MAX(1,SUMSQ({days.halves(SALES)}))"
    by_week = f"ABS(SUMPRODUCT(INDEX({answer},0,4),INDEX({answer},0,8))-SUMPRODUCT({weeks},{week_totals}))>=0.01"
    differing = _squared_difference(WEEK.periods, "TARGET_BREAKDOWN", WEEK.periods, SALES.part("Target"))
    target = WEEK.cells(SALES, "Target")
    known = f'OR(COUNT({target})=0,am_used="",COUNT({target})<weeks_in_year)'
    return [
        Check(
            "Weeks agree with TARGET_BREAKDOWN",
            unless(
                f"IF(OR(COUNT({target})=0,COUNT({target})<weeks_in_year),FALSE,{differing}>=0.000001)",
                '"A week differs from the function\'s answer"',
            ),
            _FORMULA_CHANGED,
        ),
        Check(
            "Half-days agree with TARGET_BREAKDOWN",
            unless(f"IF({known},FALSE,OR({squares},{by_week}))", '"A half-day differs from the function\'s answer"'),
            _FORMULA_CHANGED,
        ),
    ]


def _people_checks() -> list[Check]:
    weeks = f"ABS(SUM({person_weeks.targets()})-SUM({person_weeks.centre_row()}))"
    has_people = f"SUM({person_weeks.WEIGHTS})>0"
    apart = "+".join(
        f"ABS(SUM({PERSON_DAYS.column(name)})-N({PERSON_DAYS.cell(name, CENTRE_ROW)}))" for name in person_days.TARGET
    )
    return [
        Check(
            "People's weeks = the centre's weeks",
            unless(f"IF({has_people},{weeks}>=0.0005,FALSE)", "\"The people's weeks do not come to the centre's\""),
            _FORMULA_CHANGED,
        ),
        Check(
            "People's days = the centre's days",
            unless(f"IF({has_people},{apart}>=0.0005,FALSE)", "\"The people's days do not come to the centre's\""),
            _FORMULA_CHANGED,
        ),
    ]
