"""What a country's history of sign-ins costs the one who signs in now: each step with few accounts, then with many.

`HUKUMATI_BENCH_ACCOUNTS` says how many; each account has ten tokens.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any, Final

from tests.load.figures import Figure, Goal
from tests.load.identity import STEPS, allow_refresh, our_party
from tests.load.relying_party import RelyingParty
from tests.load.site import Site

FEW: Final = 10_000
MANY: Final = 200_000
TOKENS_OF_EACH: Final = 10
WARM_UP: Final = 20

Samples = dict[str, list[float]]


def measure(site: Site, *, requests: int) -> list[Figure]:
    """Time every request of one client with few accounts in the database, let it grow, and time them again."""
    many = int(os.environ.get("HUKUMATI_BENCH_ACCOUNTS", MANY))
    allow_refresh(site)
    party = our_party(site)
    _timed(party, WARM_UP)
    _grow(site, 0, FEW)
    few = _timed(party, requests)
    growing = _grow(site, FEW, many)
    _timed(party, WARM_UP)
    return [_figure(step, few[step], _timed(party, requests)[step], many, growing) for step in STEPS]


def _grow(site: Site, already: int, accounts: int) -> float:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.identity_rows", str(already), str(accounts), str(TOKENS_OF_EACH)],
        env={**site.owner_environment(), "DJANGO_SETTINGS_MODULE": "hukumati.project.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    return time.monotonic() - began


def _timed(party: RelyingParty, requests: int) -> Samples:
    """Return milliseconds by step, one for each request; all of one step, then the next."""
    found: Samples = {}
    codes = _each(found, "authorize", lambda _: party.codes(1)[0], range(requests))
    tokens = _each(found, "code_to_token", lambda code: party.exchange([code])[0], codes)
    tokens = _each(found, "refresh", lambda token: party.refresh([token])[0], tokens)
    told = _each(found, "introspection", lambda token: party.introspect([token])[0], tokens)
    if not all(each["active"] for each in told):
        raise AssertionError("a new token is not active")
    return found


def _each(found: Samples, step: str, act: Callable[[Any], Any], given: Any) -> list[Any]:
    samples = found[step] = []
    results = []
    for value in given:
        began = time.perf_counter()
        results.append(act(value))
        samples.append(1000 * (time.perf_counter() - began))
    return results


def _figure(step: str, few: list[float], many: list[float], accounts: int, growing: float) -> Figure:
    return Figure(
        name=f"identity.{step}_p95_grown",
        value=_p95(many),
        unit="ms",
        reference=f"the same with {FEW:,} accounts and {FEW * TOKENS_OF_EACH:,} tokens",
        reference_value=_p95(few),
        goal=Goal("ratio", "at most", 1.5),
        notes=(
            f"{accounts:,} accounts and {accounts * TOKENS_OF_EACH:,} tokens, laid down in {growing:.0f} s; "
            f"95th of 100, {len(many)} requests one after another",
            f"medians: {median(many):.2f} ms, {median(few):.2f} ms",
        ),
    )


def _p95(samples: list[float]) -> float:
    return quantiles(samples, n=100)[94]
