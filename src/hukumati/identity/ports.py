"""What identity needs of the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from hukumati.identity.domain.compact_jws import CompactJws
from hukumati.identity.domain.passkeys import NewPasskey, Owner, PasskeyUse
from hukumati.identity.domain.unusual_sign_ins import Place

TokenClaims = Mapping[str, object]


PublicJwk = dict[str, str]
"""A public key as clients read it (RFC 7517 §4, RFC 7518 §6)."""


class TokenSigner(Protocol):
    """Signs tokens and rotates the keys for it; no private key ever leaves the key store of `trust`."""

    def sign(self, *, claims: TokenClaims, now: datetime, algorithm: str = "ES256", kind: str = "JWT") -> str:
        """Return a compact JWS of the claims, signed with the key of an algorithm that is in use.

        `kind` is its `typ` (RFC 7519 §5.1). Raises NoSigningKey.
        """

    def read(self, *, token: str) -> TokenClaims | None:
        """Return the claims of a token that we signed, expired or not; None for any other text."""

    def public_keys(self) -> list[PublicJwk]:
        """Return the keys to publish: in use, coming, and those whose tokens may not have expired yet."""

    def algorithms(self) -> list[str]:
        """Return the algorithms for which there are keys, the default first."""

    def ensure_key(self, *, now: datetime, algorithm: str = "ES256") -> bool:
        """Create the first key of an algorithm, which signs at once; return False if there is one already."""

    def rotate(self, *, now: datetime) -> None:
        """Create keys that sign after one cache time, and destroy the keys that are outdated."""


class NoSigningKey(RuntimeError):
    """No key may sign now: `manage.py identity_setup` was not run, or its keys are gone."""


class CannotEncrypt(RuntimeError):
    """The key of a client is malformed, or does not fit the algorithm."""


class TokenEncrypter(Protocol):
    """Encrypts to the keys of clients."""

    def encrypt(self, text: str, *, key: Mapping[str, object], algorithm: str, encryption: str, kind: str) -> str:
        """Return a compact JWE of a text to a public JWK; `kind` is its `cty`. Raises CannotEncrypt."""


class SecretUse(StrEnum):
    """What a secret is derived for. The values are part of the derivation: another value, and stored data is lost."""

    LOOKUP = "lookup.v1"
    ENCRYPTION = "sealing.v1"
    SMS_CODES = "sms-codes.v1"
    PAIRWISE = "pairwise.v1"
    WRITTEN_CODES = "written-codes.v1"
    SHEET_NUMBERS = "sheet-numbers.v1"
    APPROVALS = "approvals.v1"
    BROWSER_TOKENS = "browser-tokens.v1"
    DPOP_NONCES = "dpop-nonces.v1"
    USER_CODES = "user-codes.v1"
    WORK = "work.v1"
    BACKCHANNEL_REQUESTS = "backchannel-requests.v1"


class DerivedSecrets(Protocol):
    """Secrets of this deployment, one for each use, so that none can be turned against another."""

    def key(self, use: SecretUse) -> bytes:
        """Return the 32 bytes of one use."""

    def digest(self, use: SecretUse, text: str) -> bytes:
        """Return HMAC-SHA256 of the text under the key of one use."""


class PasswordHasher(Protocol):
    """Hashes human passwords, slowly on purpose."""

    def hash(self, password: str) -> str:
        """Return the encoded hash of a password."""

    def matches(self, *, password: str, stored: str | None) -> bool:
        """Compare a password with its hash; without a stored hash do the same work and return False."""

    def needs_rehash(self, stored: str) -> bool:
        """Return whether a hash was made at another cost than today's."""


class SignatureVerifier(Protocol):
    """Verifies what clients signed."""

    def verifies(self, token: CompactJws, *, key: Mapping[str, object]) -> bool:
        """Return whether a public JWK made the signature; False for keys of another kind, too short or malformed."""

    def thumbprint(self, *, key: Mapping[str, object]) -> str:
        """Return the SHA-256 thumbprint of a public JWK (RFC 7638) in base64url; empty for any other value."""

    def public_key(self, *, key: Mapping[str, object]) -> bytes | None:
        """Return a public JWK as SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7); None for any other value."""


class WebUnavailable(RuntimeError):
    """A site of a client gave no answer."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a site of a client answered."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


class OutsideWeb(Protocol):
    """Calls addresses that clients named, and none of the inner network (requirement 19)."""

    def request(
        self, method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> WebAnswer:
        """Return the answer, read whole; redirects are not followed. Raises AddressRefused and WebUnavailable."""


class PasskeyReader(Protocol):
    """Speaks with authenticators (Web Authentication Level 3): options out, answers in. It keeps no state.

    An answer is the JSON of §5.1 that a page sent: untrusted text. Whatever is wrong with it gives None.
    """

    def creation_options(
        self, *, challenge: bytes, owner: Owner, known: Sequence[bytes], attested: bool
    ) -> Mapping[str, object]:
        """Return the options for making a passkey that none of the `known` authenticators has (§5.4)."""

    def request_options(self, *, challenge: bytes) -> Mapping[str, object]:
        """Return the options for using any passkey of this site (§5.5)."""

    def challenge_of(self, answer: str) -> bytes | None:
        """Return the challenge that an answer is about, for it to be used up; nothing else of it is verified."""

    def credential_of(self, answer: str) -> tuple[bytes, bytes] | None:
        """Return the id of the credential that signed, and the handle of its owner; nothing is verified."""

    def read_creation(self, *, answer: str, challenge: bytes) -> NewPasskey | None:
        """Return the new passkey if the answer is right in everything §7.1 asks for."""

    def read_use(self, *, answer: str, challenge: bytes, public_key: bytes) -> PasskeyUse | None:
        """Return what the authenticator told if its answer is right in everything §7.2 asks for but the counter."""


class TotpCodes(Protocol):
    """Computes time-based one-time passwords (RFC 6238)."""

    def new_secret(self) -> str:
        """Return 160 random bits in base32."""

    def code_of(self, *, secret: str, step: int) -> str:
        """Return the six digits of a half minute."""

    def address_of(self, *, secret: str, name: str) -> str:
        """Return the `otpauth:` address that apps read from a QR code."""


class SimSwapSignal(Protocol):
    """What mobile operators tell of the SIM cards of their numbers."""

    def was_swapped(self, number: str, *, within: timedelta) -> bool | None:
        """Return whether a number has had another card for less than some time; None while that is not known."""


class NetworkPlaces(Protocol):
    """Knows where networks are, roughly."""

    def find(self, network: str) -> Place | None:
        """Return where a network is; None for one that is unknown, and for any other text."""


class QrDrawer(Protocol):
    """Draws QR codes."""

    def draw(self, text: str) -> str:
        """Return the QR code of a text as SVG."""
