"""Checks of the refresh, of the money that it split and added up, and that no sheet shows an error."""

from typing import Final

from workbook_templates.sheets.checks import (
    Check,
    count_check,
    count_words,
    error_check,
    error_count,
    first_wrong,
    reading_checks,
    state_checks,
    unless,
)
from workbook_templates.sheets.import_sheet import input_cells
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.importing import BLOCKS
from workbook_templates.team_earnings.sheets.managers import OWN
from workbook_templates.team_earnings.sheets.places import (
    INPUTS,
    MANAGERS,
    PEOPLE_FORM,
    PLANS_FORM,
    PROOF,
    STATEMENT,
    TARGET_MONTHS,
    TARGETS,
    TEAM_FIGURES,
)

_TYPED: Final = "Someone typed into the violet cells. Press Refresh."
_MONEY: Final = ("Sales", "Profit", "Earned", "Kept")
_ADVICE: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def refresh_checks(changed: str, labels: str) -> list[Check]:
    """Whether the lines are there, whole, and made from what stands there now."""
    return [
        *state_checks(changed, labels, "The lines were"),
        count_check(_TYPED),
        *reading_checks(),
    ]


def money_checks() -> list[Check]:
    """Whether the parts come to their wholes, to the cent."""
    return [*_line_checks(), _lines_and_tallies(), _months_of_people(), *_people_checks()]


def _line_checks() -> list[Check]:
    apart = "SUMPRODUCT(--(ABS(lines[Profit]-lines[Earned]-lines[Kept])>0.0000001))"
    return [
        Check(
            "Lines of each month = COMMISSION of the month",
            unless(
                "SUM(months_apart)>0", count_words("SUM(months_apart)", "month of a person differs", "months differ")
            ),
            "See the sheet Proof. A plan was changed since the refresh, or someone typed into the violet cells.",
        ),
        Check(
            "Earned + kept = profit, line by line",
            unless(f"{apart}>0", count_words(apart, "line differs", "lines differ")),
            _TYPED,
        ),
        Check(
            "Shares of each sale come to 100%",
            unless(
                "ABS(SUM(lines[Share])-refreshed_tallied)>0.000001",
                '"The shares of all lines come to "&ROUND(SUM(lines[Share]),6)&", the orders to "&refreshed_tallied',
            ),
            _TYPED,
        ),
    ]


def _lines_and_tallies() -> Check:
    tables = (("person_months", "months of people"), ("team_months", "teams"), ("centre_months", "the centre"))
    cases = [
        (f"ABS(SUM(lines[{name}])-SUM({table}[{name}]))>=0.005", f'"{name}: lines and {called} differ"')
        for table, called in tables
        for name in _MONEY
    ]
    return Check("Lines = months of people = teams = centre", first_wrong(*cases), _TYPED)


def _months_of_people() -> Check:
    def by_month(whose: str, name: str) -> str:
        return f"SUMIFS({whose}_months[{name}],{whose}_months[Month],month_starts)"

    months = [
        (f"SUMPRODUCT(ABS({by_month('person', name)}-{by_month('centre', name)}))>=0.005", f'"{name}: a month differs"')
        for name in _MONEY
    ]
    years = [
        (
            f"ABS(SUM(person_months[{name}])-SUM(person_years[[{name} 1]:[{name} {MONTHS}]]))>=0.005",
            f'"{name}: Tally people and Tally years differ"',
        )
        for name in ("Pays on", "Earned")
    ]
    return Check("Months of people = months of the centre", first_wrong(*months, *years), _TYPED)


def _people_checks() -> list[Check]:
    together = f'SUMIF({MANAGERS.column("Manager")},"",{{0}})'
    rolled = "+".join(
        f"ABS({together.format(MANAGERS.column(f'{name} together'))}-SUM({MANAGERS.column(name)}))" for name in OWN
    )
    of_period = 'centre_months[Month],">="&period_start,centre_months[Month],"<="&month_used'
    centre = f'IF(month_used="",0,SUMIFS(centre_months[Sales],{of_period}))'
    listed = f"SUMPRODUCT(SUMIFS(person_months[Sales],person_months[Person],{PEOPLE_FORM.column('Person')}))"
    months, year = TARGETS.column(*TARGET_MONTHS), TARGETS.column("Target of the year")
    correct = "Correct managers and names on the sheet People, then press Refresh."
    return [
        Check(
            "Everybody's roll-up = the centre",
            first_wrong(
                (f"({rolled})>=0.005", '"The tops and the sum of all people differ"'),
                (
                    f"ABS(SUM({MANAGERS.column('Sales')})-{centre})>=0.005",
                    '"The sales of all people and those of the centre differ"',
                ),
            ),
            correct,
        ),
        Check(
            "Everybody with lines is on the sheet People",
            unless(
                f"ABS({listed}-SUM(person_months[Sales]))>=0.005",
                '"A person with sales is no longer on the sheet People"',
            ),
            "Correct the names on the sheet People, then press Refresh.",
        ),
        Check(
            "Months of targets = targets of the year",
            unless(f"ABS(SUM({months})-SUM({year}))>=0.005", '"The months do not come to the year"'),
            "Correct the weights on the sheet Targets.",
        ),
    ]


def warnings() -> list[Check]:
    """What may be right, and should be looked at."""
    loss, lone = 'COUNTIF(lines[Note],"*below cost*")', 'COUNTIF(lines[Note],"*without its sale*")'
    unpaid = 'SUMPRODUCT((person_months[Person]<>"")*(person_months[Plan]=""))'
    unpaid_words = count_words(unpaid, "month of a person without a plan", "months of people without a plan")
    first = 'INDEX(lines[Item],MATCH("{0}",lines[Note],0))&" of "&INDEX(lines[Person],MATCH("{0}",lines[Note],0))'
    return [
        Check(
            "No sale below cost",
            unless(
                f"{loss}>0",
                f'"Warning: "&{count_words(loss, "line below cost", "lines below cost")}&", first "'
                f"&{first.format('*below cost*')}",
            ),
            "A price below the unit cost is a negative margin; see the notes on the sheet Lines.",
        ),
        Check(
            "Every return has its sale",
            unless(
                f"{lone}>0",
                f'"Warning: "&{count_words(lone, "return without its sale", "returns without their sale")}&", first "'
                f"&{first.format('*without its sale*')}",
            ),
            "More came back than the same people had sold of the item this year. An older sale? Else see Lines.",
        ),
        Check(
            "Everybody who sells has a plan",
            unless(
                f"{unpaid}>0",
                f'"Warning: "&{unpaid_words}&" earned nothing"',
            ),
            "Give them a plan on the sheet People, or leave it if they are not paid by commission.",
        ),
    ]


def error_checks() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    ranges = {
        # The cell that shows the result of these checks would be a circle: Roll-up counts from its tables on.
        "Roll-up": (TEAM_FIGURES.rows(10, TEAM_FIGURES.last).whole(),),
        "Managers": (MANAGERS.sheet_cells(),),
        "Statement": (STATEMENT.sheet_cells(),),
        "Inputs, Import, Plans, People": (
            INPUTS.sheet_cells(),
            input_cells(BLOCKS),
            PLANS_FORM.sheet_cells(),
            PEOPLE_FORM.sheet_cells(),
        ),
        "Targets, Proof": (TARGETS.sheet_cells(), PROOF.sheet_cells()),
        "Tallies": (
            "person_months[[Person]:[Kept]]",
            "team_months[[Team]:[Kept]]",
            "centre_months[[Month]:[Kept]]",
            f"person_years[[Person]:[Earned {MONTHS}]]",
        ),
    }
    return [*(error_check(name, error_count(cells), _ADVICE) for name, cells in ranges.items()), _errors_in_lines()]


def _errors_in_lines() -> Check:
    """A sum sees an error as well as a look at each cell does, in a fraction of the time."""
    words = '"There is an error cell"'
    return Check("No error cells on Lines", unless("ISERROR(SUM(lines[[Person]:[Note]]))", words), _ADVICE)
