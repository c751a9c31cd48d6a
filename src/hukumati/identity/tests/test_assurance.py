"""Which factors give which level, with how the person was identified."""

from itertools import combinations

import pytest

from hukumati.identity.authenticators.registry import AUTHENTICATORS
from hukumati.identity.domain.assurance import (
    FIRST_FACTORS,
    SECOND_FACTORS,
    Evidence,
    Factor,
    Level,
    Proofing,
    can_reach,
    extra_factor,
    is_enough,
    known_levels,
    level_of,
    may_present,
    method_references,
    next_factor,
    passed_with,
    preferred_factor,
    satisfies,
)

PASSWORD, SMS, TOTP, PASSKEY = Factor.PASSWORD, Factor.SMS_CODE, Factor.TOTP, Factor.PASSKEY
LOW, SUBSTANTIAL, HIGH = Level.LOW, Level.SUBSTANTIAL, Level.HIGH
CLAIMED, MATCHED, IN_PERSON = Proofing.CLAIMED, Proofing.MATCHED, Proofing.IN_PERSON


def test_factors_and_levels_are_named_as_the_standards_say() -> None:
    assert (PASSWORD.value, SMS.value, TOTP.value) == ("pwd", "sms", "otp"), "RFC 8176"
    assert SUBSTANTIAL.value == "urn:hukumati:acr:substantial"


@pytest.mark.parametrize(
    ("passed", "level"),
    [
        ([], None),
        (["pwd"], None),
        (["sms"], None),
        (["sms", "otp", "recovery", "printed"], None),
        (["pwd", "sms"], SUBSTANTIAL),
        (["sms", "pwd"], SUBSTANTIAL),
        (["pwd", "otp"], SUBSTANTIAL),
        (["pwd", "recovery"], SUBSTANTIAL),
        (["pwd", "printed"], SUBSTANTIAL),
        (["pwd", "sms", "another"], SUBSTANTIAL),
        (["pwd", "another"], None),
        (["pop"], SUBSTANTIAL),
    ],
)
def test_a_passkey_or_a_password_with_a_code_give_substantial_and_no_code_does_alone(
    passed: list[str], level: Level | None
) -> None:
    assert level_of(Evidence.of(passed), proofing=IN_PERSON) is level
    assert is_enough(passed) is (level is not None)


@pytest.mark.parametrize(
    ("proofing", "factors", "in_person", "level"),
    [
        (CLAIMED, ["pwd", "sms"], False, LOW),
        (CLAIMED, ["pop"], True, LOW),
        (MATCHED, ["pop"], False, SUBSTANTIAL),
        (MATCHED, ["pop"], True, SUBSTANTIAL),
        (IN_PERSON, ["pwd", "otp"], False, SUBSTANTIAL),
        (IN_PERSON, ["pop"], False, SUBSTANTIAL),
        (IN_PERSON, ["pop"], True, HIGH),
        (IN_PERSON, ["pwd", "sms"], True, SUBSTANTIAL),
    ],
)
def test_the_level_is_the_lower_of_proofing_and_factors(
    proofing: Proofing, factors: list[str], in_person: bool, level: Level
) -> None:
    evidence = Evidence.of(factors, bound_in_person=in_person)
    assert level_of(evidence, proofing=proofing) is level
    assert [can_reach(evidence, proofing=proofing, wanted=wanted) for wanted in Level] == [
        satisfies(level, wanted=wanted) for wanted in Level
    ]


def test_a_level_satisfies_itself_and_the_lower_ones_and_other_texts_none() -> None:
    assert [satisfies(HIGH, wanted=each) for each in Level] == [True, True, True]
    assert [satisfies(SUBSTANTIAL, wanted=each) for each in Level] == [True, True, False]
    assert [satisfies(LOW, wanted=each) for each in Level] == [True, False, False]
    assert not satisfies("urn:somebody:acr:high", wanted=LOW)
    assert not satisfies("", wanted=LOW)


def test_more_factors_never_lower_a_level() -> None:
    for proofing in Proofing:
        for number in range(len(Factor)):
            for some in combinations(Factor, number):
                for more in Factor:
                    before = level_of(Evidence.of(some), proofing=proofing)
                    after = level_of(Evidence.of([*some, more]), proofing=proofing)
                    assert before is None or (after is not None and satisfies(after, wanted=before))


def test_only_levels_of_ours_are_known() -> None:
    assert known_levels(["0", HIGH, "urn:hukumati:acr:highest", LOW]) == [HIGH, LOW]


def test_the_methods_of_a_sign_in_are_those_that_were_used() -> None:
    assert method_references(Evidence.of(["sms", "pwd"])) == ["pwd", "sms"]
    assert method_references(Evidence.of(["pwd", "printed"])) == ["pwd", "otp"]
    assert method_references(Evidence.of(["pop"])) == ["swk", "user", "mfa"]
    assert method_references(Evidence.of(["pop"], hardware_bound=True)) == ["hwk", "user", "mfa"]


def test_the_password_is_asked_for_first_and_then_the_preferred_code() -> None:
    assert next_factor([]) is PASSWORD
    assert next_factor(["pwd"]) is SMS
    assert next_factor(["pwd"], preferred=TOTP) is TOTP
    assert next_factor(["sms"]) is PASSWORD
    assert next_factor(["pwd", "sms"]) is None
    assert next_factor(["pop"]) is None


def test_the_preferred_code_is_the_best_that_an_account_has() -> None:
    assert preferred_factor(Evidence.of(["pwd", "sms", "otp", "recovery"])) is TOTP
    assert preferred_factor(Evidence.of(["pwd", "sms", "printed"])) is SMS
    assert preferred_factor(Evidence.of(["pwd", "recovery"])) is Factor.RECOVERY_CODE
    assert preferred_factor(Evidence.of(["pwd"])) is SMS


def test_when_nothing_more_is_asked_for_there_is_a_level() -> None:
    for preferred in SECOND_FACTORS:
        passed: list[str] = []
        while (factor := next_factor(passed, preferred=preferred)) is not None:
            assert level_of(Evidence.of(passed), proofing=MATCHED) is None
            passed = passed_with(factor, passed=passed)
        assert level_of(Evidence.of(passed), proofing=MATCHED) is SUBSTANTIAL


def test_first_factors_may_be_presented_at_any_time_and_second_ones_after_the_password() -> None:
    for first in FIRST_FACTORS:
        assert may_present(first, passed=[])
        assert may_present(first, passed=["pwd", "sms"])
    for second in SECOND_FACTORS:
        assert not may_present(second, passed=[])
        assert not may_present(second, passed=["pop"])
        assert may_present(second, passed=["pwd"])
        assert may_present(second, passed=["pwd", "sms"])


def test_a_first_factor_given_again_makes_everything_before_void() -> None:
    assert passed_with(PASSWORD, passed=[]) == ["pwd"]
    assert passed_with(SMS, passed=["pwd"]) == ["pwd", "sms"]
    assert passed_with(TOTP, passed=["pwd", "sms"]) == ["pwd", "otp"]
    assert passed_with(PASSWORD, passed=["pwd", "sms"]) == ["pwd"]
    assert passed_with(PASSKEY, passed=["pwd", "sms"]) == ["pop"]
    assert passed_with(SMS, passed=[]) == ["sms"]


def test_every_factor_is_first_or_second_or_asked_for_besides() -> None:
    assert sorted((*FIRST_FACTORS, *SECOND_FACTORS, Factor.EMAIL_CODE)) == sorted(Factor)


def test_a_code_by_e_mail_comes_after_the_sms_once_and_adds_nothing_to_the_level() -> None:
    assert extra_factor(["pwd", "sms"], has_email=True) is Factor.EMAIL_CODE
    for passed in (["pwd", "sms", "email"], ["pwd", "otp"], ["pwd"], ["pop"], ["pwd", "email"]):
        assert extra_factor(passed, has_email=True) is None
    assert extra_factor(["pwd", "sms"], has_email=False) is None
    assert passed_with(Factor.EMAIL_CODE, passed=["pwd", "sms"]) == ["pwd", "sms", "email"]
    assert passed_with(SMS, passed=["pwd", "email"]) == ["pwd", "sms"]
    assert not is_enough(["pwd", "email"])
    assert level_of(Evidence.of(["pwd", "sms", "email"]), proofing=IN_PERSON) is SUBSTANTIAL


def test_every_authenticator_has_a_page_of_its_own() -> None:
    assert all(factor is authenticator.factor for factor, authenticator in AUTHENTICATORS.items())
    assert len({each.page for each in AUTHENTICATORS.values()}) == len(AUTHENTICATORS)
