"""Where the response of the authorization endpoint goes, and how a request is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.models import Client

LONGEST_STATE: Final = 1024
LOOPBACK: Final = frozenset({"127.0.0.1", "[::1]"})


class UnusableRequest(ValueError):
    """The client or its redirect_uri is not registered: the response is a page of ours, never a redirect."""


@dataclass(frozen=True, slots=True)
class Target:
    """A registered redirect_uri, with the request's state and the mode in which the response travels."""

    client_id: str
    redirect_uri: str
    state: str
    response_mode: str = "query"

    @classmethod
    def of(cls, request: AuthorizationRequest) -> "Target":
        """Return where the response to a request goes."""
        return cls(request.client_id, request.redirect_uri, request.state, request.response_mode)


class RefusedRequest(ValueError):
    """A request that is refused by an error response to the client (RFC 6749 §4.1.2.1)."""

    def __init__(self, target: Target, error: str, description: str = "") -> None:
        super().__init__(error)
        self.target = target
        self.error = error
        self.description = description


def target_of(parameters: Mapping[str, str], client: Client, *, response_mode: str = "query") -> Target:
    """Return where the response to a client's parameters goes. Raises UnusableRequest."""
    uri, state = parameters.get("redirect_uri", ""), parameters.get("state", "")
    if not is_registered(uri, client):
        raise UnusableRequest("redirect_uri")
    return Target(client.client_id, uri, state if len(state) <= LONGEST_STATE else "", response_mode)


def is_registered(uri: str, client: Client) -> bool:
    """Return whether a client registered an address, byte for byte (requirement 4).

    Of a program on the person's own machine the port alone may differ: it is given one when it starts (RFC 8252 §7.3).
    """
    if uri in client.redirect_uris:
        return True
    if ClientSettings.from_json(client.settings).application_type != "native":
        return False
    bare = _without_port(uri)
    return bare is not None and any(bare == _without_port(each) for each in client.redirect_uris)


def _without_port(uri: str) -> str | None:
    """Return a loopback address without its port; None for any other address, and for one that is oddly written."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc
    if parts.scheme != "http" or host not in LOOPBACK or urlunsplit(parts) != uri:
        return None
    return urlunsplit(parts._replace(netloc=host))
