import pytest

from hukumati.identity.authenticators.registry import AUTHENTICATORS
from hukumati.identity.domain.assurance import Factor, Level, level_of, may_present, next_factor, passed_with

PASSWORD, SMS = Factor.PASSWORD, Factor.SMS_CODE


def test_factors_and_levels_are_named_as_the_standards_say() -> None:
    assert (PASSWORD.value, SMS.value) == ("pwd", "sms"), "RFC 8176"
    assert Level.SUBSTANTIAL.value == "urn:hukumati:acr:substantial"


@pytest.mark.parametrize(
    ("passed", "level"),
    [
        ([], None),
        (["pwd"], None),
        (["sms"], None),
        (["pwd", "sms"], Level.SUBSTANTIAL),
        (["sms", "pwd"], Level.SUBSTANTIAL),
        (["pwd", "sms", "another"], Level.SUBSTANTIAL),
    ],
)
def test_password_and_code_together_give_substantial_and_neither_does_alone(
    passed: list[str], level: Level | None
) -> None:
    assert level_of(passed) is level


def test_the_password_is_asked_for_first_and_then_the_code() -> None:
    assert next_factor([]) is PASSWORD
    assert next_factor(["pwd"]) is SMS
    assert next_factor(["sms"]) is PASSWORD
    assert next_factor(["pwd", "sms"]) is None


def test_when_nothing_more_is_asked_for_there_is_a_level() -> None:
    passed: list[str] = []
    while (factor := next_factor(passed)) is not None:
        assert level_of(passed) is None
        passed = passed_with(factor, passed=passed)
    assert level_of(passed) is not None


def test_a_page_may_be_used_when_its_turn_has_come_and_again_later() -> None:
    assert may_present(PASSWORD, passed=[]) is True
    assert may_present(SMS, passed=[]) is False
    assert may_present(PASSWORD, passed=["pwd"]) is True
    assert may_present(SMS, passed=["pwd"]) is True


def test_a_password_given_again_makes_the_code_void() -> None:
    assert passed_with(PASSWORD, passed=[]) == ["pwd"]
    assert passed_with(SMS, passed=["pwd"]) == ["pwd", "sms"]
    assert passed_with(PASSWORD, passed=["pwd", "sms"]) == ["pwd"]
    assert passed_with(SMS, passed=[]) == ["sms"]


def test_every_factor_has_an_authenticator_with_a_page_of_its_own() -> None:
    assert set(AUTHENTICATORS) == set(Factor)
    assert all(factor is authenticator.factor for factor, authenticator in AUTHENTICATORS.items())
    assert len({each.page for each in AUTHENTICATORS.values()}) == len(Factor)
