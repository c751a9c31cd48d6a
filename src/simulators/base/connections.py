"""Access to the connection under a request, so that it can be dropped: its client cannot know what happened."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_open: dict[tuple[str, int], asyncio.Transport] = {}


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which also registers its transport by the client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            _open.pop(self.client, None)
        super().connection_lost(exc)


async def send_twice(request: Request, response: Response) -> Response:
    """Write a response twice on the connection and close it; return what the endpoint must return then."""
    client = request.client
    transport = _open.get((client.host, client.port)) if client else None
    if transport is None:
        return response
    headers = b"".join(name + b": " + value + b"\r\n" for name, value in response.raw_headers)
    transport.write((b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + bytes(response.body)) * 2)
    transport.close()
    await asyncio.sleep(0.01)
    return Response(status_code=500)


async def drop_connection(request: Request) -> Response:
    """Close the client's connection without a response; return what the endpoint must return then."""
    client = request.client
    transport = _open.get((client.host, client.port)) if client else None
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0.01)
    return Response(status_code=500)
