"""`client_secret_post`, RFC 6749 §2.3.1: a shared secret in the form; for libraries that know nothing better."""

from typing import Final

from django.http import HttpRequest

from hukumati.identity.http.oidc.client_authentication.client_secret_basic import SharedSecret
from hukumati.identity.models import ClientAuthMethod

LONGEST_SECRET: Final = 512


class ClientSecretPost:
    """The method `client_secret_post`."""

    name: Final = ClientAuthMethod.CLIENT_SECRET_POST.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return whether the form has a secret."""
        return "client_secret" in request.POST

    def read(self, request: HttpRequest) -> SharedSecret | None:
        """Return the credentials of the form."""
        client_id, secret = request.POST.get("client_id", ""), request.POST.get("client_secret", "")
        return SharedSecret(client_id, secret) if client_id and 0 < len(secret) <= LONGEST_SECRET else None
