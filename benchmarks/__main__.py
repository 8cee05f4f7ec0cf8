"""The command `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks import (
    arrays,
    breakdown,
    columns,
    command_line,
    engine,
    imports,
    machine,
    orders_file,
    other_engines,
    survey_file,
    tally_growth,
    tally_of_parquet,
)
from benchmarks.measuring import NotMeasured, Result, Row, Timing

_BENCHMARKS: dict[str, Callable[[], Result]] = {
    "arrays": arrays.measure,
    "columns": columns.measure,
    "breakdown": breakdown.measure,
    "engine": engine.measure,
    "other_engines": other_engines.measure,
    "imports": imports.measure,
    "command_line": command_line.measure,
    "survey_file": survey_file.measure,
    "orders_file": orders_file.measure,
    "tally_of_parquet": tally_of_parquet.measure,
    "tally_growth": tally_growth.measure,
}
_LINE = "{:<53} {:>10} {:<29} {:>10} {:>12} {:>12} {:>11}  {}"
_HEADER = ("what", "ours", "compared with", "theirs", "by medians", "by minima", "must be", "")


def main() -> None:
    """Run the benchmarks named, or all; a promise that does not hold is marked and is no failure of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed, measured side by side.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(_BENCHMARKS)}")
    names = parser.parse_args().names or list(_BENCHMARKS)
    for name in names:
        if name not in _BENCHMARKS:
            parser.error(f"{name} is no benchmark; there are: {', '.join(_BENCHMARKS)}")
    print(machine.facts(), "Judged by the ratio of the medians of interleaved rounds.\n", sep="\n")
    print(_LINE.format(*_HEADER).rstrip())
    for name in names:
        try:
            result = _BENCHMARKS[name]()
        except NotMeasured as reason:
            print(f"{name}: NOT MEASURED: {reason}")
            continue
        for row in result.rows:
            print(_line(row), flush=True)
        for note in result.notes:
            print(f"  {note}")
    print(f"\nload at the end: {machine.load():.2f}")


def _line(row: Row) -> str:
    return _LINE.format(
        row.what,
        _seconds(row.ours),
        row.compared_with,
        _seconds(row.theirs),
        row.limit.shown(row.median_ratio),
        row.limit.shown(row.least_ratio),
        str(row.limit),
        "holds" if row.holds else "DOES NOT HOLD",
    )


def _seconds(timing: Timing) -> str:
    return f"{timing.median * 1000:,.1f} ms" if timing.median < 10 else f"{timing.median:,.1f} s"


if __name__ == "__main__":
    main()
