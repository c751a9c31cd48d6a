"""What the service's page costs the server's processor, against a bare view with one query."""

from dataclasses import dataclass
from statistics import median
from typing import Final

import httpx

from tests.load.figures import Figure, Goal
from tests.load.plain_http import Target, ask
from tests.load.processor_time import Spent
from tests.load.site import Site
from tests.people import Citizen

WARM_UP: Final = (12, 15)
"""Connections, and requests on each: both server processes get their share."""
GOALS: Final = {"": 4, "_signed_in": 8}
BARE_FOR_ONE: Final = 4
"""The bare view is so short that it is asked more often, for the kernel counts in hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Milliseconds of processor time per request."""

    web: float
    database: float


def measure(site: Site, *, rounds: int, requests: int) -> list[Figure]:
    """Ask the page as a stranger, as somebody signed in, and the bare view, in turns."""
    person = Citizen(site.platform, site.people[3].id_number, site.people[3].phone)
    person.sign_in()
    bare = Target.of(site.bare_url)
    pages = {"": Target.of(site.service_url), "_signed_in": Target.of(site.service_url, cookies=_cookies(person))}
    for target in (bare, *pages.values()):
        for _ in range(WARM_UP[0]):
            ask(target, WARM_UP[1])
    found: dict[str, list[Sample]] = {name: [] for name in pages}
    floor = []
    for _ in range(rounds):
        for name, target in pages.items():
            found[name].append(_sample(site, target, requests))
        floor.append(1000 * _spent(site, bare, requests * BARE_FOR_ONE).of("bare") / requests / BARE_FOR_ONE)
    return [_figure(name, samples, median(floor), requests) for name, samples in found.items()]


def _cookies(person: Citizen) -> str:
    host = httpx.URL(person.platform.urls["portal"]).host
    kept = [cookie for cookie in person.browser.client.cookies.jar if cookie.domain.startswith(host)]
    assert kept, "nobody is signed in"
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)


def _sample(site: Site, target: Target, requests: int) -> Sample:
    spent = _spent(site, target, requests)
    return Sample(1000 * spent.of("web-1", "web-2") / requests, 1000 * spent.by_program.get("postgres", 0.0) / requests)


def _figure(name: str, samples: list[Sample], floor: float, requests: int) -> Figure:
    web = [sample.web for sample in samples]
    return Figure(
        name=f"portal.service_page{name}",
        value=median(web),
        unit="ms of processor time per request",
        reference="a bare Django view with one query",
        reference_value=floor,
        goal=Goal("ratio", "at most", GOALS[name]),
        notes=(
            f"{len(samples)} rounds of {requests} requests; from {min(web):.2f} to {max(web):.2f} ms",
            f"and {median(sample.database for sample in samples):.2f} ms in the database",
        ),
    )


def bare_seconds(site: Site, *, requests: int) -> float:
    """Return the processor seconds of one request to the bare view."""
    return _spent(site, Target.of(site.bare_url), requests).of("bare") / requests


def _spent(site: Site, target: Target, requests: int) -> Spent:
    before = Spent.now(site.platform)
    ask(target, requests)
    return Spent.now(site.platform) - before
