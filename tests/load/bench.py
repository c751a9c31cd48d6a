"""Measures the platform: `make bench`; `make bench ARGS=--quick` for less exact figures within a minute."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.load import (
    certificate,
    engine,
    exchange,
    identity,
    identity_growth,
    journey,
    service_page,
    sign_ins,
    weights,
)
from tests.load.figures import Figure, show, write
from tests.load.site import Site, running_site

RESULT: Final = Path("build/bench.jsonl")
Measure = Callable[[Site], list[Figure]]
PEOPLE: Final[dict[str, Callable[[bool], int]]] = {
    "journey": lambda quick: journey.people_needed(quick=quick),
    "sign_ins": lambda _: sign_ins.PEOPLE + 4,
}
"""How many people a measure needs, where four are not enough."""


def _measures(*, quick: bool) -> dict[str, Measure]:
    return {
        "weights": weights.measure,
        "portal": lambda site: service_page.measure(site, rounds=4 if quick else 10, requests=50 if quick else 100),
        "documents": lambda site: certificate.measure(site, rounds=8 if quick else 40),
        "exchange": lambda site: exchange.measure(site, rounds=3 if quick else 10, requests=20 if quick else 50),
        "identity": lambda site: identity.measure(site, rounds=2 if quick else 5, tokens=15 if quick else 40),
        "sign_ins": lambda site: sign_ins.measure(site, seconds=6 if quick else 30),
        "identity_growth": lambda site: identity_growth.measure(site, requests=100 if quick else 400),
        "engine": lambda site: engine.measure(site, rounds=50 if quick else 200),
        "journey": lambda site: journey.measure(site, seconds=8 if quick else 60),
    }


def main() -> int:
    """Measure, print and write; the exit status tells whether everything was measured, not how it is."""
    arguments = _arguments()
    measures = _measures(quick=arguments.quick)
    chosen = arguments.only or list(measures)
    began = time.monotonic()
    figures: list[Figure] = []
    people = max((needed(arguments.quick) for name, needed in PEOPLE.items() if name in chosen), default=4)
    with running_site(people=people) as site:
        print(f"the platform is up after {time.monotonic() - began:.0f} s; measuring", flush=True)
        for name in chosen:
            started = time.monotonic()
            figures += measures[name](site)
            print(f"  {name}: {time.monotonic() - started:.0f} s", flush=True)
    write(figures, RESULT)
    print()
    show(figures, sys.stdout)
    print(f"\n{RESULT} is written; {time.monotonic() - began:.0f} s in all")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: within a minute")
    parser.add_argument("--only", action="append", choices=list(_measures(quick=True)), help="measure this group only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
