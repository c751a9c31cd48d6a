"""What interoperability needs of the outside: a way to the registers."""

from typing import Protocol

from hukumati.interoperability.domain.messages import RegisterRequest, RegisterResponse


class NoResponse(Exception):
    """Nothing usable came back: a time-out or a broken connection."""


class Exchange(Protocol):
    """The way to the registers."""

    def send(self, request: RegisterRequest) -> RegisterResponse:
        """Send a request and wait for the response; raises `NoResponse`."""
