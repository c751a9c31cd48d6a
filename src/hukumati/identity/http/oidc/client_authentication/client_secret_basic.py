"""`client_secret_basic`, RFC 6749 §2.3.1: a shared secret in the Authorization header, form-decoded."""

import base64
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_plus

from django.http import HttpRequest

from hukumati.identity.domain.tokens import is_token
from hukumati.identity.models import Client, ClientAuthMethod

LONGEST_HEADER: Final = 1024


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """A client's identifier and the secret that it shares with the provider."""

    client_id: str
    secret: str = field(repr=False)

    def prove(self, client: Client) -> bool:
        """Return whether the secret is the client's, compared in constant time."""
        return client.secret_digest is not None and is_token(presented=self.secret, stored=bytes(client.secret_digest))


class ClientSecretBasic:
    """The method `client_secret_basic`."""

    name: Final = ClientAuthMethod.CLIENT_SECRET_BASIC.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return whether the request has an Authorization header of this scheme."""
        return request.headers.get("Authorization", "").partition(" ")[0].lower() == "basic"

    def read(self, request: HttpRequest) -> SharedSecret | None:
        """Return the credentials of the Authorization header."""
        return read_basic(request.headers.get("Authorization", ""))


def read_basic(header: str) -> SharedSecret | None:
    """Read an Authorization header; both parts are percent-decoded, as the RFC demands."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > LONGEST_HEADER:
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except ValueError:  # neither base64 nor UTF-8
        return None
    client_id, colon, secret = text.partition(":")
    return SharedSecret(unquote_plus(client_id), unquote_plus(secret)) if colon and client_id else None
