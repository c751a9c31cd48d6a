"""The ports of the demonstration: the usual ones, or others where a usual one is taken."""

import socket
from collections.abc import Callable
from typing import Final

USUAL: Final = {
    "web": 8000, "identity": 8001,
    "ss1_client": 8181, "ss1_peer": 8182, "ss2_client": 8281, "ss2_peer": 8282,
    "population": 8301, "criminal_register": 8302, "acquirer": 8303, "agent": 8304,
    "sms": 8305, "mail": 8306, "smtp": 8307, "ministries": 8308, "ministry_site": 8309,
}  # fmt: skip


def is_free(port: int) -> bool:
    """Return whether a server could listen on a loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def choose(say: Callable[[str], None]) -> dict[str, int]:
    """Return a port for each name, and say which usual ones are taken."""
    ports = {}
    for name, usual in USUAL.items():
        ports[name] = usual if is_free(usual) else free_port()
        if ports[name] != usual:
            say(f"port {usual} ({name}) is taken by another program; taking {ports[name]} instead")
    return ports


def all_free() -> dict[str, int]:
    """Return a free port for each name, for tests that run beside a demonstration."""
    ports: dict[str, int] = {}
    while len(ports) < len(USUAL):
        port = free_port()
        if port not in ports.values():
            ports[list(USUAL)[len(ports)]] = port
    return ports
