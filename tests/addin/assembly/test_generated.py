"""Wrapper, function wizard, tooltips and reference page follow the registry without another edit."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree as ET

import pytest

from addin.assembly import reference
from addin.assembly.xlam import ribbon, tooltips, wrappers
from udfs.calling.function import Function
from udfs.calling.registry import FUNCTIONS
from workbook_templates.catalogue import TEMPLATES

ROOMS = dataclasses.replace(
    FUNCTIONS["CLV"],
    name="ROOM_VALUE",
    topic="rooms",
    doc='What a "room" is worth today.\n\nIts equation.',
    arguments=tuple(
        dataclasses.replace(argument, required=number == 0, default=None)
        for number, argument in enumerate(FUNCTIONS["CLV"].arguments)
    ),
)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Function:
    """A function that a topic has gained."""
    monkeypatch.setitem(FUNCTIONS, ROOMS.name, ROOMS)
    return ROOMS


@pytest.mark.usefixtures("rooms")
def test_a_new_function_has_its_wrapper() -> None:
    assert (
        "Public Function ROOM_VALUE(ByVal ANNUAL_PROFIT As Variant, Optional ByVal discount_rate As Variant, "
        "Optional ByVal years As Variant) As Variant\n"
        'Attribute ROOM_VALUE.VB_Description = "What a ""room"" is worth today."\n'
        'Attribute ROOM_VALUE.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
        '    ROOM_VALUE = Answer("ROOM_VALUE", ANNUAL_PROFIT, discount_rate, years)\n'
        "End Function\n"
    ) in wrappers.wrappers()


def test_a_new_function_has_its_tooltip(rooms: Function) -> None:
    profit, rate, years = rooms.arguments
    assert tooltips.rows()[-1] == [
        *("ROOM_VALUE", 'What a "room" is worth today.', ""),
        *("annual_profit", profit.help, "[discount_rate]", rate.help, "[years]", years.help),
    ]


@pytest.mark.usefixtures("rooms")
def test_a_new_function_is_on_the_reference_pages() -> None:
    assert "### ROOM_VALUE\n\n`=ROOM_VALUE(annual_profit, [discount_rate], [years])`" in reference.markdown()
    assert '<h3 id="ROOM_VALUE">' in reference.html()
    assert "What a &quot;room&quot; is worth today." in reference.html()


def test_a_changed_docstring_changes_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    before = wrappers.wrappers(), tooltips.sheet_xml(), reference.markdown(), reference.html()
    monkeypatch.setitem(FUNCTIONS, "CLV", dataclasses.replace(FUNCTIONS["CLV"], doc="Another first line."))
    after = wrappers.wrappers(), tooltips.sheet_xml(), reference.markdown(), reference.html()
    assert [old != new for old, new in zip(before, after, strict=True)] == [True] * 4


def test_every_function_has_one_wrapper_with_its_arguments_in_order() -> None:
    found = re.findall(r"^Public Function (\w+)\((.*)\) As Variant$", wrappers.wrappers(), re.MULTILINE)
    assert [name for name, _ in found] == list(FUNCTIONS)
    for name, given in found:
        arguments = [part.removesuffix(" As Variant") for part in given.split(", ")]
        expected = [f"{'' if each.required else 'Optional '}ByVal {each.name}" for each in FUNCTIONS[name].arguments]
        assert [each.casefold().removesuffix("_") for each in arguments] == [each.casefold() for each in expected]


def test_a_name_is_spelled_in_one_way() -> None:
    """VBA keeps one spelling of a name for a whole project: an argument `clv` would make the function `clv` too."""
    words = set(re.findall(r"\b[A-Za-z_]\w*\b", re.sub(r'"(?:[^"]|"")*"', "", wrappers.wrappers())))
    for name in FUNCTIONS:
        assert {word for word in words if word.casefold() == name.casefold()} == {name}


def with_argument(name: str) -> Function:
    argument = dataclasses.replace(FUNCTIONS["CLV"].arguments[0], name=name)
    return dataclasses.replace(FUNCTIONS["CLV"], arguments=(argument,))


@pytest.mark.parametrize("name", ["date", "end", "type", "next", "Date"])
def test_an_argument_named_by_a_word_of_vba_gets_an_underscore_there(name: str) -> None:
    source = wrappers.wrappers([with_argument(name)])
    assert f"Public Function CLV(ByVal {name}_ As Variant) As Variant\n" in source
    assert f'    CLV = Answer("CLV", {name}_)\n' in source


def test_only_vba_spells_the_date_with_an_underscore() -> None:
    assert (
        "Public Function FISCAL_YEAR(ByVal date_ As Variant, Optional ByVal calendar As Variant)" in wrappers.wrappers()
    )
    row = next(row for row in tooltips.rows() if row[0] == "FISCAL_YEAR")
    assert row[3::2] == ["date", "[calendar]"]
    assert '`=FISCAL_YEAR(date, [calendar="4-4-5 last Saturday of December"])`' in reference.markdown()


def test_an_argument_that_vba_cannot_name_is_refused() -> None:
    with pytest.raises(ValueError, match=r"CLV: VBA takes no argument called clv"):
        wrappers.wrappers([with_argument("clv")])


def test_a_text_outside_of_plain_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="plain characters only"):
        wrappers.literal("1 \N{MULTIPLICATION SIGN} 2")


def test_the_tooltips_are_laid_out_as_excel_dna_reads_them() -> None:
    """FunctionInfo in A1; from row 2 name, description and topic; from column D name and help in pairs."""
    rows = tooltips.rows()
    assert rows[0] == ["FunctionInfo"]
    assert [row[0] for row in rows[1:]] == list(FUNCTIONS)
    for row, function in zip(rows[1:], FUNCTIONS.values(), strict=True):
        assert row[1] == function.summary
        assert [name.strip("[]") for name in row[3::2]] == [argument.name for argument in function.arguments]
        assert all(len(text) <= 255 for text in row), "Excel cuts longer ones"


def test_the_gallery_offers_every_template() -> None:
    space = "{http://schemas.microsoft.com/office/2006/01/customui}"
    tree = ET.fromstring(ribbon.ribbon_xml())
    items = [item.attrib for item in tree.iter(f"{space}item")]
    assert [(item["id"], item["label"]) for item in items] == [(kind, each.title) for kind, each in TEMPLATES.items()]
    identifiers = [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
    assert len(identifiers) == len(set(identifiers))
