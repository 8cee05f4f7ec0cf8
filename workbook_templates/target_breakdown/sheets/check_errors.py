"""Checks that no sheet shows an error; a week that has not begun is #N/A on purpose, for the charts."""

from typing import Final

from workbook_templates.sheets.checks import Check, counted, unless
from workbook_templates.target_breakdown.sheets import days, levels, person_weeks, representative, supervisor
from workbook_templates.target_breakdown.sheets.places import (
    CHANGES_LAST,
    GRID_FIRST,
    GRID_LAST,
    HOLIDAYS_LAST,
    LEVELS,
    MEASURES,
    PEOPLE_LAST,
    PERSON_LAST,
    QUARTER,
    WEEK,
)

_ADVICE: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def checks() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    # The cell that shows the result of these checks would be a circle: the views count from their table on.
    views = {level.view: f"{level.view}!$B$5:$N${levels.blocks(level)[-1].first + level.count - 1}" for level in LEVELS}
    ranges = {
        **{name: (cells,) for name, cells in views.items()},
        "Supervisor": (f"Supervisor!$B$1:${supervisor.LAST_COLUMN}${supervisor.LAST}",),
        "Representative": (f"Representative!$B$1:$H${representative.DAYS_FIRST + 7}",),
        "Inputs, Workdays, Rates": (
            "Inputs!$B$1:$E$30",
            f"Workdays!$B$1:$H${HOLIDAYS_LAST}",
            f"Rates!$B$1:$F${CHANGES_LAST}",
        ),
        "People": (f"People!$B$1:$M${PEOPLE_LAST}",),
        "Tallies": (
            "day_tally[[Date]:[Cost]]",
            "person_day_tally[[Person]:[Profit]]",
            "person_week_tally[[Person]:[Profit]]",
        ),
        "Breakdown": (f"Breakdown!$B$1:$X${WEEK.status}", f"Breakdown!$AE${WEEK.first}:$AE${WEEK.total}"),
        "Days": tuple(f"'{each.days}'!$B${GRID_FIRST}:${days.LAST_COLUMN}${GRID_LAST + 1}" for each in MEASURES),
        "Person weeks, Person days": (
            f"'Person weeks'!$B$1:${person_weeks.LAST_COLUMN}${person_weeks.LAST_ROW}",
            f"'Person days'!$B$1:$AA${PERSON_LAST}",
        ),
        "Calendar": (f"Calendar!$B$1:$R${QUARTER.calendar_last}",),
    }
    return [_line(name, cells) for name, cells in ranges.items()]


def _line(name: str, cells: tuple[str, ...]) -> Check:
    count = "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in cells)
    return Check(
        f"No error cells on {name}", unless(f"({count})>0", counted(count, "error cell", "error cells")), _ADVICE
    )
