"""The Wine tier: one Windows Python and one stand-in for Excel for all its tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.windows import wine
from tests.hosts.windows.our_addin import open_our_addin, settings
from tests.hosts.windows.project import install_project
from tests.hosts.windows.session import Excel
from tests.hosts.windows.setup import is_made

HERE = Path(__file__).parent
#: Run by Windows Python: this one cannot even import them.
collect_ignore = ["bare", "host", "tiny", "installing.py"]


def _missing(root: Path) -> str:
    if shutil.which("wine") is None:
        return "no Wine here; python -m tests.hosts.windows.setup installs it (as root, with apt)"
    if not is_made(root):
        return f"no Windows Python of today's recipe in {root}; python -m tests.hosts.windows.setup makes it"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the host is missing, one skipped test with the reason stands for all of them."""
    own = [item for item in items if HERE in item.path.parents]
    missing = _missing(wine.folder())
    if own and missing:
        own[0].add_marker(pytest.mark.skip(reason=f"the {len(own)} tests under Wine: {missing}"))
        config.hook.pytest_deselected(items=own[1:])
        items[:] = [item for item in items if item is own[0] or item not in own]


@pytest.fixture(scope="session")
def windows_python() -> Path:
    """The folder of the Windows Python, with the present sources installed in it."""
    root = wine.folder()
    install_project(root)
    return root


@pytest.fixture(scope="session")
def excel(windows_python: Path) -> Iterator[Excel]:
    """The stand-in; `open_addin` starts it anew."""
    session = Excel(windows_python)
    yield session
    session.close()


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's folder, in which the add-in finds its settings."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture
def addin(excel: Excel, windows_python: Path, profile: Path) -> Excel:
    """Excel, just started, with our add-in and an empty workbook."""
    open_our_addin(excel, profile, settings(windows_python))
    return excel
