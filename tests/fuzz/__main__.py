"""`make fuzz`: mutate the folders of services/ and check each; ARGS="--size 5000 --seed 1"."""

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.trial import Outcome  # not before Django is set up

DEFAULT_SIZE = 5000


@cache
def _prepared() -> tuple[object, object]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")
    os.environ.setdefault("HUKUMATI_DEMO", "1")
    import django

    django.setup()
    import logging

    logging.disable(logging.CRITICAL)  # a fault of a check is reported below, with its seed
    from django.conf import settings

    from hukumati.catalogue.folder_checks import known_contracts
    from hukumati.catalogue.tests.mutations import service_files

    return service_files(services_dir=settings.HUKUMATI.services_dir), known_contracts()


def _try(seed: int) -> "Outcome":
    folders, contracts = _prepared()
    from tests.fuzz.trial import run

    return run(seed, folders, contracts)  # type: ignore[arg-type]


def _outcomes(first: int, size: int, processes: int) -> "Iterator[Outcome]":
    _prepared()  # once: the processes are forks of this one
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_try, range(first, first + size), chunksize=20)


def main(arguments: list[str]) -> int:
    """Try as many folders as told; return 1 where any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=DEFAULT_SIZE, help="how many mutated folders")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; one more for each folder")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    failed, sound, slowest, tried = 0, 0, 0.0, 0
    for each in _outcomes(given.seed, given.size, given.processes):
        tried, sound, slowest = tried + 1, sound + each.is_sound, max(slowest, each.seconds)
        if each.failed:
            failed += 1
            print(f"seed {each.seed}: {each.folder}: {', '.join(each.changes)}\n  {each.failed}", flush=True)
        if tried % 500 == 0:
            print(f"{tried} of {given.size}", flush=True)
    print(f"{tried} mutated folders: {failed} failed, {sound} still sound, the slowest took {slowest:.2f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
