from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.identity.domain.accounts import is_old_enough, normalise_login
from hukumati.identity.domain.login_sessions import satisfies
from hukumati.identity.domain.one_time_codes import clean_code, code_digest, new_code, phone_ending
from hukumati.identity.domain.pairwise import pairwise_subject
from hukumati.identity.domain.passwords import WeakPassword, check_new_password, normalise_password
from hukumati.identity.domain.pkce import challenge_answered, challenge_of, is_challenge
from hukumati.identity.http.oidc.client_authentication.client_secret_basic import SharedSecret, read_basic

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
VERIFIERS = st.text("abcXYZ019-._~", min_size=43, max_size=128)


def test_pkce_answers_the_example_of_rfc_7636_appendix_b() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@given(VERIFIERS, VERIFIERS)
def test_req_03_only_the_verifier_of_a_challenge_proves_it(right: str, wrong: str) -> None:
    challenge = challenge_of(right)
    assert is_challenge(challenge=challenge, method="S256")
    assert challenge_answered(right) == challenge
    assert (challenge_answered(wrong) == challenge) == (wrong == right)


@given(st.text(max_size=200))
def test_req_03_a_text_that_is_no_verifier_proves_nothing(text: str) -> None:
    usable = 43 <= len(text) <= 128 and all(c.isascii() and (c.isalnum() or c in "-._~") for c in text)
    assert challenge_answered(text) == (challenge_of(text) if usable else "")


@pytest.mark.parametrize(
    ("challenge", "method"), [("a" * 43, "plain"), ("a" * 43, ""), ("a" * 42, "S256"), ("", "S256")]
)
def test_req_03_plain_or_malformed_challenges_are_refused(challenge: str, method: str) -> None:
    assert not is_challenge(challenge=challenge, method=method)


@given(st.uuids(), st.uuids(), st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_req_20_a_subject_is_stable_in_its_sector_and_differs_elsewhere(one, other, sector, elsewhere) -> None:  # type: ignore[no-untyped-def]
    def subject(account: object, where: str) -> str:
        return pairwise_subject(key=b"k" * 32, account=str(account), sector=where)

    assert subject(one, sector) == subject(one, sector)
    assert (subject(one, sector) == subject(other, sector)) == (one == other)
    assert (subject(one, sector) == subject(one, elsewhere)) == (sector == elsewhere)
    assert str(one) not in subject(one, sector)


def test_req_16_basic_credentials_are_form_decoded() -> None:
    import base64

    header = "Basic " + base64.b64encode(b"a%2Dclient:s%2Be%3Acret+word").decode()
    assert read_basic(header) == SharedSecret("a-client", "s+e:cret word")


@given(st.text(max_size=80))
def test_req_16_no_header_breaks_the_reader(text: str) -> None:
    read_basic(text)
    read_basic(f"Basic {text}")


@pytest.mark.parametrize(
    ("length", "sole_factor", "problem"),
    [
        (7, False, "short"),
        (8, False, None),
        (14, True, "short"),
        (15, True, None),
        (64, True, None),
        (256, False, None),
        (257, False, "long"),
        (257, True, "long"),
    ],
)
def test_req_21_passwords_have_eight_characters_with_a_second_factor_and_fifteen_without(
    length: int, sole_factor: bool, problem: str | None
) -> None:
    if problem is None:
        check_new_password(("زيتون وزعتر " * 30)[:length], sole_factor=sole_factor, is_breached=lambda _: False)
        return
    with pytest.raises(WeakPassword, match=problem):
        check_new_password(("زيتون وزعتر " * 30)[:length], sole_factor=sole_factor, is_breached=lambda _: False)


def test_req_21_passwords_are_compared_in_nfkc() -> None:
    assert normalise_password("ﬁne-café") == normalise_password("fine-cafe\u0301") == "fine-café"


@given(st.integers(0, 10**9 - 1))
def test_a_login_may_be_typed_in_arabic_digits_with_spaces_and_marks(number: int) -> None:
    digits = f"{number:09d}"
    arabic = digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert normalise_login(f" \u200f{arabic[:3]} {arabic[3:6]}\u00a0{arabic[6:]}\u200e") == digits
    assert normalise_login("moj-٠٠٠١") == "MOJ-0001"
    assert normalise_login("400-000-006") == normalise_login("400.000.006") == "400000006"


def test_nobody_under_sixteen_may_hold_an_account() -> None:
    today = date(2026, 11, 23)
    assert is_old_enough(born_on=date(2010, 11, 23), today=today)
    assert not is_old_enough(born_on=date(2010, 11, 24), today=today)
    assert is_old_enough(born_on=None, today=today)


def test_req_25_codes_are_six_digits_and_bound_to_attempt_and_account() -> None:
    codes = {new_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 150
    digest = code_digest(key=b"k", attempt="a", account="x", code="123456")
    others = [("b", "x", "123456"), ("a", "y", "123456"), ("a", "x", "123457")]
    assert all(digest != code_digest(key=b"k", attempt=a, account=x, code=c) for a, x, c in others)
    assert digest == code_digest(key=b"k", attempt="a", account="x", code="123456")
    assert digest != code_digest(key=b"other", attempt="a", account="x", code="123456")
    assert clean_code(" ١٢٣-٤٥٦ ") == "123456"
    assert phone_ending("+970599000112") == "12"


def test_req_09_max_age_is_counted_from_this_signing_in() -> None:
    def fresh(max_age: int | None, seconds: int) -> bool:
        return satisfies(auth_time=NOON, max_age=max_age, prompts=(), now=NOON + timedelta(seconds=seconds))

    assert fresh(None, 80_000)
    assert fresh(60, 60)
    assert not fresh(60, 61)
    assert not fresh(0, 0)


@pytest.mark.parametrize(
    ("prompts", "enough"),
    [((), True), (("none",), True), (("consent",), True), (("login",), False), (("consent", "select_account"), False)],
)
def test_req_09_a_client_may_demand_another_sign_in(prompts: tuple[str, ...], enough: bool) -> None:
    assert satisfies(auth_time=NOON, max_age=None, prompts=prompts, now=NOON) is enough
    assert satisfies(auth_time=NOON, max_age=1, prompts=prompts, now=NOON + timedelta(seconds=2)) is False
