"""The package udfs by itself: what it imports, and how its files are named."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import udfs
from udfs import FUNCTIONS

FOLDER = Path(udfs.__file__).parent
MODULES = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.py")}


def imports(path: Path) -> set[str]:
    """What a module imports when it runs, anywhere in it; not what only the type checker reads."""
    found: set[str] = set()

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written from the root"
            assert node.module is not None
            found.update([node.module] if node.module != "udfs" else [f"udfs.{alias.name}" for alias in node.names])
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(ast.parse(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("name", MODULES)
def test_a_module_depends_on_numpy_and_the_standard_library_only(name: str) -> None:
    roots = {imported.partition(".")[0] for imported in imports(MODULES[name])}
    assert roots <= {"udfs", "numpy"} | sys.stdlib_module_names


def test_no_module_has_the_lower_case_name_of_a_function() -> None:
    assert not {name.lower() for name in FUNCTIONS} & {path.stem for path in MODULES.values()}


def test_a_file_holds_one_idea() -> None:
    for name, path in MODULES.items():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, name


def test_importing_it_loads_nothing_that_a_first_cell_would_wait_for() -> None:
    """Beside what numpy itself loads: only udfs and a few small modules of the standard library."""
    script = (
        "import sys, numpy; before = set(sys.modules); import udfs;"
        "print(*sorted(name.partition('.')[0] for name in set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=FOLDER.parent)
    loaded = set(done.stdout.split())
    assert "udfs" in loaded
    assert loaded - {"udfs", "numpy"} <= sys.stdlib_module_names
    slow = {"statistics", "random", "decimal", "fractions", "hashlib", "csv", "email", "http", "unittest", "asyncio"}
    assert not loaded & slow
    assert not loaded & {"openpyxl", "lxml", "formualizer", "python_calamine", "pandas", "xlwings", "addin"}


def test_no_function_is_called_as_excel_or_a_cell_is() -> None:
    for name in FUNCTIONS:
        assert name.replace("_", "").isalpha(), f"{name} could be read as a cell address"
        assert name not in {"RATE", "PV", "NPV", "NPER", "EFFECT", "GROWTH", "CONFIDENCE"}
