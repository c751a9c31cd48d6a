"""What is refused to a site is kept for its developers, however it proved itself and however the answer travels."""

import pytest

from hukumati.identity.models import AccessToken, Client, ClientFault
from hukumati.identity.tests.browser import Browser, redeem, userinfo
from hukumati.identity.tests.relying_parties import assertion_form, post, register_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(provider: None) -> Client:
    """A site of a government body that proves itself by assertions."""
    return register_site(owner="moc")


def kept() -> list[tuple[str, str]]:
    return [(each.endpoint, each.error) for each in ClientFault.objects.order_by("id")]


def test_a_pushed_request_that_is_refused_is_kept(site: Client) -> None:
    assert post("/par", {**assertion_form(), "response_type": "token"}).status_code == 400
    assert post("/par", {**assertion_form("not.a.token"), "client_id": "ministry"}).status_code == 401
    assert [endpoint for endpoint, _ in kept()] == ["par", "par"]
    assert kept()[1] == ("par", "invalid_client")


@pytest.mark.parametrize("mode", ["query", "form_post", "jwt", "form_post.jwt"])
def test_an_error_is_kept_in_whatever_mode_it_travels(browser: Browser, mode: str) -> None:
    Client.objects.update(owner="moc")
    browser.authorize(scope="nothing", response_mode=mode)
    assert kept() == [("authorize", "invalid_scope")]


def test_userinfo_keeps_what_it_refuses_to_the_holder_of_a_token(browser: Browser) -> None:
    Client.objects.update(owner="moc")
    token = redeem(browser.sign_in()).json()["access_token"]
    AccessToken.objects.update(scopes=["phone"])
    assert userinfo(token).status_code == 403
    AccessToken.objects.update(jkt="x" * 43)
    assert userinfo(token).status_code == 401
    assert kept() == [("userinfo", "insufficient_scope"), ("userinfo", "invalid_token")]


@pytest.mark.parametrize("token", ["", "x", "x" * 500, "\u0661"])
def test_a_stranger_writes_nothing_down_for_anybody(browser: Browser, token: str) -> None:
    Client.objects.update(owner="moc")
    userinfo(token)
    post("/par", {"client_assertion": token, "client_assertion_type": "x"})
    assert kept() == []
