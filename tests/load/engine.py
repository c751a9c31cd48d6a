"""What the engine costs: one action, the lists of officers and citizens as the tables grow, publishing, memory."""

import json
import os
import subprocess
import sys
from statistics import median, quantiles
from typing import Any, Final

from tests.load.figures import Figure, Goal
from tests.load.site import Site

FEW: Final = 10_000
MANY: Final = 100_000
LOOKS: Final = {
    "inbox": "the officer's inbox: the 50 most urgent of their place, and how many there are",
    "search": "a case found by its number, opened by an officer",
    "own": "the list of a citizen's own cases",
    "tracking": "a citizen's tracking page",
}


def measure(site: Site, *, rounds: int) -> list[Figure]:
    """Measure in a process of its own that shares the platform's database."""
    found = _found(site, rounds=rounds, many=int(os.environ.get("HUKUMATI_BENCH_CASES", MANY)))
    return [_act(found), *(_look(found, name) for name in LOOKS), _publish(found), _memory(found)]


def _found(site: Site, *, rounds: int, many: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.engine_process", str(FEW), str(many), str(rounds)],
        env=site.owner_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _act(found: dict[str, Any]) -> Figure:
    return Figure(
        name="cases.act",
        value=median(found["act"]),
        unit="ms",
        reference="a bare row locked and updated in a transaction of its own",
        reference_value=median(found["bare"]),
        goal=Goal("ratio", "at most", 2),
        notes=(f"medians of {len(found['act'])} in turns; a citizen answers, the case goes back to the officer",),
    )


def _look(found: dict[str, Any], name: str) -> Figure:
    few, many = found["looks"][name]["few"], found["looks"][name]["many"]
    return Figure(
        name=f"cases.{name}_p95",
        value=_p95(many),
        unit="ms",
        reference=f"the same with {found['few_cases']:,} cases",
        reference_value=_p95(few),
        goal=Goal("ratio", "at most", 1.5),
        notes=(
            f"{LOOKS[name]}; 95th of 100, {len(many)} looks at {found['many_cases']:,} cases, in turns with the few",
            f"medians: {median(many):.2f} ms, {median(few):.2f} ms",
        ),
    )


def _p95(samples: list[float]) -> float:
    return quantiles(samples, n=100)[94]


def _publish(found: dict[str, Any]) -> Figure:
    times = found["publish"]
    return Figure(
        name="catalogue.publish",
        value=median(times["publish"]),
        unit="ms",
        reference="the same folder checked, its scenarios played",
        reference_value=median(times["check"]),
        goal=Goal("value", "at most", 2000),
        notes=("medians of 5, in turns",),
    )


def _memory(found: dict[str, Any]) -> Figure:
    return Figure(
        name="catalogue.services_in_memory",
        value=found["memory"]["megabytes"],
        unit="MB for 500 services",
        reference="their compiled JSON",
        reference_value=found["memory"]["written"],
        goal=Goal("value", "at most", 200),
        notes=("growth of the process's resident memory while 500 variants of one service are opened and kept",),
    )
