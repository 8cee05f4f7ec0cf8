"""Checks of the refresh, of the money that it split and added up, and that no sheet shows an error."""

from typing import Final

from workbook_templates.sheets.checks import Check, counted, first_wrong, of_counts, of_state, unless
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets import managers, people, plans, proof, roll_up, statement, targets
from workbook_templates.team_earnings.sheets.places import (
    FORM_LAST,
    PEOPLE_LAST,
    PLANS_LAST,
    SOURCE_COLUMNS_HEADER,
    TEAMS_LAST,
    form,
)
from workbook_templates.team_earnings.sheets.places import people as people_cells

_TYPED: Final = "Someone typed into the violet cells. Press Refresh."
_MONEY: Final = ("Sales", "Profit", "Earned", "Kept")
_ADVICE: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def of_refresh(changed: str, labels: str) -> list[Check]:
    """Whether the lines are there, whole, and made from what stands there now."""
    return [
        *of_state(changed, labels, "The lines were"),
        of_counts(_TYPED),
    ]


def of_money() -> list[Check]:
    """Parts and wholes, to the cent."""
    apart = "SUMPRODUCT(--(ABS(lines[Profit]-lines[Earned]-lines[Kept])>0.0000001))"
    top = f'SUMIF({form("Managers", "C")},"",{{0}})'
    rolled = "+".join(
        f"ABS({top.format(form('Managers', together))}-SUM({form('Managers', own)}))"
        for own, together in zip(managers.OWN, managers.TOGETHER, strict=True)
    )
    return [
        Check(
            "Lines of each month = COMMISSION of the month",
            unless("SUM(months_apart)>0", counted("SUM(months_apart)", "month of a person differs", "months differ")),
            "See the sheet Proof. A plan was changed since the refresh, or someone typed into the violet cells.",
        ),
        Check(
            "Earned + kept = profit, line by line",
            unless(f"{apart}>0", counted(apart, "line differs", "lines differ")),
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
        Check(
            "Lines = months of people = teams = centre",
            first_wrong(
                *(
                    (_apart("lines", table, name), f'"{name}: lines and {called} differ"')
                    for table, called in (
                        ("person_months", "months of people"),
                        ("team_months", "teams"),
                        ("centre_months", "the centre"),
                    )
                    for name in _MONEY
                )
            ),
            _TYPED,
        ),
        Check(
            "Months of people = months of the centre",
            first_wrong(
                *(
                    (
                        (
                            f"SUMPRODUCT(ABS(SUMIFS(person_months[{name}],person_months[Month],month_starts)"
                            f"-SUMIFS(centre_months[{name}],centre_months[Month],month_starts)))>=0.005"
                        ),
                        f'"{name}: a month differs"',
                    )
                    for name in _MONEY
                ),
                *(
                    (
                        f"ABS(SUM(person_months[{name}])-SUM(person_years[[{name} 1]:[{name} {MONTHS}]]))>=0.005",
                        f'"{name}: Tally people and Tally years differ"',
                    )
                    for name in ("Pays on", "Earned")
                ),
            ),
            _TYPED,
        ),
        Check(
            "Everybody's roll-up = the centre",
            first_wrong(
                (f"({rolled})>=0.005", '"The tops and the sum of all people differ"'),
                (
                    (
                        f'ABS(SUM({form("Managers", managers.OWN[0])})-IF(month_used="",0,SUMIFS(centre_months[Sales],'
                        'centre_months[Month],">="&period_start,centre_months[Month],"<="&month_used)))>=0.005'
                    ),
                    '"The sales of all people and those of the centre differ"',
                ),
            ),
            "Correct managers and names on the sheet People, then press Refresh.",
        ),
        Check(
            "Everybody with lines is on the sheet People",
            unless(
                "ABS(SUMPRODUCT(SUMIFS(person_months[Sales],person_months[Person],"
                f"{people_cells('B')}))-SUM(person_months[Sales]))>=0.005",
                '"A person with sales is no longer on the sheet People"',
            ),
            "Correct the names on the sheet People, then press Refresh.",
        ),
        Check(
            "Months of targets = targets of the year",
            unless(f"ABS(SUM({_grid()})-SUM({form('Targets', 'C')}))>=0.005", '"The months do not come to the year"'),
            "Correct the weights on the sheet Targets.",
        ),
    ]


def _apart(table: str, other: str, column: str) -> str:
    return f"ABS(SUM({table}[{column}])-SUM({other}[{column}]))>=0.005"


def _grid() -> str:
    return f"{form('Targets', 'D').partition(':')[0]}:{form('Targets', 'O').rpartition(':')[2]}"


def to_judge() -> list[Check]:
    """What may be right, and should be looked at."""
    loss, lone = 'COUNTIF(lines[Note],"*below cost*")', 'COUNTIF(lines[Note],"*without its sale*")'
    unpaid = 'SUMPRODUCT((person_months[Person]<>"")*(person_months[Plan]=""))'
    first = 'INDEX(lines[Item],MATCH("{0}",lines[Note],0))&" of "&INDEX(lines[Person],MATCH("{0}",lines[Note],0))'
    return [
        Check(
            "No sale below cost",
            unless(
                f"{loss}>0",
                f'"Warning: "&{counted(loss, "line below cost", "lines below cost")}&", first "'
                f"&{first.format('*below cost*')}",
            ),
            "A price below the unit cost is a negative margin; see the notes on the sheet Lines.",
        ),
        Check(
            "Every return has its sale",
            unless(
                f"{lone}>0",
                f'"Warning: "&{counted(lone, "return without its sale", "returns without their sale")}&", first "'
                f"&{first.format('*without its sale*')}",
            ),
            "More came back than the same people had sold of the item this year. An older sale? Else see Lines.",
        ),
        Check(
            "Everybody who sells has a plan",
            unless(
                f"{unpaid}>0",
                f'"Warning: "&{counted(unpaid, "month of a person without a plan", "months of people without a plan")}'
                '&" earned nothing"',
            ),
            "Give them a plan on the sheet People, or leave it if they are not paid by commission.",
        ),
    ]


def of_errors() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    ranges = {
        # The cell that shows the result of these checks would be a circle: Roll-up counts from its tables on.
        "Roll-up": (f"'Roll-up'!$B$10:${roll_up.LAST_COLUMN}${TEAMS_LAST}",),
        "Managers": (f"Managers!$B$1:${managers.BEYOND}${FORM_LAST}",),
        "Statement": (f"Statement!$B$1:${statement.LAST_COLUMN}${statement.LAST}",),
        "Inputs, Plans, People": (
            f"Inputs!$B$1:$E${SOURCE_COLUMNS_HEADER + 12}",
            f"Plans!$B$1:${plans.TO_CORRECT}${PLANS_LAST}",
            f"People!$B$1:${people.TO_CORRECT}${PEOPLE_LAST}",
        ),
        "Targets, Proof": (
            f"Targets!$B$1:${targets.TO_DATE}${FORM_LAST}",
            f"Proof!$B$1:${proof.LAST_COLUMN}${FORM_LAST}",
        ),
        "Tallies": (
            "person_months[[Person]:[Kept]]",
            "team_months[[Team]:[Kept]]",
            "centre_months[[Month]:[Kept]]",
            f"person_years[[Person]:[Earned {MONTHS}]]",
        ),
    }
    return [*(_errors_on(name, cells) for name, cells in ranges.items()), _errors_in_lines()]


def _errors_in_lines() -> Check:
    """A sum sees an error as well as a look at each cell does, in a fraction of the time."""
    words = '"There is an error cell"'
    return Check("No error cells on Lines", unless("ISERROR(SUM(lines[[Person]:[Note]]))", words), _ADVICE)


def _errors_on(name: str, cells: tuple[str, ...]) -> Check:
    count = "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in cells)
    return Check(
        f"No error cells on {name}", unless(f"({count})>0", counted(count, "error cell", "error cells")), _ADVICE
    )
