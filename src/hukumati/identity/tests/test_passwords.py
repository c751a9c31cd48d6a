"""Which passwords may be chosen (requirement 21, NIST SP 800-63B-4 §3.1.1.2)."""

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.identity import wiring
from hukumati.identity.adapters import breached_passwords
from hukumati.identity.domain.passwords import WeakPassword, check_new_password

LAYLA = (
    *("400000006", "ليلى أحمد يوسف الزيتوني", "Layla Ahmad Yousef Zaytouni", "layla@example.test"),
    *("+970599000101", "0599000101", "19900512", "12051990", "1990"),
)


def check(text: str) -> str:
    """Return why a password of Layla is refused, "" for one that she may choose."""
    try:
        check_new_password(text, sole_factor=False, is_breached=wiring.is_breached, own_words=LAYLA)
    except WeakPassword as reason:
        return str(reason)
    return ""


def test_req_21_a_password_is_measured_as_it_is_hashed() -> None:
    assert check("e\u0301t" * 3 + "e") == "short"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "password1",
            "PassWord1",
            "qwertyuiop",
            "P@ssw0rd",
            "football",
            "football2026",
            "princess!!",
            "iloveyou-1999",
            "layla1990",
        ),
        *("12345678", "٢٣٤٥٦٧٨٩", "87654321", "aaaaaaaa", "abababab", "abcabcabc", "ييييييييي", "zyxwvuts"),
    ],
)
def test_req_21_passwords_known_from_breaches_and_what_derives_from_them_are_refused(text: str) -> None:
    assert check(text) == "known"


@pytest.mark.parametrize(
    "text",
    [
        *("Layla-Zaytouni", "zaytouni12051990", "L@yla.Zayt0uni", "400000006!", "0599000101", "ahmad+yousef"),
        *("ليلى الزيتوني", "الزيتوني١٩٩٠", "ليلىليلى", "hukumati2026", "حكومتي-٢٠٢٦", "Palestine.Layla", "فلسطين١٩٤٨"),
        *("hg.dj,kd1990", "p;,ljd-2026", "كلمة المرور"),
    ],
)
def test_req_21_passwords_made_of_the_persons_words_or_the_services_are_refused(text: str) -> None:
    assert check(text) == "yours"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "zaytoun-2026",
            "olives and thyme",
            "layla likes olives",
            "حصان بطارية صحيح",
            "زعتر وزيت وخبز",
            "tr0ub4dor&3x",
        ),
        *("my father ahmad sings", "correct horse battery", "🫒🫒🍋🍋🫒🍋🫒🫒"),
    ],
)
def test_req_21_a_word_of_ones_own_in_a_longer_password_is_no_reason_to_refuse_it(text: str) -> None:
    assert check(text) == ""


@given(st.text(min_size=8, max_size=256))
def test_whatever_is_typed_there_is_a_reason_or_it_is_taken(text: str) -> None:
    assert check(text) in {"", "short", "long", "known", "yours"}


def test_the_file_refuses_next_to_nothing_that_is_not_in_it() -> None:
    assert sum(wiring.is_breached(secrets.token_hex(8)) for _ in range(3000)) <= 2
    assert breached_passwords.FILE.stat().st_size < 2_000_000


def test_the_file_is_made_from_lists(tmp_path: Path) -> None:
    target = tmp_path / "few.bin"
    assert breached_passwords.write(["One", "two", "one", ""], to=target) == 2
    assert target.stat().st_size == 8
