"""Security event tokens (RFC 8417) and whom they are about (RFC 9493)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

TOKEN_KIND: Final = "secevent+jwt"  # noqa: S105 — the `typ` of RFC 8417 §2.3
Subject = Mapping[str, object]


def issued_subject(*, issuer: str, sub: str) -> Subject:
    """Return a person as the receiver knows them: by our `sub` for that site (RFC 9493 §3.2.3)."""
    return {"format": "iss_sub", "iss": issuer, "sub": sub}


def opaque_subject(identifier: str) -> Subject:
    """Return something that has an identifier alone, such as a stream or a session (RFC 9493 §3.2.5)."""
    return {"format": "opaque", "id": identifier}


def session_subject(*, user: Subject, sid: str) -> Subject:
    """Return one session of a person (SSF 1.0 §3.2)."""
    return {"format": "complex", "user": user, "session": opaque_subject(sid)}


def event_claims(
    *, issuer: str, audience: str, subject: Subject, kind: str, payload: Mapping[str, object], now: datetime
) -> dict[str, object]:
    """Return the claims of a token of one event, without its `jti`; never `sub` nor `exp` (SSF 1.0 §4.1)."""
    return {
        "iss": issuer,
        "aud": audience,
        "iat": int(now.timestamp()),
        "sub_id": dict(subject),
        "events": {kind: dict(payload)},
    }


def told_at(moment: datetime) -> dict[str, object]:
    """Return the member of CAEP and RISC events that says when it happened (CAEP 1.0 §2)."""
    return {"event_timestamp": int(moment.timestamp())}
