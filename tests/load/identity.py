"""From a code to tokens: the provider's token endpoint, against a bare view and one ES256 signature."""

import base64
import hashlib
import http.client
import secrets
import time
from statistics import median
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from hukumati.project.run.platform import Platform
from tests.load.figures import Figure, Goal
from tests.load.processor_time import Spent
from tests.load.service_page import bare_seconds
from tests.load.site import Site
from tests.people import Citizen

VERIFIER: Final = secrets.token_urlsafe(48)


def measure(site: Site, *, rounds: int, tokens: int) -> list[Figure]:
    """Sign one person in, collect codes, and time nothing but their exchange."""
    person = Citizen(site.platform, site.people[2].id_number, site.people[2].phone)
    person.sign_in()
    _exchange(site.platform, _codes(person, 5))
    values, floors = [], []
    for _ in range(rounds):
        codes = _codes(person, tokens)
        before = Spent.now(site.platform)
        _exchange(site.platform, codes)
        spent = Spent.now(site.platform) - before
        values.append(1000 * spent.of("identity") / tokens)
        floors.append(1000 * bare_seconds(site, requests=200) + _signature_milliseconds())
    return [
        Figure(
            name="identity.code_to_token",
            value=median(values),
            unit="ms of processor time per exchange",
            reference="a bare Django view with one query, and one ES256 signature",
            reference_value=median(floors),
            goal=Goal("ratio", "at most", 5),
            notes=(f"{rounds} rounds of {tokens} codes; client authentication, PKCE, ID token, access token",),
        )
    ]


def _codes(person: Citizen, number: int) -> list[str]:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    query = {
        "client_id": "portal",
        "redirect_uri": _redirect_uri(person.platform),
        "response_type": "code",
        "scope": "openid identity phone email",
        "state": "bench",
        "nonce": "bench",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    url = f"{person.platform.urls['identity']}/authorize?{urlencode(query)}"
    places = [person.browser.client.get(url).headers["location"] for _ in range(number)]
    return [parse_qs(urlsplit(place).query)["code"][0] for place in places]


def _redirect_uri(platform: Platform) -> str:
    return f"{platform.urls['portal']}/sign-in/callback"


def _exchange(platform: Platform, codes: list[str]) -> None:
    secret = platform.environment()["HUKUMATI_PORTAL_CLIENT_SECRET"]
    basic = base64.b64encode(f"portal:{secret}".encode()).decode()
    headers = {
        "Host": urlsplit(platform.urls["identity"]).netloc,
        "Authorization": f"Basic {basic}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", platform.ports["identity"], timeout=20)
    for code in codes:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": _redirect_uri(platform),
        }
        connection.request("POST", "/token", urlencode(form), headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or b"id_token" not in body:
            raise AssertionError(f"/token answered {answer.status}: {body[:200]!r}")
    connection.close()


def _signature_milliseconds(times: int = 200) -> float:
    key = ec.generate_private_key(ec.SECP256R1())
    began = time.process_time()
    for _ in range(times):
        key.sign(bytes(64), ec.ECDSA(SHA256()))
    return 1000 * (time.process_time() - began) / times
