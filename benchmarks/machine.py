"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = (
    "numpy",
    "formualizer",
    "lxml",
    "openpyxl",
    "python-calamine",
    "numpy-financial",
    "pyxirr",
    "formulas",
    "pycel",
    "pandas",
    "duckdb",
    "ibis-framework",
)


def facts() -> str:
    """Processors, load, Python and the packages concerned."""
    cores = os.cpu_count()
    return "\n".join(
        (
            f"{cores} processors ({platform.machine()}), {platform.system()}, load {load():.2f}",
            f"Python {platform.python_version()}, {', '.join(map(_version, _PACKAGES))}",
        )
    )


def load() -> float:
    """What else the machine has to do: programs at work in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"
