"""How soon the command answers, beside starting Python with numpy, and for a formula with the engine too."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from tempfile import TemporaryDirectory

from benchmarks.measuring import Limit, Result, Row, interleaved

_ROUNDS = 31
_LIMIT = Limit(1.5)
_NUMPY = "import numpy"
_ENGINE = "import numpy, formualizer"
_COMMANDS = {
    "centre-roi --help": (["--help"], _NUMPY),
    'centre-roi call "CLV(2400,10%,5)"': (["call", "CLV(2400,10%,5)"], _ENGINE),
    "centre-roi functions": (["functions"], _NUMPY),
}
"""What is typed, and the least that a process must load before it can answer."""


def measure() -> Result:
    """Whole processes, from their start to their end, as a user waits for them."""
    with TemporaryDirectory() as folder:
        # All as installed packages are: compiled, here by the round that is not counted.
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        programs = {loaded: ["-c", loaded] for loaded in (_NUMPY, _ENGINE)}
        programs |= {typed: ["-m", "addin.cli", *words] for typed, (words, _) in _COMMANDS.items()}
        timings = interleaved({name: partial(_seconds, words, compiled) for name, words in programs.items()}, _ROUNDS)
    return Result(
        tuple(Row(typed, timings[typed], least, timings[least], _LIMIT) for typed, (_, least) in _COMMANDS.items())
    )


def _seconds(words: Sequence[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start
