"""Client authentication (RFC 6749 §2.3, RFC 7591 §2): one module for each method, the same for every endpoint."""

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

    def is_used(self, request: HttpRequest) -> bool:
        """Return whether a request presents something that only this method reads, well formed or not."""

    def read(self, request: HttpRequest) -> PresentedCredentials | None:
        """Return what a request presents by this method; None if that is malformed."""
