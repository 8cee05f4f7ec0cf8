"""The version of this program, as a workbook's history records it."""

from importlib.metadata import version
from typing import Final

VERSION: Final = version("centre-roi")
