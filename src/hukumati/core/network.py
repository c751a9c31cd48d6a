"""Where a request comes from; forwarded addresses count only behind as many proxies as configured (requirement 34)."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that our outermost proxy saw, or the peer's if no proxy is configured."""
    proxies = settings.HUKUMATI.proxy_count
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if proxies == 0:
        return peer
    chain = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    return chain[-proxies] if len(chain) >= proxies else peer


def client_network(request: HttpRequest) -> str:
    """Return the address's network, /24 or /64: one attacker can easily hold all of it."""
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))
