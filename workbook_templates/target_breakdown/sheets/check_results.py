"""Checks of the refresh, and of what the actuals come to: bands, budget and people."""

from workbook_templates.sheets.checks import (
    Check,
    count_check,
    count_words,
    first_wrong,
    reading_checks,
    state_checks,
    unless,
)
from workbook_templates.target_breakdown.sheets import levels
from workbook_templates.target_breakdown.sheets.places import (
    COST,
    LEVELS,
    MEASURES,
    PEOPLE_FORM,
    PROFIT,
    QUARTER,
    WEEK,
)

_TYPED = "Someone typed into the violet cells of the tallies. Press Refresh."


def refresh_checks(changed: str, labels: str) -> list[Check]:
    """Whether the tallies are there, whole, and made from what stands there now."""
    year = 'day_tally[Date],">="&year_start,day_tally[Date],"<="&year_end'
    apart = "+".join(
        f"ABS(SUMIFS(day_tally[{measure.name}],{year})-SUM(day_tally[{measure.name}]))" for measure in MEASURES
    )
    people = "+".join(
        f"ABS(SUM(person_day_tally[{name}])-SUM(person_week_tally[{name}]))" for name in ("Sales", "Profit")
    )
    return [
        *state_checks(changed, labels, "The tallies were"),
        count_check(_TYPED),
        *reading_checks(),
        Check(
            "Every tallied day is in the fiscal year",
            unless(f'IF(year_start="",FALSE,{apart}>=0.005)', '"Some days of the tally are in another year"'),
            "The year or its calendar was changed since: press Refresh.",
        ),
        Check(
            "Actuals of people: days = weeks",
            unless(f"{people}>=0.005", '"The two tallies of people differ"'),
            _TYPED,
        ),
        Check(
            "Every person of the tally is on the sheet People",
            unless(
                f"ABS(SUMPRODUCT(SUMIFS(person_week_tally[Sales],person_week_tally[Person],"
                f"{PEOPLE_FORM.column('Person')}))-SUM(person_week_tally[Sales]))>=0.005",
                '"A person with sales is no longer on the sheet People"',
            ),
            "Correct the names on the sheet People, then press Refresh.",
        ),
    ]


def result_checks() -> list[Check]:
    """Weeks come to the tally; bands, budget and plans, as warnings."""
    cases = []
    for measure in MEASURES:
        totals = [f"SUM({level.cells(measure, 'Actual')})" for level in LEVELS]
        wrong = f"ABS({totals[0]}-{totals[1]})+ABS({totals[0]}-{totals[2]})>=0.005"
        cases.append((wrong, f'"{measure.name}: quarters, months and weeks differ"'))
    return [
        Check("Actuals: quarters = months = weeks", first_wrong(*cases), "A formula of Breakdown was changed."),
        _band_check(),
        _budget_check(),
    ]


def _band_check() -> Check:
    band = levels.flags(QUARTER, PROFIT)
    lines = []
    for word in ("above", "below"):
        number = f'COUNTIF({band},"{word}")'
        words = count_words(number, f"quarter {word} its band", f"quarters {word} their band")
        lines.append((f"{number}>0", f'"Warning: "&{words}&", first Q"&MATCH("{word}",{band},0)'))
    return Check(
        "Profit rates are inside their bands",
        first_wrong(*lines),
        "Too high a rate drives customers away or leaves work undone; too low earns nothing. See Top.",
    )


def _budget_check() -> Check:
    budget, weeks = levels.flags(QUARTER, COST), levels.flags(WEEK, COST)
    over, week_over = (f'COUNTIF({flags},"above budget")' for flags in (budget, weeks))
    quarter_words = count_words(over, "quarter above its budget", "quarters above their budget")
    week_words = count_words(week_over, "week above its budget", "weeks above their budget")
    status = QUARTER.periods.cell(COST.part("Target"), QUARTER.status)
    return Check(
        "Cost is within its budget",
        first_wrong(
            (f"{over}>0", f'"Warning: "&{quarter_words}&", first Q"&MATCH("above budget",{budget},0)'),
            (f'ISNUMBER(SEARCH("exceeded",{status}))', f'"Warning: "&{status}'),
            (f"{week_over}>0", f'"Warning: "&{week_words}'),
        ),
        "See the sheets Top and Middle.",
    )
