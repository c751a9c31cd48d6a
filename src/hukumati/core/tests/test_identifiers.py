import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.identifiers import InvalidIdNumber, InvalidPhone, parse_id_number, parse_mobile, parse_phone
from hukumati.core.references import new_reference, normalise_reference


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("400000006", "400000006"),
        ("٤٠٠٠٠٠٠٠٦", "400000006"),
        ("۴۰۰۰۰۰۰۰۶", "400000006"),
        (" 4000 0000\u00a06 ", "400000006"),
        ("\u200e000000018\u202c", "000000018"),
        ("923456784\n", "923456784"),
    ],
)
def test_an_identity_number_is_read_as_typed(typed: str, expected: str) -> None:
    assert parse_id_number(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["400000007", "000000000", "111111111", "40000000", "4000000060", "40000000A", "", "²00000006", "4" * 1000],
)
def test_what_is_no_identity_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdNumber):
        parse_id_number(typed)


def test_lenient_reading_leaves_the_check_digit_to_the_register() -> None:
    assert parse_id_number("400000007", strict=False) == "400000007"
    with pytest.raises(InvalidIdNumber):
        parse_id_number("000000000", strict=False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0599123456", "+970599123456"),
        ("00970599123456", "+970599123456"),
        ("+972599123456", "+970599123456"),
        ("٠٥٩٩١٢٣٤٥٦", "+970599123456"),
        ("0569123456", "+970569123456"),
        ("02 298 7654", "+97022987654"),
        ("042501234", "+97042501234"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_telephone_number_is_stored_in_one_form(typed: str, expected: str) -> None:
    assert parse_phone(typed) == expected


@pytest.mark.parametrize(
    "typed", ["0579123456", "0501234567", "059912345", "", "abc", "+", "0599123456;ext=1", "1" * 500]
)
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(InvalidPhone):
        parse_phone(typed)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    for read, refusal in ((parse_id_number, InvalidIdNumber), (parse_phone, InvalidPhone)):
        with contextlib.suppress(refusal):
            assert read(read(text)) == read(text)
    found = normalise_reference(text)
    assert normalise_reference(found) == found


@given(st.integers(0, 7), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_reference_with_one_wrong_character_is_none(position: int, letter: str) -> None:
    reference = new_reference("NCC")
    body = list(reference.replace("-", "")[3:])
    if body[position] == letter:
        assert normalise_reference(reference) == reference
        return
    body[position] = letter
    changed = f"NCC-{''.join(body[:4])}-{''.join(body[4:])}"
    assert normalise_reference(changed) in {"", changed}
    assert normalise_reference(f" {reference.lower()} ") == reference


@pytest.mark.parametrize(
    "typed", ["ID: 400000006", "رقم الهوية: ٤٠٠٠٠٠٠٠٦", "400,000,006", "٤٠٠٬٠٠٠٬٠٠٦", "400·000·006"]
)
def test_an_id_number_is_read_with_its_label_and_groups(typed: str) -> None:
    assert parse_id_number(typed) == "400000006"


@pytest.mark.parametrize("typed", ["هاتف: 0599000101", "WhatsApp: +970 599 000 101", "sms:0599000101"])
def test_a_telephone_number_is_read_with_its_label(typed: str) -> None:
    assert parse_mobile(typed) == "+970599000101"
