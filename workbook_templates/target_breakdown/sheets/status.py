"""The named figures of the sheet Calendar: the year as read, and where the status date falls in it."""

from dataclasses import dataclass
from typing import Final

from udfs.calendars.texts import DEFAULT_CALENDAR
from workbook_templates.sheets.formulas import date_words
from workbook_templates.target_breakdown.sheets.formats import weekday_words
from workbook_templates.target_breakdown.sheets.places import QUARTER, WEEK, WEEKDAYS


@dataclass(frozen=True)
class Fact:
    """One named cell: `formula` without =."""

    name: str
    label: str
    formula: str
    kind: str
    note: str = ""


def _usable_input(name: str, low: str, high: str) -> str:
    """The input where it is a number within limits, else empty."""
    return f'IF(ISNUMBER({name}),IF(AND({name}{low},{name}{high}),{name},""),"")'


def _figure_in_year(formula: str) -> str:
    return f'IF(day_place="in",{formula},"")'


_NAMES: Final = "&".join(
    f'IF(INDEX(weekdays_worked,1,{place})="yes",", {name}","")' for place, name in enumerate(WEEKDAYS, start=1)
)
_ON: Final = '">="&status_day,{0},"<"&status_day+1'
_EXTRA: Final = f"COUNTIFS(extra_days_listed,{_ON.format('extra_days_listed')})>0"
_HOLIDAY: Final = f"COUNTIFS(holidays_listed,{_ON.format('holidays_listed')})>0"
_USUAL: Final = 'INDEX(weekdays_worked,1,WEEKDAY(status_day,2))="yes"'
_OF_14: Final = f"INDEX({QUARTER.calendar.column('Place')},quarter_now)=14"
_LAST: Final = f"INDEX({QUARTER.calendar.column('End')},quarter_now)=INDEX({WEEK.calendar.column('End')},week_now)"
_WHICH: Final = f'IF(AND({_OF_14},{_LAST}),", the extra week of the year","")'
_KIND_OF_DAY: Final = (
    f'IF({_EXTRA},IF(AND({_USUAL},NOT({_HOLIDAY})),"workday","extra workday"),'
    f'IF({_HOLIDAY},"holiday, no target",IF({_USUAL},"workday","no workday, no target")))'
)

FACTS: Final = (
    Fact(
        "calendar_used",
        "Calendar",
        f'IF(TRIM(calendar_text)="","{DEFAULT_CALENDAR}",TRIM(calendar_text))',
        "text",
    ),
    Fact("weeks_in_year", "Weeks of the year", 'IFERROR(FISCAL_WEEKS(plan_year,calendar_used),"")', "number"),
    Fact(
        "year_start",
        "First day",
        'IF(weeks_in_year="","",INDEX(FISCAL_CALENDAR(plan_year,calendar_used),2,4))',
        "date",
    ),
    Fact("year_end", "Last day", 'IF(year_start="","",year_start+7*weeks_in_year-1)', "date"),
    Fact(
        "first_day_words",
        "In words",
        f'IF(year_start="","",{date_words("year_start")}&" to "&{date_words("year_end")})',
        "text",
    ),
    Fact(
        "status_day",
        "Status date",
        'IF(ISNUMBER(status_date),INT(status_date),IF(ISNUMBER(refreshed_time),INT(refreshed_time),""))',
        "date",
    ),
    Fact(
        "day_place",
        "In, before or after the year",
        'IF(OR(year_start="",status_day=""),"",IF(status_day<year_start,"before",IF(status_day>year_end,"after","in")))',
        "text",
    ),
    Fact("week_now", "Week of the status date", _figure_in_year("INT((status_day-year_start)/7)+1"), "number"),
    Fact("month_now", "Month", _figure_in_year(f"INDEX({WEEK.calendar.column('Month')},week_now)"), "number"),
    Fact("quarter_now", "Quarter", _figure_in_year(f"INDEX({WEEK.calendar.column('Quarter')},week_now)"), "number"),
    Fact(
        "day_now",
        "Day of the week, from its first",
        _figure_in_year("status_day-year_start-7*(week_now-1)+1"),
        "number",
    ),
    Fact(
        "closed_before",
        "Weeks before this one are closed",
        'IF(day_place="","",IF(day_place="in",week_now,IF(day_place="before",1,54)))',
        "number",
    ),
    Fact("day_words", "Kind of day", _figure_in_year(f"{_KIND_OF_DAY}&{_WHICH}"), "text"),
    Fact(
        "status_words",
        "Status date in words",
        f'IF(year_start="","The year or its calendar cannot be read: see Checks",IF(status_day="","No status date yet: '
        f'refresh, or enter one on Inputs",{weekday_words("status_day")}&" "&{date_words("status_day")}&", "&'
        'IF(day_place="before","before the fiscal year begins",IF(day_place="after","after the fiscal year",'
        '"Q"&quarter_now&", month "&month_now&", week "&week_now&" of "&weeks_in_year))))',
        "text",
    ),
    Fact("workdays_words", "Weekdays worked", f"MID({_NAMES},3,99)", "text"),
    Fact("am_used", "Share of the morning", _usable_input("am_share", ">=0", "<=1"), "share"),
    Fact("pm_used", "Share of the afternoon", 'IF(am_used="","",ROUND(1-am_used,12))', "share"),
    Fact(
        "decimals_used",
        "Decimals",
        "IF(ISNUMBER(target_decimals),IF(AND(target_decimals>=-3,target_decimals<=2,"
        'INT(target_decimals)=target_decimals),target_decimals,""),"")',
        "number",
        "Empty = not a whole number from -3 to 2.",
    ),
    Fact("sales_growth_used", "Growth of sales", _usable_input("sales_growth", ">-1", "<=1"), "share"),
    Fact("cost_growth_used", "Growth of cost", _usable_input("cost_growth", ">-1", "<=1"), "share"),
)
