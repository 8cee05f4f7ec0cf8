"""Open hostile files by the hundred and kill refreshes: `python -m tests.hostile --all --seed 6`."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from tests.faults import killing
from tests.hostile.cases import BOOK
from tests.hostile.mutations import MUTATIONS
from tests.hostile.numbered import ALL, all_healthy, kind_of, outcome, remember
from tests.hostile.seeds import healthy


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help=f"all {ALL:,} cases")
    which.add_argument("--count", type=int, default=len(MUTATIONS), help="the first so many")
    which.add_argument("--only", type=int, action="append", help="the case of this number")
    parser.add_argument("--kills", type=int, default=0, help="kill so many refreshes too")
    parser.add_argument("--quiet", action="store_true", help="name only what broke a promise")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    failed = _kills(options.seed, killing.ALL if options.all else options.kills)
    numbers = options.only or range(ALL if options.all else options.count)
    results, slowest, largest = Counter[str](), (0.0, ""), (0, "")
    with multiprocessing.get_context("spawn").Pool(options.jobs, remember, (all_healthy(),)) as pool:
        for number, came in pool.imap_unordered(partial(outcome, options.seed), numbers):
            kind = f"{number} {kind_of(number)}"
            results["refreshed" if came.status in (0, 1) else "refused" if came.status == 2 else "broken"] += 1
            slowest, largest = max(slowest, (came.seconds, kind)), max(largest, (came.peak, kind))
            if came.faults or (options.only and not options.quiet):
                print(f"{kind}: status {came.status}, {came.seconds:.1f} s, {came.peak / 1e6:,.0f} MB", flush=True)
                print("  " + came.said.strip().replace("\n", "\n  "), *came.faults[:5], sep="\n  ", flush=True)
            failed += bool(came.faults)
            if options.all and not results.total() % 100:
                print(f"{results.total():,} opened, slowest {slowest}, largest {largest}", flush=True)
    print(f"{sum(results.values()):,} hostile files of {len(MUTATIONS)} kinds, seed {options.seed}:", dict(results))
    print(f"slowest {slowest[0]:.1f} s ({slowest[1]}); largest {largest[0] / 1e6:,.0f} MB ({largest[1]})")
    print(f"{failed:,} broke a promise" if failed else "every promise was kept")
    return 1 if failed else 0


def _kills(seed: int, number: int) -> int:
    """Kill refreshes of a workbook in a folder of its own; how many promises that broke."""
    if not number:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / BOOK
        path.write_bytes(healthy().book)
        faults, swapped = killing.kill_many(killing.Victim.of(path), seed, number)
    print(f"{number} refreshes killed, {swapped} of them after the swap", *faults, sep="\n  ", flush=True)
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
