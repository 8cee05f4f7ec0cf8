"""Strict parts in the namespaces of the transitional form."""

from __future__ import annotations

import pytest

from addin.xlsx.strict import as_transitional

STRICT = b"http://purl.oclc.org/ooxml/"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (b'<worksheet xmlns="%sspreadsheetml/main">' % STRICT, b'<worksheet xmlns="%s">' % MAIN),
        (b"<x:sst\n xmlns:x = '%sspreadsheetml/main'/>" % STRICT, b"<x:sst\n xmlns:x = '%s'/>" % MAIN),
        (
            b'<Relationship Id="a" Type="%sofficeDocument/relationships/worksheet" Target="b"/>' % STRICT,
            b'<Relationship Id="a" Type="%srelationships/worksheet" Target="b"/>' % OFFICE,
        ),
        (
            b'<Relationship Type="%sofficeDocument/relationships/extendedProperties"/>' % STRICT,
            b'<Relationship Type="%srelationships/extended-properties"/>' % OFFICE,
        ),
        (
            b'<a xmlns="%sspreadsheetml/main" xmlns:r="%sofficeDocument/relationships"><b r:id="x"/>'
            % (STRICT, STRICT),
            b'<a xmlns="%s" xmlns:r="%srelationships"><b r:id="x"/>' % (MAIN, OFFICE),
        ),
    ],
)
def test_namespaces_and_kinds_of_relationships_are_those_of_the_transitional_form(part: bytes, expected: bytes) -> None:
    assert as_transitional(part) == expected


@pytest.mark.parametrize(
    "part",
    [
        b'<worksheet xmlns="%s"><v>1</v></worksheet>' % MAIN,
        b"<t>see %sspreadsheetml/main</t>" % STRICT,
        b'<t>write xmlns="%sspreadsheetml/main" there</t>' % STRICT,
        b'<Relationship Type="hyperlink" Target="%sspreadsheetml/main"/>' % STRICT,
        b'<a xmlns="%s"/>' % STRICT,
    ],
)
def test_everything_else_is_left_as_it_is(part: bytes) -> None:
    assert as_transitional(part) == part
