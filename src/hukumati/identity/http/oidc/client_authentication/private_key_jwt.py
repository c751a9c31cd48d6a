"""`private_key_jwt`, OIDC Core §9 and RFC 7523: an assertion signed by a key of the client, used once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from hukumati.core import clock
from hukumati.identity.domain.client_assertion import (
    CLOCK_SKEW,
    LONGEST_LIFETIME,
    accepted_audiences,
    is_acceptable,
)
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws, read_compact_jws
from hukumati.identity.domain.jose_algorithms import allowed_algorithms
from hukumati.identity.http.oidc.addresses import addresses_of
from hukumati.identity.models import Client, ClientAuthMethod
from hukumati.identity.use_cases.client_keys import is_signed_by
from hukumati.identity.use_cases.replay import use_once

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_ASSERTION: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class SignedAssertion:
    """An assertion that a client presents at an endpoint."""

    assertion: CompactJws
    endpoint: str
    at: datetime

    @property
    def client_id(self) -> str:
        """Return the client that the assertion names (RFC 7521 §4.2)."""
        return self.assertion.text_claim("sub")

    def prove(self, client: Client) -> bool:
        """Return whether the assertion is the client's, meant for us, in time, and presented for the first time."""
        chosen = ClientSettings.from_json(client.settings)
        algorithms = allowed_algorithms(is_fapi=chosen.is_fapi, registered=chosen.token_endpoint_auth_signing_alg)
        return (
            self.assertion.algorithm in algorithms
            and self._says_the_right_thing(client, is_fapi=chosen.is_fapi2)
            and is_signed_by(client, self.assertion, now=self.at)
            and self._is_first(client)
        )

    def _says_the_right_thing(self, client: Client, *, is_fapi: bool) -> bool:
        issuer = settings.HUKUMATI.identity_url
        audiences = accepted_audiences(
            issuer=issuer,
            endpoints=(*addresses_of(self.endpoint), *addresses_of(reverse("identity_token"))),
            is_fapi=is_fapi,
        )
        return is_acceptable(
            self.assertion, client_id=client.client_id, audiences=audiences, is_fapi=is_fapi, now=self.at
        )

    def _is_first(self, client: Client) -> bool:
        return use_once(
            kind="client_assertion",
            issuer=client.client_id,
            identifier=self.assertion.text_claim("jti"),
            expires_at=self.at + LONGEST_LIFETIME + CLOCK_SKEW,
            now=self.at,
        )


class PrivateKeyJwt:
    """The method `private_key_jwt`."""

    name: Final = ClientAuthMethod.PRIVATE_KEY_JWT.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return whether the form has an assertion."""
        return "client_assertion" in request.POST or "client_assertion_type" in request.POST

    def read(self, request: HttpRequest) -> SignedAssertion | None:
        """Return the assertion of the form."""
        if request.POST.get("client_assertion_type") != ASSERTION_TYPE:
            return None
        try:
            assertion = read_compact_jws(request.POST.get("client_assertion", ""), longest=LONGEST_ASSERTION)
        except MalformedJws:
            return None
        return SignedAssertion(assertion, request.path, clock.now())
