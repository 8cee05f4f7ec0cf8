"""The embedded engine: a workbook's formulas computed, and their errors explained, without a spreadsheet program."""
