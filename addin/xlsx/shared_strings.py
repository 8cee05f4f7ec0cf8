"""The workbook's shared texts, each parsed when it is asked for: a refresh needs few of a long list."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree

from addin.cells.text import unescape
from addin.refusal import Refusal
from addin.xlsx.safe_xml import child, children, is_plain, local, parse

_ITEM = re.compile(rb"<si[\s>/]")
_UTF8 = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*encoding=[\"']utf-8[\"'][^>]*\?>)?\s*<sst[\s>]", re.IGNORECASE)


class SharedStrings:
    """Texts by index."""

    def __init__(self, data: bytes | None, file: str, part: str) -> None:
        self._data = data
        self._file = file
        self._part = part
        self._known: dict[int, str] = {}

    def __getitem__(self, index: int) -> str:
        text = self._known.get(index)
        if text is None:
            text = self._known[index] = rich_text(self._item(index))
        return text

    def _item(self, index: int) -> etree._Element:
        if self._data is not None and self._starts is not None:
            if 0 <= index < len(self._starts):
                start, end = self._starts[index], self._data.find(b"</si>", self._starts[index])
                if self._data.find(b"/>", start, start + 5) >= 0:
                    return etree.Element("si")
                if end >= 0:
                    return parse(self._data[start : end + 5], self._file, self._part)
        elif 0 <= index < len(self._items):
            return self._items[index]
        raise Refusal(
            f"{self._file}: is damaged: a cell refers to text {index}, which its list of texts does not hold. Open it "
            "in Excel (which can repair it) and save it."
        )

    @cached_property
    def _starts(self) -> list[int] | None:
        """Where each item begins; None where only a whole parse can tell."""
        data = self._data
        if data is None or not _UTF8.match(data) or not is_plain(data) or b"xml:space" in data[:200]:
            return None
        return [match.start() for match in _ITEM.finditer(data)]

    @cached_property
    def _items(self) -> list[etree._Element]:
        return children(parse(self._data, self._file, self._part), "si") if self._data else []


def rich_text(item: etree._Element) -> str:
    """The text of a string item or inline string: plain or in runs, without phonetic hints."""
    texts = []
    for each in item:
        name = local(each)
        text = each if name == "t" else child(each, "t") if name == "r" else None
        if text is not None and text.text:
            kept = text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            texts.append(text.text if kept else text.text.strip(" \t\r\n"))
    return unescape("".join(texts))
