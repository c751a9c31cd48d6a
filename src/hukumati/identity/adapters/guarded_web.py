"""Calls addresses that clients named, never one of the inner network (requirement 19).

The name is resolved once, every address it has is judged, and the connection goes to the judged address itself: a name
that resolves otherwise a moment later leads nowhere else. Redirects are not followed.
"""

import socket
from collections.abc import Mapping
from functools import cache
from typing import Final

import httpx

from hukumati.core.http_answers import bounded_request
from hukumati.identity.domain.web_addresses import AddressRefused, WebAddress, is_callable, read_address
from hukumati.identity.ports import WebAnswer, WebUnavailable

TIMEOUT: Final = httpx.Timeout(4, connect=2)
SECONDS: Final = 5.0
LARGEST: Final = 128 * 1024


class GuardedWeb:
    """An OutsideWeb of the public internet; in the demonstration, of this machine too."""

    def __init__(self, *, allows_loopback: bool) -> None:
        self._allows_loopback = allows_loopback

    def request(
        self, method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> WebAnswer:
        """Return the answer, read whole. Raises AddressRefused and WebUnavailable."""
        address = read_address(url, allows_loopback=self._allows_loopback)
        resolved = self._resolve(address)
        try:
            target = httpx.URL(url).copy_with(host=resolved)
            answer = bounded_request(
                _client(),
                method,
                str(target),
                headers={**(headers or {}), "Host": address.netloc},
                at_most=LARGEST,
                seconds=SECONDS,
                content=content,
                extensions={"sni_hostname": address.host},
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WebUnavailable(type(error).__name__) from error
        return WebAnswer(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)

    def _resolve(self, address: WebAddress) -> str:
        """Return an address of a host; one that is not to be called spoils all of them."""
        if self._allows_loopback and address.host.endswith(".localhost"):  # RFC 6761 §6.3: not every resolver knows
            return "127.0.0.1"
        try:
            found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise WebUnavailable("the name is unknown") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(is_callable(each, allows_loopback=self._allows_loopback) for each in addresses):
            raise AddressRefused(address.url)
        return addresses[0]


@cache
def _client() -> httpx.Client:
    """Return one client for the process, which keeps no connection open: sites are called rarely."""
    return httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
