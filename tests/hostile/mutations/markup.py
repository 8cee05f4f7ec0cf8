"""XML that was not made by a spreadsheet: document types, entities, depths, encodings, values beyond reason."""

from __future__ import annotations

import random
import re

from lxml import etree

from tests.hostile.cases import Case, mutation, unpacked, xml_parts

NASTY = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "2147483648",
    "99999999999999999999",
    "9" * 5_000,
    "²",
    "٣",
    "1_0",
    "0x10",
    "true",
    "A0",
    "A1:XFD1048576",
    "XFD1048577",
    "AAAA1",
    "1:1048576",
    "rId1",
    "rId999",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:9/x",
    "_xD800_",
    "_x0000_",
    "=1+1",
    "'",
    "\u202e\ufeff",
    "a" * 100_000,
)
_ENTITY_BOMB = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "lol" * 10}">' for level in range(12))
_DOCTYPES = (
    f"<!DOCTYPE x [{_ENTITY_BOMB}]>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "bait.csv">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x PUBLIC "-//W3C//DTD XHTML 1.0//EN" "file:///etc/passwd">',
    '<!DOCTYPE x [<!ATTLIST worksheet a CDATA "x"><!ELEMENT x ANY>]>',
)


def _body(data: bytes) -> str:
    """The text of a part behind its declaration."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-8"))


def _any_part(chance: random.Random, parts: dict[str, bytes]) -> str:
    """The parts that are always read more often than the others."""
    central = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml", "xl/styles.xml"]
    return chance.choice([*xml_parts(parts), *central])


@mutation
def document_types(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name, doctype = _any_part(chance, parts), chance.choice(_DOCTYPES)
    body = _body(parts[name])
    entity = "&l11;" if "l11" in doctype else "&e;" if "ENTITY e" in doctype else ""
    at = chance.choice([match.end() for match in re.finditer(r"(?<!/)>", body[:20_000])])
    parts[name] = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}{body[:at]}{entity}{body[at:]}'.encode()
    return case.with_parts(parts)


@mutation
def inclusions(chance: random.Random, case: Case) -> Case:
    """XInclude, style sheets and processing instructions that ask for files."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    body = _body(parts[name])
    what = chance.choice(
        (
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
            '<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>',
            "<?php system('id'); ?>",
            '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="http://127.0.0.1:9/"/>',
        )
    )
    at = chance.choice([0, *(match.end() for match in re.finditer(r"(?<!/)>", body[:20_000]))])
    parts[name] = (body[:at] + what + body[at:]).encode()
    return case.with_parts(parts)


@mutation
def encodings(chance: random.Random, case: Case) -> Case:
    """Other encodings, truly and by the declaration alone, and bytes that are no text in any."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    body = _body(parts[name])
    said, true = chance.choice(
        (
            ("UTF-16", "utf-16"),
            ("UTF-16", "utf-8"),
            ("UTF-8", "utf-16"),
            ("utf-7", "utf-8"),
            ("EBCDIC-CP-US", "cp037"),
            ("bogus", "utf-8"),
            ("UTF-32", "utf-32"),
            ("GB18030", "gb18030"),
            ("ISO-8859-1", "utf-8"),
        )
    )
    parts[name] = f'<?xml version="1.0" encoding="{said}"?>{body}'.encode(true)
    return case.with_parts(parts)


@mutation
def bytes_that_are_no_text(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    data, junk = (
        parts[name],
        chance.choice((b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\x01", b"&#0;", b"&#xD800;")),
    )
    at = chance.randrange(len(data))
    parts[name] = data[:at] + junk + data[at:]
    return case.with_parts(parts)


@mutation
def depths(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name, depth = _any_part(chance, parts), chance.choice((200, 300, 5_000, 300_000))
    at = parts[name].rindex(b"</")
    parts[name] = parts[name][:at] + b"<ext>" * depth + b"</ext>" * depth + parts[name][at:]
    return case.with_parts(parts)


@mutation
def wild_attributes(chance: random.Random, case: Case) -> Case:
    """Attributes anywhere set to values that they cannot have."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    root = etree.fromstring(parts[name])
    elements = [each for each in root.iter() if isinstance(each.tag, str) and each.attrib]
    if not elements:
        return case
    for _ in range(chance.choice((1, 1, 3, 20))):
        element = chance.choice(elements)
        if element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(NASTY))
    parts[name] = etree.tostring(root)
    return case.with_parts(parts)


@mutation
def wild_texts(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    root = etree.fromstring(parts[name])
    elements = [each for each in root.iter() if isinstance(each.tag, str) and each.text] or [root]
    for _ in range(chance.choice((1, 1, 3, 20))):
        chance.choice(elements).text = chance.choice(NASTY)
    parts[name] = etree.tostring(root)
    return case.with_parts(parts)


@mutation
def attributes_gone(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    root = etree.fromstring(parts[name])
    elements = [each for each in root.iter() if isinstance(each.tag, str) and each.attrib]
    for _ in range(chance.choice((1, 3, 20))):
        if elements and (element := chance.choice(elements)).attrib:
            del element.attrib[chance.choice(list(element.attrib))]
    parts[name] = etree.tostring(root)
    return case.with_parts(parts)


@mutation
def elements_shuffled(chance: random.Random, case: Case) -> Case:
    """Elements removed, doubled and moved elsewhere."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    root = etree.fromstring(parts[name])
    for _ in range(chance.choice((1, 2, 5))):
        elements = [each for each in root.iter() if each.getparent() is not None]
        if not elements:
            break
        element, other = chance.choice(elements), chance.choice(elements)
        what = chance.randrange(3)
        if what == 0:
            element.getparent().remove(element)
        elif what == 1:
            element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))
        elif element not in other.iterancestors() and element is not other:
            other.append(element)
    parts[name] = etree.tostring(root)
    return case.with_parts(parts)


@mutation
def comments_between(chance: random.Random, case: Case) -> Case:
    """Comments and processing instructions wherever XML allows them."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    body = _body(parts[name])
    what = chance.choice(("<!-- a -->", "<?a b?>", "<![CDATA[x]]>", "<!---->"))
    places = [match.end() for match in re.finditer(r">", body)]
    for at in sorted(chance.sample(places, min(len(places), chance.choice((1, 10, 500)))), reverse=True):
        body = body[:at] + what + body[at:]
    parts[name] = body.encode()
    return case.with_parts(parts)


@mutation
def namespaces(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    text = parts[name].decode()
    found = re.findall(r'xmlns(?::\w+)?="[^"]*"', text)
    if found:
        one = chance.choice(found)
        text = text.replace(one, chance.choice(("", 'xmlns="x"', 'xmlns:q="x"', one.replace("2006", "1997"))), 1)
    parts[name] = text.encode()
    return case.with_parts(parts)


@mutation
def swollen_markup(chance: random.Random, case: Case) -> Case:
    """Attributes and elements by the hundred thousand."""
    parts = unpacked(case.book)
    name = _any_part(chance, parts)
    at = parts[name].rindex(b"</")
    swollen = chance.choice(
        (
            b"<ext " + b" ".join(b'a%d=""' % number for number in range(100_000)) + b"/>",
            b'<ext a="' + b"a" * 12_000_000 + b'"/>',
            b"<ext/>" * 1_500_000,
            b"<ext>" + b"a" * 12_000_000 + b"</ext>",
            b"<!--" + b"a" * 12_000_000 + b"-->",
            b"".join(b'<x:a xmlns:x="%d"/>' % number for number in range(100_000)),
        )
    )
    parts[name] = parts[name][:at] + swollen + parts[name][at:]
    return case.with_parts(parts)
