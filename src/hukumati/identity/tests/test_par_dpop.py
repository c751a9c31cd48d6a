"""Pushed requests that come with a DPoP proof: RFC 9449 §10.1."""

from typing import Any

import pytest

from hukumati.identity.models import Client, Code
from hukumati.identity.tests.browser import CALLBACK, VERIFIER, Browser, query_of, request_values
from hukumati.identity.tests.proofs import Prover
from hukumati.identity.tests.relying_parties import SITE, assertion_form, post, register_fapi_site
from hukumati.identity.tests.test_par import open_pushed

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(browser: Browser) -> Client:
    """A site that is held to FAPI 2.0."""
    return register_fapi_site(dpop_bound_access_tokens=True)


def _push(proof: str, **changed: str) -> Any:
    return post("/par", request_values(client_id=SITE, **changed) | assertion_form(), dpop=proof)


def test_a_code_is_bound_to_the_key_that_pushed_its_request(browser: Browser, site: Client) -> None:
    prover, other = Prover(), Prover()
    browser.sign_in()
    pushed = _push(prover.prove("/par")).json()["request_uri"]
    code = query_of(open_pushed(browser, pushed))["code"]
    assert Code.objects.get(client_id=SITE).jkt == prover.jkt
    values = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    stolen = post("/token", values | assertion_form(), dpop=other.prove())
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")


def test_a_proof_of_another_key_than_dpop_jkt_is_refused(browser: Browser, site: Client) -> None:
    prover = Prover()
    assert _push(prover.prove("/par"), dpop_jkt=prover.jkt).status_code == 201
    refused = _push(prover.prove("/par"), dpop_jkt=Prover().jkt)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")


@pytest.mark.parametrize("changed", [{"htu": "http://id.localhost:8001/token"}, {"htm": "GET"}, {"jti": None}])
def test_a_bad_proof_is_refused_when_pushed(browser: Browser, site: Client, changed: dict[str, Any]) -> None:
    refused = _push(Prover().prove("/par", **changed))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_requests_are_pushed_by_post_alone(browser: Browser, method: str) -> None:
    assert getattr(browser.http, method)("/par").status_code == 405
