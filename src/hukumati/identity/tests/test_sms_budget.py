"""What codes by SMS may cost: numbers that earn it for somebody are stopped first, and people told what to do."""

from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core import clock, security_events
from hukumati.core.models import SecurityEvent
from hukumati.identity.domain.sms_limits import SmsLimits, calling_code, counts_of, is_abroad
from hukumati.identity.models import ContactCode, OneTimeCode
from hukumati.identity.tests.browser import SMS, Browser
from hukumati.identity.tests.moments import MINUTE
from hukumati.identity.tests.population import ON_FILE
from hukumati.identity.tests.test_registration import claim
from hukumati.identity.use_cases.sms_budget import may_send_sms

pytestmark = pytest.mark.django_db
HOME, NETWORK = "+970599000112", "10.0.0.0/24"
LIMITS = SmsLimits(
    number_a_day=4, network_a_day=20, block_an_hour=9, block_abroad_an_hour=3, country_a_day=8, all_a_day=40
)


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits that are low enough to be reached here."""
    low: dict[str, Any] = {
        "sms_per_number_a_day": 4,
        "sms_per_network_a_day": 20,
        "sms_per_block_an_hour": 9,
        "sms_per_block_abroad_an_hour": 3,
        "sms_per_country_abroad_a_day": 8,
        "sms_a_day": 40,
    }
    monkeypatch.setattr(settings, "HUKUMATI", settings.HUKUMATI.model_copy(update=low))


def _send(number: str, *, network: str = NETWORK, is_proved: bool = False) -> bool:
    return may_send_sms(number, network=network, is_proved=is_proved)


def _events() -> dict[str, int]:
    return security_events.count_by_kind(since=clock.now() - MINUTE)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+970599000112", "970"),
        ("+97225551234", "972"),
        ("+962791234567", "962"),
        ("+442071234567", "44"),
        ("+77011234567", "7"),
        ("+12125550123", "1212"),
        ("+18765550123", "1876"),
    ],
)
def test_a_number_says_its_country(number: str, code: str) -> None:
    assert calling_code(number) == code
    assert is_abroad(number) is (code not in {"970", "972"})


@given(digits=st.from_regex(r"[1-9][0-9]{7,14}", fullmatch=True), is_proved=st.booleans())
def test_whatever_the_number_narrow_limits_are_checked_before_wide_ones(digits: str, is_proved: bool) -> None:
    names = [each.name for each in counts_of(f"+{digits}", network=NETWORK, is_proved=is_proved, limits=LIMITS)]
    assert names in (["number", "network", "block", "all"], ["number", "network", "block", "country", "all"])
    assert ("country" in names) is is_abroad(f"+{digits}")


def test_one_number_has_its_limit_and_others_have_theirs(low_limits: None) -> None:
    assert [_send(HOME) for _ in range(6)] == [True] * 4 + [False] * 2
    assert _send("+970599000113")
    assert _events()["sms.limit.number"] == 1, "operators are told once, not for each"


def test_codes_to_many_numbers_of_one_block_abroad_end_after_three(low_limits: None) -> None:
    sent = [_send(f"+23276000{n:03d}", network=f"10.0.{n}.0/24") for n in range(30)]
    assert sent.count(True) == 3
    assert _events() == {"sms.limit.block": 1}
    assert _send("+23277123456"), "another block of the country is not stopped"
    assert _send(HOME)


def test_a_country_abroad_ends_before_it_uses_up_what_everybody_has(low_limits: None) -> None:
    sent = [_send(f"+2327{n:04d}0001", network=f"10.0.{n}.0/24") for n in range(30)]
    assert sent.count(True) == 6
    assert _events() == {"sms.limit.country": 1}
    assert _send("+2328888880001", is_proved=True), "who has an account there still signs in"
    assert all(_send(f"+97059{n:04d}112", network=f"10.1.{n}.0/24") for n in range(20))


def test_a_network_ends_and_a_number_elsewhere_does_not(low_limits: None) -> None:
    assert [_send(f"+97059{n:04d}112") for n in range(22)].count(True) == 20
    assert _send("+970599999112", network="10.0.1.0/24")


def test_numbers_that_nobody_proved_leave_a_quarter_to_people_who_sign_in(low_limits: None) -> None:
    typed = [_send(f"+97059{n:04d}112", network=f"10.0.{n}.0/24") for n in range(50)]
    assert typed.count(True) == 30
    proved = [_send(f"+97056{n:04d}112", network=f"10.1.{n}.0/24", is_proved=True) for n in range(50)]
    assert proved.count(True) == 10


def test_no_event_holds_a_number(low_limits: None) -> None:
    for _ in range(6):
        _send(HOME)
    assert SecurityEvent.objects.exists()
    assert HOME[4:] not in str(list(SecurityEvent.objects.values()))


def test_whoever_signs_in_is_told_what_to_do_when_no_sms_may_be_sent(browser: Browser, low_limits: None) -> None:
    for _ in range(4):
        _send(HOME)
    page = browser.begin(ui_locales="en")
    assert browser.give_password(page).status_code == 303
    text = browser.http.get(f"{page}/code").content.decode()
    assert "We cannot send text messages to your number now" in text
    assert "Other ways to sign in" in text
    assert "We sent a code" not in text
    assert not OneTimeCode.objects.exists()
    again = browser.http.post(f"{page}/code/again")
    assert "sending=unavailable" in again["Location"]
    assert not SMS


def test_who_opens_an_account_is_told_and_keeps_what_was_typed(browser: Browser, low_limits: None) -> None:
    for n in range(9):
        _send(f"{ON_FILE[:-3]}{n:03d}", network=f"10.0.{n}.0/24")
    answer = browser.http.post("/en/open-account", claim())
    text = answer.content.decode()
    assert answer.status_code == 429
    assert "We cannot send text messages to this number now" in text
    assert claim()["phone"] in text
    assert not ContactCode.objects.exists()
