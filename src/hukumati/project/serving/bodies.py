"""The body of a request, received whole before anything is done with it, and within a deadline."""

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any, Final

from hukumati.project.upload_limit import LARGEST_REQUEST

Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_MEMORY: Final = 256 * 1024
"""Bytes of one body; what comes after goes into a file without a name."""


class LengthMissing(ValueError):
    """A body came in pieces of unknown length; every browser and every client of ours says how long it is."""


class ClientGone(ConnectionError):
    """The connection ended before the body did."""


class TooManyBodies(RuntimeError):
    """So many bytes are being received at once that no more are taken."""


@dataclass
class Receiver:
    """Receives bodies, each within its own time and all of them together within so many bytes.

    A body may take `grace_seconds`, and as much longer as it brings `slowest_bytes` a second: a large photo over a
    weak network arrives, one byte now and then does not.
    """

    grace_seconds: float = 20.0
    slowest_bytes: int = 4096
    most_bytes: int = 1024**3
    """Kept at once by this process."""
    kept_bytes: int = 0

    async def receive(self, receive: Receive, length: int) -> IO[bytes]:
        """Return a body of `length` bytes as a file at its beginning.

        Raises TimeoutError, ClientGone or TooManyBodies.
        """
        if not length:
            return io.BytesIO()
        began = asyncio.get_running_loop().time()
        body, got = tempfile.SpooledTemporaryFile(IN_MEMORY), 0  # noqa: SIM115 — returned open
        try:
            async with asyncio.timeout_at(began + self.grace_seconds) as deadline:
                while got < length:
                    chunk = await _next(receive)
                    got += len(chunk)
                    self._keep(len(chunk))
                    body.write(chunk)
                    deadline.reschedule(began + self.grace_seconds + got / self.slowest_bytes)
        except BaseException:
            body.close()
            raise
        finally:
            self.kept_bytes -= got
        body.seek(0)
        return body

    def _keep(self, count: int) -> None:
        self.kept_bytes += count
        if self.kept_bytes > self.most_bytes:
            raise TooManyBodies


async def _next(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    chunk: bytes = message["body"]
    if not chunk and not message["more_body"]:
        raise ClientGone
    return chunk


def declared_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Return how many bytes of body are to be received before the request is answered.

    None of one that is too long: Django refuses it by the length it declares. Raises LengthMissing.
    """
    length = 0
    for name, value in headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            raise LengthMissing
    return length if length <= LARGEST_REQUEST else 0
