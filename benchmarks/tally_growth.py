"""How the time and the peak memory of a tally of Parquet grow with its rows; each size in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import parquet_survey, tally_of_parquet
from benchmarks.measuring import Result, stopwatch
from benchmarks.rivals import rival

_SIZES = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
_MEGABYTE = 1 << 20


def measure() -> Result:
    """The second of two tallies; the peak is the whole process's, which is 200 MB before it reads anything."""
    duckdb = rival("duckdb")
    with TemporaryDirectory() as folder:
        for rows in _SIZES:
            path = Path(folder) / "survey.parquet"
            parquet_survey.write(duckdb, path, rows)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
                seconds, peak = process.submit(_tallied, path).result()
            size = path.stat().st_size / _MEGABYTE
            print(f"{rows:>11,} responses ({size:,.1f} MB): {seconds:,.2f} s, {peak / _MEGABYTE:,.0f} MB", flush=True)
    return Result(())


def _tallied(path: Path) -> tuple[float, int]:
    import resource

    tally_of_parquet.tally_of(path)
    seconds = stopwatch(lambda: tally_of_parquet.tally_of(path))
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
