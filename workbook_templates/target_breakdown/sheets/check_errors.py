"""Checks that no sheet shows an error; a week that has not begun is #N/A on purpose, for the charts."""

from typing import Final

from workbook_templates.sheets.checks import Check, error_check, error_count
from workbook_templates.sheets.import_sheet import input_cells
from workbook_templates.target_breakdown.sheets import levels, person_weeks, representative, supervisor
from workbook_templates.target_breakdown.sheets.importing import BLOCKS
from workbook_templates.target_breakdown.sheets.places import (
    CHANGES,
    COST,
    GRID_LAST,
    HOLIDAY_LIST,
    INPUTS,
    LEVELS,
    MEASURES,
    PARTS,
    PEOPLE_FORM,
    PERSON_DAYS,
    PERSON_WEEKS,
    QUARTER,
    RATES,
    WEEK,
    WORKED,
)

_ADVICE: Final = "Run centre-roi check, or select such a cell and press Explain: both name where the error began."


def checks() -> list[Check]:
    """A line a sheet, or a line for sheets of a kind."""
    weeks, last = WEEK.periods, COST.part(PARTS[-1])
    ranges = {
        # The cell that shows the result of these checks would be a circle: the views count from their table on.
        **{level.view: (levels.page(level).rows(5, levels.page(level).last).whole(),) for level in LEVELS},
        "Supervisor": (supervisor.VIEW.sheet_cells(),),
        "Representative": (representative.VIEW.sheet_cells(representative.VIEW.last + 1),),
        "Inputs, Import, Workdays, Rates": (
            INPUTS.sheet_cells(),
            input_cells(BLOCKS),
            WORKED.sheet_cells(HOLIDAY_LIST.last),
            RATES.sheet_cells(CHANGES.last),
        ),
        "People": (PEOPLE_FORM.sheet_cells(),),
        "Tallies": (
            "day_tally[[Date]:[Cost]]",
            "person_day_tally[[Person]:[Profit]]",
            "person_week_tally[[Person]:[Profit]]",
        ),
        "Breakdown": (
            weeks.rows(1, WEEK.status).column("Period", last),
            weeks.rows(WEEK.first, WEEK.total).column("TARGET_BREAKDOWN"),
        ),
        "Days": tuple(each.day_grid.rows(each.day_grid.first, GRID_LAST + 1).whole() for each in MEASURES),
        "Person weeks, Person days": (
            PERSON_WEEKS.sheet_cells(person_weeks.LAST_ROW),
            PERSON_DAYS.rows(1, PERSON_DAYS.last).column("Person", "Margin"),
        ),
        "Calendar": (QUARTER.calendar.sheet_cells(),),
    }
    return [error_check(name, error_count(cells), _ADVICE) for name, cells in ranges.items()]
