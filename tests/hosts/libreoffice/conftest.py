"""The LibreOffice tier: one LibreOffice with our extension for all its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from addin.system import soffice as libreoffice_program
from tests.hosts.libreoffice import office as libreoffice
from tests.hosts.libreoffice.office import Office

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where LibreOffice is missing, one skipped test with the reason stands for all of them."""
    own = [item for item in items if HERE in item.path.parents]
    missing = libreoffice.missing() if own else ""
    if missing:
        own[0].add_marker(pytest.mark.skip(reason=f"the {len(own)} tests in LibreOffice: {missing}"))
        config.hook.pytest_deselected(items=own[1:])
        items[:] = [item for item in items if item is own[0] or item not in own]


@pytest.fixture(scope="session")
def convert() -> Callable[[Path, str], Path]:
    """A file and a format in, the converted file beside it out."""
    program = libreoffice_program.find()
    assert program is not None
    return lambda path, kind: libreoffice_program.convert_file(program, path, kind, path.parent)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice without a window."""
    started = Office(tmp_path_factory.mktemp("office"))
    started.start()
    yield started
    started.stop()
