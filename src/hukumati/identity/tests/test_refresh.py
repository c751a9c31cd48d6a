import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client as HttpClient

from hukumati.core import audit, security_events
from hukumati.core.clock import now
from hukumati.identity.models import Account, Client, Grant
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, basic, redeem, userinfo
from hukumati.identity.tests.moments import MINUTE
from hukumati.identity.tests.proofs import Prover
from hukumati.notifications.api import list_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(provider: None) -> None:
    """The portal is a site that refreshes, also while nobody is there."""
    client = Client.objects.get(client_id="portal")
    client.settings = {"grant_types": ["authorization_code", "refresh_token"]}
    client.scopes = [*client.scopes, "offline_access"]
    client.save()


def post(token: str, *, authorization: str | None = None, dpop: str | None = None, **more: str) -> Any:
    """Post a refresh token, as the portal does."""
    headers = {"host": HOST, "authorization": authorization or basic(), **({"dpop": dpop} if dpop else {})}
    form = {"grant_type": "refresh_token", "refresh_token": token, **more}
    return HttpClient(headers=headers).post("/token", form)


def _tokens(browser: Browser) -> dict[str, str]:
    answer: dict[str, str] = redeem(browser.sign_in(scope="openid identity phone offline_access")).json()
    return answer


def test_a_site_refreshes_its_tokens(site: None, browser: Browser) -> None:
    first = _tokens(browser)
    answer = post(first["refresh_token"])
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    second = answer.json()
    assert second["token_type"] == "Bearer"
    assert second["scope"] == "openid identity phone offline_access"
    assert second["refresh_token"] != first["refresh_token"]
    assert userinfo(second["access_token"]).json()["id_number"] == LAYLA


def test_a_narrowed_token_releases_less(site: None, browser: Browser) -> None:
    answer = post(_tokens(browser)["refresh_token"], scope="openid phone").json()
    assert answer["scope"] == "openid phone"
    assert "id_number" not in userinfo(answer["access_token"]).json()
    without = post(answer["refresh_token"], scope="phone").json()
    assert "id_token" not in without
    assert post(without["refresh_token"], scope="openid staff").json()["error"] == "invalid_scope"
    assert post(without["refresh_token"]).status_code == 200, "a refused scope uses nothing up"


def test_requirement_05_reuse_kills_the_family_and_tells_the_citizen_once(site: None, browser: Browser) -> None:
    first = _tokens(browser)
    second = post(first["refresh_token"]).json()
    for _ in range(2):
        assert post(first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert userinfo(second["access_token"]).status_code == 401
    assert post(second["refresh_token"]).json() == {"error": "invalid_grant"}
    grant = Grant.objects.get()
    assert {message.channel for message in list_messages(about=f"identity.grant:{grant.id}")} == {"sms", "email"}
    assert len(list_messages(about=f"identity.grant:{grant.id}")) == 2
    assert security_events.count_by_kind(since=now() - MINUTE)["tokens.refresh_token_reused"] == 1
    last = audit.list_entries(subject=f"person:{Account.objects.get().id_number}")[-1]
    assert last.action == "identity.grant_revoked"
    assert last.details["reason"] == "refresh_token_reused"


@pytest.mark.django_db(transaction=True)
def test_requirement_05_of_fifty_parallel_refreshes_exactly_one_succeeds(site: None, browser: Browser) -> None:
    token = _tokens(browser)["refresh_token"]
    start, answers = threading.Barrier(50), []

    def refresh() -> None:
        start.wait()
        try:
            answers.append(post(token).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [400] * 49


def test_a_fapi_clients_refresh_token_stays(site: None, browser: Browser) -> None:
    token, prover = _tokens(browser)["refresh_token"], Prover()
    client = Client.objects.get(client_id="portal")
    client.settings = {**client.settings, "profile": "fapi2_security"}
    client.save()
    for _ in range(3):
        answer = post(token, dpop=prover.prove())
        assert answer.status_code == 200
        assert "refresh_token" not in answer.json()


def test_another_clients_or_a_malformed_refresh_token_is_refused(site: None, browser: Browser) -> None:
    token = _tokens(browser)["refresh_token"]
    Client.objects.filter(client_id="workplace").update(settings={"grant_types": ["refresh_token"]})
    assert post(token, authorization=basic("workplace")).json() == {"error": "invalid_grant"}
    for wrong in ("", "x", "x" * 200, "é", token[:-1]):
        assert post(wrong).json() == {"error": "invalid_grant"}
    assert post(token + "\x00").json()["error"] == "invalid_request"
    assert post(token).status_code == 200


def test_without_the_grant_type_no_refresh_token_is_issued(browser: Browser) -> None:
    assert "refresh_token" not in redeem(browser.sign_in()).json()
