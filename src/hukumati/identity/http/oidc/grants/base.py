"""What every grant of the token endpoint provides."""

from datetime import datetime
from typing import Protocol

from django.http import QueryDict

from hukumati.identity.models import Client
from hukumati.identity.use_cases.grants import IssuedToken


class GrantType(Protocol):
    """One way to obtain tokens (RFC 6749 §4)."""

    @property
    def name(self) -> str:
        """The value of `grant_type`."""

    def issue(self, parameters: QueryDict, *, client: Client, now: datetime) -> IssuedToken | None:
        """Return what an authenticated client receives, in the caller's transaction; None for `invalid_grant`."""
