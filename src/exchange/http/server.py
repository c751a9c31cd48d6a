"""An HTTP/1.1 server: each connection is an `asyncio.Protocol`; every wait and every size has a limit."""

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, cast

import httptools

from exchange.http.messages import HttpRequest, HttpResponse, write_response
from exchange.protocol.errors import ExchangeError
from exchange.protocol.messages import Headers

MAX_HEADERS = 128
MAX_PIPELINED = 8
LINGER_SECONDS = 1.0
SWEEP_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one connection, and how many there may be."""

    header_bytes: int = 32 * 1024
    body_bytes: int = 32 * 1024 * 1024
    header_seconds: float = 10
    body_seconds: float = 60
    idle_seconds: float = 75
    write_seconds: float = 60
    connections: int = 1000
    held_bytes: int = 256 * 1024 * 1024
    """Of all bodies together that are arriving, wait or are being answered."""


class Edge(Protocol):
    """What handles the requests of an `HttpServer`."""

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Return the response; expected errors are responses too, so that whatever is raised is unexpected."""

    def refuse(self, error: ExchangeError, headers: Headers) -> HttpResponse:
        """Return the response to bytes that never became a request."""

    def log_failure(self, error: BaseException) -> None:
        """Log an unexpected error."""


class Stage(Enum):
    """What the parser reads now."""

    IDLE = "between requests"
    HEAD = "reading a header block"
    BODY = "reading a body"


class HttpServer:
    """Accepts connections, and ends those that exceed their time."""

    def __init__(self, *, edge: Edge, limits: Limits) -> None:
        self.edge = edge
        self.limits = limits
        self.connections: set[Connection] = set()
        self.stopping = False
        self.held_bytes = 0
        self._listener: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self, *, host: str, port: int) -> None:
        """Start listening; raises `OSError` if the port is taken."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: Connection(self), host, port, backlog=1024)
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self, *, grace_seconds: float) -> None:
        """Stop listening, let running requests end within the grace period, and close the rest."""
        self.stopping = True
        if self._listener is not None:
            self._listener.close()
        for connection in list(self.connections):
            connection.close_when_answered()
        deadline = asyncio.get_running_loop().time() + grace_seconds
        while self.connections and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        for connection in list(self.connections):
            connection.abort()
        if self._sweeper is not None:
            self._sweeper.cancel()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = asyncio.get_running_loop().time()
            for connection in list(self.connections):
                connection.check_deadline(now)


class Connection(asyncio.Protocol):
    """One client's connection: pipelined requests are answered one after another, in order (RFC 9112 §9.3.2)."""

    def __init__(self, server: HttpServer) -> None:
        self.server = server
        self.limits = server.limits
        self.loop = asyncio.get_running_loop()
        self.parser = httptools.HttpRequestParser(self)
        self.transport: asyncio.Transport | None = None
        self.stage = Stage.IDLE
        self.deadline: float | None = None
        self.pipelined: deque[tuple[HttpRequest, bool]] = deque()
        self.task: asyncio.Task[None] | None = None
        self.refusal: ExchangeError | None = None
        self.is_last = False
        self.lingering = False
        self.paused = False
        self.writable = asyncio.Event()
        self.writable.set()
        self._reset()

    def _reset(self) -> None:
        self.url = b""
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()
        self.head_bytes = 0
        self.unparsed_bytes = 0

    # The transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        if self.server.stopping or len(self.server.connections) >= self.limits.connections:
            self.abort()
            return
        self.server.connections.add(self)
        self.deadline = self.loop.time() + self.limits.header_seconds

    def connection_lost(self, _error: Exception | None) -> None:
        self.server.connections.discard(self)
        self.transport = None
        self.deadline = None
        self._release(len(self.body) + sum(len(request.body or b"") for request, _ in self.pipelined))
        self.body = bytearray()
        self.pipelined.clear()
        self.writable.set()

    def eof_received(self) -> bool:
        """Keep the connection open for a response that is due: a client may close only its sending half."""
        self.is_last = True
        return self.task is not None or bool(self.pipelined)

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        if self.lingering or self.is_last:
            return
        self.unparsed_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.is_last = True  # the upgrade is declined: the request is answered in HTTP/1.1, and no other is read
        except httptools.HttpParserError:
            self._refuse(ExchangeError("bad_request", "The request is not well-formed HTTP/1.1"))
        self._check_sizes()
        self._advance()

    # The parser's side

    def on_message_begin(self) -> None:
        self._release(len(self.body))  # of a request that was refused
        self._reset()
        self.stage = Stage.HEAD
        self.deadline = self.loop.time() + self.limits.header_seconds

    def on_url(self, url: bytes) -> None:
        self.url += url
        self._count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count_head(len(name) + len(value) + 4)
        if self.stage is Stage.HEAD:
            self.headers.append((name.decode("latin-1"), value.decode("latin-1").strip(" \t")))

    def on_headers_complete(self) -> None:
        self.stage = Stage.BODY
        self.deadline = self.loop.time() + self.limits.body_seconds
        # A refusal ends the reading only when this packet is parsed: the parser cannot be stopped in a callback.
        if len(self.headers) > MAX_HEADERS:
            self._refuse(ExchangeError("bad_request", "The request has too many headers"))
        named = {name.lower(): value for name, value in self.headers}
        if self.parser.should_upgrade() and {"content-length", "transfer-encoding"} & named.keys():
            self._refuse(ExchangeError("bad_request", "A request with a body cannot offer an upgrade"))
        if int(named.get("content-length", "0")) > self.limits.body_bytes:
            self._refuse(ExchangeError("invalid_body", "The body is too large"))
        if named.get("expect", "").lower() == "100-continue" and self.refusal is None and self.transport:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        self.unparsed_bytes = 0
        if len(self.body) + len(body) > self.limits.body_bytes:
            self._refuse(ExchangeError("invalid_body", "The body is too large"))
        elif self.server.held_bytes + len(body) > self.limits.held_bytes:
            self._refuse(ExchangeError("io_error", "The server receives too much at once: try again later"))
        elif self.refusal is None:
            self.body += body
            self.server.held_bytes += len(body)

    def on_message_complete(self) -> None:
        self.stage = Stage.IDLE
        self.unparsed_bytes = 0
        self.deadline = None
        if self.refusal is not None:
            return
        request = HttpRequest(
            method=self.parser.get_method().decode("latin-1"),
            target=self.url.decode("latin-1"),
            headers=tuple(self.headers),
            body=bytes(self.body) or None,
        )
        self.pipelined.append((request, self.parser.should_keep_alive()))
        self._reset()

    def _release(self, size: int) -> None:
        self.server.held_bytes -= size

    def _count_head(self, size: int) -> None:
        self.unparsed_bytes = 0
        self.head_bytes += size

    def _check_sizes(self) -> None:
        # The parser keeps an unfinished header line to itself: its bytes count as soon as they arrive.
        if self.head_bytes + self.unparsed_bytes > self.limits.header_bytes and self.stage is not Stage.IDLE:
            self._refuse(ExchangeError("bad_request", "The header block is too large"))

    def _refuse(self, error: ExchangeError) -> None:
        self.refusal = self.refusal or error

    def _advance(self) -> None:
        """Start the next request, or send the refusal when every request before it was answered."""
        if self.task is not None:
            self._pause(len(self.pipelined) >= MAX_PIPELINED)
            return
        if self.pipelined:
            request, keep_alive = self.pipelined.popleft()
            self.task = self.loop.create_task(self._respond(request, keep_alive))
        elif self.refusal is not None:
            self._write_refusal(self.refusal)
        else:
            self._pause(False)

    def _pause(self, pause: bool) -> None:
        if self.transport is None or pause is self.paused:
            return
        self.paused = pause
        if pause:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    async def _respond(self, request: HttpRequest, keep_alive: bool) -> None:
        try:
            response = await self.server.edge.handle(request)
        except Exception as error:  # the edge of the program: logged once, answered without its text
            self.server.edge.log_failure(error)
            refusal = ExchangeError("internal_error", "Unexpected error")
            response = self.server.edge.refuse(refusal, request.headers)
        close = not keep_alive or self.is_last or self.server.stopping
        if self.transport is not None:
            self.transport.write(write_response(response, to_head=request.method == "HEAD", close=close))
            await self._drain()
        self._release(len(request.body or b""))
        self._after_response(close)

    async def _drain(self) -> None:
        if self.writable.is_set():
            return
        try:
            async with asyncio.timeout(self.limits.write_seconds):
                await self.writable.wait()
        except TimeoutError:
            self.abort()

    def _after_response(self, close: bool) -> None:
        self.task = None
        if close and self.transport is not None:
            self.transport.close()
        elif self.transport is not None:
            if self.stage is Stage.IDLE:
                self.deadline = self.loop.time() + self.limits.idle_seconds
            self._advance()

    def _write_refusal(self, error: ExchangeError) -> None:
        """Send a refusal, then read and discard for a while.

        A close while the client still sends would reset the connection, and the client would lose the response
        (RFC 9112 §9.6).
        """
        if self.transport is None or self.lingering:
            return
        response = self.server.edge.refuse(error, tuple(self.headers))
        self.transport.write(write_response(response, to_head=False, close=True))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.lingering = True
        self.deadline = self.loop.time() + LINGER_SECONDS

    def check_deadline(self, now: float) -> None:
        """End a connection whose client exceeded its time."""
        if self.deadline is None or now < self.deadline or self.task is not None:
            return
        if self.lingering or self.stage is Stage.IDLE:
            self.abort()
        else:
            self._refuse(ExchangeError("bad_request", "The request did not arrive in time"))
            self._advance()

    def close_when_answered(self) -> None:
        """Close now if idle, else after the response in progress."""
        if self.task is None and not self.pipelined and self.transport is not None:
            self.transport.close()
        self.is_last = self.is_last or self.task is not None

    def abort(self) -> None:
        """Close the connection at once."""
        if self.transport is not None:
            self.transport.abort()
