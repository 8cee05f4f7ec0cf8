"""The sheets of the earnings workbook, built by code: nothing here runs at a user's."""
