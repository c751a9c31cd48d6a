"""Texts made by a pattern: whether anything written so can also have check digits."""

import pytest

from hukumati.service_language.pattern_samples import lengths_of, may_have_check_digits


@pytest.mark.parametrize(
    ("pattern", "possible"),
    [
        ("[0-9]{4}[/-][0-9]{4}", True),
        (r"\d{8}", True),
        ("[24]{1}", False),
        ("A{3}", False),
        ("(18)", True),
        ("(17)", False),
        ("(?:18|275)", True),
        ("(?:17|275)", False),
        ("^18$", True),
        ("^17$", False),
        ("[0-0]{2}", True),
        ("[7-8]{1}", False),
        ("[^0-9]", True),  # of these no text is made: nothing is said against them
        (".", True),
    ],
)
def test_a_pattern_with_signs_ranges_and_classes_is_tried(pattern: str, possible: bool) -> None:
    assert may_have_check_digits(pattern, "luhn") is possible


def test_the_lengths_of_a_pattern_are_those_of_its_texts() -> None:
    assert lengths_of("[A-Z]{2}-[0-9]{4,6}") == (7, 9)
