"""A pooled keep-alive HTTP/1.1 client. A call has three outcomes: a response, no connection, or unknown."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import cast

import httptools

from exchange.http.messages import HttpRequest, HttpResponse, write_request

_CONNECTION_HEADERS = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive"})
# RFC 9110 §9.2.1: sending one of these twice does no harm.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CallFailed(Exception):
    """There is no usable response."""


class ConnectFailed(CallFailed):
    """No connection could be opened: nothing was sent."""


class NoResponse(CallFailed):
    """The connection broke or the time ran out: whether the other side acted is unknown."""


class MalformedResponse(CallFailed):
    """What came back is not HTTP/1.1, or is larger than allowed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The host and port of a server."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class HttpClient:
    """Keeps connections open between calls.

    They idle for less time than servers allow, so that a call seldom meets one that the server is closing.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = 5,
        idle_seconds: float = 30,
        idle_connections: int = 128,
        header_bytes: int = 64 * 1024,
        body_bytes: int = 33 * 1024 * 1024,
    ) -> None:
        self.connect_seconds = connect_seconds
        self.idle_seconds = idle_seconds
        self.idle_connections = idle_connections
        self.header_bytes = header_bytes
        self.body_bytes = body_bytes
        self._idle: defaultdict[Origin, list[_Connection]] = defaultdict(list)

    async def call(self, request: HttpRequest, *, origin: Origin, seconds: float, may_resend: bool) -> HttpResponse:
        """Send a request and return its whole response within `seconds`; raises a `CallFailed`.

        With `may_resend` it is sent once more when a connection from the pool turns out to be closed.
        """
        wire = write_request(request, host=str(origin))
        try:
            async with asyncio.timeout(seconds):
                return await self._call(wire, origin, to_head=request.method == "HEAD", may_resend=may_resend)
        except TimeoutError as error:
            raise NoResponse("time-out") from error

    async def _call(self, wire: bytes, origin: Origin, *, to_head: bool, may_resend: bool) -> HttpResponse:
        connection = self._reuse(origin)
        if connection is not None:
            try:
                return await connection.call(wire, to_head=to_head)
            except NoResponse:
                if connection.has_received or not may_resend:
                    raise
        connection = await self._connect(origin)
        return await connection.call(wire, to_head=to_head)

    def _reuse(self, origin: Origin) -> "_Connection | None":
        oldest = asyncio.get_running_loop().time() - self.idle_seconds
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if connection.idle_since > oldest and connection.is_open:
                return connection
            connection.close()
        return None

    async def _connect(self, origin: Origin) -> "_Connection":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.connect_seconds):
                _transport, connection = await loop.create_connection(
                    lambda: _Connection(self, origin), origin.host, origin.port
                )
        except (OSError, TimeoutError) as error:
            raise ConnectFailed("no connection") from error
        return connection

    def release(self, connection: "_Connection", origin: Origin) -> None:
        """Return a connection to the pool; over the limit, the one that idled longest is closed."""
        idle = self._idle[origin]
        connection.idle_since = asyncio.get_running_loop().time()
        idle.append(connection)
        if len(idle) > self.idle_connections:
            idle.pop(0).close()

    def discard(self, connection: "_Connection", origin: Origin) -> None:
        """Take a closed connection out of the pool."""
        if connection in self._idle[origin]:
            self._idle[origin].remove(connection)

    def close(self) -> None:
        """Close the idle connections."""
        for idle in self._idle.values():
            for connection in list(idle):
                connection.close()
        self._idle.clear()


class _Connection(asyncio.Protocol):
    """One connection to a server, for one call at a time."""

    def __init__(self, client: HttpClient, origin: Origin) -> None:
        self.client = client
        self.origin = origin
        self.loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport | None = None
        self.idle_since = 0.0
        self.response: asyncio.Future[HttpResponse] | None = None
        self.has_received = False

    @property
    def is_open(self) -> bool:
        return self.transport is not None and not self.transport.is_closing()

    async def call(self, wire: bytes, *, to_head: bool) -> HttpResponse:
        """Send the bytes of a request and return its response; `to_head`: the request was HEAD."""
        if self.transport is None:
            raise NoResponse("the connection was closed")
        self.parser = httptools.HttpResponseParser(self)
        response: asyncio.Future[HttpResponse] = self.loop.create_future()
        self.response = response
        self.to_head = to_head
        self.has_received = False
        self._reset()
        self.transport.write(wire)
        try:
            return await response
        except BaseException:
            self.close()
            raise

    def _reset(self) -> None:
        self.reason = b""
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()
        self.head_bytes = 0
        self.unparsed_bytes = 0
        self.in_body = False
        self.framed = False

    # The transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.client.discard(self, self.origin)
        if self.response is None or self.response.done():
            return
        # Without a length or chunks, the end of the connection is the end of the body (RFC 9112 §6.3).
        if self.in_body and not self.framed and exc is None:
            self._complete(keep=False)
        else:
            self.response.set_exception(NoResponse("the connection broke"))

    def data_received(self, data: bytes) -> None:
        if self.response is None or self.response.done():  # bytes that nobody asked for: the framing is lost
            self.close()
            return
        self.has_received = True
        self.unparsed_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(MalformedResponse("not HTTP/1.1"))
        if max(self.head_bytes, self.unparsed_bytes) > self.client.header_bytes:
            self._fail(MalformedResponse("the header block is too large"))

    # The parser's side

    def on_status(self, status: bytes) -> None:
        self.reason += status

    def on_header(self, name: bytes, value: bytes) -> None:
        self.unparsed_bytes = 0
        self.head_bytes += len(name) + len(value) + 4
        if not self.in_body:
            self.headers.append((name.decode("latin-1"), value.decode("latin-1").strip(" \t")))

    def on_headers_complete(self) -> None:
        names = {name.lower() for name, _ in self.headers}
        self.framed = bool(names & {"content-length", "transfer-encoding"})
        self.in_body = True
        # The parser would wait for the body that a response to HEAD announces but never has.
        if self.to_head and self.parser.get_status_code() >= 200:
            self._complete(keep=False)

    def on_body(self, body: bytes) -> None:
        self.unparsed_bytes = 0
        self.body += body
        if len(self.body) > self.client.body_bytes:
            self._fail(MalformedResponse("the body is too large"))

    def on_message_complete(self) -> None:
        self.unparsed_bytes = 0
        if self.parser.get_status_code() < 200:  # an interim response, such as 100: the final one follows
            self._reset()
        else:
            self._complete(keep=self.parser.should_keep_alive())

    def _complete(self, *, keep: bool) -> None:
        if self.response is None or self.response.done():
            return
        headers = tuple((n, v) for n, v in self.headers if n.lower() not in _CONNECTION_HEADERS)
        status = self.parser.get_status_code()
        self.response.set_result(HttpResponse(status, headers, bytes(self.body), self.reason.decode("latin-1")))
        if keep and self.is_open and self.transport is not None and not self.transport.get_write_buffer_size():
            self.client.release(self, self.origin)
        else:
            self.close()

    def _fail(self, error: CallFailed) -> None:
        if self.response is not None and not self.response.done():
            self.response.set_exception(error)

    def close(self) -> None:
        """Close the connection at once."""
        if self.transport is not None:
            self.transport.abort()
