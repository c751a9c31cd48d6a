"""Log-ins as people type them: an ID number is its digits, a staff number keeps its hyphen."""

from datetime import date

import pytest

from hukumati.identity.domain.accounts import YOUNGEST, is_old_enough, normalise_login


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("400000006", "400000006"),
        (" 4-0000000-6 ", "400000006"),
        ("٤٠٠٠٠٠٠٠٦", "400000006"),
        ("moj-0001", "MOJ-0001"),
        ("AB-CDEFGHI", "AB-CDEFGHI"),  # nine letters are no ID number
        ("12-34", "12-34"),  # nor are four digits
        ("", ""),
    ],
)
def test_a_login_has_one_form(typed: str, login: str) -> None:
    assert normalise_login(typed) == login
    assert normalise_login(login) == login


def test_a_person_holds_an_account_from_their_birthday_on() -> None:
    today = date(2026, 11, 23)
    born_on = today.replace(year=today.year - YOUNGEST)
    assert is_old_enough(born_on=born_on, today=today)
    assert not is_old_enough(born_on=born_on.replace(day=24), today=today)
    assert is_old_enough(born_on=None, today=today)
