"""What is typed on the hosted page, without a process."""

from datetime import UTC, datetime

import pytest

from simulators.acquirer.cards import MAGIC, Card, InvalidCard, read_card
from simulators.acquirer.hosted_page import major
from simulators.acquirer.rest import BadRequest, read_create

GOOD = "4242424242424242"
NOW = datetime.now(UTC)
REQUEST: dict[str, object] = {
    "amount": 1,
    "currency": "JOD",
    "reference": "r",
    "return_url": "https://shop.test/",
    "expires_in": 86_400,
}


@pytest.mark.parametrize(
    ("number", "expiry", "code"),
    [
        (GOOD, f"{NOW.month}/{NOW.year}", "123"),
        (GOOD, f"{NOW.month:02d}/{NOW.year % 100:02d}", "1234"),
        ("4242-4242 4242-4242", "12 / 2040", " 123 "),
        ("4222222222222", "1/40", "123"),
        ("6304000000000000000", "1/40", "123"),
    ],
)
def test_a_well_formed_card_is_read(number: str, expiry: str, code: str) -> None:
    assert read_card(number=number, expiry=expiry, code=code).number == number.replace("-", "").replace(" ", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "424242424242"}, "number"),
        ({"number": "42424242424242424242"}, "number"),
        ({"number": "4242424242424243"}, "number"),
        ({"number": ""}, "number"),
        ({"expiry": "0/40"}, "expiry"),
        ({"expiry": "13/40"}, "expiry"),
        ({"expiry": f"{NOW.month}/{NOW.year - 1}"}, "expiry"),
        ({"expiry": "12/140"}, "expiry"),
        ({"expiry": "12"}, "expiry"),
        ({"expiry": "x/40"}, "expiry"),
        ({"expiry": "12/x0"}, "expiry"),
        ({"code": "12"}, "code"),
        ({"code": "12345"}, "code"),
        ({"code": "12x"}, "code"),
    ],
)
def test_the_malformed_field_is_named(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidCard) as caught:
        read_card(**{"number": GOOD, "expiry": "12/40", "code": "123", **changes})
    assert str(caught.value) == field


def test_a_number_chooses_the_behaviour_and_an_unknown_one_is_declined() -> None:
    assert [Card(number).behaviour for number in MAGIC] == [
        "success",
        "card_declined",
        "insufficient_funds",
        "challenge",
    ]
    assert Card("5555555555554444").behaviour == "card_declined"
    assert Card(GOOD).last4 == "4242"


def test_amounts_have_the_decimals_of_their_currency() -> None:
    assert (major(2000, "ILS"), major(2000, "JOD"), major(1, "USD")) == ("20.00", "2.000", "0.01")


def test_a_request_for_a_payment_is_read_with_its_defaults() -> None:
    assert read_create(REQUEST) == {
        **REQUEST,
        "description_ar": "",
        "description_en": "",
        "locale": "ar",
        "capture_method": "manual",
    }
    chosen = read_create({**REQUEST, "locale": "en", "capture_method": "automatic", "amount": 10**12 - 1})
    assert (chosen["locale"], chosen["capture_method"]) == ("en", "automatic")
    without = {name: value for name, value in REQUEST.items() if name != "expires_in"}
    assert read_create(without)["expires_in"] == 3600


@pytest.mark.parametrize(
    "changes",
    [
        *({"amount": 10**12}, {"amount": 0}, {"amount": "1"}, {"amount": False}),
        *({"currency": None}, {"currency": "EUR"}, {"currency": ["ILS"]}),
        *({"reference": ""}, {"reference": 1}, {"reference": "x" * 2001}, {"description_en": "x" * 2001}),
        *({"return_url": "ftp://shop.test"}, {"return_url": None}),
        *({"expires_in": 0}, {"expires_in": 86_401}, {"expires_in": "1"}),
    ],
)
def test_a_malformed_request_for_a_payment_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        read_create({**REQUEST, **changes})
