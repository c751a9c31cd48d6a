"""The whole way of many citizens at once: found, signed in, filled in, paid by card, issued, downloaded."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final
from urllib.parse import urljoin

import httpx

from tests.load.figures import Figure, Goal
from tests.load.floor import PROGRAM, Floor, probing
from tests.load.people import Somebody
from tests.load.processor_time import Spent
from tests.load.site import SERVICE, Site
from tests.people import Citizen

AT_ONCE: Final = 6
WARM_UP: Final = 4
IDLE_SECONDS: Final = 10
LOOKS_EVERY_SECONDS: Final = 0.5
PATIENCE_SECONDS: Final = 60
OUTSIDE: Final = ("population", "criminal_register", "acquirer", "agent", "sms", "mail")
RESERVED: Final = 4
"""The first people have other figures to carry."""
QUICK_PEOPLE: Final = 30
PEOPLE: Final = 280


def people_needed(*, quick: bool) -> int:
    """Return how many people a run can use up: each applies once, as the service asks of them."""
    return QUICK_PEOPLE if quick else PEOPLE


@dataclass(slots=True)
class Tally:
    """What the citizens found, together."""

    applied: int = 0
    waits: list[float] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    own_seconds: float = 0.0
    idle: float = 0.0
    """Processors that the platform takes while nobody is there: heart beats, sweeps, looks for work."""
    spent: Spent = field(default_factory=lambda: Spent({}))

    @property
    def done(self) -> int:
        """Applications from start to download."""
        return len(self.waits)


def measure(site: Site, *, seconds: float) -> list[Figure]:
    """Let citizens apply for a while and divide what the processors did by the certificates."""
    people = iter(site.people[RESERVED:])
    _crowd(site, people, lambda tally: tally.applied < WARM_UP)
    idle = _idle(site)
    with probing(site) as probe:
        before, began, own = Spent.now(site.platform), time.monotonic(), time.process_time()
        tally = _crowd(site, people, lambda _: time.monotonic() - began < seconds)
        tally.seconds = time.monotonic() - began
        tally.spent = (Spent.now(site.platform) - before).without(PROGRAM)
        tally.own_seconds, tally.idle = time.process_time() - own, idle
    if tally.failures or not tally.done:
        raise AssertionError(f"{len(tally.failures)} applications failed; the first: {tally.failures[:1]}")
    requests = round((tally.requests["web"] + tally.requests["identity"]) / tally.done)
    return _figures(tally, probe.floor(requests=requests))


def _idle(site: Site) -> float:
    time.sleep(IDLE_SECONDS / 2)  # what the first citizens left behind comes to its end
    before = Spent.now(site.platform)
    time.sleep(IDLE_SECONDS)
    return (Spent.now(site.platform) - before).without(PROGRAM).total / IDLE_SECONDS


def _crowd(site: Site, people: Iterator[Somebody], goes_on: Callable[[Tally], bool]) -> Tally:
    """Let AT_ONCE citizens apply at a time, one after another, while `goes_on` says so."""
    tally, lock = Tally(), threading.Lock()

    def serve() -> None:
        while True:
            with lock:
                person = next(people, None) if goes_on(tally) and not tally.failures else None
                tally.applied += 1
            if person is None:
                return
            _apply(site, person, "ar" if tally.applied % 2 else "en", tally)

    threads = [threading.Thread(target=serve) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _apply(site: Site, person: Somebody, language: str, tally: Tally) -> None:
    citizen = Citizen(site.platform, person.id_number, person.phone, language)
    ports = {str(site.platform.ports[name]): name for name in ("web", "identity")}

    def count(response: httpx.Response) -> None:
        tally.requests[ports.get(response.request.headers["host"].rpartition(":")[2], "outside")] += 1

    citizen.browser.client.event_hooks["response"].append(count)
    try:
        tally.waits.append(_whole_way(citizen))
    except Exception as error:  # whatever it was, the run is told, and fails
        tally.failures.append(f"{type(error).__name__}: {error}")
    finally:
        citizen.browser.close()


def _whole_way(citizen: Citizen) -> float:
    """Go from the portal's first page to the downloaded file; returns the seconds from paying to it."""
    citizen.open("/")
    citizen.open("/services/?q=عدم محكومية")
    citizen.open(f"/services/{SERVICE}/")
    citizen.sign_in()
    reference = citizen.apply()
    citizen.pay_by_card()
    paid_at = time.monotonic()
    link = _document(citizen, reference)
    answer = citizen.browser.client.get(link)
    assert answer.content.startswith(b"%PDF-"), answer.status_code
    return time.monotonic() - paid_at


def _document(citizen: Citizen, reference: str) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        page = citizen.case(reference)
        links = [str(link) for link in page.html.xpath("//a/@href") if link.endswith(".pdf")]
        if links:
            return urljoin(page.url, links[0])
        time.sleep(LOOKS_EVERY_SECONDS)
    raise AssertionError(f"no document after {PATIENCE_SECONDS} s: {citizen.page.text[:300]}")


def _figures(tally: Tally, floor: Floor) -> list[Figure]:
    cores, each = os.cpu_count() or 1, tally.spent.total / tally.done
    of_one = each - tally.idle * tally.seconds / tally.done
    reference = f"{floor.requests} bare requests, one Argon2 hash, typst and one signature, done beside them"
    busy, own = (100 * spent / tally.seconds / cores for spent in (tally.spent.total, tally.own_seconds))
    return [
        Figure(
            name="journey.application_cpu",
            value=each,
            unit="s of processor time per application",
            reference=reference,
            reference_value=floor.total,
            goal=Goal("ratio", "at most", 5),
            notes=(
                f"{tally.done} applications; s each by program: {_by_program(tally)}",
                f"of it outside systems (simulators): {tally.spent.of(*OUTSIDE) / tally.done:.3f}",
                f"floor: requests {floor.requests * floor.bare_request:.3f}, password {floor.password:.3f}, "
                f"certificate {floor.certificate:.3f}",
            ),
        ),
        Figure(
            name="journey.capacity_per_hour",
            value=3600 * (cores - tally.idle) / of_one,
            unit="applications per hour",
            reference=f"{cores} processors doing nothing but the floor",
            reference_value=3600 * cores / floor.total,
            goal=Goal("ratio", "at least", 0.2),
            notes=(
                "what the processors could do if the platform, its database and its simulators had them to themselves",
                f"{of_one:.3f} s of processor time an application, besides {tally.idle:.3f} of the {cores} processors "
                "that the platform takes while nobody is there",
            ),
        ),
        Figure(
            name="journey.applications_per_hour",
            value=3600 * tally.done / tally.seconds,
            unit="applications per hour",
            reference=f"{cores} processors doing nothing but the floor",
            reference_value=3600 * cores / floor.total,
            goal=Goal("ratio", "at least", 0.12),
            notes=(
                f"{tally.done} certificates for {AT_ONCE} citizens at a time in {tally.seconds:.0f} s",
                f"of the {cores} processors the platform and its simulators had {busy:.0f} %, the citizens {own:.0f} %",
                f"from paying to the file in hand: {median(tally.waits):.1f} s (median)",
            ),
        ),
    ]


def _by_program(tally: Tally) -> str:
    shares = sorted(tally.spent.by_program.items(), key=lambda share: -share[1])
    return ", ".join(f"{name} {spent / tally.done:.3f}" for name, spent in shares if spent / tally.done >= 0.001)
