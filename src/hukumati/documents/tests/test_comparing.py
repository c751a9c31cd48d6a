import pytest

from hukumati.documents.domain.comparing import initials, year


@pytest.mark.parametrize(
    ("day", "found"),
    [("19 تموز 1985", "1985"), ("1 May 1990", "1990"), ("1985-07-19", "1985"), ("بلا تاريخ", ""), ("1234567", "")],
)
def test_the_year_of_a_day_is_shown_however_it_is_written(day: str, found: str) -> None:
    assert year(day) == found


def test_of_a_name_the_first_letters_are_shown() -> None:
    assert initials("ليلى محمود") == "ل. م."
