"""Excel's objects as far as a refresh uses them, in plain Python: not Excel, but with its habits that matter.

The cells are those of a WorkbookFile, and Calculate computes them with the embedded engine. Every value that passes
is one that COM can carry: float, str, bool, None, tuples of tuples, an error's number, a datetime, an object of
these. Each class lists its members by Excel's names (`methods`, `properties`, `settable`, and `default` for what
Excel answers when the object itself is called), so that a COM server can serve the same objects.
"""

from tests.addin.hosts.excel.live.excel_model.application import Application
from tests.addin.hosts.excel.live.excel_model.shape import ComObject, ExcelError

__all__ = ["Application", "ComObject", "ExcelError"]
