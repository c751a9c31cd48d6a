"""What every grant of the token endpoint provides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import QueryDict

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.sender_constraints import Possession
from hukumati.identity.models import Client, ClientAuthMethod
from hukumati.identity.use_cases.service_tokens import ServiceTokens
from hukumati.identity.use_cases.tokens import IssuedTokens, Issuing


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A token request of an authenticated client, and what it proved to possess."""

    parameters: QueryDict
    client: Client
    chosen: ClientSettings
    possession: Possession
    now: datetime

    @property
    def issuing(self) -> Issuing:
        """Return to whom tokens are issued."""
        return Issuing(
            client_id=self.client.client_id,
            possession=self.possession,
            is_public=self.client.token_endpoint_auth_method == ClientAuthMethod.NONE,
            may_refresh="refresh_token" in self.chosen.grant_types,
            now=self.now,
        )


class GrantType(Protocol):
    """One way to obtain tokens (RFC 6749 §4)."""

    @property
    def name(self) -> str:
        """The value of `grant_type`."""

    def issue(self, request: TokenRequest) -> IssuedTokens | ServiceTokens:
        """Return what the client receives. Raises Refused."""
