import base64
from datetime import UTC, date, datetime

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from hukumati.documents.domain.token import Claims, TokenInvalid, bind, decode, encode

KEY = ec.generate_private_key(ec.SECP256R1())
KNOWN = [("0011223344556677", KEY.public_key())]
CLAIMS = Claims(
    issuer="moj.judicial_register",
    serial="NC-2026-0000001",
    kind="ps.moj.non-conviction",
    binding=bind(code="7K3M9-2QDXW", serial="NC-2026-0000001", bound="400000006"),
    issued_at=datetime(2026, 11, 23, 10, 15, tzinfo=UTC),
    valid_from=date(2026, 11, 23),
    valid_until=date(2027, 2, 21),
)


def _sign(data: bytes) -> bytes:
    return KEY.sign(data, ec.ECDSA(hashes.SHA256()))


TOKEN = encode(claims=CLAIMS, key_id="0011223344556677", sign=_sign)


def test_a_token_says_what_was_signed() -> None:
    assert decode(token=TOKEN, keys=KNOWN) == CLAIMS


def test_a_document_without_an_end_has_no_expiry() -> None:
    claims = Claims(**{name: getattr(CLAIMS, name) for name in CLAIMS.__slots__} | {"valid_until": None})
    token = encode(claims=claims, key_id="0011223344556677", sign=_sign)
    assert decode(token=token, keys=KNOWN).valid_until is None


def test_a_token_is_short_enough_for_a_small_code() -> None:
    assert len(TOKEN) < 280


def test_it_is_a_tagged_cose_sign1_with_es256_under_protection() -> None:
    message = cbor2.loads(base64.urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4)))
    assert message.tag == 18
    protected, unprotected, _, signature = message.value
    assert (cbor2.loads(protected), unprotected, len(signature)) == ({1: -7}, {4: b"0011223344556677"}, 64)


def test_a_token_of_another_key_with_our_key_identifier_is_refused() -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    forged = encode(
        claims=CLAIMS, key_id="0011223344556677", sign=lambda data: stranger.sign(data, ec.ECDSA(hashes.SHA256()))
    )
    with pytest.raises(TokenInvalid):
        decode(token=forged, keys=KNOWN)


def test_an_unknown_key_identifier_is_refused() -> None:
    with pytest.raises(TokenInvalid):
        decode(token=encode(claims=CLAIMS, key_id="ffffffffffffffff", sign=_sign), keys=KNOWN)
    with pytest.raises(TokenInvalid):
        decode(token=TOKEN, keys=[])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(base64.urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4))) - 1), st.integers(1, 255))
def test_no_changed_byte_changes_what_a_token_says(position: int, change: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4)))
    raw[position] ^= change
    token = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    try:
        assert decode(token=token, keys=KNOWN) == CLAIMS
    except TokenInvalid:
        return


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_whatever_is_not_a_token_is_refused_and_nothing_else_happens(token: str) -> None:
    with pytest.raises(TokenInvalid):
        decode(token=token, keys=KNOWN)


@pytest.mark.parametrize(
    "payload", [1, "text", {}, {1: "x"}, [], {1: "a", 4: "b", 5: "c", 6: "d", 7: 1, -70001: 2, -70002: 3}, {6: 10**30}]
)
def test_signed_nonsense_is_refused(payload: object) -> None:
    from cwt import COSE

    from hukumati.documents.domain.token import _Seal

    kid = b"0011223344556677"
    message = COSE.new().encode_and_sign(
        cbor2.dumps(payload), _Seal(kid=kid, signer=_sign), protected={1: -7}, unprotected={4: kid}
    )
    with pytest.raises(TokenInvalid):
        decode(token=base64.urlsafe_b64encode(bytes(message)).decode(), keys=KNOWN)


def test_an_endless_token_is_refused_unread() -> None:
    with pytest.raises(TokenInvalid, match="too long"):
        decode(token="A" * 100_000, keys=KNOWN)


def test_the_binding_depends_on_code_serial_and_person() -> None:
    digests = {
        bind(code=code, serial=serial, bound=bound)
        for code, serial, bound in (("A", "B", "C"), ("X", "B", "C"), ("A", "X", "C"), ("A", "B", "X"))
    }
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {16}
