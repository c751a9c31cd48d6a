"""Plain requests over kept connections: as little work on the measuring side as can be."""

import http.client
import threading
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask again and again; the name in the Host header, the connection to this machine."""

    port: int
    host: str
    path: str
    cookies: str = ""

    @classmethod
    def of(cls, url: str, *, cookies: str = "") -> Self:
        """Take an address apart."""
        parts = urlsplit(url)
        return cls(parts.port or 80, parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""), cookies)

    @property
    def headers(self) -> dict[str, str]:
        """What a browser would say that matters here."""
        sent = {"Host": self.host, "Accept": "text/html,*/*", "Accept-Encoding": "gzip, deflate, br"}
        return sent | ({"Cookie": self.cookies} if self.cookies else {})


def ask(target: Target, times: int) -> int:
    """Ask over one connection, see that each answer is 200, and return the last body's bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    size = 0
    try:
        for _ in range(times):
            size = _ask(connection, target)
    finally:
        connection.close()
    return size


def ask_now_and_then(target: Target, stop: threading.Event, *, every_seconds: float) -> int:
    """Ask over one connection until told to stop, with a pause after each, and return how often."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    times = 0
    try:
        while not stop.wait(every_seconds):
            _ask(connection, target)
            times += 1
    finally:
        connection.close()
    return times


def _ask(connection: http.client.HTTPConnection, target: Target) -> int:
    connection.request("GET", target.path, headers=target.headers)
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise AssertionError(f"{target.path} answered {answer.status}")
    return size
