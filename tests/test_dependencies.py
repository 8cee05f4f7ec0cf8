"""What is installed with centre-roi: bounded, locked for development, and of a sensible size."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]
LOCK = ROOT / "requirements-dev.lock"
MOST = 150_000_000
"""Bytes of all that `pip install .` unpacks; the bytecode that Python then makes of it is another 25 MB."""
OURS = "centre-roi"


def locked() -> dict[str, str]:
    """The version of each package in the lock."""
    lines = re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {_plain(name): version for name, version in lines}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def unpacked() -> dict[str, int]:
    """The bytes of each package that is needed on this system, as its files are recorded."""
    sizes: dict[str, int] = {}
    waiting = [Requirement(text) for text in PROJECT["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = _plain(requirement.name)
        if name in sizes or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found = distribution(requirement.name)
        files = [Path(str(file.locate())) for file in found.files or () if "__pycache__" not in file.parts]
        sizes[name] = sum(path.stat().st_size for path in files if path.exists())
        waiting += map(Requirement, found.requires or ())
    return sizes


def test_what_is_installed_is_of_a_sensible_size() -> None:
    try:
        sizes = unpacked()
    except PackageNotFoundError as missing:
        pytest.fail(f"not installed: {missing}")
    assert {"numpy", "formualizer", "formulon", "wasmtime"} <= sizes.keys()
    ours = sum(
        path.stat().st_size
        for folder in ("addin", "udfs", "workbook_templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    assert ours + sum(sizes.values()) < MOST, sorted(sizes.items(), key=lambda each: -each[1])


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_a_new_release_does_not_change_what_was_tested(text: str) -> None:
    """Each has an upper bound: another release may compute, read or show otherwise."""
    assert {each.operator for each in Requirement(text).specifier} & {"<", "=="}


@pytest.mark.parametrize("name", ["formualizer", "formulon"])
def test_the_engines_are_of_one_release(name: str) -> None:
    """They are young, and decide numbers."""
    (requirement,) = [each for each in map(Requirement, PROJECT["dependencies"]) if each.name == name]
    releases = [f"0.{minor}.0" for minor in range(40) if requirement.specifier.contains(f"0.{minor}.0")]
    assert len(releases) == 1


@pytest.mark.parametrize(
    "text", [*PROJECT["dependencies"], *OPTIONAL["sources"], *OPTIONAL["spark"], *OPTIONAL["test"]]
)
def test_the_lock_holds_what_is_asked_for(text: str) -> None:
    requirement = Requirement(text)
    if requirement.name != OURS:
        assert requirement.specifier.contains(locked()[_plain(requirement.name)])


def test_the_lock_names_no_place_of_this_machine() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|@|^\s*-", text, re.MULTILINE)
    assert not [line for line in text.splitlines()[1:] if "/" in line]
