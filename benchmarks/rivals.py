"""What the project is compared with: packages that it does not need itself."""

from __future__ import annotations

import importlib
from typing import Any

from benchmarks.measuring import NotMeasured


def rival(name: str) -> Any:
    """A package of the extra `benchmark`."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise NotMeasured(f'{error.name} is not installed: pip install -e ".[benchmark]"') from None
