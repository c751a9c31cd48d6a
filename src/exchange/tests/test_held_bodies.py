"""The bodies of all connections together have a limit: a thousand half-sent ones fill no memory."""

import asyncio
from contextlib import suppress

from exchange.http.messages import HttpRequest, HttpResponse
from exchange.http.server import HttpServer, Limits
from exchange.protocol.errors import ExchangeError
from exchange.protocol.messages import Headers
from exchange.testing import free_ports

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Echo:
    """Answers with the length of the body."""

    async def handle(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, (), str(len(request.body or b"")).encode())

    def refuse(self, error: ExchangeError, headers: Headers) -> HttpResponse:
        return HttpResponse(500, (), error.message.encode())

    def log_failure(self, error: BaseException) -> None:
        raise error


async def half_sent(port: int, *, size: int = 1000) -> Streams:
    """Send all of a body but its last byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size + b"x" * (size - 1))
    await writer.drain()
    return reader, writer


async def last_byte(streams: Streams) -> bytes:
    """Send the last byte, and return the answer."""
    streams[1].write(b"x")
    answer = await asyncio.wait_for(streams[0].read(4096), 5)
    await end(streams)
    return answer


async def end(streams: Streams) -> None:
    streams[1].close()
    with suppress(ConnectionError):
        await streams[1].wait_closed()


async def until_held(server: HttpServer, size: int) -> None:
    async with asyncio.timeout(5):
        while server.held_bytes != size:
            await asyncio.sleep(0.01)


async def hold_and_release() -> None:
    (port,) = free_ports(1)
    server = HttpServer(edge=Echo(), limits=Limits(body_bytes=1000, held_bytes=2500))
    await server.start(host="127.0.0.1", port=port)
    first, second = await half_sent(port), await half_sent(port)
    await until_held(server, 1998)
    third = await half_sent(port)
    assert b"try again later" in await asyncio.wait_for(third[0].read(4096), 5)
    assert (await last_byte(first)).endswith(b"1000")
    await until_held(server, 999)
    await end(third)
    second[1].transport.abort()
    await end(second)
    await until_held(server, 0)
    for _ in range(4):
        again = await half_sent(port)
        assert (await last_byte(again)).endswith(b"1000")
    await until_held(server, 0)
    await server.stop(grace_seconds=1)


def test_bodies_that_wait_are_counted_and_let_go() -> None:
    asyncio.run(hold_and_release())
