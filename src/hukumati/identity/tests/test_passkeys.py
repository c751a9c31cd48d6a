"""Passkeys: made, used, refused, copied, renamed and removed, by the pages (requirements 23, 27, 28 and 29)."""

import html
import json
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.identity.api import suspend_account
from hukumati.identity.models import Account, LoginSession, Passkey, PasskeyChallenge
from hukumati.identity.tests.account_visits import read_along, text_to
from hukumati.identity.tests.authenticator import BACKED_UP, BACKUP_ELIGIBLE, PRESENT, VERIFIED, Authenticator
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, query_of, redeem
from hukumati.identity.tests.test_second_clicks import twin

pytestmark = pytest.mark.django_db
NEW, LIST = "/en/account/factors/passkeys/new", "/en/account/factors"
KARIM = "410001101"


def creation_options(browser: Browser) -> dict[str, Any]:
    """Return the options on the page that makes a passkey."""
    found = re.search(r'data-options="([^"]+)"', browser.http.get(NEW).content.decode())
    assert found
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


def request_options(browser: Browser, page: str) -> dict[str, Any]:
    """Return the options for a sign-in whose password page is open."""
    options: dict[str, Any] = browser.http.post(f"{page}/passkey/challenge").json()
    return options


def add_passkey(browser: Browser, key: Authenticator, name: str = "my phone") -> Any:
    """Make a passkey for whoever is signed in."""
    return browser.http.post(NEW, {"name": name, "credential": key.make(creation_options(browser))})


def use(browser: Browser, page: str, key: Authenticator) -> Any:
    """Sign in with a passkey where the password page is open."""
    return browser.http.post(f"{page}/passkey", {"credential": key.sign(request_options(browser, page))})


def told() -> str:
    """Return what Layla was told last, the same on every channel."""
    by_sms, by_email = text_to("+970599000112"), text_to("layla@example.test")
    assert by_sms == by_email
    return by_sms


@pytest.fixture(autouse=True)
def _messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads what Layla is told, in English."""
    read_along(monkeypatch)


@pytest.fixture
def key(browser: Browser) -> Authenticator:
    """Layla's passkey; she has signed out since."""
    key = Authenticator()
    Account.objects.update(language="en")
    browser.sign_in()
    assert add_passkey(browser, key).status_code == 303
    LoginSession.objects.update(ended_at=clock.now())
    browser.http.cookies.clear()
    return key


def test_requirement_27_a_passkey_alone_signs_in_with_its_level_and_methods(
    browser: Browser, key: Authenticator
) -> None:
    answer = use(browser, browser.begin(), key)
    assert answer.status_code == 303
    session = LoginSession.objects.get(ended_at=None, passkey__isnull=False)
    assert (session.acr, session.amr) == ("urn:hukumati:acr:substantial", ["hwk", "user", "mfa"])
    assert redeem(query_of(answer)["code"]).status_code == 200
    assert list_entries(subject=f"person:{LAYLA}")[-1].details["amr"] == ["hwk", "user", "mfa"]


def test_a_passkey_that_may_be_copied_is_recorded_so(browser: Browser) -> None:
    browser.sign_in()
    key = Authenticator(flags=PRESENT | VERIFIED | BACKUP_ELIGIBLE | BACKED_UP, counts=False)
    add_passkey(browser, key)
    passkey = Passkey.objects.get()
    assert (passkey.is_backup_eligible, passkey.is_backed_up, passkey.is_attested) == (True, True, False)
    for _ in range(2):
        assert use(browser, browser.begin(prompt="login"), key).status_code == 303, "without a counter"
    assert LoginSession.objects.get(ended_at=None).amr == ["swk", "user", "mfa"]
    key.flags = PRESENT | VERIFIED
    assert use(browser, browser.begin(prompt="login"), key).status_code == 422, "its nature cannot change"


def test_a_passkey_is_asked_to_verify_its_user_and_to_be_found_without_a_number(browser: Browser) -> None:
    browser.sign_in()
    made = creation_options(browser)
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["rp"]["id"] == "id.localhost"
    assert made["attestation"] == "none"
    asked = request_options(browser, browser.begin(prompt="login"))
    assert (asked["userVerification"], asked["rpId"], asked["allowCredentials"]) == ("required", "id.localhost", [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://id.localhost.evil.test:8001"},
        {"origin": "http://portal.localhost:8000"},
        {"rp_id": "portal.localhost"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"cross_origin": True},
    ],
)
def test_requirement_27_what_a_key_may_not_say_is_refused_when_made_and_when_used(
    browser: Browser, key: Authenticator, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(key, name, value)
    assert use(browser, browser.begin(), key).status_code == 422
    assert LoginSession.objects.filter(passkey__isnull=False).count() == 0
    browser.http.cookies.clear()
    browser.sign_in()
    assert add_passkey(browser, Authenticator(**wrong)).status_code == 422
    assert Passkey.objects.count() == 1


def test_requirement_27_a_challenge_is_used_once(browser: Browser, key: Authenticator) -> None:
    page = browser.begin()
    answer = key.sign(request_options(browser, page))
    assert browser.http.post(f"{page}/passkey", {"credential": answer}).status_code == 303
    other = browser.begin(prompt="login")
    assert browser.http.post(f"{other}/passkey", {"credential": answer}).status_code == 422


def test_requirement_27_a_challenge_is_of_one_sign_in_and_has_its_time(browser: Browser, key: Authenticator) -> None:
    first, second = browser.begin(), browser.begin()
    answer = key.sign(request_options(browser, first))
    assert browser.http.post(f"{second}/passkey", {"credential": answer}).status_code == 422
    assert Browser().http.post(f"{first}/passkey", {"credential": answer}).status_code == 410, "another browser"
    PasskeyChallenge.objects.update(expires_at=clock.now())
    assert browser.http.post(f"{first}/passkey", {"credential": answer}).status_code == 422


def test_requirement_27_a_challenge_for_making_does_not_sign_in(browser: Browser, key: Authenticator) -> None:
    browser.sign_in()
    options = creation_options(browser)
    page = browser.begin(prompt="login")
    answer = key.sign({"challenge": options["challenge"]})
    assert browser.http.post(f"{page}/passkey", {"credential": answer}).status_code == 422
    answer = key.sign(request_options(browser, page), kind="webauthn.create")
    assert browser.http.post(f"{page}/passkey", {"credential": answer}).status_code == 422


def test_requirement_27_a_wrong_signature_is_refused_and_casts_no_suspicion(
    browser: Browser, key: Authenticator
) -> None:
    forger = Authenticator(credential_id=key.credential_id, handle=key.handle, counts=False)
    assert use(browser, browser.begin(), forger).status_code == 422
    assert Passkey.objects.get().suspended_at is None
    assert use(browser, browser.begin(), key).status_code == 303


def test_requirement_27_a_copied_passkey_is_refused_suspended_and_told_of(browser: Browser, key: Authenticator) -> None:
    use(browser, browser.begin(), key)
    thief, clone = Browser(), key.copy()
    use(browser, browser.begin(prompt="login"), key)
    refused = use(thief, thief.begin(ui_locales="en"), clone)
    assert refused.status_code == 422
    assert "There may be a copy of this passkey" in refused.content.decode()
    assert LoginSession.objects.filter(ended_at=None, passkey__isnull=False).count() == 0, "whose was whose is unknown"
    assert "may have a copy" in told()
    browser.http.cookies.clear()
    assert use(browser, browser.begin(), key).status_code == 422, "the owner's too"
    browser.sign_in()
    assert "Locked" in browser.http.get(LIST).content.decode()


@pytest.mark.django_db(transaction=True)
def test_requirement_27_of_two_uses_of_one_count_at_once_one_is_a_copy(browser: Browser, key: Authenticator) -> None:
    rivals = [(Browser(), each) for each in (key, key.copy())]
    pages = [each.begin() for each, _ in rivals]
    answers: list[int] = []

    def sign_in(page: str, rival: Browser, its: Authenticator) -> None:
        answers.append(use(rival, page, its).status_code)
        connections.close_all()

    threads = [threading.Thread(target=sign_in, args=(page, *rival)) for page, rival in zip(pages, rivals, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [303, 422]
    assert Passkey.objects.get().suspended_at is not None


def test_requirement_23_unknown_removed_and_suspended_passkeys_read_the_same(
    browser: Browser, key: Authenticator
) -> None:
    def refused(with_key: Authenticator) -> tuple[int, str]:
        answer = use(browser, browser.begin(), with_key)
        text = re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}|value="[^"]*"', "", answer.content.decode())
        return answer.status_code, text

    unknown = refused(Authenticator(handle=key.handle))
    other_owner = key.copy()
    other_owner.handle = bytes(16)
    assert refused(other_owner) == unknown
    Passkey.objects.update(suspended_at=clock.now())
    assert refused(key) == unknown
    Passkey.objects.update(suspended_at=None)
    suspend_account(login=LAYLA, actor="system:test", reason="misused")
    assert refused(key) == unknown


@pytest.mark.parametrize(
    "answer",
    [
        "", "null", "[]", "{", "{}", "\x00", "x" * 20_000, '{"response": 3}', '{"response": {"clientDataJSON": "e30"}}',
        '{"rawId": "AA", "response": {"clientDataJSON": "####", "userHandle": "AA"}}', "[" * 15_000,
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_answers_that_no_device_made_are_refused(browser: Browser, answer: str) -> None:
    page = browser.begin()
    assert browser.http.post(f"{page}/passkey", {"credential": answer}).status_code == 422
    browser.sign_in()
    assert browser.http.post(NEW, {"name": "x", "credential": answer}).status_code == 422


def test_answers_with_broken_parts_are_refused(browser: Browser, key: Authenticator) -> None:
    for part, broken in (("authenticatorData", "AAAA"), ("signature", "AAAA"), ("userHandle", ""), ("signature", 3)):
        page = browser.begin()
        answer = json.loads(key.sign(request_options(browser, page)))
        answer["response"][part] = broken
        assert browser.http.post(f"{page}/passkey", {"credential": json.dumps(answer)}).status_code == 422
    browser.sign_in()
    for part in ("clientDataJSON", "attestationObject"):
        answer = json.loads(Authenticator().make(creation_options(browser)))
        answer["response"][part] = answer["response"][part][:40]
        assert browser.http.post(NEW, {"name": "x", "credential": json.dumps(answer)}).status_code == 422


def test_a_challenge_is_given_to_the_browser_of_the_sign_in_alone(browser: Browser) -> None:
    page = browser.begin()
    assert Browser().http.post(f"{page}/passkey/challenge").status_code == 410
    assert browser.http.get(f"{page}/passkey/challenge").status_code == 405


def test_requirement_28_the_session_changes_with_a_passkey_and_a_second_click_gets_the_same(
    browser: Browser, key: Authenticator
) -> None:
    page = browser.begin()
    answer = {"credential": key.sign(request_options(browser, page))}
    second = twin(browser)
    answers = [each.http.post(f"{page}/passkey", answer) for each in (browser, second)]
    assert [each.status_code for each in answers] == [303, 303]
    assert browser.http.cookies["hk_id"].value == second.http.cookies["hk_id"].value
    old = browser.http.cookies["hk_id"].value
    use(browser, browser.begin(prompt="login"), key)
    assert browser.http.cookies["hk_id"].value != old


def test_requirement_29_a_passkey_is_added_only_after_a_recent_sign_in_and_every_channel_is_told(
    browser: Browser,
) -> None:
    Account.objects.update(language="en")
    browser.sign_in()
    options = creation_options(browser)
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    late = browser.http.post(NEW, {"name": "x", "credential": Authenticator().make(options)})
    assert "/sign-in/" in late["Location"]
    assert Passkey.objects.count() == 0
    browser.sign_in(prompt="login")
    add_passkey(browser, Authenticator())
    assert re.search("A passkey was added .*/not-me/", told())
    assert list_entries(subject=f"person:{LAYLA}")[-1].action == "identity.passkey_added"


def test_requirement_29_signing_in_again_by_passkey_leads_to_the_sensitive_page(
    browser: Browser, key: Authenticator
) -> None:
    browser.sign_in()
    sid = LoginSession.objects.get(ended_at=None).id
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    page = str(browser.http.get(NEW)["Location"])
    assert use(browser, page, key)["Location"] == f"http://id.localhost:8001{NEW}"
    assert browser.http.get(NEW).status_code == 200
    assert LoginSession.objects.get(ended_at=None).id == sid, "sites that are signed in stay so"


def test_a_passkey_made_in_one_session_is_not_added_in_another(browser: Browser) -> None:
    browser.sign_in()
    answer = Authenticator().make(creation_options(browser))
    open_account(KARIM, phone="+970599000199")
    other = Browser()
    other.sign_in(KARIM)
    assert other.http.post(NEW, {"name": "x", "credential": answer}).status_code == 422


def test_one_credential_is_of_one_account(browser: Browser, key: Authenticator) -> None:
    open_account(KARIM, phone="+970599000199")
    browser.sign_in(KARIM)
    assert add_passkey(browser, key).status_code == 422


def test_an_account_has_ten_passkeys_at_most(browser: Browser) -> None:
    browser.sign_in()
    for _ in range(10):
        assert add_passkey(browser, Authenticator()).status_code == 303
    refused = add_passkey(browser, Authenticator())
    assert refused.status_code == 422
    assert "ten passkeys" in refused.content.decode()


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(browser: Browser, key: Authenticator) -> None:
    mine = f"{LIST}/passkeys/{Passkey.objects.get().id}"
    open_account(KARIM, phone="+970599000199")
    stranger = Browser()
    stranger.sign_in(KARIM)
    assert stranger.http.get(mine).status_code == 404
    thief = Browser()
    use(thief, thief.begin(), key)
    browser.sign_in()
    assert browser.http.post(mine, {"name": ""}).status_code == 422
    assert browser.http.post(mine, {"name": "old phone"}).status_code == 303
    assert "old phone" in browser.http.get(LIST).content.decode()
    answers = [browser.http.post(mine, {"remove": "1"}) for _ in range(2)]
    assert [each["Location"] for each in answers] == [f"{LIST}?done=passkey_removed"] * 2
    assert "A passkey was removed" in told()
    assert query_of(thief.authorize(prompt="none"))["error"] == "login_required", "revocation takes effect at once"
    assert use(thief, thief.begin(), key).status_code == 422
    assert browser.http.get(LIST).status_code == 200


def test_the_sign_in_page_offers_a_passkey_beside_the_password(browser: Browser) -> None:
    page = browser.http.get(browser.begin(ui_locales="en")).content.decode()
    assert 'autocomplete="username webauthn"' in page
    assert "Sign in with a passkey" in page
    assert "identity/passkeys.js" in page
