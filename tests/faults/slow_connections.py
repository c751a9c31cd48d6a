"""Connections that take a server's time and give nothing: half a header, half a body, an answer that nobody reads."""

import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Final

Opening = Callable[[int, str], socket.socket]
LOOK_EVERY_SECONDS: Final = 0.5
UNREAD_REQUESTS: Final = 40
TOKEN: Final = "a" * 32
"""A token against forged forms in the cookie makes the server look for its like in the body."""


def _connected(port: int) -> socket.socket:
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    opened.settimeout(30)
    opened.connect(("127.0.0.1", port))
    return opened


def half_header(port: int, host: str) -> socket.socket:
    """Open a connection whose header never ends."""
    opened = _connected(port)
    opened.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ".encode())
    return opened


def half_body(port: int, host: str) -> socket.socket:
    """Open a connection whose body never ends."""
    opened = _connected(port)
    head = f"POST / HTTP/1.1\r\nHost: {host}\r\nCookie: csrf={TOKEN}\r\nContent-Length: 1000\r\n"
    opened.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nname=".encode())
    return opened


def unread_answer(port: int, host: str) -> socket.socket:
    """Open a connection that asks for much and reads nothing."""
    opened = _connected(port)
    opened.sendall(f"GET /static/design/hukumati.rtl.css HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * UNREAD_REQUESTS)
    return opened


class SlowConnections:
    """So many of them at a port, until the block ends; what the server closes is opened again."""

    def __init__(self, *, port: int, host: str, count: int) -> None:
        self._port, self._host = port, host
        kinds: Iterator[Opening] = itertools.cycle((half_body, half_header, unread_answer))
        self._kinds = list(itertools.islice(kinds, count))
        self._open: list[socket.socket | None] = [None] * count
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep_open, daemon=True)

    def __enter__(self) -> "SlowConnections":
        self._open_all()
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._keeper.join()
        for opened in self._open:
            if opened:
                opened.close()

    def _keep_open(self) -> None:
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            for number, opened in enumerate(self._open):
                if opened and self._kinds[number] is not unread_answer and _is_closed(opened):
                    opened.close()
                    self._open[number] = None
            self._open_all()

    def _open_all(self) -> None:
        for number, kind in enumerate(self._kinds):
            if self._open[number] is None:
                with contextlib.suppress(OSError):
                    self._open[number] = kind(self._port, self._host)


def _is_closed(opened: socket.socket) -> bool:
    opened.setblocking(False)
    try:
        return opened.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
