"""Passwords and codes: right, wrong, too often, too late."""

from datetime import datetime, timedelta

import pytest

from hukumati.identity.authenticators import password, sms_code
from hukumati.identity.authenticators.base import Veiled
from hukumati.identity.authenticators.password import PasswordRefusal, check_password
from hukumati.identity.authenticators.sms_code import check_code, send_code
from hukumati.identity.domain.one_time_codes import CodeCheck, Sending
from hukumati.identity.models import Account, AccountState, LoginAttempt, OneTimeCode
from hukumati.identity.tests.browser import (
    LAYLA,
    PASSWORD,
    SMS,
)
from hukumati.identity.tests.moments import ELSEWHERE, MINUTE, NOON, REQUEST, SECOND, SOMEWHERE
from hukumati.identity.use_cases.attempts import (
    begin_attempt,
)
from hukumati.identity.use_cases.throttle import may_send_code
from hukumati.notifications.api import Contact

pytestmark = pytest.mark.django_db


def _send(attempt: LoginAttempt, account: Account, now: datetime = NOON) -> tuple[Sending, str]:
    sending = send_code(attempt=attempt, account=account, language="en", origin=SOMEWHERE, now=now)
    return sending, SMS[f"identity.attempt:{attempt.id}"][-1][:6]


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


# Passwords


def test_a_right_password_gives_the_account_and_a_wrong_one_says_so(account: Account) -> None:
    assert check_password(login="٤٠٠ ٠٠٠ ٠٠٦", password=PASSWORD, origin=SOMEWHERE) == account
    assert check_password(login=LAYLA, password="wrong-password", origin=SOMEWHERE) is PasswordRefusal.WRONG
    assert check_password(login="999999998", password=PASSWORD, origin=SOMEWHERE) is PasswordRefusal.WRONG
    Account.objects.update(state=AccountState.SUSPENDED)
    assert check_password(login=LAYLA, password=PASSWORD, origin=SOMEWHERE) is PasswordRefusal.WRONG


def test_after_ten_wrong_passwords_right_and_wrong_ones_are_veiled(account: Account) -> None:
    for _ in range(10):
        assert check_password(login=LAYLA, password="wrong", origin=SOMEWHERE) is PasswordRefusal.WRONG
    assert check_password(login=LAYLA, password="wrong", origin=SOMEWHERE) == Veiled(None)
    assert check_password(login=LAYLA, password=PASSWORD, origin=SOMEWHERE) == Veiled(account)
    assert check_password(login=LAYLA, password=PASSWORD, origin=SOMEWHERE) == Veiled(account)  # nothing was cleared


def test_of_veiled_passwords_one_is_verified_at_a_time(account: Account) -> None:
    for _ in range(10):
        check_password(login=LAYLA, password="wrong", origin=SOMEWHERE)
    with password._veiled_place:
        assert check_password(login=LAYLA, password=PASSWORD, origin=SOMEWHERE) is PasswordRefusal.BUSY
        assert check_password(login=LAYLA, password=PASSWORD, origin=ELSEWHERE) == account
    assert check_password(login="999999998", password=PASSWORD, origin=SOMEWHERE) is PasswordRefusal.WRONG


# Codes


def test_a_code_is_right_once_and_wrong_codes_say_so(attempt: LoginAttempt, account: Account) -> None:
    sending, code = _send(attempt, account)
    assert sending is Sending.SENT

    def check(typed: str) -> CodeCheck:
        return check_code(attempt=attempt, account=account, typed=typed, origin=SOMEWHERE, now=NOON)

    assert check(_wrong(code)) is CodeCheck.WRONG
    assert check(code) is CodeCheck.RIGHT
    assert check(code) is CodeCheck.EXPIRED


def test_a_code_is_valid_for_ten_minutes(attempt: LoginAttempt, account: Account) -> None:
    _, code = _send(attempt, account)
    late = NOON + 10 * MINUTE
    assert check_code(attempt=attempt, account=account, typed=code, origin=SOMEWHERE, now=late) is CodeCheck.EXPIRED
    assert (
        check_code(attempt=attempt, account=account, typed=code, origin=SOMEWHERE, now=late - SECOND) is CodeCheck.RIGHT
    )


def test_a_code_has_five_tries(attempt: LoginAttempt, account: Account) -> None:
    _, code = _send(attempt, account)
    tries = [
        check_code(attempt=attempt, account=account, typed=_wrong(code), origin=SOMEWHERE, now=NOON) for _ in range(4)
    ]
    assert tries == [CodeCheck.WRONG] * 4
    assert check_code(attempt=attempt, account=account, typed=code, origin=SOMEWHERE, now=NOON) is CodeCheck.RIGHT
    _, code = _send(attempt, account, NOON + MINUTE)
    for _ in range(5):
        check_code(attempt=attempt, account=account, typed=_wrong(code), origin=SOMEWHERE, now=NOON + MINUTE)
    assert (
        check_code(attempt=attempt, account=account, typed=code, origin=SOMEWHERE, now=NOON + MINUTE)
        is CodeCheck.EXPIRED
    )


def test_a_suspended_account_is_answered_like_a_wrong_code(attempt: LoginAttempt, account: Account) -> None:
    _, code = _send(attempt, account)
    account.state = AccountState.SUSPENDED
    assert check_code(attempt=attempt, account=account, typed=code, origin=SOMEWHERE, now=NOON) is CodeCheck.WRONG


def test_after_thirty_wrong_codes_the_right_one_is_still_right(attempt: LoginAttempt, account: Account) -> None:
    _, code = _send(attempt, account)

    def check(typed: str) -> CodeCheck:
        OneTimeCode.objects.update(tries=0)
        return check_code(attempt=attempt, account=account, typed=typed, origin=SOMEWHERE, now=NOON)

    assert [check(_wrong(code)) for _ in range(31)] == [CodeCheck.WRONG] * 30 + [CodeCheck.TOO_MANY_TRIES]
    assert check(code) is CodeCheck.RIGHT


@pytest.mark.parametrize("is_right", [True, False])
def test_a_veiled_attempt_answers_codes_alike(attempt: LoginAttempt, account: Account, is_right: bool) -> None:
    attempt.is_veiled, attempt.account = True, account if is_right else None
    minutes = [NOON + number * 4 * MINUTE for number in range(6)]

    def send(moment: datetime) -> Sending:
        return send_code(attempt=attempt, account=attempt.account, language="en", origin=SOMEWHERE, now=moment)

    assert send(NOON) is Sending.SENT
    assert send(NOON + SECOND) is Sending.TOO_SOON
    codes = SMS[f"identity.attempt:{attempt.id}"]
    assert len(codes) == is_right
    wrong = _wrong(codes[0][:6]) if is_right else "123456"
    checks = [
        check_code(attempt=attempt, account=attempt.account, typed=wrong, origin=SOMEWHERE, now=NOON) for _ in range(6)
    ]
    assert checks == [CodeCheck.WRONG] * 5 + [CodeCheck.EXPIRED]
    assert [send(moment) for moment in minutes[1:]] == [Sending.SENT] * 3 + [Sending.TOO_MANY] * 2


def test_a_veiled_attempt_does_not_show_that_the_number_has_had_too_many_codes(account: Account) -> None:
    for _ in range(20):
        may_send_code(account=str(account.id), origin=SOMEWHERE)
    attempt, _ = begin_attempt(request=REQUEST, now=NOON)
    attempt.is_veiled = True
    assert send_code(attempt=attempt, account=account, language="en", origin=SOMEWHERE, now=NOON) is Sending.SENT
    assert not SMS[f"identity.attempt:{attempt.id}"]


def test_each_code_is_waited_for_longer_than_the_one_before_and_four_are_sent_at_most(
    attempt: LoginAttempt, account: Account
) -> None:
    moment = NOON
    assert _send(attempt, account, moment)[0] is Sending.SENT
    for seconds in (30, 60, 120):
        assert _send(attempt, account, moment + timedelta(seconds=seconds - 1))[0] is Sending.TOO_SOON
        moment += timedelta(seconds=seconds)
        assert _send(attempt, account, moment)[0] is Sending.SENT
    assert _send(attempt, account, moment + timedelta(hours=1))[0] is Sending.TOO_MANY


def test_a_number_gets_twelve_codes_an_hour_and_then_one_each_network(account: Account) -> None:
    def begin_and_send() -> Sending:
        attempt, _ = begin_attempt(request=REQUEST, now=NOON)
        return send_code(attempt=attempt, account=account, language="en", origin=SOMEWHERE, now=NOON)

    assert [begin_and_send() for _ in range(14)] == [Sending.SENT] * 13 + [Sending.TOO_MANY]


def test_a_new_code_makes_the_earlier_one_void(attempt: LoginAttempt, account: Account) -> None:
    _, first = _send(attempt, account)
    _, second = _send(attempt, account, NOON + MINUTE)
    if first != second:
        assert (
            check_code(attempt=attempt, account=account, typed=first, origin=SOMEWHERE, now=NOON + MINUTE)
            is CodeCheck.WRONG
        )
    assert (
        check_code(attempt=attempt, account=account, typed=second, origin=SOMEWHERE, now=NOON + MINUTE)
        is CodeCheck.RIGHT
    )


def test_the_sms_is_in_the_persons_language(attempt: LoginAttempt, account: Account) -> None:
    _, code = _send(attempt, account)
    text = f"{code} is your Hukumati sign-in code. It is valid for 10 minutes. Do not share it."
    assert SMS[f"identity.attempt:{attempt.id}"] == [text]
    send_code(attempt=attempt, account=account, language="ar", origin=SOMEWHERE, now=NOON + MINUTE)
    assert "رمز الدخول" in SMS[f"identity.attempt:{attempt.id}"][-1]


def test_the_sms_is_secret_and_is_not_sent_after_the_code_has_expired(
    attempt: LoginAttempt, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over: list[dict[str, object]] = []
    monkeypatch.setattr(sms_code, "send", lambda **values: handed_over.append(values))
    send_code(attempt=attempt, account=account, language="ar", origin=SOMEWHERE, now=NOON)
    (values,) = handed_over
    assert values["secret"] is True
    assert values["expires_at"] == NOON + 10 * MINUTE
    assert values["key"] == f"identity.code:{OneTimeCode.objects.get().id}"
    assert values["to"] == Contact(phone="+970599000112", email=None, language="ar")
