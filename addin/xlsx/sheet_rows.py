"""The rows of a sheet's part by their numbers; those at its end that hold no value become elements when asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from addin.cells.addresses import LAST_ROW
from addin.cells.text import whole_number
from addin.refusal import Refusal
from addin.xlsx.safe_xml import serialize
from addin.xlsx.unused_rows import Stretch, parse_rows, split


class SheetRows:
    """The children of a sheet's <sheetData>, and the stretch of its bytes that was kept from the parser."""

    def __init__(
        self, data: bytes, sheet_data: etree._Element, unused: Stretch | None, damaged: Callable[[str], Refusal]
    ) -> None:
        self._data = data
        self._sheet_data = sheet_data
        self._unused = unused
        self._damaged = damaged
        self._tag = sheet_data.tag.rpartition("}")[0] + "}row" if "}" in sheet_data.tag else "row"
        self._elements: dict[int, etree._Element] = {}
        number = 0
        for element in sheet_data.iterchildren(self._tag):
            number = self._number_of(element, number)
            self._elements[number] = element
        self._numbers = list(self._elements)
        if unused is not None and unused.first <= number:
            raise self._out_of_order(str(unused.first), number)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the rows that may hold a value, in order."""
        return self._numbers

    @property
    def last(self) -> int:
        """The last row that the part names; 0 where there is none."""
        if self._unused is not None:
            return self._unused.last
        return self._numbers[-1] if self._numbers else 0

    def numbers_within(self, first: int, last: int) -> Sequence[int]:
        """The numbers from the first to the last row that may hold a value."""
        begin, end = (bisect_left(self._numbers, each) for each in (first, last + 1))
        return self._numbers[begin:end]

    def get(self, number: int) -> etree._Element | None:
        """The element of a row; None where there is none."""
        if self._unused is not None and number >= self._unused.first:
            rows, self._unused = split(self._data, self._unused, number)
            for element in parse_rows(rows, self._sheet_data.nsmap):
                self._sheet_data.append(element)
                self.append([element], self._number_of(element, self._numbers[-1] if self._numbers else 0))
        return self._elements.get(number)

    def create(self, number: int) -> etree._Element:
        """A row that there is none of yet, in its place among the others."""
        assert self.get(number) is None
        element = etree.SubElement(self._sheet_data, self._tag, {"r": str(number)})
        index = bisect_left(self._numbers, number)
        if index < len(self._numbers):
            self._elements[self._numbers[index]].addprevious(element)
        self._numbers.insert(index, number)
        self._elements[number] = element
        return element

    def drop_from(self, first: int) -> Sequence[int]:
        """All rows from that one on removed; the numbers of those that were elements."""
        self.get(first - 1)
        self._unused = None
        kept = bisect_left(self._numbers, first)
        dropped = self._numbers[kept:]
        for number in dropped:
            self._sheet_data.remove(self._elements.pop(number))
        del self._numbers[kept:]
        return dropped

    def append(self, elements: Iterable[etree._Element], first: int) -> None:
        """Elements that were put below all others, the first of that number."""
        for number, element in enumerate(elements, start=first):
            self._elements[number] = element
            self._numbers.append(number)

    @property
    def unused(self) -> Stretch | None:
        """Where the rows stand that are no elements."""
        return self._unused

    def used_part(self) -> bytes:
        """The part as it is now, without them."""
        return serialize(self._sheet_data.getroottree().getroot(), self._data)

    def part(self) -> bytes:
        """The part as it is now, with the bytes of the rows that never became elements."""
        part = self.used_part()
        if self._unused is None:
            return part
        rows = self._data[self._unused.start : self._unused.end]
        if not self._numbers:
            return part.replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>", 1)
        end = part.rindex(b"</sheetData>")
        return part[:end] + rows + part[end:]

    def _number_of(self, row: etree._Element, previous: int) -> int:
        text = row.get("r")
        if text is None:
            row.set("r", str(previous + 1))
            return previous + 1
        number = whole_number(text) or 0
        if not previous < number <= LAST_ROW:
            raise self._out_of_order(text, previous)
        return number

    def _out_of_order(self, text: str, previous: int) -> Refusal:
        return self._damaged(f'has a row "{text[:20]}" after row {previous}')
