"""What a client may ask of the provider (OIDC Core §3.1.2.1), after it was read and judged acceptable."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One acceptable request: `challenge` is PKCE's (S256), `max_age` in seconds, `language` "ar" or "en"."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    challenge: str
    prompts: frozenset[str]
    max_age: int | None
    language: str

    def as_json(self) -> dict[str, Any]:
        """Return the request as JSON, to be kept while the person signs in."""
        return asdict(self) | {"scopes": list(self.scopes), "prompts": sorted(self.prompts)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "AuthorizationRequest":
        """Read what `as_json` wrote."""
        return cls(**(kept | {"scopes": tuple(kept["scopes"]), "prompts": frozenset(kept["prompts"])}))
