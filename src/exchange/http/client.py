"""A pooled keep-alive HTTP/1.1 client. A call has three outcomes: answered, not reached, or no answer (unknown)."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import cast

import httptools

from exchange.http.messages import HttpAnswer, HttpRequest, write_request

_OF_THE_CONNECTION = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive"})
REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CallFailed(Exception):
    """There is no answer."""


class NotReached(CallFailed):
    """No connection could be made: nothing was sent."""


class NoAnswer(CallFailed):
    """The connection broke or the time was over: whether the other side acted is unknown."""


class BadAnswer(CallFailed):
    """What came back is not HTTP/1.1, or larger than allowed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where to connect."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class HttpClient:
    """Keeps connections open between calls; the idle time is shorter than a server's, so that races are rare."""

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

    async def call(self, request: HttpRequest, *, origin: Origin, seconds: float, repeatable: bool) -> HttpAnswer:
        """Send a request and wait for its whole answer within `seconds`; raises a `CallFailed`.

        A repeatable request is sent once more when a kept connection turns out to be closed.
        """
        wire = write_request(request, host=str(origin))
        try:
            async with asyncio.timeout(seconds):
                return await self._call(wire, origin, to_head=request.method == "HEAD", repeatable=repeatable)
        except TimeoutError as error:
            raise NoAnswer("time-out") from error

    async def _call(self, wire: bytes, origin: Origin, *, to_head: bool, repeatable: bool) -> HttpAnswer:
        connection = self._take(origin)
        if connection is not None:
            try:
                return await connection.call(wire, to_head=to_head)
            except NoAnswer:
                if connection.has_answered or not repeatable:
                    raise
        connection = await self._connect(origin)
        return await connection.call(wire, to_head=to_head)

    def _take(self, origin: Origin) -> "_Connection | None":
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
            raise NotReached("no connection") from error
        return connection

    def keep(self, connection: "_Connection", origin: Origin) -> None:
        """Keep a connection for the next call, the longest idle one making room."""
        idle = self._idle[origin]
        connection.idle_since = asyncio.get_running_loop().time()
        idle.append(connection)
        if len(idle) > self.idle_connections:
            idle.pop(0).close()

    def forget(self, connection: "_Connection", origin: Origin) -> None:
        if connection in self._idle[origin]:
            self._idle[origin].remove(connection)

    def close(self) -> None:
        """Close the idle connections."""
        for idle in self._idle.values():
            for connection in list(idle):
                connection.close()
        self._idle.clear()


class _Connection(asyncio.Protocol):
    """One connection to a server: one call at a time."""

    def __init__(self, client: HttpClient, origin: Origin) -> None:
        self.client = client
        self.origin = origin
        self.loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport | None = None
        self.idle_since = 0.0
        self.answer: asyncio.Future[HttpAnswer] | None = None
        self.has_answered = False

    @property
    def is_open(self) -> bool:
        return self.transport is not None and not self.transport.is_closing()

    async def call(self, wire: bytes, *, to_head: bool) -> HttpAnswer:
        if self.transport is None:
            raise NoAnswer("the connection was closed")
        self.parser = httptools.HttpResponseParser(self)
        answer: asyncio.Future[HttpAnswer] = self.loop.create_future()
        self.answer = answer
        self.to_head = to_head
        self.has_answered = False
        self._begin()
        self.transport.write(wire)
        try:
            return await answer
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        self.reason = b""
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()
        self.head_bytes = 0
        self.unseen_bytes = 0
        self.in_body = False
        self.framed = False

    # The transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.client.forget(self, self.origin)
        if self.answer is None or self.answer.done():
            return
        if self.in_body and not self.framed and exc is None:
            self._complete(keep=False)
        else:
            self.answer.set_exception(NoAnswer("the connection broke"))

    def data_received(self, data: bytes) -> None:
        if self.answer is None or self.answer.done():
            self.close()
            return
        self.has_answered = True
        self.unseen_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(BadAnswer("not HTTP/1.1"))
        if max(self.head_bytes, self.unseen_bytes) > self.client.header_bytes:
            self._fail(BadAnswer("the header block is too large"))

    # The parser's side

    def on_status(self, status: bytes) -> None:
        self.reason += status

    def on_header(self, name: bytes, value: bytes) -> None:
        self.unseen_bytes = 0
        self.head_bytes += len(name) + len(value) + 4
        if not self.in_body:
            self.headers.append((name.decode("latin-1"), value.decode("latin-1").strip(" \t")))

    def on_headers_complete(self) -> None:
        names = {name.lower() for name, _ in self.headers}
        self.framed = bool(names & {"content-length", "transfer-encoding"})
        self.in_body = True
        if self.to_head and self.parser.get_status_code() >= 200:
            self._complete(keep=False)

    def on_body(self, body: bytes) -> None:
        self.unseen_bytes = 0
        self.body += body
        if len(self.body) > self.client.body_bytes:
            self._fail(BadAnswer("the body is too large"))

    def on_message_complete(self) -> None:
        self.unseen_bytes = 0
        if self.parser.get_status_code() < 200:
            self._begin()
        else:
            self._complete(keep=self.parser.should_keep_alive())

    # Ours

    def _complete(self, *, keep: bool) -> None:
        if self.answer is None or self.answer.done():
            return
        headers = tuple((n, v) for n, v in self.headers if n.lower() not in _OF_THE_CONNECTION)
        status = self.parser.get_status_code()
        self.answer.set_result(HttpAnswer(status, headers, bytes(self.body), self.reason.decode("latin-1")))
        if keep and self.is_open and self.transport is not None and not self.transport.get_write_buffer_size():
            self.client.keep(self, self.origin)
        else:
            self.close()

    def _fail(self, error: CallFailed) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()
