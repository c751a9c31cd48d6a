from urllib.parse import urlencode

import pytest
from django.test import Client as HttpClient

from hukumati.core.audit import list_entries
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, query_of, redeem

pytestmark = pytest.mark.django_db
HOME = "http://portal.localhost:8000/"


def _signed_in(browser: Browser) -> str:
    return str(redeem(browser.sign_in()).json()["id_token"])


def _is_signed_in(browser: Browser) -> bool:
    return "code" in query_of(browser.authorize(prompt="none"))


def _logout(browser: Browser, **values: str):  # type: ignore[no-untyped-def]
    return browser.http.get(f"/logout?{urlencode(values)}")


def test_with_the_id_token_of_this_session_the_person_is_signed_out_at_once(browser: Browser) -> None:
    token = _signed_in(browser)
    response = _logout(browser, id_token_hint=token, post_logout_redirect_uri=HOME, state="s")
    assert response["Location"] == f"{HOME}?state=s"
    assert not _is_signed_in(browser)
    assert [entry.action for entry in list_entries(subject=f"person:{LAYLA}")][-1] == "identity.signed_out"


def test_req_36_without_a_hint_the_person_is_asked_and_the_answer_cannot_be_forged(browser: Browser) -> None:
    _signed_in(browser)
    asked = _logout(browser, client_id="portal", post_logout_redirect_uri=HOME)
    assert asked["Location"].startswith("/sign-out?")
    assert _is_signed_in(browser)
    page = browser.http.get(asked["Location"])
    assert page.status_code == 200
    assert "form-action 'self' http://portal.localhost:8000" in page["Content-Security-Policy"]
    strict = HttpClient(headers={"host": HOST}, enforce_csrf_checks=True)
    strict.cookies = browser.http.cookies
    assert strict.post(asked["Location"]).status_code == 403
    assert _is_signed_in(browser)
    assert browser.http.post(asked["Location"])["Location"] == HOME
    assert not _is_signed_in(browser)


def test_req_36_a_hint_of_another_session_does_not_sign_out(browser: Browser) -> None:
    _signed_in(browser)
    others = _signed_in(Browser())
    assert _logout(browser, id_token_hint=others)["Location"].startswith("/sign-out")
    assert _is_signed_in(browser)


def test_a_made_up_hint_is_answered_with_an_error_page(browser: Browser) -> None:
    token = _signed_in(browser)
    for hint in ("made.up.token", token[:-4] + "AAAA", "x" * 5000, "a\x00"):
        response = _logout(browser, id_token_hint=hint, post_logout_redirect_uri=HOME)
        assert response.status_code == 400
        assert "Location" not in response
    assert _is_signed_in(browser)


def test_req_37_only_the_clients_registered_addresses_are_gone_to(browser: Browser) -> None:
    token = _signed_in(browser)
    for uri in (
        "https://evil.example/",
        HOME + "x",
        HOME + "?a=b",
        "//evil.example",
        "http://workplace.localhost:8000/",
    ):
        for values in ({"id_token_hint": token}, {"client_id": "portal"}, {}):
            response = _logout(browser, post_logout_redirect_uri=uri, **values)
            assert response.status_code == 400
            assert "Location" not in response
    assert browser.http.get(f"/sign-out?{urlencode({'post_logout_redirect_uri': HOME})}").status_code == 400
    assert _is_signed_in(browser)


def test_a_hint_of_one_client_does_not_lead_to_another(browser: Browser) -> None:
    token = _signed_in(browser)
    workplace = "http://workplace.localhost:8000/"
    response = _logout(browser, id_token_hint=token, client_id="workplace", post_logout_redirect_uri=workplace)
    assert response.status_code == 400
    assert _is_signed_in(browser)


def test_state_alone_leads_nowhere(browser: Browser) -> None:
    response = _logout(browser, id_token_hint=_signed_in(browser), state="s")
    assert response.status_code == 200
    assert not _is_signed_in(browser)


def test_a_repeated_parameter_is_refused(browser: Browser) -> None:
    _signed_in(browser)
    assert browser.http.get("/logout?client_id=portal&client_id=workplace").status_code == 400


def test_a_posted_request_is_turned_into_a_get_that_carries_the_cookie(browser: Browser) -> None:
    token = _signed_in(browser)
    strict = HttpClient(headers={"host": HOST}, enforce_csrf_checks=True)
    response = strict.post("/logout", {"id_token_hint": token})
    assert response.status_code == 303
    assert browser.http.get(response["Location"]).status_code == 200
    assert not _is_signed_in(browser)


def test_who_is_signed_out_already_just_goes_on(browser: Browser) -> None:
    assert _logout(browser, client_id="portal", post_logout_redirect_uri=HOME)["Location"] == HOME
    assert _logout(browser, ui_locales="en").status_code == 200
