"""The signed text in the QR code: a CWT (RFC 8392) in a COSE_Sign1 (RFC 9052), ES256, about 200 bytes."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cwt import COSE
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

from hukumati.core.clock import ZONE

LONGEST: Final = 1024
"""Characters; a longer token is refused unread."""

_ISS, _EXP, _NBF, _IAT, _CTI = 1, 4, 5, 6, 7
_KIND, _BINDING = -70001, -70002
_ES256: Final = -7
_UNREADABLE = (
    CWTError,
    cbor2.CBORError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What hostile bytes bring out of the decoders."""
_COORDINATE: Final = 32
"""Bytes of r and of s in a P-256 signature."""


class TokenInvalid(Exception):
    """Not a token of ours: it cannot be read, or no known seal signed it."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a QR code says. `binding` is 16 bytes; see `bind`."""

    issuer: str
    serial: str
    kind: str
    binding: bytes
    issued_at: datetime
    valid_from: date
    valid_until: date | None


def bind(*, code: str, serial: str, bound: str) -> bytes:
    """Return the digest that ties a token to a paper: SHA-256 over code, serial and bound field, cut."""
    return hashlib.sha256(f"{code}|{serial}|{bound}".encode()).digest()[:16]


def encode(*, claims: Claims, key_id: str, sign: Callable[[bytes], bytes]) -> str:
    """Return the token in base64url; `sign` makes a DER ECDSA signature over SHA-256."""
    payload: dict[int, Any] = {
        _ISS: claims.issuer,
        _NBF: _start_of(claims.valid_from),
        _IAT: int(claims.issued_at.timestamp()),
        _CTI: claims.serial.encode(),
        _KIND: claims.kind,
        _BINDING: claims.binding,
    }
    if claims.valid_until:
        payload[_EXP] = _start_of(claims.valid_until + timedelta(days=1))
    kid = key_id.encode()
    message = COSE.new().encode_and_sign(
        cbor2.dumps(payload), _Seal(kid=kid, signer=sign), protected={1: _ES256}, unprotected={4: kid}
    )
    return base64.urlsafe_b64encode(bytes(message)).rstrip(b"=").decode()


def decode(*, token: str, keys: Sequence[tuple[str, ec.EllipticCurvePublicKey]]) -> Claims:
    """Return what a token says, if one of `keys` signed it; raises TokenInvalid. Dates are not judged."""
    message = _from_base64url(token)
    known = [_Seal(kid=key_id.encode(), public_key=key) for key_id, key in keys]
    try:
        protected, _, payload = COSE.new(verify_kid=True).decode_with_headers(message, list(known))
        if protected != {1: _ES256}:
            raise TokenInvalid("the algorithm is not ES256")
        return _claims(cbor2.loads(payload))
    except _UNREADABLE as error:
        raise TokenInvalid("the token cannot be read or was not signed by us") from error


def _claims(payload: Any) -> Claims:
    return Claims(
        issuer=str(payload[_ISS]),
        serial=payload[_CTI].decode(),
        kind=str(payload[_KIND]),
        binding=bytes(payload[_BINDING]),
        issued_at=datetime.fromtimestamp(payload[_IAT], ZONE),
        valid_from=_day_of(payload[_NBF]),
        valid_until=_day_of(payload[_EXP]) - timedelta(days=1) if _EXP in payload else None,
    )


def _from_base64url(token: str) -> bytes:
    if len(token) > LONGEST:
        raise TokenInvalid("the token is too long")
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise TokenInvalid("the token is not base64url") from error


def _start_of(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp())


def _day_of(moment: int) -> date:
    return datetime.fromtimestamp(moment, ZONE).date()


class _Seal(COSEKeyInterface):
    """A COSE key whose private half is elsewhere: signatures are asked for, and put into COSE's raw form."""

    def __init__(
        self,
        *,
        kid: bytes,
        signer: Callable[[bytes], bytes] | None = None,
        public_key: ec.EllipticCurvePublicKey | None = None,
    ) -> None:
        super().__init__({1: 2, 2: kid, 3: _ES256, 4: [1 if signer else 2]})
        self._signer, self._public_key = signer, public_key

    def sign(self, msg: bytes) -> bytes:
        if self._signer is None:
            raise TypeError("this key verifies only")
        r, s = decode_dss_signature(self._signer(msg))
        return r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")

    def verify(self, msg: bytes, sig: bytes) -> None:
        if self._public_key is None or len(sig) != 2 * _COORDINATE:
            raise TokenInvalid("the signature is not a raw P-256 signature")
        r, s = int.from_bytes(sig[:_COORDINATE], "big"), int.from_bytes(sig[_COORDINATE:], "big")
        try:
            self._public_key.verify(encode_dss_signature(r, s), msg, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise TokenInvalid("the signature does not fit") from error
