"""Imports go one way, a file holds one idea, and the pages for developers name what is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

MODULES = sorted(path for folder in ("udfs", "workbook_templates", "addin") for path in (ROOT / folder).rglob("*.py"))
LONGEST_MODULE = 400


def test_imports_go_one_way_without_circles() -> None:
    """The contracts of pyproject.toml: layers, no circle of siblings, and a host's library in its own room alone."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken." in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_holds_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse("\n".join(lines))), "a module says what it is in its first line"


def test_no_project_file_carries_a_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    tracked = listed.stdout.split("\n")
    texts = [ROOT / name for name in tracked if name.endswith((".py", ".md", ".toml", ".csv", "run"))]
    of_this_machine = (f"{ROOT}/", f"{Path.home()}/", f"{Path(sys.prefix)}/")
    for path in texts:
        if path.exists():
            text = path.read_text(encoding="utf-8")
            assert not [folder for folder in of_this_machine if folder in text], path


def test_a_formula_waits_for_no_refresh() -> None:
    """`import udfs` loads numpy and the standard library alone."""
    code = "import sys, udfs; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"openpyxl", "lxml", "formualizer", "python_calamine", "ibis", "addin"} & set(done.stdout.split())


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_what_a_page_for_developers_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    places = re.findall(r"`((?:addin|docs|tests|udfs|workbook_templates|\.ci)/[^`]+)`", text)
    missing = [place for place in places if "NAME" not in place and not list(ROOT.glob(place))]
    assert not missing
    assert len(places) > 3
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / page).parent.joinpath(link).exists(), link
