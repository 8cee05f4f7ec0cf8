"""Defined names that mean themselves, everything, or what they should not; sheets without sense."""

from __future__ import annotations

import random
import re
from xml.sax.saxutils import escape, quoteattr

from tests.hostile.cases import Case, mutation, sheet_parts, unpacked
from tests.hostile.mutations.formulas import FIRST, HEAVY, OUTWARD
from tests.hostile.mutations.markup import NASTY

_BOOK = "xl/workbook.xml"


def _named(case: Case, names: dict[str, str], formulas: tuple[str, ...] = ()) -> Case:
    """The workbook with these names, and formulas that use them."""
    parts = unpacked(case.book)
    texts = "".join(f"<definedName name={quoteattr(name)}>{escape(text)}</definedName>" for name, text in names.items())
    parts[_BOOK] = parts[_BOOK].replace(b"</definedNames>", texts.encode() + b"</definedNames>")
    sheet = sheet_parts(parts)[0]
    rows = "".join(
        f'<row r="{row}"><c r="E{row}"><f>{escape(text)}</f></c></row>' for row, text in enumerate(formulas, FIRST)
    )
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return case.with_parts(parts)


@mutation
def cyclic_names(chance: random.Random, case: Case) -> Case:
    length = chance.choice((1, 2, 5, 100))
    names = {f"ring_{number}": f"ring_{(number + 1) % length}+1" for number in range(length)}
    return _named(case, names, ("ring_0", "SUM(ring_0,1)"))


@mutation
def names_that_double(chance: random.Random, case: Case) -> Case:
    """Each name stands for many of the one before: the billion laughs, in names."""
    times, levels = chance.choice(((2, 40), (10, 12), (30, 19)))
    names = {"lol_0": '"lol"'}
    names |= {f"lol_{level}": "&".join([f"lol_{level - 1}"] * times) for level in range(1, levels)}
    return _named(case, names, (f"LEN(lol_{levels - 1})",))


@mutation
def names_with_formulas(chance: random.Random, case: Case) -> Case:
    names = {f"odd_{number}": text for number, text in enumerate(chance.sample([*OUTWARD, *HEAVY[:6]], 6))}
    return _named(case, names, tuple(f"{name}&1" for name in names))


@mutation
def places_redefined(chance: random.Random, case: Case) -> Case:
    """The names that the refresh looks for, pointing to what they should not."""
    parts = unpacked(case.book)
    meaning = chance.choice(
        (
            "Inputs!$A$1:$XFD$1048576",
            "Inputs!$A$1:$A$1048576",
            "Report!$A$1:$J$1048576",
            "OFFSET(Inputs!$A$1,0,0,1048576,16384)",
            "#REF!",
            "Inputs!$A$0",
            "Inputs!$XFE$1",
            "'[1]Inputs'!$A$1",
            "Nowhere!$A$1",
            "Inputs!A1:B2,Inputs!C3",
            "",
            '"survey_roi/1"',
            "Responses!$B$6",
            "Tally!$B$6:$I$900000",
        )
    )
    found = re.findall(rb'<definedName name="[^"]*"[^>]*>[^<]*<', parts[_BOOK])
    for old in chance.sample(found, chance.choice((1, 1, 3, len(found)))):
        new = old[: old.index(b">") + 1] + escape(meaning).encode() + b"<"
        parts[_BOOK] = parts[_BOOK].replace(old, new)
    return case.with_parts(parts)


@mutation
def many_names(chance: random.Random, case: Case) -> Case:
    number = chance.choice((1_000, 60_000))
    names = {f"many_{each}": chance.choice(("Inputs!$A$1", "1", "many_1")) for each in range(number)}
    return _named(case, names | {"long_" + "n" * 100_000: "1"}, ("many_1",))


@mutation
def names_beyond_names(chance: random.Random, case: Case) -> Case:
    names = {text: chance.choice(("1", "Inputs!$A$1")) for text in chance.sample([n for n in NASTY if n.strip()], 6)}
    names |= {"clv": "1", "A1": "Inputs!$B$1", "REPORT_ROI": "1", "report_roi ": "Inputs!$A$1"}
    return _named(case, names, ("clv", "A1"))


@mutation
def template_tags(chance: random.Random, case: Case) -> Case:
    tags = (
        "survey_roi/0",
        "survey_roi/-1",
        "survey_roi/²",
        "survey_roi/" + "9" * 5_000,
        "survey_roi",
        "/1",
        "x/1",
        "target_breakdown/1",
        "survey_roi/1/1",
        "../../x/1",
        "=cmd|x!A1",
        "survey_roi/1 values",
        "\u202e/1",
    )
    parts = unpacked(case.book)
    parts[_BOOK] = parts[_BOOK].replace(f"{case.template}/1".encode(), escape(chance.choice(tags)).encode())
    return case.with_parts(parts)


@mutation
def sheets_without_sense(chance: random.Random, case: Case) -> Case:
    """Sheets that are the same part, have no name or the same one, or are thousands."""
    parts = unpacked(case.book)
    book = parts[_BOOK]
    sheets = re.findall(rb"<sheet [^>]*>", book)
    one, other = chance.sample(sheets, 2)
    same = re.search(rb'r:id="[^"]*"', one)
    assert same is not None
    name = chance.choice(("", "a" * 40_000, "Inputs", "_xD800_", "A'B!C", "[x]", "\n", "=1+1")).encode()
    what = chance.randrange(4)
    if what == 0:
        book = book.replace(other, re.sub(rb'r:id="[^"]*"', same.group(), other))
    elif what == 1:
        book = book.replace(other, re.sub(rb'name="[^"]*"', b'name="' + name + b'"', other))
    elif what == 2:
        many = b"".join(re.sub(rb'name="[^"]*"', b'name="many %d"' % number, one) for number in range(3_000))
        book = book.replace(other, other + many)
    else:
        book = book.replace(other, b"")
    parts[_BOOK] = book
    return case.with_parts(parts)
