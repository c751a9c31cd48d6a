"""Shared signals on their way: by push (RFC 8935) and by poll (RFC 8936), to a real receiver on a socket."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.core.outbox import list_published
from hukumati.identity import handlers
from hukumati.identity.api import subject_of
from hukumati.identity.domain import caep_events, risc_events
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.events import (
    AccountChanged,
    AccountLocked,
    AccountUnlocked,
    MandateRevoked,
    SessionEnded,
    SignalsWaiting,
)
from hukumati.identity.models import Client, Grant, LoginSession, SignalStream, WaitingSignal
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, redeem
from hukumati.identity.tests.moments import NOON
from hukumati.identity.tests.receivers import HEADER, PUSH, SESSION_REVOKED, Receiver, Site, read_signal, receiver
from hukumati.identity.tests.receivers import receiving as receiving_site
from hukumati.identity.tests.relying_parties import SITE, register_site
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.locks import lock_account, unlock_account
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.retention import remove_old_rows
from hukumati.identity.use_cases.signal_delivery import NotTaken, push_signal

pytestmark = pytest.mark.django_db
ISSUER = "http://id.localhost:8001"
DAY = timedelta(days=1)


def sign_in(browser: Browser) -> LoginSession:
    """Sign Layla in to the portal."""
    assert redeem(browser.sign_in()).status_code == 200
    return LoginSession.objects.get()


def end(session: LoginSession) -> None:
    """Let the handler hear that a session ended."""
    handlers.signal_ended_session(SessionEnded(sid=str(session.id), at=clock.now()))


def pushing(site: Site, known: Receiver) -> dict[str, Any]:
    """Create a stream that pushes to a receiver."""
    delivery = {"method": PUSH, "endpoint_url": known.url, "authorization_header": HEADER}
    return site.create(delivery=delivery, events_requested=[SESSION_REVOKED])


def fetched(site: Site, stream: dict[str, Any], **body: object) -> dict[str, Any]:
    """Fetch what waits in a stream, verified, by its identifiers."""
    path = stream["delivery"]["endpoint_url"].removeprefix(ISSUER)
    sets = site.call("POST", path, body).json()["sets"]
    return {jti: read_signal(text, HttpClient(headers={"host": HOST}))[1] for jti, text in sets.items()}


def test_the_end_of_a_session_is_pushed_as_a_signed_event_about_the_site_s_own_name_of_the_person(
    browser: Browser,
) -> None:
    session, site = sign_in(browser), receiving_site()
    with receiver() as known:
        pushing(site, known)
        end(session)
        push_signal(WaitingSignal.objects.get().jti, now=clock.now())
    ((headers, body),) = known.received
    assert headers["content-type"] == "application/secevent+jwt"
    assert (headers["accept"], headers["authorization"]) == ("application/json", HEADER)
    header, claims = read_signal(body, browser.http)
    assert header["typ"] == "secevent+jwt"
    assert set(claims) == {"iss", "aud", "iat", "jti", "sub_id", "events"}, "neither sub nor exp"
    assert (claims["iss"], claims["aud"]) == (ISSUER, "portal")
    user = {"format": "iss_sub", "iss": ISSUER, "sub": subject_of(login=LAYLA)}
    session_id = {"format": "opaque", "id": str(session.id)}
    assert claims["sub_id"] == {"format": "complex", "user": user, "session": session_id}
    assert set(claims["events"]) == {SESSION_REVOKED}
    assert not WaitingSignal.objects.exists(), "what was taken is forgotten"


def test_what_is_not_taken_is_sent_again_as_the_same_signal_and_after_a_day_the_stream_is_paused(
    browser: Browser,
) -> None:
    session, site = sign_in(browser), receiving_site()
    with receiver() as known:
        stream, known.status = pushing(site, known), 503
        end(session)
        jti = WaitingSignal.objects.get().jti
        for later in (timedelta(0), timedelta(hours=1)):
            with pytest.raises(NotTaken):
                push_signal(jti, now=clock.now() + later)
        push_signal(jti, now=clock.now() + DAY)
        row = SignalStream.objects.get()
        assert (row.status, bool(row.status_reason)) == ("paused", True)
        push_signal(jti, now=clock.now() + DAY)
        assert len(known.received) == 3, "nothing is sent while it is paused"
        known.status = 202
        site.call("POST", "/ssf/status", {"stream_id": stream["stream_id"], "status": "enabled"})
        for waiting in WaitingSignal.objects.all():
            push_signal(waiting.jti, now=clock.now())
    jtis = [read_signal(body, browser.http)[1]["jti"] for _, body in known.received]
    assert jtis[:4] == [str(jti)] * 4, "a signal keeps its identifier however often it is sent"
    assert SignalStream.objects.get().failing_since is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://portal.localhost:9/signals", "http://10.0.0.1/"])
def test_requirement_19_an_address_without_answer_or_of_the_inner_network_is_no_delivery(
    browser: Browser, url: str
) -> None:
    session, site = sign_in(browser), receiving_site()
    with receiver() as known:
        pushing(site, known)
    SignalStream.objects.update(endpoint_url=url)
    end(session)
    with pytest.raises(NotTaken):
        push_signal(WaitingSignal.objects.get().jti, now=clock.now())


def test_signals_are_fetched_until_they_are_acknowledged(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    stream = site.create()
    end(session)
    end(session)
    one = fetched(site, stream, maxEvents=1)
    assert len(one) == 1
    both = fetched(site, stream)
    assert len(both) == 2
    first, second = both
    assert list(fetched(site, stream, ack=[first])) == [second]
    assert fetched(site, stream, setErrs={second: {"err": "invalid_key"}}, maxEvents=0) == {}
    assert fetched(site, stream, ack=["nothing", 1, None, str(UUID(int=0))]) == {}


@pytest.mark.parametrize("body", ["[]", {"maxEvents": -1}, {"maxEvents": True}, {"ack": "all"}, {"setErrs": []}])
def test_a_malformed_poll_is_refused(provider: None, body: Any) -> None:
    site = receiving_site()
    path = site.create()["delivery"]["endpoint_url"].removeprefix(ISSUER)
    assert site.call("POST", path, body).status_code == 400


def test_a_paused_stream_keeps_its_signals_and_still_verifies(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    stream = site.create()
    body = {"stream_id": stream["stream_id"]}
    site.call("POST", "/ssf/status", body | {"status": "paused"})
    end(session)
    site.call("POST", "/ssf/verification", body | {"state": "abc"})
    ((_, claims),) = fetched(site, stream).items()
    assert claims["sub_id"] == {"format": "opaque", "id": stream["stream_id"]}
    assert list(claims["events"].values()) == [{"state": "abc"}]
    site.call("POST", "/ssf/status", body | {"status": "enabled"})
    assert len(fetched(site, stream)) == 2


def test_only_sites_where_the_person_signed_in_are_told(browser: Browser) -> None:
    session = sign_in(browser)
    register_site(SITE)
    stranger, stream = receiving_site(SITE), None
    stream = stranger.create(events_requested=[SESSION_REVOKED, risc_events.ACCOUNT_DISABLED])
    end(session)
    handlers.on_account_locked(AccountLocked(account=str(session.account_id), reason="sms", at=clock.now()))
    assert fetched(stranger, stream) == {}


def test_a_person_who_is_left_out_is_told_of_no_more_until_taken_in_again(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    stream = site.create()
    user = {"format": "iss_sub", "iss": ISSUER, "sub": subject_of(login=LAYLA)}
    body = {"stream_id": stream["stream_id"], "subject": user}
    stranger = body | {"subject": {"format": "email", "email": "somebody@example.test"}}
    assert site.call("POST", "/ssf/subjects/remove", body).status_code == 204
    assert site.call("POST", "/ssf/subjects/remove", stranger).status_code == 204
    end(session)
    assert fetched(site, stream) == {}
    assert site.call("POST", "/ssf/subjects/add", body).status_code == 200
    end(session)
    assert len(fetched(site, stream)) == 1


def test_a_suspended_site_is_told_nothing(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    site.create()
    Client.objects.filter(client_id="portal").update(state="suspended")
    end(session)
    assert not WaitingSignal.objects.exists()


@pytest.mark.parametrize(
    ("notice", "kind", "told"),
    [
        (Notice.PASSWORD_CHANGED, caep_events.CREDENTIAL_CHANGE, ("password", "update")),
        (Notice.PASSKEY_ADDED, caep_events.CREDENTIAL_CHANGE, ("fido2-platform", "create")),
        (Notice.APP_REMOVED, caep_events.CREDENTIAL_CHANGE, ("app", "delete")),
        (Notice.PASSKEY_COPIED, risc_events.CREDENTIAL_COMPROMISE, ("fido2-platform", None)),
        (Notice.RECOVERY_BEGUN, risc_events.RECOVERY_ACTIVATED, (None, None)),
        (Notice.EMAIL_CHANGED, risc_events.RECOVERY_INFORMATION_CHANGED, (None, None)),
    ],
)
def test_what_a_person_is_told_about_her_credentials_her_sites_are_told_without_names(
    browser: Browser, notice: Notice, kind: str, told: tuple[str | None, str | None]
) -> None:
    session, site = sign_in(browser), receiving_site()
    stream = site.create(events_requested=[kind])
    tell(session.account, notice, key="test", now=NOON)
    (fact,) = list_published(AccountChanged)
    handlers.on_account_changed(fact)
    (claims,) = fetched(site, stream).values()
    payload = claims["events"][kind]
    assert (payload.get("credential_type"), payload.get("change_type")) == told
    assert payload["event_timestamp"] == int(NOON.timestamp())


def test_a_lock_and_its_end_are_signalled(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    stream = site.create(events_requested=[risc_events.ACCOUNT_DISABLED, risc_events.ACCOUNT_ENABLED])
    lock_account(session.account, reason=LockReason.HOLDER, actor="test", now=clock.now())
    unlock_account(session.account, actor="test", detail="test", now=clock.now())
    (locked,), (unlocked,) = list_published(AccountLocked), list_published(AccountUnlocked)
    handlers.on_account_locked(locked)
    handlers.on_account_unlocked(unlocked)
    kinds = [kind for claims in fetched(site, stream).values() for kind in claims["events"]]
    assert kinds == [risc_events.ACCOUNT_DISABLED, risc_events.ACCOUNT_ENABLED]


def test_a_session_that_reaches_another_level_is_signalled(browser: Browser) -> None:
    from hukumati.identity.events import SessionLevelChanged

    session, site = sign_in(browser), receiving_site()
    stream = site.create(events_requested=[caep_events.ASSURANCE_LEVEL_CHANGE])
    LoginSession.objects.update(acr="urn:hukumati:acr:low")
    assert redeem(browser.sign_in(prompt="login")).status_code == 200
    (fact,) = list_published(SessionLevelChanged)
    assert (fact.sid, fact.before, fact.after) == (str(session.id), "urn:hukumati:acr:low", session.acr)
    handlers.on_session_level_changed(fact)
    (claims,) = fetched(site, stream).values()
    assert claims["events"][caep_events.ASSURANCE_LEVEL_CHANGE]["change_direction"] == "increase"


def test_the_end_of_a_mandate_is_signalled_to_sites_that_used_it_about_whom_it_represented(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    row = Client.objects.get(client_id="portal")
    row.settings["grant_types"].append("urn:ietf:params:oauth:grant-type:token-exchange")
    row.save()
    kind = "urn:hukumati:secevent:mandate-revoked"
    stream = site.create(events_requested=[kind])
    mandate, represented = str(UUID(int=7)), find_by_login(LAYLA)
    assert represented is not None
    Grant.objects.update(acting={"mandates": [mandate], "principal_key": str(represented.id)})
    handlers.on_mandate_revoked(MandateRevoked(mandate=mandate, kind="child", state="revoked", at=clock.now()))
    handlers.on_mandate_revoked(MandateRevoked(mandate=str(UUID(int=8)), kind="child", state="ended", at=clock.now()))
    (claims,) = fetched(site, stream).values()
    assert claims["sub_id"]["sub"] == subject_of(login=LAYLA)
    assert (claims["events"][kind]["mandate_id"], claims["events"][kind]["state"]) == (mandate, "revoked")
    assert session.account_id == represented.id


@pytest.mark.django_db(transaction=True)
def test_each_pushed_signal_gets_a_job_of_its_own(browser: Browser) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    session, site = sign_in(browser), receiving_site()
    with receiver() as known:
        pushing(site, known)
    end(session)
    jobs = ProcrastinateJob.objects.filter(task_name="identity.deliver_signal")
    jti = {"jti": str(WaitingSignal.objects.get().jti)}
    assert [job.args for job in jobs] == [jti]
    stream_id = str(SignalStream.objects.get().id)
    site.call("POST", "/ssf/status", {"stream_id": stream_id, "status": "enabled"})
    site.call("POST", "/ssf/verification", {"stream_id": stream_id})
    for fact in list_published(SignalsWaiting):
        handlers.on_signals_waiting(fact)
    assert sorted(job.args["jti"] for job in jobs.all()).count(jti["jti"]) == 2
    assert jobs.all().count() == 4, "once as it ended, both as the stream was enabled, the verification by itself"


def test_signals_that_nobody_takes_are_removed_after_a_week(browser: Browser) -> None:
    session, site = sign_in(browser), receiving_site()
    site.create()
    end(session)
    remove_old_rows(now=clock.now() + 6 * DAY)
    assert WaitingSignal.objects.count() == 1
    remove_old_rows(now=clock.now() + 8 * DAY)
    assert not WaitingSignal.objects.exists()
