"""A question to a register through both security servers, against the same question to the register itself."""

import time
from statistics import median
from typing import Final

import httpx

from hukumati.project.run.exchange_files import PLATFORM
from tests.load.figures import Figure, Goal
from tests.load.processor_time import Spent
from tests.load.site import Site

SERVERS: Final = ("security-server-ss1", "security-server-ss2")
SUBJECT: Final = "400000006"


def measure(site: Site, *, rounds: int, requests: int) -> list[Figure]:
    """Ask both ways in turns, one question at a time."""
    platform = site.platform
    headers = {"X-Road-Client": PLATFORM, "Uxp-Subject-Id": SUBJECT, "Uxp-Purpose-Ids": "bench"}
    direct_url = f"http://127.0.0.1:{platform.ports['population']}/persons/current"
    exchange_url = f"http://127.0.0.1:{platform.ports['ss1_client']}/r1/PS/GOV/MOI/POPULATION/persons/current"
    through, direct = [], []
    with httpx.Client(headers=headers, timeout=10, trust_env=False) as client:
        for url in (exchange_url, direct_url):
            _milliseconds(client, url, 20)
        before = Spent.now(platform)
        for _ in range(rounds):
            through += _milliseconds(client, exchange_url, requests)
            direct += _milliseconds(client, direct_url, requests)
        spent = (Spent.now(platform) - before).of(*SERVERS)
    return [
        Figure(
            name="exchange.round_trip",
            value=median(through),
            unit="ms",
            reference="the register asked directly",
            reference_value=median(direct),
            goal=Goal("value", "at most", 20),
            notes=(f"{1000 * spent / len(through):.2f} ms of both security servers' processor time per question",),
        )
    ]


def _milliseconds(client: httpx.Client, url: str, times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(url).raise_for_status()
        found.append(1000 * (time.perf_counter() - began))
    return found
