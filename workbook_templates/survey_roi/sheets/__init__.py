"""The sheets of the survey workbook, built by code: nothing here runs at a user's."""
