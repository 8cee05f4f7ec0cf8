"""The sheets of the benefits workbook, built by code: nothing here runs at a user's."""
