"""Tables that reach everywhere, have the wrong columns or share what they may not."""

from __future__ import annotations

import random
import re

from tests.hostile.cases import Case, mutation, unpacked

_AREAS = (
    "A1:XFD1048576",
    "B5:K1048576",
    "B5:K900000",
    "B5:B5",
    "A1",
    "K9:B5",
    "B0:K9",
    "XFD1:XFE2",
    "",
    "²",
    "B5:K5",
    "B1048575:K1048576",
    "B5:K6:L7",
    "$B$5:$K$9",
)


def _tables(parts: dict[str, bytes]) -> list[str]:
    return sorted(name for name in parts if name.startswith("xl/tables/"))


@mutation
def table_areas(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    for name in chance.sample(_tables(parts), chance.choice((1, 1, 3))):
        area = chance.choice(_AREAS).encode()
        parts[name] = re.sub(rb' ref="[^"]*"', b' ref="' + area + b'"', parts[name], count=chance.choice((0, 1)))
    return case.with_parts(parts)


@mutation
def tables_that_grow(chance: random.Random, case: Case) -> Case:
    """Tables whose area ends far below their rows, as a careless or a hostile hand draws it."""
    parts = unpacked(case.book)
    for name in chance.sample(_tables(parts), chance.choice((1, len(_tables(parts))))):
        parts[name] = re.sub(rb'( ref="[A-Z]+[0-9]+:[A-Z]+)[0-9]+"', rb'\g<1>1048576"', parts[name])
    return case.with_parts(parts)


@mutation
def table_columns(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = chance.choice(_tables(parts))
    columns = re.findall(rb'<tableColumn [^>]*name="[^"]*"[^>]*>', parts[name])
    change = chance.randrange(5)
    if change == 0:
        parts[name] = parts[name].replace(chance.choice(columns), b"")
    elif change == 1:
        parts[name] = parts[name].replace(b"</tableColumns>", b'<tableColumn id="99" name="more"/></tableColumns>')
    elif change == 2:
        parts[name] = re.sub(rb'(<tableColumn [^>]*name=")[^"]*"', rb'\g<1>same"', parts[name])
    elif change == 3:
        more = b"".join(b'<tableColumn id="%d" name="c%d"/>' % (number, number) for number in range(100, 16_484))
        parts[name] = parts[name].replace(b"</tableColumns>", more + b"</tableColumns>")
    else:
        odd = chance.choice(("", "_xD800_", "=1+1", "x" * 70_000, "²")).encode()
        parts[name] = re.sub(rb'(<tableColumn [^>]*name=")[^"]*"', rb"\g<1>" + odd + b'"', parts[name], count=2)
    return case.with_parts(parts)


@mutation
def table_names(chance: random.Random, case: Case) -> Case:
    """Two tables of one name, or one with a name that is none."""
    parts = unpacked(case.book)
    one, other = chance.sample(_tables(parts), 2)
    found = re.search(rb'displayName="([^"]*)"', parts[other])
    assert found is not None
    name = chance.choice((found[1].decode(), "", "A1", "_xD800_", "=1", "x" * 70_000)).encode()
    parts[one] = re.sub(rb'(displayName|name)="[^"]*"', rb'\g<1>="' + name + b'"', parts[one], count=2)
    return case.with_parts(parts)


@mutation
def tables_on_top_of_tables(chance: random.Random, case: Case) -> Case:
    """A table's part that several sheets have, or a table over another."""
    parts = unpacked(case.book)
    rels = sorted(name for name in parts if name.startswith("xl/worksheets/_rels/") and b"/table" in parts[name])
    one, other = chance.sample(rels, 2) if len(rels) > 1 else (rels[0], rels[0])
    found = re.search(rb'Target="([^"]*tables/[^"]*)"', parts[one])
    assert found is not None
    parts[other] = re.sub(rb'Target="[^"]*tables/[^"]*"', b'Target="' + found[1] + b'"', parts[other], count=1)
    return case.with_parts(parts)


@mutation
def header_and_totals(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = chance.choice(_tables(parts))
    odd = chance.choice(
        (
            'headerRowCount="0"',
            'headerRowCount="9"',
            'totalsRowCount="1"',
            'totalsRowCount="-1"',
            'totalsRowCount="²"',
            'insertRow="1"',
            'headerRowCount="0" totalsRowCount="1"',
        )
    ).encode()
    parts[name] = parts[name].replace(b"<table ", b"<table " + odd + b" ", 1)
    return case.with_parts(parts)
