"""E-mail addresses at the lengths that mail servers take, and with domains as people write them."""

import pytest

from hukumati.core.identifiers import LONGEST_EMAIL, InvalidEmail, parse_email

LABEL = "a" * 61
DOMAIN = f"{LABEL}.{LABEL}.{LABEL}.example"
"""Nearly as long as a domain may be."""


def of_length(length: int) -> str:
    return f"{'n' * (length - len(DOMAIN) - 1)}@{DOMAIN}"


def test_the_longest_address_is_taken_and_no_longer_one() -> None:
    longest = of_length(LONGEST_EMAIL)
    assert len(longest.partition("@")[0]) < 64
    assert parse_email(longest) == longest
    with pytest.raises(InvalidEmail, match="shorter"):
        parse_email(of_length(LONGEST_EMAIL + 1))


def test_a_local_part_has_sixty_four_signs_at_most() -> None:
    assert parse_email(f"{'n' * 64}@example.test") == f"{'n' * 64}@example.test"
    with pytest.raises(InvalidEmail, match="shorter"):
        parse_email(f"{'n' * 65}@example.test")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Layla@Example.TEST", "Layla@example.test"),
        ("<mailto:layla@example.test>;", "layla@example.test"),
        ("layla @ example.test", "layla@example.test"),
        ("layla@bücher.example", "layla@xn--bcher-kva.example"),
        ("layla@ﬁsh.example", "layla@fish.example"),
    ],
)
def test_a_domain_is_written_as_mail_servers_do(typed: str, address: str) -> None:
    assert parse_email(typed) == address


@pytest.mark.parametrize("typed", ["layla", "@example.test", "layla@", "layla@-a.test", "la..yla@example.test"])
def test_another_text_is_no_address(typed: str) -> None:
    with pytest.raises(InvalidEmail):
        parse_email(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Layla Zaytouni <layla@example.test>",
        "ليلى الزيتوني <layla@example.test>،",
        '"Zaytouni, Layla" <layla@example.test>;',
        "mailto:layla@example.test?subject=Hello",
        "mailto:<layla@example.test>",
        "(layla@example.test)",
        "«layla@example.test»",
        "“layla@example.test”",
        "layla@example.test؛",
        "layla@example.test،",
    ],
)
def test_what_address_books_and_texts_put_around_an_address_is_left_out(typed: str) -> None:
    assert parse_email(typed) == "layla@example.test"


@pytest.mark.parametrize("typed", ["a@example.test, b@example.test", "<a@example.test> <b@example.test>", "Layla <>"])
def test_two_addresses_and_none_are_refused(typed: str) -> None:
    with pytest.raises(InvalidEmail):
        parse_email(typed)
