from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.identity.api import subject_of, suspend_account
from hukumati.web.sign_in.flows import MOST_CHARACTERS, MOST_FLOWS, begin_flow, find_flow, store_flow
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
    planted = SessionStore()
    planted["mine"] = "yes"
    planted.create()
    visitor.open(f"{portal}/")
    cookies = visitor.clients[urlsplit(portal).netloc].cookies
    cookies.set("session", planted.session_key or "", domain="127.0.0.1")
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    signed_in = cookies["session"]
    assert signed_in != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
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
    assert visitor.open(back.headers["Location"]).headers["Location"] == "/persons", "a second click"
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


def test_requirement_29_who_signed_in_long_ago_signs_in_again_and_comes_back(visitor: Visitor, portal: str) -> None:
    again, old = f"{portal}/sign-in?again=1&next=/persons", clock.now() - timedelta(minutes=11)
    visitor.sign_in(f"{portal}/persons", login=LAYLA)
    assert visitor.follow(again)[0] == f"{portal}/persons"
    _change_kept(visitor, portal, auth_at=old)
    address, page = visitor.follow(again)
    assert address == f"{portal}/persons", "the provider has seen them a moment ago"
    assert datetime.fromisoformat(page.json()["auth_at"]) > old
    _change_kept(visitor, portal, auth_at=old)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_login_session SET auth_time = %s", [old])
    there, _ = visitor.follow(again)
    assert "/sign-in/" in urlsplit(there).path
    address, page = visitor.sign_in(again, login=LAYLA)
    assert address == f"{portal}/persons"
    assert datetime.fromisoformat(page.json()["auth_at"]) > old


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


def _wake_up(visitor: Visitor, portal: str, paths: list[str]) -> list[str]:
    """Open tabs at once: none has the cookies of another's answer when it asks; return where each is sent."""
    host = urlsplit(portal).netloc
    answers = [httpx.get(f"http://127.0.0.1:{visitor.port}{path}", headers={"Host": host}, trust_env=False)
               for path in (f"/sign-in?{urlencode({'next': path})}" for path in paths)]  # fmt: skip
    visitor.open(f"{portal}/")
    for answer in answers:
        visitor.clients[host].cookies.update(answer.cookies)
    return [answer.headers["Location"] for answer in answers]


def test_seven_tabs_that_wake_up_at_once_all_reach_their_own_pages(visitor: Visitor, portal: str) -> None:
    paths = [f"/persons?tab={n}" for n in range(7)]
    begun = _wake_up(visitor, portal, paths)
    address, _ = visitor.sign_in(begun[2], login=LAYLA)
    assert address == f"{portal}/persons?tab=2"
    for path, there in zip(paths, begun, strict=True):
        address, page = visitor.follow(there)
        assert (address, page.status_code) == (f"{portal}{path}", 200)


def test_the_oldest_of_too_many_flows_is_dropped_and_long_addresses_count(visitor: Visitor, portal: str) -> None:
    for n in range(MOST_FLOWS + 2):
        visitor.open(f"{portal}/sign-in?next=/persons%3Ftab={n}")
    cookies = visitor.clients[urlsplit(portal).netloc].cookies
    assert len([name for name in cookies if name.startswith("flow_")]) == MOST_FLOWS
    for n in range(MOST_FLOWS):
        visitor.open(f"{portal}/sign-in?{urlencode({'next': f'/persons?tab={n}' + 'x' * 450})}")
    flows = [value for name, value in cookies.items() if name.startswith("flow_")]
    assert 1 < sum(map(len, flows)) <= MOST_CHARACTERS


def test_a_flow_of_another_browser_or_of_long_ago_signs_nobody_in() -> None:
    begun, now = clock.now(), clock.now()
    flow = begin_flow(next_path="/", redirect_uri="/sign-in/callback", kept="", now=begun)
    response, request = HttpResponse(), HttpRequest()
    store_flow(request, response, flow)
    ((name, cookie),) = response.cookies.items()
    assert flow.verifier not in cookie.value
    request.COOKIES = {name: cookie.value}
    assert find_flow(request, state=flow.state, now=now) == flow
    assert find_flow(request, state=flow.state, now=now + timedelta(minutes=31)) is None
    request.COOKIES = {name: cookie.value[:-2] + "AA"}
    assert find_flow(request, state=flow.state, now=now) is None
