"""An answer that nobody reads: the kernel ends its connection (tcp(7), TCP_USER_TIMEOUT)."""

import contextlib
import os
import socket
from pathlib import Path
from typing import Final

UNREAD_SECONDS: Final = 60.0
"""Bytes of an answer may wait so long for a reader who takes none of them."""


def limit_unread_answers(seconds: float = UNREAD_SECONDS) -> int:
    """Give the connections that this process accepts from now on a deadline; return by how many sockets it listens.

    A connection inherits the option from the socket that accepts it. granian opens that one and has no setting for it.
    """
    listening = 0
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            if entry.readlink().name.startswith("socket:"):
                listening += _limit(int(entry.name), round(seconds * 1000))
    return listening


def _limit(descriptor: int, milliseconds: int) -> bool:
    with socket.socket(fileno=os.dup(descriptor)) as found:
        if found.family not in {socket.AF_INET, socket.AF_INET6}:
            return False
        if not found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
        return True
