"""Checks of what users entered: inputs, calendar, workdays, rates and people."""

from typing import Final

from workbook_templates.sheets.checks import (
    Check,
    comparison_signs,
    count_words,
    first_wrong,
    pattern_marks,
    space_check,
    unless,
)
from workbook_templates.sheets.formulas import named
from workbook_templates.target_breakdown.sheets.places import (
    ACTUALS,
    CHANGES,
    COST,
    MONTH,
    PEOPLE,
    PEOPLE_FORM,
    QUARTER,
    QUARTERS,
    RATES,
    SALES,
)

_NAMES: Final = PEOPLE_FORM.column("Person")
_SHARES: Final = PEOPLE_FORM.column("Quota share")
_GRAMMAR: Final = (
    "4-4-5, 4-5-4 or 5-4-4, last or nearest WEEKDAY of MONTH[, year named by start][, extra week in Q2]; or NRF."
)


def checks() -> list[Check]:
    """Every line."""
    return [*_input_checks(), *_workday_checks(), *_rate_checks(), *_people_checks()]


def _input_checks() -> list[Check]:
    numbers = ("plan_year", "annual_sales", "sales_growth", "cost_budget", "cost_growth", "target_decimals", "am_share")
    blank = "+".join(f"IF(ISNUMBER({name}),0,1)" for name in numbers)
    limited = ("decimals_used", "sales_growth_used", "cost_growth_used", "am_used")
    beyond = "+".join(f'IF({name}="",1,0)' for name in limited)
    return [
        Check(
            "Inputs are filled",
            unless(f"({blank})>0", count_words(blank, "input is blank or no number", "inputs are blank or no number")),
            "Fill the blue cells of the sheet Inputs.",
        ),
        Check(
            "The calendar can be read",
            unless('weeks_in_year=""', '"No fiscal year by this calendar: "&calendar_used'),
            _GRAMMAR,
        ),
        Check(
            "Growth, decimals and share of the morning fit",
            unless(
                f"({beyond})>0", count_words(beyond, "input is outside its limits", "inputs are outside their limits")
            ),
            "Growth above -100% up to 100%, decimals -3 to 2, share of the morning 0% to 100%.",
        ),
        _digits_check(beyond),
        Check(
            "The status date is in the fiscal year",
            first_wrong(
                ('AND(status_date<>"",NOT(ISNUMBER(status_date)))', '"The status date is no date"'),
                ('day_place="before"', '"Warning: the year has not begun on the status date"'),
                ('day_place="after"', '"Warning: the year is over on the status date"'),
            ),
            "Enter a status date on the sheet Inputs, or leave it blank: then it is the day of the last refresh.",
        ),
    ]


def _digits_check(beyond: str) -> Check:
    """Whether a target that is typed in has a first quarter; `beyond` counts other inputs that may prevent it."""
    sales, cost = (QUARTER.periods.cell(measure.part("Target"), QUARTER.first) for measure in (SALES, COST))

    def broken(name: str, quarter: str) -> str:
        return f'AND(weeks_in_year<>"",({beyond})=0,ISNUMBER({name}),{quarter}="")'

    return Check(
        "The year's targets can be broken down",
        first_wrong(
            (broken("annual_sales", sales), '"The sales target has too many digits for its decimals"'),
            (broken("cost_budget", cost), '"The cost budget has too many digits for its decimals"'),
        ),
        "Lower the decimals of the targets on the sheet Inputs: 15 digits in all.",
    )


def _workday_checks() -> list[Check]:
    workdays = MONTH.calendar.column("Workdays")
    idle, place = f"COUNTIF({workdays},0)", f"MATCH(0,{workdays},0)"
    return [
        Check(
            "Every month has a workday",
            first_wrong(
                ('workdays_words=""', '"No weekday is worked"'),
                (
                    f"{idle}>0",
                    f'"Month "&{place}&" has no workday to carry its target"',
                ),
            ),
            "On the sheet Workdays write yes below a weekday, take a holiday out, or name an extra workday.",
        ),
        Check(
            "Holidays and extra workdays are dates",
            unless(
                "COUNTA(holidays_listed)-COUNT(holidays_listed)+COUNTA(extra_days_listed)-COUNT(extra_days_listed)>0",
                '"A holiday or extra workday is no date"',
            ),
            "Enter them as dates on the sheet Workdays.",
        ),
    ]


def _rate_checks() -> list[Check]:
    crossed, rates = _limit_conflicts(), RATES.column("Profit rate", "Ceiling")
    return [
        Check(
            "Every quarter has a profit rate, a floor and a ceiling",
            first_wrong(
                (
                    f"COUNT({rates})<{3 * QUARTERS}",
                    f'({3 * QUARTERS}-COUNT({rates}))&" of {3 * QUARTERS} rates missing"',
                ),
                (f"({crossed})>0", '"A floor is above its ceiling"'),
                (
                    f'COUNTIF({rates},">1")>0',
                    '"A rate is above 100%: write 12% or 0.12, not 12"',
                ),
            ),
            "Fill the sheet Rates.",
        ),
        _band_check(),
        _change_check(),
    ]


def _limit_conflicts() -> str:
    """How many quarters have a floor above their ceiling."""
    cells = [RATES.rows(row, row) for row in range(RATES.first, RATES.last + 1)]
    return "+".join(
        f"IF(COUNT({each.column('Floor', 'Ceiling')})=2,"
        f"IF({each.cell('Floor', each.first)}>{each.cell('Ceiling', each.first)},1,0),0)"
        for each in cells
    )


def _band_check() -> Check:
    words = []
    for number, row in enumerate(range(RATES.first, RATES.last + 1), start=1):
        floor, ceiling, rate = (RATES.cell(name, row) for name in ("Floor", "Ceiling", "Rate in force"))
        all_three = RATES.rows(row, row).column("Floor", "Rate in force")
        named = f'IF(PROFIT_BAND({rate},{floor},{ceiling})="within","",", Q{number}")'
        words.append(f'IF(COUNT({all_three})<3,"",IF({floor}>{ceiling},"",{named}))')
    outside = "&".join(words)
    return Check(
        "The rates in force are inside their bands",
        unless(f'{outside}<>""', f'"Warning: the rate in force is outside its band in "&MID({outside},3,99)'),
        "Change the rate, or the floor and the ceiling, on the sheet Rates.",
    )


def _change_check() -> Check:
    states = CHANGES.column("In force")
    incomplete = f'COUNTIF({states},"incomplete")'
    reasons = named(CHANGES.column("Reason"))
    changed = f'COUNTIF({states},"yes")+COUNTIF({states},"replaced")'
    return Check(
        "Changes of a rate are complete",
        first_wrong(
            (f"{incomplete}>0", count_words(incomplete, "change is incomplete", "changes are incomplete")),
            (f"{changed}>{reasons}", '"A change has no reason"'),
        ),
        "Each line of the changes on the sheet Rates: date, quarter, new rate and reason.",
    )


def _people_checks() -> list[Check]:
    cells = PEOPLE_FORM.each("Person")
    twice = "+".join(f'IF({cell}="",0,IF(COUNTIF({_NAMES},{cell})>1,1,0))' for cell in cells)
    marks = f"{pattern_marks(_NAMES)}+{comparison_signs(cells)}"
    nameless = f'SUMPRODUCT(({_NAMES}="")*({_SHARES}<>""))'
    total = f"SUM({_SHARES})"
    below = ACTUALS.whole()
    return [
        Check(
            "Quota shares come to 100%",
            first_wrong(
                (f"COUNTA({_NAMES})=0", '"No person is named"'),
                (f"ABS({total}-1)>0.000000001", f'"They come to "&ROUND({total}*100,6)&"%"'),
                (f'COUNTIF({_SHARES},"<0")>0', '"A share is negative"'),
            ),
            "Correct the quota shares on the sheet People.",
        ),
        Check(
            "Names of people are clear",
            first_wrong(
                (f"ROWS({_NAMES})<>{PEOPLE}", '"A row was inserted into the form of people, or deleted"'),
                (f"{nameless}>0", '"A quota share has no name beside it"'),
                (f"({marks})>0", '"A name has * ? or ~ in it, or < > or = in front"'),
            ),
            "No * ? ~ in a name on the sheet People; the form has 60 rows, fill the next free one.",
        ),
        space_check({"People": (_NAMES, PEOPLE_FORM.column("Team"))}),
        Check(
            "Each person is named once",
            unless(f"({twice})>0", '"A person is named twice"'),
            "Name each person once on the sheet People, with one quota share.",
        ),
        Check(
            "No rows below the actuals table",
            unless(f"COUNTA({below})>COUNTA(actuals[[Date]:[Cost]])", '"Rows below the table are not read"'),
            "Drag the corner of the table on the sheet Actuals down over them, then press Refresh.",
        ),
    ]
