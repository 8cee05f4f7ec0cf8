"""Rows of constants as XML text, parsed at once: a cell at a time takes ten times as long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from lxml import etree

from addin.cells.addresses import column_letters
from addin.cells.text import cut_to_cell, escape
from addin.cells.values import Cell
from addin.progress import Advance
from addin.xlsx.cell_xml import stored_form

_ROWS_AT_ONCE = 10_000


def append_rows(
    sheet_data: etree._Element,
    first: int,
    columns: Sequence[int],
    rows: Sequence[Sequence[Cell]],
    styles: Sequence[str | None],
    look: Mapping[str, str],
    advance: Advance | None = None,
) -> list[etree._Element]:
    """The rows from `first` on, put below all others; a style for each column, `look` the attributes of every row."""
    namespace = str(sheet_data.tag).rpartition("}")[0].removeprefix("{")
    starts = [
        (f'<c r="{column_letters(column)}', '"' if style is None else f'" s={quoteattr(style)}')
        for column, style in zip(columns, styles, strict=True)
    ]
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in look.items())
    known = _Contents()
    appended = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        numbers = range(first + start, first + start + len(some))
        lines = [[f'<row r="{number}"{attributes}>' for number in numbers]]
        for (begin, style), values in zip(starts, zip(*some, strict=True), strict=True):
            contents = map(known.__getitem__, zip(map(type, values), values, strict=True))
            lines.append([f"{begin}{n}{style}{content}" for n, content in zip(numbers, contents, strict=True)])
        text = "</row>".join(map("".join, zip(*lines, strict=True)))
        for element in list(etree.fromstring(f'<sheetData xmlns="{namespace}">{text}</row></sheetData>')):
            sheet_data.append(element)
            appended.append(element)
        if advance is not None:
            advance(len(appended), len(rows))
    return appended


class _Contents(dict[tuple[type, Cell], str]):
    """What follows the style of a cell, by the kind of its value (TRUE is no 1) and the value; each is written once."""

    def __missing__(self, key: tuple[type, Cell]) -> str:
        content = self[key] = _content(key[1])
        return content


def _content(value: Cell) -> str:
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        return _text(value)
    kind, text = stored_form(value)
    of_kind = "" if kind == "n" else f' t="{kind}"'
    return f"{of_kind}><v>{text}</v></c>"


def _text(value: str) -> str:
    text = escape(cut_to_cell(value))
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text else ""
    return f' t="inlineStr"><is><t{space}>{escape_xml(text)}</t></is></c>'
