"""Checks that parts make their whole at every level, on both cuts, and agree with TARGET_BREAKDOWN."""

from typing import Final

from openpyxl.utils import get_column_letter

from workbook_templates.sheets.checks import Check, first_wrong, unless
from workbook_templates.target_breakdown.sheets import days, person_days, person_weeks
from workbook_templates.target_breakdown.sheets.formats import amount_words
from workbook_templates.target_breakdown.sheets.places import (
    CENTRE_ROW,
    DAYS,
    GRID_FIRST,
    GRID_LAST,
    MEASURES,
    MONTH,
    PERSON_DAYS,
    PERSON_FIRST,
    PERSON_LAST,
    PROFIT,
    QUARTER,
    SALES,
    WEEK,
    Level,
    Measure,
)
from workbook_templates.target_breakdown.sheets.plan import column, own_answer

_FORMULA_CHANGED: Final = "A formula was changed; copy it from a new template."


def checks() -> list[Check]:
    """Every line."""
    return [*_of_levels(), *_of_months_and_weeks(), _of_days(), _of_halves(), *_of_own_answer(), *_of_people()]


def _total(level: Level, measure: Measure, part: str = "Target") -> str:
    return f"SUM({level.cells(column(measure, part))})"


def _differ(one: str, other: str, where: str) -> tuple[str, str]:
    apart = f"({one}-({other}))"
    return f"ABS{apart}>=0.0005", f'"{where}: they differ by "&{amount_words(apart)}'


def _wholes() -> list[tuple[str, str, Measure]]:
    whole = {"Sales": "annual_sales", "Cost": "cost_budget"}
    return [
        (f"ROUND({name},decimals_used)", name, measure) for measure in MEASURES if (name := whole.get(measure.name, ""))
    ]


def _has(level: Level, measure: Measure) -> str:
    return f"COUNT({level.cells(column(measure, 'Target'))})>0"


def _of_levels() -> list[Check]:
    year = []
    for whole, name, measure in _wholes():
        wrong, text = _differ(_total(QUARTER, measure), f"IF(ISNUMBER({name}),{whole},0)", measure.name)
        year.append((f"IF({_has(QUARTER, measure)},{wrong},FALSE)", text))
    profit = "+".join(
        f'IF(Breakdown!${column(PROFIT, "Target")}${QUARTER.first + n}="",0,'
        f"ABS(Breakdown!${column(PROFIT, 'Target')}${QUARTER.first + n}-"
        f"ROUND(Breakdown!${column(SALES, 'Target')}${QUARTER.first + n}*Rates!$F${6 + n},decimals_used)))"
        for n in range(4)
    )
    return [
        Check("Quarters = year", first_wrong(*year), _FORMULA_CHANGED),
        Check(
            "Profit of a quarter = its sales x its rate",
            unless(f"{profit}>=0.0005", '"A quarter\'s profit is not its sales x its rate"'),
            _FORMULA_CHANGED,
        ),
    ]


def _of_months_and_weeks() -> list[Check]:
    found = []
    for title, level, key in (
        ("Months = quarters", MONTH, "C"),
        ("Weeks = quarters", WEEK, "C"),
        ("Weeks = months", WEEK, "D"),
    ):
        above = QUARTER if key == "C" else MONTH
        cases = []
        for measure in MEASURES:
            letter = column(measure, "Target")
            apart = "+".join(
                f"ABS(SUMIF({level.days(key)},{number},{level.cells(letter)})"
                f"-N(Breakdown!${letter}${above.first + number - 1}))"
                for number in range(1, above.count + 1)
            )
            cases.append((f"{apart}>=0.0005", f'"{measure.name}: they differ"'))
        advice = "A month without a workday cannot carry its target (sheet Workdays); or a formula was changed."
        found.append(Check(title, first_wrong(*cases), advice))
    return found


def _grid_column(place: int, measure: Measure) -> str:
    letter = get_column_letter(place)
    return f"'{measure.days}'!${letter}${GRID_FIRST}:${letter}${GRID_LAST}"


def _apart(weeks: str, others: str) -> str:
    """The squared differences of two columns of weeks. A 53rd week that the year lacks is text, which Calc refuses."""
    whole, short = (f"SUMXMY2({first},{second})" for first, second in [(weeks, others), _without_last(weeks, others)])
    return f"IF(weeks_in_year=53,{whole},{short})"


def _without_last(*columns: str) -> list[str]:
    ends = [column.rpartition("$") for column in columns]
    return [f"{cells}${int(last) - 1}" for cells, _, last in ends]


def _of_days() -> Check:
    cases = []
    for measure in MEASURES:
        apart = _apart(_grid_column(4 + DAYS, measure), WEEK.cells(column(measure, "Target")))
        cases.append(
            (
                f"IF(COUNT({WEEK.cells(column(measure, 'Target'))})=0,FALSE,{apart}>=0.000001)",
                f'"{measure.name}: days do not come to their week"',
            )
        )
    return Check("Days = weeks", first_wrong(*cases), _FORMULA_CHANGED)


def _of_halves() -> Check:
    cases = [
        (
            f'IF(am_used="",FALSE,ABS(SUM({days.halves(measure)})-SUM({days.grid(measure)}))>=0.0005)',
            f'"{measure.name}: mornings and afternoons do not come to the days"',
        )
        for measure in MEASURES
    ]
    return Check("Mornings + afternoons = days", first_wrong(*cases), _FORMULA_CHANGED)


def _of_own_answer() -> list[Check]:
    answer = own_answer("half-day")
    weeks, week_totals = _grid_column(2, SALES), _grid_column(4 + DAYS, SALES)
    squares = f"ABS(SUMSQ(INDEX({answer},0,8))-SUMSQ({days.halves(SALES)}))>0.000001*MAX(1,SUMSQ({days.halves(SALES)}))"
    by_week = f"ABS(SUMPRODUCT(INDEX({answer},0,4),INDEX({answer},0,8))-SUMPRODUCT({weeks},{week_totals}))>=0.01"
    own = WEEK.cells("AE")
    target = WEEK.cells(column(SALES, "Target"))
    known = f'OR(COUNT({target})=0,am_used="",COUNT({target})<weeks_in_year)'
    return [
        Check(
            "Weeks agree with TARGET_BREAKDOWN",
            unless(
                f"IF(OR(COUNT({target})=0,COUNT({target})<weeks_in_year),FALSE,{_apart(own, target)}>=0.000001)",
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


def _of_people() -> list[Check]:
    weeks = f"ABS(SUM({person_weeks.targets()})-SUM({person_weeks.centre_row()}))"
    has_people = f"SUM({person_weeks.WEIGHTS})>0"
    cases = []
    for place in range(DAYS):
        letter = get_column_letter(person_days.TARGET + place)
        people = f"SUM({PERSON_DAYS}${letter}${PERSON_FIRST}:${letter}${PERSON_LAST})"
        cases.append(f"ABS({people}-N({PERSON_DAYS}${letter}${CENTRE_ROW}))")
    return [
        Check(
            "People's weeks = the centre's weeks",
            unless(f"IF({has_people},{weeks}>=0.0005,FALSE)", "\"The people's weeks do not come to the centre's\""),
            _FORMULA_CHANGED,
        ),
        Check(
            "People's days = the centre's days",
            unless(
                f"IF({has_people},{'+'.join(cases)}>=0.0005,FALSE)", "\"The people's days do not come to the centre's\""
            ),
            _FORMULA_CHANGED,
        ),
    ]
