"""The sheets of the target workbook, built by code: nothing here runs at a user's."""
