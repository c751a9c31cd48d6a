"""Which addresses on the web the provider calls because a client named them (requirement 19).

Whoever registers a client could otherwise let the provider call what only machines inside reach: itself, its database,
the metadata service of a cloud.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

LONGEST_ADDRESS: Final = 2000
_TRANSLATED: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""Addresses of IPv6 that stand for one of IPv4 (RFC 6052, RFC 8215)."""


class AddressRefused(ValueError):
    """The provider does not call this address."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that may be called once its host is resolved; `netloc` is host and port as they were written."""

    url: str
    scheme: str
    host: str
    port: int
    netloc: str


def read_address(url: str, *, allows_loopback: bool) -> WebAddress:
    """Read an https address without user, fragment or odd characters. Raises AddressRefused.

    The demonstration, whose sites are programs on the same machine, also allows http to that machine.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused(url) from None
    is_plain_text = (
        len(url) <= LONGEST_ADDRESS and url.isascii() and url.isprintable() and not {*' "<>\\^`{|}'} & {*url}
    )
    is_secure = parts.scheme == "https" or (allows_loopback and parts.scheme == "http" and is_loopback_name(host))
    if not (is_plain_text and is_secure and host) or "@" in parts.netloc or "#" in url:
        raise AddressRefused(url)
    return WebAddress(url, parts.scheme, host, port or (443 if parts.scheme == "https" else 80), parts.netloc)


def is_loopback_name(host: str) -> bool:
    """Return whether a host is this machine by its very name (RFC 6761 §6.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_callable(text: str, *, allows_loopback: bool) -> bool:
    """Return whether a resolved address is one of the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if allows_loopback and address.is_loopback:
        return True
    return _is_public(_unwrapped(address))


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        is_tunnel = address.sixtofour is not None or address.teredo is not None
        if is_tunnel or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
