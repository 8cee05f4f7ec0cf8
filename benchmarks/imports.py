"""`import udfs` beside `import numpy`, each in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from tempfile import TemporaryDirectory

from benchmarks.measuring import Limit, Result, Row, interleaved

_ROUNDS = 31
_LIMIT = Limit(1.5)


def measure() -> Result:
    """The time of the import statement alone: the start of the interpreter would flatter the ratio."""
    with TemporaryDirectory() as folder:
        # Both as installed packages are: compiled, here by the round that is not counted.
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        contestants = {name: partial(_seconds, name, compiled) for name in ("udfs", "numpy")}
        timings = interleaved(contestants, _ROUNDS)
    return Result((Row("import udfs", timings["udfs"], "import numpy", timings["numpy"], _LIMIT),))


def _seconds(module: str, environment: dict[str, str]) -> float:
    program = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout)
