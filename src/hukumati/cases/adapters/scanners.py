"""The scanners of uploads: a built-in one that knows the test signature of EICAR, and a clamd if one is configured."""

import socket
import struct
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hukumati.cases.ports import ScannerAway

EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The string on which all scanners agree for tests (eicar.org); in two halves, lest they find it here."""
CHUNK: Final = 64 * 1024
LONGEST_REPLY: Final = 1000


@dataclass(frozen=True, slots=True)
class KnownSignature:
    """Finds the EICAR string, and nothing else."""

    def finds(self, content: bytes) -> str | None:
        return "Eicar-Test-Signature" if EICAR in content else None


@dataclass(frozen=True, slots=True)
class Clamd:
    """A clamd by its INSTREAM command (clamd(8)): `tcp://host:port` or `unix:///path`."""

    address: str
    timeout_seconds: float = 10

    def finds(self, content: bytes) -> str | None:
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for at in range(0, len(content), CHUNK):
                    part = content[at : at + CHUNK]
                    line.sendall(struct.pack(">I", len(part)) + part)
                line.sendall(struct.pack(">I", 0))
                return _verdict(_reply(line))
        except OSError as error:
            raise ScannerAway(type(error).__name__) from error

    def _connected(self) -> socket.socket:
        where = urlsplit(self.address)
        if where.scheme == "tcp":
            return socket.create_connection((where.hostname or "", where.port or 3310), timeout=self.timeout_seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self.timeout_seconds)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line


def _reply(line: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
        part = line.recv(LONGEST_REPLY)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(reply: str) -> str | None:
    """`stream: OK`, `stream: NAME FOUND`; everything else is no verdict."""
    verdict = reply.removeprefix("stream: ")
    if verdict == "OK":
        return None
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerAway("no verdict")
