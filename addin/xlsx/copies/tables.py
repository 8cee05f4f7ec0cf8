"""A table's part in a copy: its place, columns and look."""

from __future__ import annotations

from typing import Final

from lxml import etree

from addin.xlsx.cell_xml import set_attribute
from addin.xlsx.safe_xml import children, local

_KEPT: Final = frozenset(("autoFilter", "tableColumns", "tableStyleInfo"))
_OF_A_QUERY: Final = ("tableType", "connectionId", "comment", "published", "insertRow")


def clean_table(table: etree._Element) -> None:
    """Without formulas, queries, maps and criteria of filters: the rows that these hide are hidden all the same."""
    for each in list(table):
        if local(each) not in _KEPT:
            table.remove(each)
    for name in _OF_A_QUERY:
        set_attribute(table, name, None)
    for filtered in children(table, "autoFilter"):
        for each in list(filtered):
            filtered.remove(each)
    for group in children(table, "tableColumns"):
        for column in group:
            for each in list(column):
                column.remove(each)
            set_attribute(column, "queryTableFieldId", None)
            set_attribute(column, "uniqueName", None)
