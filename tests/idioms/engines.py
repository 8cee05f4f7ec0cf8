"""Each engine alone on the idioms of the sheet Data: `python -m tests.idioms.engines`, by hand.

Prints the table and the lists that docs/engine-differences.md is written from.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from addin.cells.values import Cell
from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.hostile.cases import packed
from tests.idioms.notation import Value, rows_of, same, written
from tests.idioms.programs import ONE_CELL, by_formulon
from tests.idioms.reading import Idiom, idioms
from tests.idioms.sheets import FEW, MINE, Parts, Placed, empty_parts, placed, with_user_sheets

Answers = dict[str, Value]
Engine = Callable[[bool], Answers]
_HEADER: Final = """| | right | right before, wrong after | first time | again | peak memory |
|---|---:|---:|---:|---:|---:|"""
_MEGABYTE: Final = 1 << 10
"""In the kilobytes that the system counts."""


@dataclass(frozen=True)
class Measured:
    """What an engine answered before and after, and what it took to compute once."""

    name: str
    before: Answers
    after: Answers
    seconds: float
    first_seconds: float
    megabytes: float

    def right(self, idiom: Idiom) -> bool:
        return same(self.after[idiom.id], idiom.new)

    def proven(self, idiom: Idiom) -> bool:
        """Whether it has the value from before, as Excel left it."""
        return same(self.before[idiom.id], idiom.old)


def formulon_alone(new: bool) -> Answers:
    """Loaded as Excel stores it and computed."""
    places = placed(idioms())
    return by_formulon(_parts(places, new), places)


def formulon_of_arrays(new: bool) -> Answers:
    """The same, where each formula is handed over as one typed with Ctrl+Shift+Enter."""
    places = placed(idioms())
    arrays = [
        replace(each, idiom=replace(each.idiom, kind="array")) if each.idiom.kind == "plain" else each
        for each in places
    ]
    return by_formulon(_parts(arrays, new), arrays)


def formualizer_alone(new: bool) -> Answers:
    """Rewritten and computed as a refresh does; a formula that it does not compute answers nothing."""
    places = placed(idioms())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(packed(_parts(places, new)))
        values = evaluate_package(Package.open(path)).values[MINE]
    return {place.idiom.id: _filled(values, place, new) for place in places}


def _parts(places: Sequence[Placed], new: bool) -> Parts:
    """The workbook without last values; arrays are as large as they come out."""
    blanks: Answers = {place.idiom.id: _blank(place.idiom, new) for place in places}
    return with_user_sheets(empty_parts(), places, str(FEW // 10 if new else 10 * FEW), blanks)


def _blank(idiom: Idiom, new: bool) -> Value:
    return tuple(tuple(None for _ in row) for row in rows_of(idiom.new if new else idiom.old))


def _filled(values: dict[tuple[int, int], Cell], place: Placed, new: bool) -> Value:
    rows = tuple(
        tuple(values.get((place.row + down, place.column + right)) for right in range(len(row)))
        for down, row in enumerate(_rows(place.idiom, new))
    )
    return rows[0][0] if (len(rows), len(rows[0])) == ONE_CELL else rows


def _rows(idiom: Idiom, new: bool) -> tuple[tuple[Cell, ...], ...]:
    return rows_of(idiom.new if new else idiom.old)


ENGINES: Final[dict[str, Engine]] = {
    "formualizer": formualizer_alone,
    "formulon": formulon_alone,
    "formulon, every formula as an array": formulon_of_arrays,
}


def measure(name: str) -> Measured:
    """One engine, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_measured, name).result()


def _measured(name: str) -> Measured:
    engine = ENGINES[name]
    started = time.perf_counter()
    before = engine(False)
    first = time.perf_counter() - started
    rounds = []
    for _ in range(3):
        started = time.perf_counter()
        after = engine(True)
        rounds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return Measured(name, before, after, min(rounds), first, peak)


def main() -> None:
    """Print the table, then what each engine does otherwise than Excel."""
    engines = [measure(name) for name in ENGINES]
    print(_HEADER, *map(_line, engines), sep="\n")
    one, other, _ = engines
    print("\nAgreed by formualizer and formulon, and wrong:")
    _list(one, [idiom for idiom in idioms() if same(one.after[idiom.id], other.after[idiom.id])])
    for engine in engines:
        print(f"\n{engine.name}, right before and wrong after:")
        _list(engine, list(filter(engine.proven, idioms())))
        print(f"\n{engine.name}, wrong before and right after:")
        _list(engine, [idiom for idiom in idioms() if engine.right(idiom) and not engine.proven(idiom)], right=True)
        print(f"\n{engine.name}, wrong:")
        _list(engine, idioms())


def _line(engine: Measured) -> str:
    listed = idioms()
    right = sum(map(engine.right, listed))
    misled = sum(engine.proven(idiom) and not engine.right(idiom) for idiom in listed)
    return (
        f"| {engine.name} | {right} of {len(listed)} ({right / len(listed):.1%}) | {misled} | "
        f"{engine.first_seconds:.1f} s | {engine.seconds:.2f} s | {engine.megabytes:.0f} MB |"
    )


def _list(engine: Measured, listed: Sequence[Idiom], *, right: bool = False) -> None:
    """What an engine has wrong after the change; or, of those that it has `right` then, what it had wrong before."""
    for idiom in listed:
        if engine.right(idiom) is right:
            found, wanted = (engine.before, idiom.old) if right else (engine.after, idiom.new)
            values = f"{written(wanted)} | {written(found[idiom.id])}"
            print(f"| {idiom.id} | `={idiom.formula}` | {values} | {idiom.source} |")


if __name__ == "__main__":
    main()
