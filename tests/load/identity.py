"""What signing in costs the provider: a code, its exchange, a refresh, an introspection; against npm oidc-provider.

Where the peer is not installed, the reference is a bare view with one query, and one ES256 signature.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.load.figures import Figure, Goal
from tests.load.peer import running_peer
from tests.load.processor_time import Spent
from tests.load.relying_party import RelyingParty
from tests.load.service_page import bare_seconds
from tests.load.site import Site
from tests.people import Citizen

PATHS: Final = {"authorize": "/authorize", "token": "/token", "introspection": "/introspect"}
STEPS: Final = ("authorize", "code_to_token", "refresh", "introspection")
UNITS: Final = {step: f"ms of processor time per {step.replace('_', ' ')}" for step in STEPS}
TWICE_THE_PEER, OF_THE_FLOOR = 2, 5
_ALLOW: Final = """
import django
django.setup()
from hukumati.identity.models import Client
Client.objects.filter(client_id="portal").update(settings={"grant_types": ["authorization_code", "refresh_token"]})
"""


@dataclass(slots=True)
class Samples:
    """Milliseconds a request by step, one for each round."""

    by_step: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def median_of(self, step: str) -> float:
        """Return the median of a step."""
        return median(self.by_step[step])


def measure(site: Site, *, rounds: int, tokens: int) -> list[Figure]:
    """Sign one person in, and time each step in rounds, ours and the peer's in turns."""
    allow_refresh(site)
    ours, own, others, floors = our_party(site), Samples(), Samples(), []
    with running_peer(site) as peer:
        parties = [(ours, own), *([(peer, others)] if peer else [])]
        for party, _ in parties:
            _round(party, Samples(), 5)
        for _ in range(rounds):
            for party, samples in parties:
                _round(party, samples, tokens)
            floors.append(1000 * bare_seconds(site, requests=200) + _signature_milliseconds())
    return [_figure(step, own, others if peer else None, median(floors), (rounds, tokens)) for step in STEPS]


def _figure(step: str, own: Samples, others: Samples | None, floor: float, size: tuple[int, int]) -> Figure:
    reference = "npm oidc-provider 9.13 on the same PostgreSQL" if others else "a bare view with one query, a signature"
    return Figure(
        name=f"identity.{step}",
        value=own.median_of(step),
        unit=UNITS[step],
        reference=reference,
        reference_value=others.median_of(step) if others else floor,
        goal=Goal("ratio", "at most", TWICE_THE_PEER if others else OF_THE_FLOOR),
        notes=(f"{size[0]} rounds of {size[1]}; the database's own time is in neither",),
    )


def _round(party: RelyingParty, samples: Samples, number: int) -> None:
    codes = _timed(party, samples, "authorize", number, lambda: party.codes(number))
    tokens = _timed(party, samples, "code_to_token", number, lambda: party.exchange(codes))
    tokens = _timed(party, samples, "refresh", number, lambda: party.refresh(tokens))
    told = _timed(party, samples, "introspection", number, lambda: party.introspect(tokens))
    if not all(each["active"] for each in told):
        raise AssertionError("a new token is not active")


def _timed(party: RelyingParty, samples: Samples, step: str, number: int, act: Callable[[], Any]) -> Any:
    before = party.seconds()
    done = act()
    samples.by_step[step].append(1000 * (party.seconds() - before) / number)
    return done


def allow_refresh(site: Site) -> None:
    """Let the portal's client have refresh tokens, which it does without otherwise."""
    subprocess.run([sys.executable, "-c", _ALLOW], env=_django(site), check=True, capture_output=True)


def our_party(site: Site) -> RelyingParty:
    """Sign one person in, and return the client that asks for them."""
    person = Citizen(site.platform, site.people[2].id_number, site.people[2].phone)
    person.sign_in()
    platform = site.platform
    return RelyingParty(
        issuer=platform.urls["identity"],
        port=platform.ports["identity"],
        paths=PATHS,
        client_id="portal",
        secret=platform.environment()["HUKUMATI_PORTAL_CLIENT_SECRET"],
        redirect_uri=f"{platform.urls['portal']}/sign-in/callback",
        scope="openid identity phone email",
        browser=person.browser.client,
        seconds=lambda: Spent.now(platform).of("identity"),
    )


def _django(site: Site) -> dict[str, str]:
    return {**site.environment(), "DJANGO_SETTINGS_MODULE": "hukumati.project.settings"}


def _signature_milliseconds(times: int = 200) -> float:
    key = ec.generate_private_key(ec.SECP256R1())
    began = time.process_time()
    for _ in range(times):
        key.sign(bytes(64), ec.ECDSA(SHA256()))
    return 1000 * (time.process_time() - began) / times
