"""Fiscal calendars of whole weeks, workdays, and the periods of a year."""
