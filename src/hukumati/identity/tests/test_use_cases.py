from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory

from hukumati.core.audit import list_entries
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.http.oidc.client_authentication.registry import authenticate
from hukumati.identity.models import Account, AccountState, Client, LoginAttempt, LoginSession
from hukumati.identity.tests.browser import (
    LAYLA,
    OFFICER,
    basic,
    open_account,
    open_officer,
)
from hukumati.identity.tests.moments import MINUTE, NOON, REQUEST, SECOND
from hukumati.identity.use_cases import sessions
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, suspend
from hukumati.identity.use_cases.attempts import (
    advance_attempt,
    begin_attempt,
    change_browser_token,
    find_attempt,
    find_finished,
    finish_attempt,
)
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.subjects import first_party_subject, holder_of

pytestmark = pytest.mark.django_db


def _session(account: Account, now: datetime = NOON) -> tuple[LoginSession, str]:
    client = Client.objects.get(client_id="portal")
    cookie, factors = new_token(), ["pwd", "sms"]
    return sessions.open_session(
        account=account, factors=factors, client=client, cookie=cookie, replaced=None, now=now
    ), cookie


# Attempts


def test_an_attempt_is_found_in_its_own_browser_until_it_is_finished_or_too_old(account: Account) -> None:
    attempt, browser = begin_attempt(request=REQUEST, now=NOON)

    def find(browser: str | None, now: datetime = NOON) -> LoginAttempt | None:
        return find_attempt(attempt_id=attempt.id, browser=browser, now=now)

    assert find(browser) == attempt
    assert find(browser, NOON + 30 * MINUTE - SECOND) == attempt
    assert find(browser, NOON + 30 * MINUTE) is None
    assert find("another") is None
    assert find(None) is None
    assert find_attempt(attempt_id=uuid4(), browser=browser, now=NOON) is None
    assert finish_attempt(attempt=attempt, now=NOON) is True
    assert finish_attempt(attempt=attempt, now=NOON) is False
    assert find(browser) is None


def test_each_attempt_has_a_token_of_its_own_which_changes_when_a_factor_is_passed(account: Account) -> None:
    (first, browser), (second, other) = (begin_attempt(request=REQUEST, now=NOON) for _ in range(2))
    assert browser != other
    changed = change_browser_token(attempt=first, browser=browser)
    assert changed not in {browser, other}
    assert find_attempt(attempt_id=first.id, browser=changed, now=NOON) == first
    assert find_attempt(attempt_id=first.id, browser=browser, now=NOON) is None
    assert find_attempt(attempt_id=second.id, browser=other, now=NOON) == second


def test_a_finished_attempt_is_found_by_its_browser_for_a_minute(account: Account) -> None:
    attempt, browser = begin_attempt(request=REQUEST, now=NOON)
    assert find_finished(attempt_id=attempt.id, browser=browser, now=NOON) is None
    finish_attempt(attempt=attempt, now=NOON)
    assert find_finished(attempt_id=attempt.id, browser=browser, now=NOON + MINUTE - SECOND) == attempt
    assert find_finished(attempt_id=attempt.id, browser=browser, now=NOON + MINUTE) is None
    assert find_finished(attempt_id=attempt.id, browser="another", now=NOON) is None


def test_the_next_factor_starts_with_what_was_passed_or_not_at_all(account: Account) -> None:
    attempt, _ = begin_attempt(request=REQUEST, now=NOON)

    def fail() -> None:
        raise RuntimeError("no SMS")

    with pytest.raises(RuntimeError):
        advance_attempt(attempt=attempt, account=account, factors=["pwd"], start_next=fail)
    assert LoginAttempt.objects.get().factors == []
    advance_attempt(attempt=attempt, account=account, factors=["pwd"], start_next=lambda: None)
    stored = LoginAttempt.objects.get()
    assert (stored.account, stored.factors) == (account, ["pwd"])


# Sessions


def test_a_session_needs_factors_that_give_a_level(account: Account) -> None:
    client = Client.objects.get(client_id="portal")
    for factors in ([], ["pwd"], ["sms"]):
        with pytest.raises(sessions.NotAuthenticated):
            sessions.open_session(
                account=account, factors=factors, client=client, cookie=new_token(), replaced=None, now=NOON
            )
    session, _ = _session(account)
    assert (session.acr, session.amr) == ("urn:hukumati:acr:substantial", ["pwd", "sms"])


def test_a_session_is_found_by_its_cookie_while_it_lives(account: Account) -> None:
    session, cookie = _session(account)
    assert sessions.find_session(cookie=cookie, now=NOON + 60 * MINUTE) == session
    assert sessions.find_session(cookie=None, now=NOON) is None
    assert sessions.find_session(cookie="another", now=NOON) is None
    sessions.end_session(cookie=cookie, now=NOON)
    assert sessions.find_session(cookie=cookie, now=NOON) is None


def test_a_session_ends_after_an_idle_hour_and_after_a_day(account: Account) -> None:
    _, cookie = _session(account)
    assert sessions.find_session(cookie=cookie, now=NOON + 60 * MINUTE + SECOND) is None
    LoginSession.objects.update(seen_at=NOON + timedelta(hours=24))
    assert sessions.find_session(cookie=cookie, now=NOON + timedelta(hours=24)) is not None
    assert sessions.find_session(cookie=cookie, now=NOON + timedelta(hours=24) + SECOND) is None


def test_that_a_session_was_seen_is_recorded_once_a_minute(account: Account) -> None:
    _, cookie = _session(account)
    sessions.find_session(cookie=cookie, now=NOON + MINUTE - SECOND)
    assert LoginSession.objects.get().seen_at == NOON
    sessions.find_session(cookie=cookie, now=NOON + MINUTE)
    assert LoginSession.objects.get().seen_at == NOON + MINUTE


def test_a_session_that_is_ended_twice_is_recorded_once(account: Account) -> None:
    session, cookie = _session(account)
    sessions.end_session(cookie=cookie, now=NOON + MINUTE)
    sessions.end_session(cookie=cookie, now=NOON + 2 * MINUTE)
    sessions.end_session(cookie="another", now=NOON)
    assert LoginSession.objects.get().ended_at == NOON + MINUTE
    entries = list_entries(subject=f"person:{LAYLA}")
    assert [entry.action for entry in entries] == ["identity.signed_in", "identity.signed_out"]
    assert entries[0].details == {
        "session": str(session.id),
        "acr": session.acr,
        "amr": ["pwd", "sms"],
        "client": "portal",
    }


def test_a_session_is_active_until_it_ends_or_its_account_is_suspended(account: Account) -> None:
    session, cookie = _session(account)
    other, _ = _session(account)
    assert sessions.find_active(sid=str(session.id)) is not None
    assert sessions.find_active(sid=str(uuid4())) is None
    sessions.end_session(cookie=cookie, now=NOON)
    assert sessions.find_active(sid=str(session.id)) is None
    assert sessions.find_active(sid=str(other.id)) is not None
    Account.objects.update(state=AccountState.SUSPENDED)
    assert sessions.find_active(sid=str(other.id)) is None


# Accounts


def test_an_account_is_described_as_it_was_opened(account: Account) -> None:
    holder = holder_of(account)
    assert (holder.id_number, holder.phone, holder.email, holder.staff) == (
        LAYLA,
        "+970599000112",
        "layla@example.test",
        None,
    )
    assert (holder.name.ar, holder.name.en) == ("ليلى الزيتوني", "Layla Zaytouni")
    assert audit_subject(account) == f"person:{LAYLA}"


def test_an_official_has_a_place_and_an_audit_trail_of_their_own(provider: None) -> None:
    subject = open_officer()
    officer = find_by_login("moj-0001")
    assert officer is not None
    assert first_party_subject(officer) == subject
    staff = holder_of(officer).staff
    assert staff is not None
    assert (staff.number, staff.provider, staff.office, staff.roles) == (
        OFFICER,
        "moj",
        "MOJ-RAM",
        frozenset({"officer"}),
    )
    assert holder_of(officer).id_number is None
    assert audit_subject(officer) == f"staff:{OFFICER}"


def test_an_account_is_suspended_once(account: Account) -> None:
    session, _ = _session(account)
    suspend(account, actor="officer:1", reason="misuse", now=NOON + MINUTE)
    suspend(account, actor="officer:2", reason="again", now=NOON + 2 * MINUTE)
    session.refresh_from_db()
    assert session.ended_at == NOON + MINUTE
    last = list_entries(subject=f"person:{LAYLA}")[-1]
    assert (last.action, last.actor, last.details) == ("identity.account_suspended", "officer:1", {"reason": "misuse"})


def test_another_accounts_sessions_survive_a_suspension(account: Account) -> None:
    open_account("410001101")
    other = find_by_login("410001101")
    assert other is not None
    session, _ = _session(other)
    suspend(account, actor="officer:1", reason="misuse", now=NOON)
    assert sessions.find_active(sid=str(session.id)) is not None


# Clients


def test_only_registered_clients_are_found(provider: None) -> None:
    portal = find_client("portal")
    assert portal is not None
    assert portal.scopes == ["openid", "identity", "phone", "email"]
    assert portal.needs_consent is False
    assert portal.initiate_login_uri == "http://portal.localhost:8000/sign-in"
    for unknown in ("", "stranger", "por\x00tal", "p" * 61):
        assert find_client(unknown) is None


def test_a_client_authenticates_by_its_own_method_alone(provider: None) -> None:
    def client_of(authorization: str, **form: str) -> Client | None:
        return authenticate(RequestFactory().post("/token", form, headers={"authorization": authorization}))

    found = client_of(basic())
    assert found is not None
    assert found.client_id == "portal"
    assert client_of(basic(secret="wrong")) is None
    assert client_of(basic(), client_id="portal") == found
    assert client_of(basic(), client_id="workplace") is None
    assert client_of(basic(), client_secret="x") is None
    Client.objects.filter(client_id="portal").update(token_endpoint_auth_method="private_key_jwt")
    assert client_of(basic()) is None
    Client.objects.filter(client_id="portal").update(
        token_endpoint_auth_method="client_secret_basic", secret_digest=None
    )
    assert client_of(basic()) is None
    Client.objects.filter(client_id="portal").update(secret_digest=token_digest("new-secret"))
    assert client_of(basic(secret="new-secret")) == found
