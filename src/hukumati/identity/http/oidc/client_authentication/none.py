"""`none`, RFC 7591 §2: a public client, such as an app, cannot keep a secret; PKCE and DPoP bind what it receives."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.models import Client, ClientAuthMethod


@dataclass(frozen=True, slots=True)
class NoCredentials:
    """A client that merely names itself."""

    client_id: str

    def prove(self, client: Client) -> bool:
        """Return whether the client may do without credentials; FAPI knows no public clients (§5.3.2.1)."""
        return not ClientSettings.from_json(client.settings).is_fapi


class NoAuthentication:
    """The method `none`."""

    name: Final = ClientAuthMethod.NONE.value

    def is_used(self, request: HttpRequest) -> bool:
        """Return False: every request names its client."""
        return False

    def read(self, request: HttpRequest) -> NoCredentials | None:
        """Return the client that the form names."""
        return NoCredentials(request.POST.get("client_id", ""))
