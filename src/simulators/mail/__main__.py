"""Run the mail server: `python -m simulators.mail --port N --smtp-port M --data DIR`."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from simulators.base.program import Simulator, listen, run, say_ready
from simulators.mail import letters
from simulators.mail.smtp import Connection

TITLE = ("صندوق البريد الإلكتروني", "Mail server")
MODES = ("refuse", "reject", "down", "slow", "accept_then_drop")
REFRESH_SECONDS = 5
ASIDE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Pages:
    """Shows the letters received."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def _letter(self, request: Request) -> letters.Letter:
        letter = letters.find(self._simulator.store, request.path_params["letter_id"])
        if letter is None:
            raise HTTPException(404)
        return letter

    async def messages(self, request: Request) -> Response:
        found = letters.newest(self._simulator.store, recipient=request.query_params.get("to", ""))
        return JSONResponse({"messages": [letter.described() for letter in found[::-1]]})

    async def inbox(self, request: Request) -> Response:
        address = request.query_params.get("to", "")
        watching = request.query_params.get("watch") == "yes"
        return self._simulator.pages.render(
            request,
            "inbox.html",
            address=address,
            letters=letters.newest(self._simulator.store, recipient=address),
            watching=watching,
            refresh_seconds=REFRESH_SECONDS if watching else None,
        )

    async def letter(self, request: Request) -> Response:
        return self._simulator.pages.render(request, "letter.html", letter=self._letter(request))

    async def html(self, request: Request) -> Response:
        return HTMLResponse(self._letter(request).html, headers=ASIDE)

    async def attachment(self, request: Request) -> Response:
        found = letters.attachment_content(self._simulator.store, **request.path_params)
        if found is None:
            raise HTTPException(404)
        described, content = found
        disposition = f"attachment; filename*=UTF-8''{quote(described.name)}"
        return Response(content, media_type=described.type, headers={**ASIDE, "Content-Disposition": disposition})


def build(simulator: Simulator) -> Starlette:
    """Make the pages' paths, and the SMTP server that runs beside them."""
    pages = Pages(simulator)
    listener = listen(simulator.arguments.host, simulator.arguments.smtp_port)
    say_ready("mail", "smtp", listener)

    @asynccontextmanager
    async def smtp(_: Starlette) -> AsyncIterator[None]:
        server = await asyncio.get_running_loop().create_server(lambda: _connection(simulator), sock=listener)
        yield
        server.close()

    routes = [
        Route("/", pages.inbox),
        Route("/letters/{letter_id:int}", pages.letter),
        Route("/letters/{letter_id:int}/html", pages.html),
        Route("/letters/{letter_id:int}/attachments/{number:int}", pages.attachment),
        Route("/_sim/messages", pages.messages),
    ]
    return simulator.app(routes, lifespan=smtp)


def _connection(simulator: Simulator) -> Any:
    return Connection(simulator)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the SMTP port."""
    parser.add_argument("--smtp-port", type=int, required=True, help="0 takes a free port")


if __name__ == "__main__":
    folder = Path(__file__).parent / "templates"
    run(name="mail", title=TITLE, build=build, schema=letters.SCHEMA, modes=MODES, templates=folder, options=options)
