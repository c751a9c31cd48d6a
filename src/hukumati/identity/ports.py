"""What identity needs of the outside."""

from datetime import datetime
from typing import Any, Protocol


class TokenSigner(Protocol):
    """Signs ID tokens; the private key never leaves it (files now, an HSM in production)."""

    def sign(self, *, claims: dict[str, Any], now: datetime) -> str:
        """Return a compact JWS of the claims, signed with the key that is in use."""

    def read(self, *, token: str) -> dict[str, Any] | None:
        """Return the claims of a token that we signed, expired or not; None for any other text."""

    def public_keys(self) -> list[dict[str, Any]]:
        """Return the JWKs to publish: in use, coming, and those whose tokens may still live."""
