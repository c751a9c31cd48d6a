from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.sessions.models import Session

from hukumati.core import clock
from hukumati.identity.api import subject_of, suspend_account
from hukumati.web.sign_in.sessions import SessionStore
from hukumati.web.sign_in.tests.network import Visitor, csrf_of
from hukumati.web.sign_in.tests.people import LAYLA, OFFICER, PASSWORD


@pytest.fixture
def portal(platform: int) -> str:
    """The portal's address."""
    return f"http://portal.localhost:{platform}"


@pytest.fixture
def workplace(platform: int) -> str:
    """The workplace's address."""
    return f"http://workplace.localhost:{platform}"


def test_a_person_who_opens_a_page_signs_in_and_comes_back_to_it(visitor: Visitor, portal: str) -> None:
    address, page = visitor.sign_in(f"{portal}/persons?a=1", login=LAYLA)
    assert address == f"{portal}/persons?a=1"
    said = page.json()
    assert said["sub"] == subject_of(login=LAYLA)
    assert said["id_number"] == LAYLA
    assert said["name"] == {"ar": "ليلى الزيتوني", "en": "Layla Zaytouni"}
    assert said["phone"] == "+970599000101"
    assert said["acr"] == "urn:hukumati:acr:substantial"
    assert said["staff"] is None


def test_the_language_is_kept_all_the_way(visitor: Visitor, portal: str) -> None:
    there, page = visitor.follow(f"{portal}/en/persons")
    assert "/en/sign-in/" in there
    assert 'lang="en"' in page.text
    address, _ = visitor.sign_in(f"{portal}/en/persons", login=LAYLA)
    assert address == f"{portal}/en/persons"


def test_an_official_signs_in_at_the_workplace_with_place_and_role(visitor: Visitor, workplace: str) -> None:
    _, page = visitor.sign_in(f"{workplace}/persons", login=OFFICER)
    assert page.json()["staff"] == [OFFICER, "moj", "MOJ-RAM", ["officer"]]
    assert page.json()["phone"] == ""
    assert visitor.open(f"{workplace}/officers").text == "for officers"


def test_a_citizen_is_not_let_into_the_officers_page(visitor: Visitor, workplace: str) -> None:
    assert visitor.open(f"{workplace}/officers").is_redirect
    visitor.sign_in(f"{workplace}/persons", login=LAYLA)
    assert visitor.open(f"{workplace}/officers").status_code == 403


def test_one_signing_in_serves_both_sites_and_each_keeps_its_own_session(
    visitor: Visitor, portal: str, workplace: str
) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    address, page = visitor.follow(f"{workplace}/persons")
    assert address == f"{workplace}/persons"
    assert page.json()["sub"] == subject_of(login=LAYLA)


def test_req_28_the_session_id_changes_at_sign_in_and_at_sign_out(visitor: Visitor, portal: str) -> None:
    visitor.open(f"{portal}/sign-in")
    cookies = visitor.clients[urlsplit(portal).netloc].cookies
    planted = cookies["session"]
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    signed_in = cookies["session"]
    assert signed_in != planted
    assert not Session.objects.filter(session_key=planted).exists()
    page = visitor.open(f"{portal}/persons")
    visitor.send_form(f"{portal}/sign-out", page)
    assert not Session.objects.filter(session_key=signed_in).exists()


def test_signing_out_ends_the_session_here_and_at_the_provider(visitor: Visitor, portal: str) -> None:
    _, page = visitor.sign_in(f"{portal}/persons", login=LAYLA)
    address, home = visitor.send_form(f"{portal}/sign-out", page)
    assert address == f"{portal}/"
    assert "csrf" in home.json()
    there, _ = visitor.follow(f"{portal}/persons")
    assert "/sign-in/" in urlsplit(there).path


def test_req_36_signing_out_cannot_be_forged(visitor: Visitor, portal: str) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    assert visitor.open(f"{portal}/sign-out", data={}).status_code == 403
    assert visitor.open(f"{portal}/sign-out").status_code == 405
    assert visitor.open(f"{portal}/persons").status_code == 200


def _callback(visitor: Visitor, portal: str, **changed: str) -> Any:
    """Comes back with what the provider really sent, but for what is changed."""
    begun = visitor.open(f"{portal}/sign-in")
    query = {name: values[0] for name, values in parse_qs(urlsplit(begun.headers["Location"]).query).items()}
    issuer = portal.replace("portal", "id")
    said = {"state": query["state"], "iss": issuer, "code": "made-up"} | changed
    return visitor.open(f"{portal}/sign-in/callback?{urlencode(said)}")


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"state": "another"},
        {"state": ""},
        {"iss": "https://evil.example"},
        {"iss": ""},
        {"error": "login_required"},
        {"error": "<script>"},
        {"code": "\x00"},
    ],
)
def test_a_callback_that_does_not_fit_signs_nobody_in(visitor: Visitor, portal: str, changed: dict[str, str]) -> None:
    response = _callback(visitor, portal, **changed)
    assert response.status_code == 400
    assert "/sign-in" in response.text
    assert "<script>" not in response.text
    assert visitor.open(f"{portal}/persons").is_redirect


def test_the_callback_of_one_browser_is_worth_nothing_in_another(visitor: Visitor, portal: str) -> None:
    there, page = visitor.follow(f"{portal}/persons")
    there, page = visitor.send_form(there, page, login=LAYLA, password=PASSWORD)
    back = visitor.open(there, data={"csrfmiddlewaretoken": csrf_of(page), "code": visitor.read_code()})
    victim = Visitor(visitor.port, visitor.sms_gateway, visitor.run_jobs)
    victim.open(f"{portal}/sign-in")
    assert victim.open(back.headers["Location"]).status_code == 400
    assert visitor.open(back.headers["Location"]).headers["Location"] == "/persons"
    assert visitor.open(back.headers["Location"]).headers["Location"] == "/", "a second time: already signed in"
    victim.close()


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "evil",
    "/" + "a" * 600,
    "",
)


def test_req_37_next_leads_to_no_other_host(visitor: Visitor, portal: str) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    for next_path in ELSEWHERE:
        response = visitor.open(f"{portal}/sign-in?{urlencode({'next': next_path})}")
        assert response.headers["Location"] == "/"
    response = visitor.open(f"{portal}/sign-in?{urlencode({'next': '/persons?a=1'})}")
    assert response.headers["Location"] == "/persons?a=1"


@pytest.mark.parametrize("minutes", [59, 61])
def test_req_28_the_session_here_ends_after_an_idle_hour(visitor: Visitor, portal: str, minutes: int) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    _change_kept(visitor, portal, seen_at=clock.now() - timedelta(minutes=minutes))
    assert visitor.open(f"{portal}/persons").is_redirect == (minutes > 60)


@pytest.mark.parametrize("hours", [23, 25])
def test_req_28_the_session_here_ends_after_a_day_in_all(visitor: Visitor, portal: str, hours: int) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    _change_kept(visitor, portal, auth_at=clock.now() - timedelta(hours=hours))
    assert visitor.open(f"{portal}/persons").is_redirect == (hours > 24)


def _change_kept(
    visitor: Visitor, portal: str, *, seen_at: datetime | None = None, auth_at: datetime | None = None
) -> None:
    store = SessionStore(session_key=visitor.clients[urlsplit(portal).netloc].cookies["session"])
    person = store["sign_in.person"]
    if seen_at:
        person["seen_at"] = seen_at.isoformat()
    if auth_at:
        person["person"]["auth_at"] = auth_at.isoformat()
    store["sign_in.person"] = person
    store.save()


def test_a_provider_that_does_not_answer_is_told_and_nothing_is_lost(
    visitor: Visitor, portal: str, settings: Any
) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"identity_internal_url": "http://127.0.0.1:9"})
    response = _callback(visitor, portal)
    assert response.status_code == 503
    assert "/sign-in" in response.text


def test_req_28_a_suspended_account_is_out_of_every_site_at_once(visitor: Visitor, portal: str, workplace: str) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    suspend_account(login=LAYLA, actor="officer:test", reason="misuse")
    for site in (portal, workplace):
        there, _ = visitor.follow(f"{site}/persons")
        assert "/sign-in/" in urlsplit(there).path


def test_req_28_signing_out_at_one_site_signs_out_of_the_other(visitor: Visitor, portal: str, workplace: str) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    _, page = visitor.follow(f"{workplace}/persons")
    visitor.send_form(f"{workplace}/sign-out", page)
    assert visitor.open(f"{portal}/persons").is_redirect


def test_req_35_forms_of_the_site_may_lead_to_the_provider(visitor: Visitor, portal: str) -> None:
    policy = visitor.open(f"{portal}/").headers["Content-Security-Policy"]
    assert policy.endswith(f"form-action 'self' {portal.replace('portal', 'id')}")


def test_people_do_not_cross_to_the_providers_own_host(visitor: Visitor, portal: str) -> None:
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    provider = urlsplit(portal.replace("portal", "id")).netloc
    assert "session" not in visitor.clients[provider].cookies
    assert "hk_id" not in visitor.clients[urlsplit(portal).netloc].cookies


def test_five_tabs_may_be_signing_in_at_once(visitor: Visitor, portal: str) -> None:
    begun = [visitor.open(f"{portal}/sign-in?next=/persons%3Ftab={n}") for n in range(7)]
    states = [parse_qs(urlsplit(each.headers["Location"]).query)["state"][0] for each in begun]
    (row,) = Session.objects.all()
    flows = SessionStore().decode(row.session_data)["sign_in.flows"]
    assert [flow[0] for flow in flows] == states[-5:]
