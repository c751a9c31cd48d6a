import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.protocol.identifiers import (
    ClientId,
    InvalidIdentifier,
    RepresentedParty,
    ServerId,
    ServiceId,
    decode_segment,
    encode_segment,
    is_registrable,
)

codes = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(
    lambda code: code not in {".", ".."}
)


@given(codes)
def test_every_code_survives_encoding_and_decoding(code: str) -> None:
    assert decode_segment(encode_segment(code)) == code


@given(st.tuples(codes, codes, codes, codes))
def test_a_subsystem_reads_back_what_it_writes(parts: tuple[str, str, str, str]) -> None:
    client = ClientId(*parts)
    assert ClientId.parse(str(client)) == client


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser_but_by_its_own_error(text: str) -> None:
    try:
        client = ClientId.parse(text)
    except InvalidIdentifier:
        return
    assert ClientId.parse(str(client)) == client


def test_a_plus_is_a_plus_and_a_slash_is_escaped() -> None:
    assert decode_segment("a+b%2Fc") == "a+b/c"
    assert encode_segment("a+b/c") == "a+b%2Fc"


@pytest.mark.parametrize(
    "segment", ["", "%", "%4", "%zz", "%ff", "%C0%AE", "a b", "a?b", "a#b", "ا", "%00", "%0A", "%2E%2e", "."]
)
def test_a_segment_that_is_not_strictly_encoded_is_refused(segment: str) -> None:
    with pytest.raises(InvalidIdentifier):
        decode_segment(segment)


@pytest.mark.parametrize("text", ["PS", "PS/GOV", "PS/GOV/MOI/A/B", "PS//MOI", "PS/GOV/MOI/", "/PS/GOV/MOI", ""])
def test_a_client_has_three_or_four_parts(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        ClientId.parse(text)


def test_a_client_of_three_parts_is_a_member() -> None:
    assert ClientId.parse("PS/GOV/MOI") == ClientId("PS", "GOV", "MOI", None)
    assert ClientId.parse("PS/GOV/MOI/POPULATION").member == ClientId.parse("PS/GOV/MOI")


@pytest.mark.parametrize("text", ["PS/GOV/MOI/POPULATION", "PS/GOV/MOI/POPULATION/persons/v1"])
def test_a_service_has_exactly_five_parts(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        ServiceId.parse(text)


def test_a_server_has_exactly_four_parts() -> None:
    assert ServerId.parse("PS/GOV/MOI/SS2").owner == ClientId.parse("PS/GOV/MOI")
    with pytest.raises(InvalidIdentifier):
        ServerId.parse("PS/GOV/MOI")


def test_a_represented_party_has_one_or_two_parts() -> None:
    assert RepresentedParty.parse("COM/1234") == RepresentedParty("COM", "1234")
    assert RepresentedParty.parse("1234") == RepresentedParty(None, "1234")
    with pytest.raises(InvalidIdentifier):
        RepresentedParty.parse("PS/COM/1234")


def test_registration_is_stricter_than_reception() -> None:
    assert decode_segment("a_b") == "a_b"
    assert not is_registrable("a_b")
    assert is_registrable("CRIMINAL-RECORD")
    assert not is_registrable("..")
