"""An authorization request (OIDC Core §3.1.2.1) that was read and found acceptable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NotRequired, TypedDict

from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.requested_levels import lowest

OWN_PAGES: Final = "account"
"""The client in whose name people sign in for the provider's own pages; no code is ever issued to it."""


class StoredRequest(TypedDict):
    """An authorization request as JSON."""

    client_id: str
    redirect_uri: str
    scopes: list[str]
    state: str
    nonce: str
    challenge: str
    prompts: list[str]
    max_age: int | None
    language: str
    claims: NotRequired[Mapping[str, object]]
    dpop_jkt: NotRequired[str]
    response_mode: NotRequired[str]
    levels: NotRequired[list[str]]
    subject: NotRequired[str]
    login_hint: NotRequired[str]
    pushed: NotRequired[str]
    flow: NotRequired[str]
    beyond_sms: NotRequired[bool]


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One acceptable request: `challenge` is PKCE's (S256), `max_age` in seconds, `language` "ar" or "en".

    `claims` is the claims parameter (OIDC Core §5.5), as far as it is granted; `dpop_jkt` the thumbprint of the key
    whose holder alone may redeem the code (RFC 9449 §10). `levels` are those of which the sign-in must have one, or a
    higher one; `subject` is whom the response must be about, if anybody in particular. `pushed` is the digest of the
    pushed request that it was, `flow` tells apart those who opened it.
    """

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    challenge: str
    prompts: frozenset[str]
    max_age: int | None
    language: str
    claims: Mapping[str, object] = field(default_factory=dict)
    dpop_jkt: str = ""
    response_mode: str = "query"
    levels: tuple[str, ...] = ()
    subject: str = ""
    login_hint: str = ""
    pushed: str = ""
    flow: str = ""
    beyond_sms: bool = False
    """Whether a sign-in by SMS needs another factor, because the telephone may be a thief's."""

    @property
    def wanted_level(self) -> Level | None:
        """Return the lowest level that the client accepts; None if it accepts any."""
        return lowest(self.levels)

    def as_json(self) -> StoredRequest:
        """Return the request as JSON, to be stored while the person signs in."""
        return {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scopes": list(self.scopes),
            "state": self.state,
            "nonce": self.nonce,
            "challenge": self.challenge,
            "prompts": sorted(self.prompts),
            "max_age": self.max_age,
            "language": self.language,
            "claims": self.claims,
            "dpop_jkt": self.dpop_jkt,
            "response_mode": self.response_mode,
            "levels": list(self.levels),
            "subject": self.subject,
            "login_hint": self.login_hint,
            "pushed": self.pushed,
            "flow": self.flow,
            "beyond_sms": self.beyond_sms,
        }

    @classmethod
    def from_json(cls, stored: StoredRequest) -> "AuthorizationRequest":
        """Read what `as_json` returned."""
        return cls(
            client_id=stored["client_id"],
            redirect_uri=stored["redirect_uri"],
            scopes=tuple(stored["scopes"]),
            state=stored["state"],
            nonce=stored["nonce"],
            challenge=stored["challenge"],
            prompts=frozenset(stored["prompts"]),
            max_age=stored["max_age"],
            language=stored["language"],
            claims=stored.get("claims", {}),
            dpop_jkt=stored.get("dpop_jkt", ""),
            response_mode=stored.get("response_mode", "query"),
            levels=tuple(stored.get("levels", [])),
            subject=stored.get("subject", ""),
            login_hint=stored.get("login_hint", ""),
            pushed=stored.get("pushed", ""),
            flow=stored.get("flow", ""),
            beyond_sms=stored.get("beyond_sms", False),
        )
