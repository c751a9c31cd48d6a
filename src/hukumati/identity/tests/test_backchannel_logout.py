from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.core.outbox import list_published
from hukumati.identity.api import subject_of, suspend_account
from hukumati.identity.events import SessionEnded
from hukumati.identity.handlers import on_session_ended
from hukumati.identity.jobs import deliver_logout
from hukumati.identity.models import Client, LoginSession
from hukumati.identity.ports import WebUnavailable
from hukumati.identity.tests.browser import LAYLA, Browser, redeem
from hukumati.identity.use_cases.backchannel_logout import NotTold, sites_to_tell, tell_site

pytestmark = pytest.mark.django_db


class _Site(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        length = int(self.headers["Content-Length"])
        server.received.append((self.headers["Content-Type"], parse_qs(self.rfile.read(length).decode())))
        self.send_response(server.answers)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def site(*, answers: int = 200) -> Iterator[Any]:
    """A site that takes logout tokens."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.received, server.answers = [], answers
    thread = Thread(target=server.serve_forever)
    thread.start()
    Client.objects.filter(client_id="portal").update(
        settings={"backchannel_logout_uri": f"http://127.0.0.1:{server.server_port}/logout"}
    )
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sid_of(browser: Browser) -> str:
    """Sign in to the portal and return the session's identifier."""
    assert redeem(browser.sign_in()).status_code == 200
    return str(LoginSession.objects.get().id)


def test_requirement_18_a_site_is_told_of_the_end_of_a_session_with_sid_and_without_nonce(browser: Browser) -> None:
    sid = sid_of(browser)
    with site() as server:
        tell_site(sid=sid, client_id="portal", now=clock.now())
    ((content_type, form),) = server.received
    assert content_type == "application/x-www-form-urlencoded"
    keys = KeySet.import_key_set(browser.http.get("/jwks").json())
    read = jwt.decode(form["logout_token"][0], keys, algorithms=["ES256"])
    assert read.header["typ"] == "logout+jwt"
    claims = read.claims
    assert set(claims) == {"iss", "aud", "iat", "exp", "jti", "sub", "sid", "events"}
    assert claims["iss"] == "http://id.localhost:8001"
    assert (claims["aud"], claims["sid"], claims["sub"]) == ("portal", sid, subject_of(login=LAYLA))
    assert claims["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert 0 < claims["exp"] - claims["iat"] <= 120


def test_requirement_18_what_a_site_does_not_take_is_tried_again(browser: Browser) -> None:
    sid = sid_of(browser)
    for status in (400, 302, 500):
        with site(answers=status), pytest.raises(NotTold):
            tell_site(sid=sid, client_id="portal", now=clock.now())
    with pytest.raises(WebUnavailable):
        tell_site(sid=sid, client_id="portal", now=clock.now())
    assert deliver_logout.retry_strategy is not None


@pytest.mark.parametrize("uri", ["http://10.0.0.1/logout", "http://169.254.169.254/", "ftp://example.test/", "nothing"])
def test_requirement_19_no_site_makes_us_call_the_inner_network(browser: Browser, uri: str) -> None:
    sid = sid_of(browser)
    Client.objects.filter(client_id="portal").update(settings={"backchannel_logout_uri": uri})
    tell_site(sid=sid, client_id="portal", now=clock.now())


def test_only_sites_of_the_session_that_want_it_are_told(browser: Browser) -> None:
    sid = sid_of(browser)
    assert sites_to_tell(sid=sid) == []
    wants = {"backchannel_logout_uri": "https://site.example.test/logout"}
    Client.objects.update(settings=wants)
    assert sites_to_tell(sid=sid) == ["portal"]
    Client.objects.update(state="suspended")
    assert sites_to_tell(sid=sid) == []


def test_signing_out_and_suspension_announce_the_end_once(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["id_token"]
    browser.http.get("/logout", {"id_token_hint": token})
    browser.http.get("/logout", {"id_token_hint": token})
    assert [each.sid for each in list_published(SessionEnded)] == [str(LoginSession.objects.get().id)]
    sid_of_second = redeem(browser.sign_in()).status_code
    assert sid_of_second == 200
    suspend_account(login=LAYLA, actor="test", reason="test")
    assert len(list(list_published(SessionEnded))) == 2


@pytest.mark.django_db(transaction=True)
def test_each_site_gets_a_job_of_its_own(browser: Browser) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    sid = sid_of(browser)
    Client.objects.update(settings={"backchannel_logout_uri": "https://site.example.test/logout"})
    on_session_ended(SessionEnded(sid=sid, at=clock.now()))
    job = ProcrastinateJob.objects.get(task_name="identity.deliver_logout")
    assert job.args == {"sid": sid, "client_id": "portal"}


def test_discovery_promises_it(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["backchannel_logout_supported"] is said["backchannel_logout_session_supported"] is True
