"""The claims of ID tokens and of UserInfo, OIDC Core §2 and §5.4.

Personal claims are in UserInfo alone: an ID token travels in an address as `id_token_hint`, so it names nobody.
"""

import base64
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import Staff

ID_TOKEN_LIFETIME: Final = timedelta(minutes=5)

OFFLINE: Final = "offline_access"
"""The scope of OIDC Core §11: the client goes on without the person, after her login session."""

Claims = dict[str, object]


@dataclass(frozen=True, slots=True)
class Holder:
    """An account as claims describe it."""

    id_number: str | None
    name: Bilingual
    phone: str
    email: str
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class Authentication:
    """One sign-in: when, its level (`acr`), its factors (`amr`), and the identifier of its login session.

    `sid` is empty for a client that has no use of it.
    """

    at: datetime
    acr: str
    amr: tuple[str, ...]
    sid: str


def _identity(holder: Holder) -> Claims:
    """Return the name in both languages; the one without a language is Arabic, as on documents (OIDC Core §5.2)."""
    claims: Claims = {"name": holder.name.ar, "name#ar": holder.name.ar, "name#en": holder.name.en}
    return claims | ({"id_number": holder.id_number} if holder.id_number else {})


def _staff(holder: Holder) -> Claims:
    if holder.staff is None:
        return {}
    staff = holder.staff
    return {
        "staff": {
            "number": staff.number,
            "provider": staff.provider,
            "office": staff.office,
            "roles": sorted(staff.roles),
        }
    }


def _phone(holder: Holder) -> Claims:
    return {"phone_number": holder.phone, "phone_number_verified": True} if holder.phone else {}


def _email(holder: Holder) -> Claims:
    """Return the e-mail address: one that is on an account was confirmed by a code."""
    return {"email": holder.email, "email_verified": True} if holder.email else {}


SCOPES: Final[dict[str, Callable[[Holder], Claims]]] = {
    "openid": lambda _holder: {},
    "identity": _identity,
    "phone": _phone,
    "email": _email,
    "staff": _staff,
    OFFLINE: lambda _holder: {},
}
METADATA: Final = {
    "scopes_supported": list(SCOPES),
    "claims_supported": [
        "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash",
        "id_number", "name", "name#ar", "name#en", "phone_number", "phone_number_verified",
        "email", "email_verified", "staff",
    ],
    "claims_parameter_supported": True,
}  # fmt: skip


def userinfo_claims(*, subject: str, holder: Holder, scopes: Iterable[str]) -> Claims:
    """Return the claims of UserInfo: the subject, and what the granted scopes release."""
    claims: Claims = {"sub": subject}
    for scope in scopes:
        claims |= SCOPES[scope](holder)
    return claims


def id_token_claims(
    *,
    issuer: str,
    subject: str,
    client: str,
    nonce: str,
    access_token: str,
    authentication: Authentication,
    now: datetime,
) -> Claims:
    """Return the claims of an ID token; the nonce is left out when the request had none.

    `at_hash` ties it to the access token that it came with (§3.1.3.6): every algorithm here has SHA-256.
    """
    claims: Claims = {
        "iss": issuer,
        "sub": subject,
        "aud": client,
        "iat": int(now.timestamp()),
        "exp": int((now + ID_TOKEN_LIFETIME).timestamp()),
        "auth_time": int(authentication.at.timestamp()),
        "acr": authentication.acr,
        "amr": list(authentication.amr),
        "at_hash": _half_hash(access_token),
    }
    return claims | {name: value for name, value in (("nonce", nonce), ("sid", authentication.sid)) if value}


def _half_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode("ascii")


def granted_scopes(requested: Collection[str], *, allowed: Collection[str]) -> tuple[str, ...]:
    """Return the scopes that are requested, known, and allowed to the client, in a fixed order."""
    return tuple(scope for scope in SCOPES if scope in requested and scope in allowed)
