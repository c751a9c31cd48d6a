"""Officials sign in with keys that cannot be copied: the policy, and the invitation that binds two keys."""

import html
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.identity.domain.official_keys import is_good_enough, must_use_key
from hukumati.identity.models import KeyInvitation, LoginSession, Passkey
from hukumati.identity.tests.account_visits import read_along
from hukumati.identity.tests.authenticator import BACKUP_ELIGIBLE, PRESENT, VERIFIED, Authenticator
from hukumati.identity.tests.browser import LAYLA, OFFICER, PASSWORD, Browser, open_officer
from hukumati.identity.tests.test_passkeys import add_passkey, use
from hukumati.identity.use_cases import key_invitations

pytestmark = pytest.mark.django_db
COPYABLE = PRESENT | VERIFIED | BACKUP_ELIGIBLE
LINKS: list[str] = []


@pytest.fixture(autouse=True)
def _messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads the link that an invitation sends."""
    read_along(monkeypatch)
    LINKS.clear()

    def send(*, message: Any, to: Any, **_more: object) -> None:
        assert to.phone is None
        LINKS.extend(re.findall(r"/(?:en/)?keys/[\w-]{43}", message.body))

    monkeypatch.setattr(key_invitations, "send", send)


@pytest.fixture
def obligatory(settings: Any) -> None:
    """From today officials need keys."""
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"official_keys_from": clock.local_date(clock.now())})


@pytest.fixture
def officer(browser: Browser) -> Browser:
    """A browser, and an officer who may need a key."""
    open_officer()
    return browser


def invite() -> str:
    """Invite the officer and return the path of the link."""
    call_command("identity_invite_official", OFFICER, actor="staff:MOJ-0009")
    return LINKS[-1]


def bind(browser: Browser, path: str, key: Authenticator) -> Any:
    """Bind a key by an invitation."""
    found = re.search(r'data-options="([^"]+)"', browser.http.get(path).content.decode())
    assert found
    options = json.loads(html.unescape(found[1]))
    assert options["attestation"] == "direct"
    return browser.http.post(path, {"name": "key", "credential": key.make(options)})


def test_the_policy_is_for_officials_from_its_day_on() -> None:
    day = date(2027, 1, 1)
    assert must_use_key(is_staff=True, obligatory_from=day, today=day)
    assert not must_use_key(is_staff=True, obligatory_from=day, today=day - timedelta(days=1))
    assert not must_use_key(is_staff=False, obligatory_from=day, today=day)
    assert not must_use_key(is_staff=True, obligatory_from=None, today=day)


@pytest.mark.parametrize(
    ("backup", "attested", "known", "good"),
    [(False, True, True, True), (False, False, True, False), (False, False, False, True), (True, True, True, False)],
)
def test_a_key_is_good_enough_if_it_cannot_be_copied_and_a_known_maker_vouches_for_it(
    backup: bool, attested: bool, known: bool, good: bool
) -> None:
    assert is_good_enough(is_backup_eligible=backup, is_attested=attested, are_makers_known=known) is good


def test_without_a_day_officials_sign_in_as_before(officer: Browser) -> None:
    assert officer.sign_in(
        OFFICER, client_id="workplace", redirect_uri="http://workplace.localhost:8000/sign-in/callback"
    )


@pytest.mark.usefixtures("obligatory")
def test_an_officials_password_is_refused_like_a_wrong_one(officer: Browser) -> None:
    page = officer.begin(ui_locales="en")
    right, wrong = (officer.give_password(page, login=OFFICER, password=each) for each in (PASSWORD, "guess"))
    assert right.status_code == wrong.status_code == 422
    without_token = [re.sub(r'value="[^"]*"', "", each.content.decode()) for each in (right, wrong)]
    assert without_token[0] == without_token[1]
    assert "Officials sign in with their security key" in without_token[0]
    assert officer.give_password(page, login=LAYLA).status_code == 303, "citizens are not meant"


@pytest.mark.usefixtures("obligatory")
def test_an_invitation_binds_two_keys_and_each_signs_in(officer: Browser) -> None:
    path, keys = invite(), [Authenticator(), Authenticator()]
    assert bind(officer, path, keys[0]).status_code == 303
    done = bind(officer, path, keys[1])
    assert done.status_code == 200
    assert officer.http.get(path).status_code == 410
    for key in keys:
        assert use(officer, officer.begin(prompt="login"), key).status_code == 303
    assert LoginSession.objects.latest("auth_time").amr == ["hwk", "user", "mfa"]
    actions = [entry.action for entry in list_entries(subject=f"staff:{OFFICER}")]
    assert actions[:3] == ["identity.official_invited", "identity.passkey_added", "identity.passkey_added"]


@pytest.mark.usefixtures("obligatory")
def test_a_key_that_can_be_copied_is_neither_bound_nor_accepted(officer: Browser) -> None:
    path = invite()
    refused = bind(officer, path, Authenticator(flags=COPYABLE))
    assert refused.status_code == 422
    key = Authenticator()
    bind(officer, path, key)
    Passkey.objects.update(is_backup_eligible=True)
    key.flags = COPYABLE
    assert use(officer, officer.begin(), key).status_code == 422


@pytest.mark.usefixtures("obligatory")
def test_where_makers_are_known_a_key_without_their_word_is_not_bound(
    officer: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"passkey_roots_dir": tmp_path})
    assert bind(officer, invite(), Authenticator()).status_code == 422


@pytest.mark.usefixtures("obligatory")
def test_the_last_key_of_an_official_stays(officer: Browser) -> None:
    path, keys = invite(), [Authenticator(), Authenticator()]
    for key in keys:
        bind(officer, path, key)
    use(officer, officer.begin(), keys[0])
    answers = [
        officer.http.post(f"/en/account/factors/passkeys/{each.id}", {"remove": "1"}).status_code
        for each in Passkey.objects.order_by("-created_at")
    ]
    assert answers == [303, 422]
    assert Passkey.objects.count() == 1


def test_an_invitation_ends_with_the_next_one_and_after_seven_days(officer: Browser) -> None:
    first, second = invite(), invite()
    assert officer.http.get(first).status_code == 410
    assert officer.http.get(second).status_code == 200
    KeyInvitation.objects.update(expires_at=clock.now())
    assert officer.http.get(second).status_code == 410
    assert officer.http.post(second, {"name": "x", "credential": "{}"}).status_code == 410


def test_a_challenge_of_an_invitation_is_used_once_and_for_it_alone(officer: Browser) -> None:
    path = invite()
    found = re.search(r'data-options="([^"]+)"', officer.http.get(path).content.decode())
    assert found
    answer = Authenticator().make(json.loads(html.unescape(found[1])))
    officer.sign_in()
    assert officer.http.post("/account/factors/passkeys/new", {"name": "x", "credential": answer}).status_code == 422
    assert officer.http.post(path, {"name": "x", "credential": answer}).status_code == 303
    assert officer.http.post(path, {"name": "x", "credential": answer}).status_code == 422


def test_only_officials_are_invited(browser: Browser) -> None:
    for number in (LAYLA, "MOJ-9999"):
        with pytest.raises(CommandError):
            call_command("identity_invite_official", number, actor="staff:MOJ-0009")
    assert not LINKS


def test_citizens_may_have_passkeys_that_are_copied_to_their_devices(browser: Browser, obligatory: None) -> None:
    browser.sign_in()
    assert add_passkey(browser, Authenticator(flags=COPYABLE)).status_code == 303
