"""Mutation testing: how many random faults the tests of the part itself would find. `make mutants ARGS="--seed 7"`.

A mutant is one small fault in a domain or a use case: a comparison turned, `and` for `or`, a value not returned. The
part's own tests must fail with it: of these, the ones that execute the line, as a first run without mutants records.
Printed are the share that was killed, by part, and every survivor with its line.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue

import grimp

from hukumati.project.config import REPOSITORY
from tests.mutants.reaching import AT_IMPORT, in_order, reaching_tests
from tests.mutants.sampling import ROOMS, Mutant, files_of, sample
from tests.mutants.trial import FAILED, INTERRUPTED, PASSED, Verdict, Workshop, workshop

SECONDS = 900.0
RECORDING_SECONDS = 3600.0
OUTCOMES = {None: "timeout", PASSED: "survived", FAILED: "killed", INTERRUPTED: "killed"}


@dataclass(frozen=True, slots=True)
class Recording:
    """Which test of a part executes which line, in the checkout at `root`."""

    root: Path
    file: Path


def own_tests(part: str, root: Path) -> list[str]:
    """List the test files of a part."""
    base = root / "src" / (part if part == "exchange" else f"hukumati/{part}")
    files = (*base.glob("tests/test_*.py"), *base.glob("**/tests/test_*.py"))
    return sorted({file.relative_to(root).as_posix() for file in files})


def distance_to(mutant: Mutant, graph: grimp.ImportGraph) -> Callable[[str], int]:
    """Tell how many imports lie between a test file and the mutant: most mutants die by the nearest ones."""
    module = mutant.path.removeprefix("src/").removesuffix(".py").replace("/", ".")

    @cache
    def distance(test: str) -> int:
        chain = graph.find_shortest_chain(test.removeprefix("src/").removesuffix(".py").replace("/", "."), module)
        return len(chain) if chain else 99

    return distance


def try_all(
    mutants: list[Mutant],
    shops: "SimpleQueue[Workshop]",
    graph: grimp.ImportGraph,
    recordings: Mapping[str, Recording],
    *,
    fresh: bool = False,
) -> Iterator[Verdict]:
    """Try mutants, as many at a time as there are workshops, by the tests that reach them."""

    def one(mutant: Mutant) -> Verdict:
        shop = shops.get()
        began = time.monotonic()
        try:
            recording = recordings[mutant.part]
            reaching = reaching_tests(mutant, root=recording.root, recorded=recording.file)
            status = try_one(mutant, shop, reaching, distance_to(mutant, graph), fresh=fresh)
        finally:
            shops.put(shop)
        if status not in OUTCOMES:
            raise SystemExit(f"pytest ended with status {status} at {mutant}: nothing is said about it")
        return Verdict(mutant, OUTCOMES[status], time.monotonic() - began)

    with ThreadPoolExecutor(shops.qsize()) as pool:
        for verdict in pool.map(one, mutants):
            mark = "" if verdict.is_killed else "   ← SURVIVED"
            print(f"{verdict.seconds:6.1f} s  {verdict.outcome:<8} {verdict.mutant}{mark}", flush=True)
            yield verdict


def try_one(
    mutant: Mutant, shop: Workshop, reaching: frozenset[str], rank: Callable[[str], int], *, fresh: bool
) -> int | None:
    """Return pytest's exit status with a mutant: of a fork where nothing of it has run before the tests."""
    files, tests = own_tests(mutant.part, shop.folder), reaching - {AT_IMPORT}
    if not fresh and tests == reaching != frozenset():
        status = shop.run_warm(mutant, in_order(tests, files, rank), files, seconds=SECONDS)
        if status in OUTCOMES:
            return status
    with shop.changed(mutant):
        status = shop.run(in_order(tests, files, rank), seconds=SECONDS)
        if status not in OUTCOMES:  # a test that was recorded cannot be found by its name
            status = shop.run(in_order(frozenset(), files, rank), seconds=SECONDS)
    return status


def record_unchanged(parts: list[str], shops: "SimpleQueue[Workshop]", folder: Path) -> dict[str, Recording]:
    """Run each part's tests without any mutant and record what they reach.

    Raises SystemExit where they fail: then they would seem to kill every mutant.
    """

    def one(part: str) -> Recording:
        shop, file = shops.get(), folder / f"{part}.coverage"
        began = time.monotonic()
        try:
            files = map(str, files_of(part, shop.folder))
            told = {"HUKUMATI_COVERAGE_FILE": str(file), "HUKUMATI_COVERAGE_INCLUDE": os.pathsep.join(files)}
            tests = own_tests(part, shop.folder)
            status = shop.run(tests, seconds=RECORDING_SECONDS, plugin="tests.mutants.recording", told=told)
        finally:
            shops.put(shop)
        if status != PASSED:
            raise SystemExit(f"the tests of {part} do not pass as they are: mend them first")
        print(f"{time.monotonic() - began:6.1f} s  the tests of {part} pass as they are", flush=True)
        return Recording(shop.folder, file)

    with ThreadPoolExecutor(shops.qsize()) as pool:
        return dict(zip(parts, pool.map(one, parts), strict=True))


def report(verdicts: list[Verdict]) -> str:
    """Return the table: for each part how many mutants were tried and killed; then the survivors."""
    by_part: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_part[verdict.mutant.part].append(verdict)
    rows = [*sorted(by_part.items()), ("all", verdicts)]
    lines = [f"{'part':<18}{'mutants':>8}{'killed':>8}{'share':>8}"]
    for part, tried in rows:
        killed = sum(verdict.is_killed for verdict in tried)
        lines.append(f"{part:<18}{len(tried):>8}{killed:>8}{killed / max(len(tried), 1):>8.0%}")
    survivors = [str(verdict.mutant) for verdict in verdicts if not verdict.is_killed]
    return "\n".join([*lines, "", "survivors:", *(survivors or ["none"])])


def main() -> int:
    """Draw a sample, try it, print the table; the exit status is 1 when fewer than nine of ten were killed."""
    parser = argparse.ArgumentParser(prog="make mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=100, help="how many mutants are tried (100)")
    parser.add_argument("--seed", type=int, default=None, help="the same seed draws the same sample")
    parser.add_argument("--part", action="append", choices=sorted(ROOMS), help="only this part; may be repeated")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fresh", action="store_true", help="a new process for every mutant: slow, the same verdicts")
    parser.add_argument("--list", action="store_true", help="print the sample and try nothing")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    mutants = sample(root=REPOSITORY, size=options.size, seed=seed, parts=options.part or list(ROOMS))
    print(f"{len(mutants)} mutants, seed {seed}", flush=True)
    if options.list:
        print("\n".join(map(str, mutants)))
        return 0
    graph = grimp.build_graph("hukumati", "exchange", cache_dir=None)
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="hukumati-mutants-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        shops: SimpleQueue[Workshop] = SimpleQueue()
        for number in range(options.workers):
            shops.put(stack.enter_context(workshop(REPOSITORY, Path(folder) / str(number))))
        recordings = record_unchanged(sorted({mutant.part for mutant in mutants}), shops, Path(folder))
        verdicts = list(try_all(mutants, shops, graph, recordings, fresh=options.fresh))
    print(f"\n{report(verdicts)}")
    killed = sum(verdict.is_killed for verdict in verdicts)
    return int(killed < 0.9 * len(verdicts))


if __name__ == "__main__":
    sys.exit(main())
