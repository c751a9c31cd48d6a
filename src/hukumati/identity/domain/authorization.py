"""An authorization request (OIDC Core §3.1.2.1) that was read and found acceptable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NotRequired, TypedDict

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


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One acceptable request: `challenge` is PKCE's (S256), `max_age` in seconds, `language` "ar" or "en".

    `claims` is the claims parameter (OIDC Core §5.5), as far as it is granted; `dpop_jkt` the thumbprint of the key
    whose holder alone may redeem the code (RFC 9449 §10).
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
        )
