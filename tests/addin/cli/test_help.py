"""Help as a person meets it, and what is said of a command line that cannot be read."""

from __future__ import annotations

import re

import pytest

from addin.cli.program import main
from workbook_templates.catalogue import TEMPLATES

COMMANDS = {
    "Workbooks": ["demo", "new", "import", "refresh", "check", "export", "sources"],
    "Formulas": ["call", "functions"],
    "This computer": ["install", "uninstall", "doctor"],
}


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


def test_commands_stand_in_groups_each_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    panels = re.findall(r"─ ([\w ]+) ─+╮\n(.*?)\n╰", shown(capsys), re.DOTALL)
    found = {name: re.findall(r"^│ ([a-z]+) +[A-Z].+\w", rows, re.MULTILINE) for name, rows in panels}
    assert {name: found[name] for name in COMMANDS} == COMMANDS


def test_the_command_alone_shows_the_help_and_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "─ Workbooks ─" in out
    begin = [line.split()[:2] for line in out.partition("To begin:")[2].splitlines()[1:5]]
    assert begin == [["centre-roi", word] for word in ("demo", "new", "import", "refresh")]


@pytest.mark.parametrize("command", [command for group in COMMANDS.values() for command in group])
def test_each_command_has_an_example_and_no_word_of_python(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, command)
    assert f"Example: centre-roi {command}" in text
    assert not re.search(r"<(bool|str|path|list.*)>|Annotated|None", text)


def test_the_tables_of_every_template_have_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "refresh")
    for template in TEMPLATES.values():
        for feed in template.feeds:
            assert re.search(rf"│ {feed.option} +FILE ", text), feed.option


def test_new_names_every_template(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(shown(capsys, "new").split())
    for kind, template in TEMPLATES.items():
        assert f"{kind}: {template.about}" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["refersh"], "centre-roi: No such command 'refersh'. Did you mean 'refresh'?"),
        (["refresh"], "centre-roi refresh: Missing argument 'FILE'."),
        (["refresh", "book.xlsx", "--dry"], "centre-roi refresh: No such option: --dry"),
        (["export", "book.xlsx"], "centre-roi export: say which copy it is to be: either --values or --pdf"),
        (["export", "book.xlsx", "--pdf", "--values"], "centre-roi export: say which copy it is to be"),
        (["sources", "tset"], "centre-roi sources: No such command 'tset'. Did you mean 'test'?"),
        (["call"], "centre-roi call: Missing argument 'FORMULA'."),
    ],
)
def test_a_command_line_that_cannot_be_read(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    usage, what, where = err.splitlines()
    assert usage.startswith("usage: centre-roi")
    assert what.startswith(said)
    assert where == f"For help: {said.partition(':')[0]} --help"
