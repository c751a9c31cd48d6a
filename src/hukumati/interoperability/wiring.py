"""Which adapter fills which port in this deployment."""

from hukumati.interoperability.adapters import security_server
from hukumati.interoperability.ports import Exchange


def exchange() -> Exchange:
    """Return this deployment's way to the registers: its own security server."""
    return security_server.connected()
