"""The fields of a line that says how a file's column is read, and what of them older workbooks lack."""

from typing import Final

OUR_NAME: Final = "Our name"
HEADER: Final = "Header in your file"
CODES: Final = "Missing-value codes"
MARK: Final = "Decimal mark"
DATE_ORDER: Final = "Date order"
UNIT: Final = "Unit"
WORDS: Final = "Words"
DEFAULT: Final = "Default"

FIELDS: Final = (CODES, MARK, DATE_ORDER, UNIT, WORDS, DEFAULT)
SOURCE_COLUMNS: Final = (OUR_NAME, HEADER, *FIELDS)
"""The headers of a block of columns."""
MARKS: Final = ("point", "comma")
UNITS: Final = ("seconds", "minutes", "hours")

LATER_FIELDS: Final = (MARK, UNIT, WORDS, DEFAULT)
"""A workbook of 0.1.0 has no such fields: they are blank then."""
LATER_COLUMNS: Final = ("Line total", "Discount")
"""Columns of rows that a workbook of 0.1.0 has neither in its table nor in its block of columns."""
READ_AS: Final = "Read as"
"""The column of the history that says how columns were read."""
LATER_HEADERS: Final = (READ_AS, *LATER_COLUMNS)
"""Headers that the tables of a workbook of 0.1.0 lack, those that the refresh fills too."""
