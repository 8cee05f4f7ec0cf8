"""A workbook as a refresh sees it, and the file behind it."""
