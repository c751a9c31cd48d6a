"""Run the mail server: `python -m simulators.mail --port N --smtp-port M --data DIR`."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from simulators.base.program import Simulator, listen, print_ready, run
from simulators.mail import emails
from simulators.mail.smtp import Connection

TITLE = ("صندوق البريد الإلكتروني", "Mail server")
MODES = ("refuse", "reject", "down", "slow", "accept_then_drop")
REFRESH_SECONDS = 5
SANDBOX_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Pages:
    """Shows the e-mails received."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def _email(self, request: Request) -> emails.Email:
        email = emails.find_email(self._simulator.store, request.path_params["email_id"])
        if email is None:
            raise HTTPException(404)
        return email

    async def messages(self, request: Request) -> Response:
        """List the e-mails received, oldest first."""
        found = emails.newest_emails(self._simulator.store, recipient=request.query_params.get("to", ""))
        return JSONResponse({"messages": [email.as_json() for email in found[::-1]]})

    async def inbox(self, request: Request) -> Response:
        """Show the e-mails received, newest first."""
        address = request.query_params.get("to", "")
        watching = request.query_params.get("watch") == "yes"
        return self._simulator.pages.render(
            request,
            "inbox.html",
            address=address,
            emails=emails.newest_emails(self._simulator.store, recipient=address),
            watching=watching,
            refresh_seconds=REFRESH_SECONDS if watching else None,
        )

    async def email(self, request: Request) -> Response:
        """Show one e-mail."""
        return self._simulator.pages.render(request, "email.html", email=self._email(request))

    async def html(self, request: Request) -> Response:
        """Return the HTML part of an e-mail, sandboxed: it may come from anybody."""
        return HTMLResponse(self._email(request).html, headers=SANDBOX_HEADERS)

    async def attachment(self, request: Request) -> Response:
        """Download an attachment."""
        found = emails.attachment_content(self._simulator.store, **request.path_params)
        if found is None:
            raise HTTPException(404)
        described, content = found
        disposition = f"attachment; filename*=UTF-8''{quote(described.name)}"
        return Response(
            content, media_type=described.type, headers={**SANDBOX_HEADERS, "Content-Disposition": disposition}
        )


def build(simulator: Simulator) -> Starlette:
    """Return the application of the pages, with the SMTP server that runs beside them."""
    pages = Pages(simulator)
    listener = listen(simulator.arguments.host, simulator.arguments.smtp_port)
    print_ready("mail", "smtp", listener)

    @asynccontextmanager
    async def smtp(_: Starlette) -> AsyncIterator[None]:
        server = await asyncio.get_running_loop().create_server(lambda: Connection(simulator), sock=listener)
        yield
        server.close()

    routes = [
        Route("/", pages.inbox),
        Route("/letters/{email_id:int}", pages.email),
        Route("/letters/{email_id:int}/html", pages.html),
        Route("/letters/{email_id:int}/attachments/{number:int}", pages.attachment),
        Route("/_sim/messages", pages.messages),
    ]
    return simulator.app(routes, lifespan=smtp)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the option for the SMTP port."""
    parser.add_argument("--smtp-port", type=int, required=True, help="0 takes a free port")


if __name__ == "__main__":
    folder = Path(__file__).parent / "templates"
    run(name="mail", title=TITLE, build=build, schema=emails.SCHEMA, modes=MODES, templates=folder, options=options)
