"""Client authentication at the token endpoint (RFC 6749 §2.3, RFC 7591 §2): one module for each method."""

from typing import Protocol

from django.http import HttpRequest

from hukumati.identity.models import Client


class PresentedCredentials(Protocol):
    """What a request presents, by one method, to prove which client sent it."""

    @property
    def client_id(self) -> str:
        """The client that the request claims to come from."""

    def prove(self, client: Client) -> bool:
        """Return whether they are this client's."""


class Method(Protocol):
    """One way in which clients authenticate."""

    @property
    def name(self) -> str:
        """The method's registered name, which a client's record holds as its own."""

    def read(self, request: HttpRequest) -> PresentedCredentials | None:
        """Return what a request presents by this method; None if it uses another, or is malformed."""
