"""A copy of a workbook for others: chosen sheets as values, without a way out of the file or a word of who made it."""
