"""Workbooks of other formats than .xlsx, whose values are read by calamine: .xls, .xlsb and .ods."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from addin.cells.addresses import Area, area_address
from addin.cells.values import Dated
from addin.refusal import Refusal
from addin.xlsx import place_refusals
from addin.xlsx.error_cells import error_cells, without_values
from addin.xlsx.large_sheet import MOST_CELLS, columnwise, plain_cells
from addin.xlsx.zip_parts import OLE_MAGIC, read_entries

_NAMES: Final = {".xls": "an old Excel workbook (.xls)", ".xlsb": "a binary workbook (.xlsb)", ".ods": "an .ods file"}
_SAVE: Final = "Open it in Excel or LibreOffice and save it as Excel Workbook (.xlsx)."
_XLSX: Final = "xl/workbook.xml"
_OLDEST: Final = b"\x09"
"""How an .xls without a container of streams begins."""
_MARKUP: Final = (
    b"<!doctype html",
    b"<html",
    b"<table",
    b"<meta",
    b"<head",
    b"<style",
    b"<div",
    b"<?xml",
    b"mime-vers",
)


class OtherWorkbook:
    """The sheets of such a file and their values; what its formulas were is not known."""

    date1904 = False
    """Its dates are dates already."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self._data = data
        _require_kind(data, path)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise Refusal(
                f"{path.name}: is protected by a password to open. Open it in Excel, clear the password and save it."
            ) from None
        except BaseException as error:
            raise _as_refusal(
                error, f"{path.name}: cannot be read as {_NAMES[path.suffix.lower()]}. {_SAVE}"
            ) from error
        self._unvalued: dict[str, list[str]] = {}
        self._numbers = {name: number for number, name in enumerate(self._book.sheet_names)}
        sheets = [each for each in self._book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        self.sheets = tuple(each.name for each in sheets)
        self.hidden = frozenset(each.name for each in sheets if each.visible != SheetVisibleEnum.Visible)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    def read(self, sheet: str) -> tuple[list[list[Dated]], int] | None:
        """The columns of a sheet's used cells and the number of their first row; None where it is empty."""
        try:
            found = self._values(sheet)
        except Refusal:
            raise
        except BaseException as error:
            raise _as_refusal(error, f"{self.name}: its sheet {sheet} cannot be read. {_SAVE}") from error
        if found is None:
            return None
        columns, area = found
        try:
            errors, self._unvalued[sheet] = error_cells(self._data, self._numbers[sheet], sheet, self.name)
        except (struct.error, ValueError) as error:
            raise Refusal(f"{self.name}: its sheet {sheet} cannot be read: it is damaged. {_SAVE}") from error
        for (row, number), error_found in errors.items():
            if area.holds(row, number):
                columns[number - area.first_column][row - area.first_row] = error_found
        return columns, area.first_row

    def _values(self, sheet: str) -> tuple[list[list[Dated]], Area] | None:
        cells = self._book.get_sheet_by_name(sheet)
        if cells.start is None or cells.end is None:
            return None
        (top, left), (bottom, right) = cells.start, cells.end
        area = Area(top + 1, left + 1, bottom + 1, right + 1)
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > MOST_CELLS:
            raise place_refusals.too_far_apart(self.name, sheet, area_address(area))
        columns: list[list[Dated]] = [[] for _ in range(left, right + 1)]
        for across in columnwise(cells, 0, bottom - top + 1):
            for column, part in zip(columns, across, strict=True):
                column.extend(part)
        for column in columns:
            plain_cells(column)
        return columns, area

    def require_values(self, sheet: str) -> None:
        """A Refusal where formulas of a sheet that was read have no value."""
        if self._unvalued.get(sheet):
            raise without_values(self.name, sheet, self._unvalued[sheet])


def is_other(data: bytes, path: Path) -> bool:
    """Whether a file of such a name is none but an .xlsx."""
    return not data.startswith(b"PK") or not any(
        entry.info.filename == _XLSX for entry in read_entries(data, path.name)
    )


def _require_kind(data: bytes, path: Path) -> None:
    """What the file is, whatever its name says, where that is no such workbook."""
    file = path.name
    begin = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(_MARKUP):
        raise Refusal(
            f"{file}: is a web page (HTML or XML) that was given the name of a workbook, as some programs export "
            f"tables. {_SAVE}"
        )
    if path.suffix.lower() != ".xls" or data.startswith(b"PK"):
        read_entries(data, file)  # within its limits, and says what it is where it is no zip file
    elif data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            read_entries(data, file)  # says so
    elif not data.startswith(_OLDEST):
        raise Refusal(
            f"{file}: is no Excel workbook, whatever its name says; it looks like a text file. If it is one, give it "
            "the ending .csv; otherwise open it in Excel and save it as Excel Workbook (.xlsx)."
        )


def _as_refusal(error: BaseException, words: str) -> BaseException:
    """What calamine fails with, in words; a panic of its own is an exception that no class stands for."""
    is_the_files = isinstance(error, (CalamineError, OSError, ValueError, OverflowError))
    return Refusal(words) if is_the_files or type(error).__name__ == "PanicException" else error
