"""Where networks are, from a file: `network,latitude,longitude` a line, such as registries of addresses give away."""

import csv
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final

from hukumati.identity.domain.unusual_sign_ins import Place

WIDEST: Final = {4: 8, 6: 16}
Network = IPv4Network | IPv6Network


class PlacesOfFile:
    """A NetworkPlaces that knows what stands in a file; without one it knows nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def find(self, network: str) -> Place | None:
        """Return where the network is, or the narrowest one around it that the file has."""
        places = _read(self._path) if self._path else {}
        if not places:
            return None
        try:
            parsed = ip_network(network)
        except ValueError:
            return None
        around = (parsed.supernet(new_prefix=bits) for bits in range(parsed.prefixlen, WIDEST[parsed.version] - 1, -1))
        return next((places[each] for each in around if each in places), None)


@cache
def _read(path: Path) -> dict[Network, Place]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {ip_network(network): Place(float(north), float(east)) for network, north, east in csv.reader(lines)}
