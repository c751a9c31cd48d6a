"""A passkey bound by a code that an official handed over reaches the highest level; recovery forgets what was lost."""

from datetime import date

import pytest

from hukumati.core import clock
from hukumati.identity import api
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.models import Account, LoginSession, Passkey
from hukumati.identity.tests.authenticator import Authenticator
from hukumati.identity.tests.browser import LAYLA, Browser, open_account
from hukumati.identity.tests.test_passkeys import add_passkey, use
from hukumati.identity.use_cases.locks import lock_account

pytestmark = pytest.mark.django_db
OFFICER = "MOI-0001"
SEEN = api.Seen("MOI-RAM", api.Document.ID_CARD, "123456789", api.Method.PHOTOGRAPH, LAYLA, date(1990, 5, 12))
BIND = "/en/account/verify/passkey"
HIGH, SUBSTANTIAL = "urn:hukumati:acr:high", "urn:hukumati:acr:substantial"


@pytest.fixture
def layla(browser: Browser) -> Account:
    open_account(OFFICER, staff=api.Staff(OFFICER, "moi", "MOI-RAM", frozenset({"identity"})))
    account = Account.objects.get(is_staff=False)
    api.verify_in_person(account=str(account.id), seen=SEEN, officer=OFFICER)
    return account


@pytest.fixture
def key(browser: Browser, layla: Account) -> Authenticator:
    """A passkey that she added by herself, and has signed in with."""
    browser.sign_in()
    made = Authenticator()
    assert add_passkey(browser, made).status_code == 303
    use(browser, browser.begin(prompt="login"), made)
    return made


def newest() -> LoginSession:
    return LoginSession.objects.latest("auth_time")


def code_for(account: Account) -> str:
    return api.hand_over_binding_code(account=str(account.id), seen=SEEN, officer=OFFICER)


def test_a_passkey_reaches_the_highest_level_once_it_is_bound(
    browser: Browser, layla: Account, key: Authenticator
) -> None:
    assert newest().acr == SUBSTANTIAL
    code = code_for(layla)
    answers = [browser.http.post(BIND, {"code": code}) for _ in range(2)]
    assert [each["Location"] for each in answers] == ["/en/account/factors?done=passkey_bound"] * 2
    use(browser, browser.begin(prompt="login"), key)
    assert newest().acr == HIGH


def test_a_wrong_code_binds_nothing(browser: Browser, layla: Account, key: Authenticator) -> None:
    code_for(layla)
    assert browser.http.post(BIND, {"code": "AAAAA-AAAAA"}).status_code == 422
    assert browser.http.post(BIND, {"code": ""}).status_code == 422
    assert not Passkey.objects.get().is_bound_in_person


def test_the_code_for_a_password_binds_no_passkey(browser: Browser, layla: Account, key: Authenticator) -> None:
    code = api.recover_in_person(account=str(layla.id), seen=SEEN, officer=OFFICER, new_phone="")
    assert browser.http.post(BIND, {"code": code}).status_code == 422


def test_without_the_passkey_at_hand_nothing_is_bound(browser: Browser, layla: Account) -> None:
    browser.sign_in()
    assert browser.http.post(BIND, {"code": code_for(layla)}).status_code == 422
    assert "sign in with the passkey" in browser.http.get(BIND).content.decode()


def test_who_has_lost_everything_starts_without_the_old_factors(
    browser: Browser, layla: Account, key: Authenticator
) -> None:
    code = api.recover_in_person(account=str(layla.id), seen=SEEN, officer=OFFICER, new_phone="")
    values = {"login": LAYLA, "code": code, "password": "olives and thyme"}
    assert browser.http.post("/en/recover/in-person", values).status_code == 303
    assert not Passkey.objects.exists()


def test_a_lock_leaves_the_factors_until_the_account_is_recovered(layla: Account, key: Authenticator) -> None:
    lock_account(layla, reason=LockReason.HOLDER, actor="x", now=clock.now())
    assert Passkey.objects.exists()
    assert Account.objects.get(id=layla.id).proofing == Proofing.IN_PERSON
