"""Checks of what users enter: inputs, plans, people, targets, and rows that are not in a table."""

from typing import Final

from workbook_templates.sheets.checks import Check, count_words, first_wrong, space_check, unless
from workbook_templates.team_earnings.sheets import managers
from workbook_templates.team_earnings.sheets.places import (
    BEYOND,
    MANAGERS,
    ORDERS_FORM,
    PEOPLE,
    PEOPLE_FORM,
    PLANS_FORM,
    TARGET_MONTHS,
    TARGETS,
    TEAMS,
    WEIGHTS_ROW,
)

_OWNER: Final = "Shares the target of"
_NUMBERS: Final = ("plan_year", "first_month", "months_later", "usual_pay_day")


def checks() -> list[Check]:
    """Every line."""
    return [*_input_checks(), *_people_checks(), *_row_checks()]


def _first_to_correct(names: str, words: str, called: str) -> str:
    """The first row that has something to correct, with its name."""
    place = f'MATCH("?*",{words},0)'
    name = f"INDEX({names},{place})"
    return unless(f'COUNTIF({words},"?*")>0', f'IF({name}="","{called}: ",{name}&": ")&INDEX({words},{place})')


def _input_checks() -> list[Check]:
    blank = "+".join(f"IF(ISNUMBER({name}),0,1)" for name in _NUMBERS)
    limits = (("first_month", 1, 12), ("months_later", 1, 12), ("usual_pay_day", 1, 31))
    beyond = "+".join(f"IF(OR({name}<{low},{name}>{high},{name}<>INT({name})),1,0)" for name, low, high in limits)
    weights = TARGETS.rows(WEIGHTS_ROW, WEIGHTS_ROW).column(*TARGET_MONTHS)
    return [
        Check(
            "Inputs are filled",
            first_wrong(
                (f"({blank})>0", count_words(blank, "input is blank or no number", "inputs are blank or no number")),
                (
                    f"({beyond})>0",
                    count_words(beyond, "input is outside its limits", "inputs are outside their limits"),
                ),
                ('AND(targets_for<>"sales",targets_for<>"profit")', '"Targets are for sales or for profit"'),
            ),
            "Fill the blue cells of the sheet Inputs: months 1 to 12, a pay day 1 to 31.",
        ),
        Check(
            "Plans are complete",
            _first_to_correct(PLANS_FORM.column("Plan"), PLANS_FORM.column("To correct"), "A plan"),
            "See the last column of the sheet Plans: thresholds increase, each has its rate.",
        ),
        Check(
            "Weights of the months",
            first_wrong(
                (f"COUNT({weights})<12", '(12-COUNT(month_weights))&" weights are blank or no number"'),
                (f'COUNTIF({weights},"<0")>0', '"A weight is negative"'),
                (f"SUM({weights})=0", '"All weights are 0"'),
            ),
            "Correct the weights on the sheet Targets; 1 for each month spreads the year equally.",
        ),
    ]


def _people_checks() -> list[Check]:
    own, names = MANAGERS.column("Sales"), PEOPLE_FORM.column("Person")
    circle = f'COUNTIF({MANAGERS.column(BEYOND)},">0")'
    return [
        Check(
            "People are complete",
            _first_to_correct(names, PEOPLE_FORM.column("To correct"), "A row"),
            "See the last column of the sheet People: names, managers, plans, pay days and targets.",
        ),
        space_check(
            {
                "People": [PEOPLE_FORM.column(name) for name in ("Person", "Manager", "Team", "Plan", _OWNER)],
                "Plans": [PLANS_FORM.column("Plan")],
            }
        ),
        Check(
            "Managers lead up to a top",
            unless(f"{circle}>0", f'{managers.circle_member()}&" is in a circle of managers"'),
            "Give one of the circle another manager on the sheet People; the top has none.",
        ),
        Check(
            "The form of people is whole",
            first_wrong(
                (f"ROWS({names})<>{PEOPLE}", '"A row was inserted into the form of people, or deleted"'),
                (f"ROWS(teams[Team])>{TEAMS}", f'"Roll-up shows {TEAMS} teams; there are "&ROWS(teams[Team])'),
                (f'COUNT({own})<>SUMPRODUCT(--({names}<>""))', '"A formula of the sheet Managers was changed"'),
            ),
            f"The form has {PEOPLE} rows: fill the next free one; Roll-up has room for {TEAMS} teams.",
        ),
    ]


def _row_checks() -> list[Check]:
    below = ORDERS_FORM.whole()
    return [
        Check(
            "No rows below the orders table",
            unless(f"COUNTA({below})>COUNTA(orders[[Date]:[Discount]])", '"Rows below the table are not read"'),
            "Drag the corner of the table on the sheet Orders down over them, then press Refresh.",
        )
    ]
