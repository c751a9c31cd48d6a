"""What rings: the text to the person, limited so that nobody is worn down, and the notification to the site (ping)."""

from typing import Any
from uuid import uuid4

import pytest

from hukumati.core import clock
from hukumati.core.outbox import list_published
from hukumati.identity.events import BackchannelRequestDecided
from hukumati.identity.jobs import notify_of_decision
from hukumati.identity.models import Account, BackchannelRequest, Client
from hukumati.identity.ports import WebUnavailable
from hukumati.identity.tests.account_visits import SENT
from hukumati.identity.tests.backchannel import MESSAGE, address, ask, notified_site, poll, register_asking_site
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.relying_parties import SITE
from hukumati.identity.use_cases import backchannel_notices
from hukumati.identity.use_cases.backchannel_notices import NotTold, notify_site
from hukumati.identity.use_cases.backchannel_requests import list_waiting
from hukumati.notifications.api import Contact, Message, send

pytestmark = pytest.mark.django_db
APPROVE = {"decision": "approve"}
TOKEN = "a-token-of-the-site"


@pytest.fixture(autouse=True)
def _messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads each message over the shoulder of the sender, which still sends it."""

    def send_and_note(*, to: Contact, message: Message, **more: Any) -> None:
        SENT.append((to, message))
        send(to=to, message=message, **more)

    SENT.clear()
    monkeypatch.setattr(backchannel_notices, "send", send_and_note)


@pytest.fixture
def site(browser: Browser) -> Client:
    """A site that may ask people; Layla is signed in."""
    browser.sign_in()
    return register_asking_site()


def register_notified(url: str) -> None:
    """Let the site want notifications at an address."""
    Client.objects.filter(client_id=SITE).update(
        settings=Client.objects.get(client_id=SITE).settings
        | {"backchannel_token_delivery_mode": "ping", "backchannel_client_notification_endpoint": url}
    )


def decided(browser: Browser, decision: str = "approve") -> BackchannelRequest:
    """Decide a new request, and return it."""
    assert ask(client_notification_token=TOKEN).status_code == 200
    browser.http.post(address(), {"decision": decision})
    return BackchannelRequest.objects.latest("created_at")


def test_a_person_is_told_which_site_asks_and_where_but_not_what_it_wrote(site: Client) -> None:
    ask()
    ((contact, message),) = SENT
    assert (contact.phone, contact.email) == ("+970599000112", "layla@example.test")
    assert message.sms
    assert "وزارة خيالية" in message.sms
    assert f"http://id.localhost:8001{address()}" in message.sms
    assert MESSAGE not in message.sms.replace(address(), "")


def test_a_site_rings_three_times_in_ten_minutes_and_then_waits_silently(site: Client, account: Account) -> None:
    for _ in range(5):
        assert ask().status_code == 200
    assert len(SENT) == 3
    assert len(list_waiting(account, now=clock.now())) == 3, "the oldest ended"


def test_many_sites_together_ring_ten_times_in_an_hour(site: Client) -> None:
    for number in range(6):
        register_asking_site(f"site-{number}")
        for _ in range(2):
            ask(f"site-{number}")
    assert len(SENT) == 10


def test_a_request_that_was_replaced_has_expired_for_its_site(site: Client) -> None:
    first = ask().json()["auth_req_id"]
    for _ in range(3):
        ask()
    assert poll(first).json() == {"error": "expired_token"}


def test_who_silences_a_site_hears_no_more_of_it_and_it_does_not_learn_so(
    site: Client, browser: Browser, account: Account
) -> None:
    first, second = ask().json(), ask().json()
    SENT.clear()
    page = browser.http.post(address("/en"), {"decision": "silence"})
    assert "You refused the request" in page.content.decode()
    for asked in (first, second):
        assert poll(asked["auth_req_id"]).json() == {"error": "access_denied"}
    third = ask().json()
    assert third.keys() == first.keys()
    assert poll(third["auth_req_id"]).json() == {"error": "authorization_pending"}
    assert not SENT
    assert not list_waiting(account, now=clock.now())


def test_a_silenced_site_is_listed_and_may_be_heard_again(site: Client, browser: Browser) -> None:
    ask()
    browser.http.post(address(), {"decision": "silence"})
    assert "Let it ask again" in browser.http.get("/en/account/requests").content.decode()
    for _ in range(2):
        answer = browser.http.post("/en/account/requests/silenced", {"site": SITE})
        assert answer["Location"] == "/en/account/requests"
    assert "Let it ask again" not in browser.http.get("/en/account/requests").content.decode()
    ask()
    assert "A fictional ministry" in browser.http.get("/en/account/requests").content.decode()


@pytest.mark.parametrize("name", ["", "nobody", "x" * 500, "a\x00b"])
def test_hearing_a_site_that_is_none_is_no_error(site: Client, browser: Browser, name: str) -> None:
    assert browser.http.post("/account/requests/silenced", {"site": name}).status_code == 303


def test_a_sandbox_asks_fictional_people_alone(site: Client, account: Account) -> None:
    Client.objects.filter(client_id=SITE).update(is_sandbox=True)
    Account.objects.update(is_fictional=False)
    ask()
    assert not SENT
    Account.objects.update(is_fictional=True)
    ask()
    assert len(SENT) == 1


def test_a_locked_account_is_not_asked(site: Client) -> None:
    Account.objects.update(state="locked")
    assert ask().status_code == 200
    assert not SENT


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_a_site_is_told_that_a_request_was_decided_not_how(site: Client, browser: Browser, decision: str) -> None:
    with notified_site() as server:
        register_notified(server.url)
        request = decided(browser, decision)
        (event,) = list_published(BackchannelRequestDecided)
        assert event.request == str(request.id)
        notify_site(request.id, now=clock.now())
    ((headers, body),) = server.received
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/json"
    assert body.keys() == {"auth_req_id"}
    answer = poll(body["auth_req_id"], early=True)
    assert answer.json().get("error") == (None if decision == "approve" else "access_denied")


def test_a_site_that_polls_is_not_told(site: Client, browser: Browser) -> None:
    with notified_site() as server:
        register_notified(server.url)
        Client.objects.filter(client_id=SITE).update(
            settings=Client.objects.get(client_id=SITE).settings | {"backchannel_token_delivery_mode": "poll"}
        )
        notify_site(decided(browser).id, now=clock.now())
    assert server.received == []


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404])
def test_a_refusal_or_a_redirect_is_final(site: Client, browser: Browser, status: int) -> None:
    with notified_site(answers=status) as server:
        register_notified(server.url)
        notify_site(decided(browser).id, now=clock.now())
    assert len(server.received) == 1


def test_a_body_in_the_answer_changes_nothing(site: Client, browser: Browser) -> None:
    with notified_site(answers=200, body=b"thank you") as server:
        register_notified(server.url)
        notify_site(decided(browser).id, now=clock.now())
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_in_trouble_is_told_again(site: Client, browser: Browser, status: int) -> None:
    with notified_site(answers=status) as server:
        register_notified(server.url)
        request = decided(browser)
        with pytest.raises(NotTold):
            notify_site(request.id, now=clock.now())
    with pytest.raises(WebUnavailable):
        notify_site(request.id, now=clock.now())
    BackchannelRequest.objects.update(expires_at=clock.now())
    notify_site(request.id, now=clock.now())
    assert notify_of_decision.retry_strategy is not None


@pytest.mark.parametrize("url", ["http://10.0.0.1/told", "https://169.254.169.254/latest", "ftp://x", "http://[::]/"])
def test_no_notification_goes_into_the_inner_network(site: Client, browser: Browser, url: str) -> None:
    register_notified(url)
    notify_site(decided(browser).id, now=clock.now())


def test_nothing_is_told_of_a_request_that_is_none(site: Client) -> None:
    notify_site(uuid4(), now=clock.now())


@pytest.mark.parametrize("token", [None, "a b", "x" * 1025, "a\r\nHost: evil"])
def test_a_notification_needs_a_good_token(site: Client, token: str | None) -> None:
    register_notified("https://ministry.example.test/told")
    assert ask(client_notification_token=token).json()["error"] == "invalid_request"
