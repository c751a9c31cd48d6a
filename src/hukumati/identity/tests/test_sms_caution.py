"""After a telephone was changed or reported lost, a text message alone changes nothing (requirements 26, 29)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core import clock
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.domain.recovery import Loss
from hukumati.identity.domain.sms_caution import CAUTIOUS_FOR, is_sms_doubted, relies_on_sms
from hukumati.identity.models import Account, Channel, ContactChange, Lock, LoginSession, Recovery
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import code_to
from hukumati.identity.tests.authenticator import Authenticator
from hukumati.identity.tests.browser import LAYLA, Browser
from hukumati.identity.tests.test_own_codes import add_app
from hukumati.identity.tests.test_passkeys import add_passkey, use
from hukumati.identity.use_cases.recovery import Asked, Known, OnlyInPerson, begin_password_recovery, prove, send_codes
from hukumati.identity.use_cases.sms_caution import may_be_stolen
from hukumati.identity.use_cases.throttle import Origin

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW, EMAIL = "/en/account/factors/passkeys/new", "layla@example.test"


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=30)), max_size=5))
def test_only_what_happened_within_a_week_makes_cautious(ages: list[timedelta]) -> None:
    is_recent = any(age < CAUTIOUS_FOR for age in ages)
    assert is_sms_doubted(events=[NOON - age for age in ages], sent_at=NOON, now=NOON) is is_recent


def test_a_text_message_from_before_the_change_went_to_the_right_number() -> None:
    assert not is_sms_doubted(events=[NOON - HOUR], sent_at=NOON - 2 * HOUR, now=NOON)
    assert is_sms_doubted(events=[NOON - 2 * HOUR], sent_at=NOON - HOUR, now=NOON)


def test_a_sign_in_relies_on_its_sms_unless_something_else_came() -> None:
    assert relies_on_sms(["pwd", "sms"], is_confirmed=False)
    assert not relies_on_sms(["pwd", "sms"], is_confirmed=True)
    assert not relies_on_sms(["pwd", "otp"], is_confirmed=False)
    assert not relies_on_sms(["hwk", "user", "mfa"], is_confirmed=False)


@pytest.fixture
def layla(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Layla, signed in by SMS, whose telephone was changed two days ago."""
    account_visits.read_along(monkeypatch)
    Account.objects.update(language="en", born_on="1990-05-12")
    browser.sign_in()
    account = Account.objects.get()
    change(account, Channel.PHONE)
    return account


def change(account: Account, channel: Channel, ago: timedelta = 2 * DAY) -> None:
    """Note that an address was changed some time ago."""
    ContactChange.objects.create(account=account, channel=channel, old="x", changed_at=clock.now() - ago)


def password_page(browser: Browser, path: str = NEW) -> str:
    """Open a sensitive page, and return the page for the password to which it leads."""
    answer = browser.http.get(path)
    assert answer.status_code == 303, "the session by SMS is not enough"
    return str(answer["Location"])


@pytest.mark.django_db
@pytest.mark.parametrize("path", [NEW, "/en/account/details/email", "/en/account/details/password"])
def test_requirement_29_a_sensitive_act_takes_an_e_mail_besides_the_sms(
    browser: Browser, layla: Account, path: str
) -> None:
    page = password_page(browser, path)
    assert "Your phone number or its SIM card may have changed" in browser.http.get(page).content.decode()
    browser.give_password(page)
    email = browser.give_code(page)["Location"]
    assert email.endswith("/e-mail")
    back = browser.http.post(email, {"code": code_to(EMAIL)})
    assert back["Location"].endswith(path)
    assert browser.http.get(path).status_code == 200


@pytest.mark.django_db
def test_other_pages_are_open_as_before(browser: Browser, layla: Account) -> None:
    for path in ("/en/account", "/en/account/details", "/en/account/devices", "/en/account/lock"):
        assert browser.http.get(path).status_code == 200


@pytest.mark.django_db
def test_a_code_of_an_app_is_enough(browser: Browser, layla: Account) -> None:
    app = add_app(layla)
    page = password_page(browser)
    browser.give_password(page)
    answer = browser.http.post(f"{page}/app", {"code": app.now()})
    assert answer["Location"].endswith(NEW)


@pytest.mark.django_db
def test_a_passkey_is_enough(browser: Browser, layla: Account) -> None:
    ContactChange.objects.all().delete()
    key = Authenticator()
    assert add_passkey(browser, key).status_code == 303
    change(layla, Channel.PHONE)
    assert use(browser, password_page(browser), key)["Location"].endswith(NEW)


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False])
def test_without_an_e_mail_address_of_old_the_sms_opens_nothing_and_the_page_says_what_to_do(
    browser: Browser, layla: Account, is_new: bool
) -> None:
    if is_new:
        change(layla, Channel.EMAIL)
    else:
        Account.objects.update(email="")
    page = password_page(browser)
    browser.give_password(page)
    answer = browser.give_code(page)
    assert "/other?why=sms" in answer["Location"]
    assert "come with your ID card" in browser.http.get(answer["Location"]).content.decode()
    assert LoginSession.objects.latest("auth_time").is_confirmed is False
    assert browser.http.get(NEW).status_code == 303


@pytest.mark.django_db
def test_after_a_week_the_sms_is_enough_again(browser: Browser, layla: Account) -> None:
    ContactChange.objects.update(changed_at=clock.now() - CAUTIOUS_FOR)
    assert browser.http.get(NEW).status_code == 200


@pytest.mark.django_db
def test_reported_losses_and_replaced_telephones_count_too(account: Account) -> None:
    assert not may_be_stolen(account, sent_at=NOON, now=NOON)
    lock = Lock.objects.create(account=account, reason=LockReason.SMS, actor="x", locked_at=NOON - DAY)
    assert may_be_stolen(account, sent_at=NOON, now=NOON)
    lock.delete()
    Lock.objects.create(account=account, reason=LockReason.OFFICIAL, actor="x", locked_at=NOON - DAY)
    assert not may_be_stolen(account, sent_at=NOON, now=NOON), "an official's lock says nothing of the telephone"
    Recovery.objects.create(
        account=account, loss=Loss.PHONE, browser_digest=b"x" * 32, created_at=NOON, done_at=NOON - DAY
    )
    assert may_be_stolen(account, sent_at=NOON, now=NOON)


def _recovery(account: Account) -> Recovery:
    asked = Asked(LAYLA, "browser", "en", Origin("10.0.0.0/24", device=None))
    return begin_password_recovery(asked, Known(datetime(1990, 5, 12, tzinfo=UTC).date(), "P1"), now=clock.now())


@pytest.mark.django_db
def test_requirement_26_recovery_sends_the_code_by_e_mail_while_the_telephone_is_doubted(layla: Account) -> None:
    layla.refresh_from_db()
    recovery = _recovery(layla)
    send_codes(recovery.id, now=clock.now())
    assert prove(recovery, typed=code_to(EMAIL), now=clock.now()).value == "right"


@pytest.mark.django_db
def test_requirement_26_without_an_e_mail_address_recovery_takes_an_official(layla: Account) -> None:
    Account.objects.update(email="", proofing=Proofing.MATCHED)
    recovery = _recovery(layla)
    send_codes(recovery.id, now=clock.now())
    with pytest.raises(OnlyInPerson):
        prove(recovery, typed=code_to("+970599000112"), now=clock.now())
