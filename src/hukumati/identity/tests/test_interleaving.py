"""No interleaving of two flows yields a token that no single flow could yield.

Two people in two browsers, two sites with two addresses each (one of them the same), requests in the address or pushed,
and every value of one flow tried in the other: who pushes, who opens, who redeems, with which code, verifier and
address. The oracle knows what each code was issued for; a token must come out of that one flow, or not at all.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hukumati.identity.domain.pkce import challenge_of
from hukumati.identity.models import Account
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, userinfo
from hukumati.identity.tests.relying_parties import assertion_form, key_for, post, register_site
from hukumati.identity.use_cases.subjects import subject_in

pytestmark = pytest.mark.django_db
OTHER = "800000002"
PEOPLE = (LAYLA, OTHER)
SITES = ("alpha", "beta")
COMMON = "https://common.example.test/callback"
ADDRESSES = ("https://alpha.example.test/callback", "https://beta.example.test/callback", COMMON)
VERIFIERS = tuple(letter * 43 for letter in "ab")
NONCES = ("first-nonce", "second-nonce")
TWO = st.integers(0, 1)


@dataclass(frozen=True)
class Opening:
    """One request that is opened: whose it is said to be, who pushes it (nobody: -1), who opens it where."""

    site: int
    pushed_by: int
    opened_as: int
    person: int
    verifier: int
    nonce: int
    address: int


@dataclass(frozen=True)
class Redemption:
    """One try to redeem a code that was issued before."""

    code: int
    site: int
    verifier: int
    address: int


OPENINGS = st.builds(
    Opening,
    site=TWO,
    pushed_by=st.integers(-1, 1),
    opened_as=TWO,
    person=TWO,
    verifier=TWO,
    nonce=TWO,
    address=st.integers(0, 2),
)
WHOLE_OPENING = Opening(site=0, pushed_by=-1, opened_as=0, person=0, verifier=0, nonce=0, address=2)
WHOLE_REDEMPTION = Redemption(code=0, site=0, verifier=0, address=2)
REDEMPTIONS = st.builds(Redemption, code=st.integers(0, 3), site=TWO, verifier=TWO, address=st.integers(0, 2))


@dataclass(frozen=True)
class Issued:
    """What a code was issued for."""

    code: str
    site: int
    opening: Opening


def _request(opening: Opening) -> dict[str, str]:
    return {
        "client_id": SITES[opening.site],
        "redirect_uri": ADDRESSES[opening.address],
        "response_type": "code",
        "scope": "openid",
        "nonce": NONCES[opening.nonce],
        "state": f"state of {opening.nonce}",
        "code_challenge": challenge_of(VERIFIERS[opening.verifier]),
        "code_challenge_method": "S256",
    }


def _open(browsers: list[Browser], opening: Opening) -> Issued | None:
    values = _request(opening)
    if opening.pushed_by >= 0:
        pusher = SITES[opening.pushed_by]
        answer = post("/par", values | assertion_form(client_id=pusher))
        if opening.pushed_by != opening.site:
            assert answer.status_code == 401, "nobody pushes in another's name"
            return None
        if answer.status_code != 201:
            return None
        values = {"client_id": SITES[opening.opened_as], "request_uri": answer.json()["request_uri"]}
    response = browsers[opening.person].http.get("/authorize?" + urlencode(values))
    if response.status_code != 303:
        return None
    address = response["Location"]
    query = parse_qs(urlsplit(address).query)
    if "code" not in query:
        return None
    assert address.startswith(ADDRESSES[opening.address] + "?")
    assert query["state"] == [f"state of {opening.nonce}"]
    return Issued(query["code"][0], opening.site, opening)


def _redeem(issued: Issued, redemption: Redemption) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": issued.code,
        "code_verifier": VERIFIERS[redemption.verifier],
        "redirect_uri": ADDRESSES[redemption.address],
    }
    return post("/token", form | assertion_form(client_id=SITES[redemption.site]))


def _claims(id_token: str) -> dict[str, Any]:
    part = id_token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def _subject(issued: Issued) -> str:
    account = next(each for each in Account.objects.all() if each.login == PEOPLE[issued.opening.person])
    return subject_in(sector=SITES[issued.site], account_id=account.id)


@pytest.fixture
def browsers(provider: None) -> list[Browser]:
    """Two people, each signed in in a browser of their own, and two sites."""
    open_account(OTHER, phone="+970599000113")
    for number, site in enumerate(SITES):
        register_site(site, keys=(key_for("ES256"),), redirect_uris=[ADDRESSES[number], COMMON])
    pair = [Browser(), Browser()]
    for browser, login in zip(pair, PEOPLE, strict=True):
        browser.sign_in(login)
    return pair


def test_no_interleaving_of_two_flows_yields_a_token_that_no_single_flow_could_yield(browsers: list[Browser]) -> None:
    tokens = []

    @settings(max_examples=60)
    @example([WHOLE_OPENING, WHOLE_REDEMPTION, WHOLE_REDEMPTION])
    @given(st.lists(st.one_of(OPENINGS, REDEMPTIONS), min_size=2, max_size=12))
    def interleave(steps: list[Opening | Redemption]) -> None:
        codes: list[Issued] = []
        touched: set[str] = set()
        for step in steps:
            if isinstance(step, Opening):
                codes += [issued for issued in (_open(browsers, step),) if issued]
            elif codes:
                issued = codes[step.code % len(codes)]
                tokens.extend(_judge(issued, step, touched))

    interleave()
    assert tokens, "some flows were whole"


def _judge(issued: Issued, redemption: Redemption, touched: set[str]) -> list[str]:
    """Redeem a code, and hold the outcome against the one flow that the code belongs to."""
    opening, own = issued.opening, SITES[issued.site]
    is_whole = (redemption.site, redemption.verifier, redemption.address) == (
        issued.site,
        opening.verifier,
        opening.address,
    )
    answer = _redeem(issued, redemption)
    if not is_whole or issued.code in touched:
        assert answer.status_code == 400, (issued, redemption)
        if redemption.site == issued.site:  # a wrong try of the code's own site uses it up, another site's does not
            touched.add(issued.code)
        return []
    assert answer.status_code == 200, (issued, redemption)
    touched.add(issued.code)
    claims = _claims(answer.json()["id_token"])
    assert (claims["aud"], claims["nonce"], claims["sub"]) == (own, NONCES[opening.nonce], _subject(issued))
    assert userinfo(answer.json()["access_token"]).json()["sub"] == claims["sub"]
    return [answer.json()["access_token"]]
