"""What a browser calls itself, as its owner would call it: "Firefox, Android"."""

from ipaddress import ip_address, ip_network
from typing import Final

LONGEST_HEADER: Final = 500
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What stands in the header, and the name; those that also call themselves something else stand first."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_WIDE: Final = {4: 16, 6: 48}


def device_label(user_agent: str) -> str:
    """Return browser and system, of those that we know; "" where the header names neither."""
    header = user_agent[:LONGEST_HEADER]
    names = [_first_named(_BROWSERS, header), _first_named(_SYSTEMS, header)]
    return ", ".join(name for name in names if name)


def wide_network(network: str) -> str:
    """Return the /16 (IPv4) or /48 (IPv6) in which a network lies; "" for one that is unknown."""
    address, _, bits = network.partition("/")
    try:
        version = ip_address(address).version
        return str(ip_network(f"{address}/{min(int(bits or 128), _WIDE[version])}", strict=False))
    except ValueError:
        return ""


def _first_named(names: tuple[tuple[str, str], ...], header: str) -> str:
    return next((name for mark, name in names if mark in header), "")
