"""Where a request comes from; forwarded addresses count only behind as many proxies as configured (requirement 34)."""

import re
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest

UNKNOWN: Final = "unknown"
_BRACKETED: Final = re.compile(r"\[([^\]]*)\](?::[0-9]{1,5})?")
_WITH_PORT: Final = re.compile(r"([0-9.]+):[0-9]{1,5}")


def client_address(request: HttpRequest) -> str:
    """Return the address that our outermost proxy saw, or the peer's if no proxy is configured, in its one form."""
    proxies = settings.HUKUMATI.proxy_count
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if proxies == 0:
        return _cleaned(peer)
    chain = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    return _cleaned(chain[-proxies] if len(chain) >= proxies else peer)


def client_network(request: HttpRequest) -> str:
    """Return the address's network, /24 or /64: one attacker can easily hold all of it."""
    return _network(client_address(request), ipv4_bits=24)


def client_line(request: HttpRequest) -> str:
    """Return what one line has: an address of IPv4, or a /64 of IPv6, in which it may take any address."""
    return _network(client_address(request), ipv4_bits=32)


def _network(text: str, *, ipv4_bits: int) -> str:
    if text == UNKNOWN:
        return UNKNOWN
    address = ip_address(text)
    return str(ip_network(f"{address}/{ipv4_bits if address.version == 4 else 64}", strict=False))


def _cleaned(text: str) -> str:
    """Return an address without brackets, port and zone; IPv4 that was mapped into IPv6 is IPv4 (RFC 4291 §2.5.5.2)."""
    found = _BRACKETED.fullmatch(text.strip()) or _WITH_PORT.fullmatch(text.strip())
    bare = (found[1] if found else text.strip()).partition("%")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return UNKNOWN
    return str(getattr(address, "ipv4_mapped", None) or address)
