"""The engines tier: a PostgreSQL and a local Spark, started once for all of its tests."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.sources.connections import spark_session
from addin.sources.records import SparkSource
from tests.addin.sources.described import Describe, describing
from tests.engines.postgres_server import Server, programs, running

HERE = Path(__file__).parent
SPARK = "test_spark.py"


def _missing() -> dict[str, str]:
    """What stands in the way of the tests of PostgreSQL, and of those of Spark."""
    spark = "no Java 17 here" if shutil.which("java") is None else ""
    if importlib.util.find_spec("pyspark") is None:
        spark = 'no pyspark here; pip install "centre-roi[spark]"'
    return {"": "" if programs() else "no PostgreSQL here; .ci/engines installs it (as root, with apt)", SPARK: spark}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where an engine is missing, one skipped test with the reason stands for all of its tests."""
    own = [item for item in items if HERE in item.path.parents]
    for name, missing in _missing().items():
        concerned = [item for item in own if (item.path.name == SPARK) == (name == SPARK)]
        if missing and concerned:
            concerned[0].add_marker(pytest.mark.skip(reason=f"the {len(concerned)} tests: {missing}"))
            config.hook.pytest_deselected(items=concerned[1:])
            items[:] = [item for item in items if item is concerned[0] or item not in concerned]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder = programs()
    assert folder is not None
    with running(folder) as started:
        yield started


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    """A session as the program starts it; sources find it running."""
    with spark_session(SparkSource(name="spark", master="local[2]")) as session:
        yield session


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    return describing(tmp_path, monkeypatch)
