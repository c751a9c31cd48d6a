"""`python -m simulators.acquirer --port 8303 --data DIR`; its secrets are HUKUMATI_ACQUIRER_* of the environment."""

import argparse
import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.acquirer import rest, webhooks
from simulators.acquirer.book import Book
from simulators.acquirer.hosted_page import HostedPage
from simulators.base.program import Simulator, run

DEMO_SECRET: Final = "demonstration-only-not-a-secret"  # noqa: S105 - a simulator holds no real money


def options(parser: argparse.ArgumentParser) -> None:
    """Declare where notifications go."""
    parser.add_argument("--webhook-url", default="http://127.0.0.1:8000/webhooks/card", help="empty: send none")
    parser.add_argument(
        "--webhook-host", default="pay.localhost:8000", help="value of the Host header; empty: that of the address"
    )


def build(simulator: Simulator) -> Starlette:
    """Join the acquirer's faces over one book."""
    courier = webhooks.Webhooks(
        store=simulator.store,
        faults=simulator.faults,
        url=simulator.arguments.webhook_url,
        host=simulator.arguments.webhook_host,
        secret=os.environ.get("HUKUMATI_ACQUIRER_WEBHOOK_SECRET", DEMO_SECRET),
    )
    book = Book(simulator.store, simulator.journal, courier)
    merchant = rest.Rest(
        store=simulator.store,
        faults=simulator.faults,
        book=book,
        api_key=os.environ.get("HUKUMATI_ACQUIRER_API_KEY", DEMO_SECRET),
    )
    pages = HostedPage(store=simulator.store, book=book, pages=simulator.pages)

    async def show_book(_: Request) -> Response:
        return JSONResponse(
            {"balances": book.balances(), "captured": book.captured(), "webhooks_waiting": courier.waiting()}
        )

    @contextlib.asynccontextmanager
    async def delivering(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(courier.deliver_for_ever())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    routes = [*merchant.routes(), *pages.routes(), Route("/_sim/book", show_book)]
    return simulator.app(routes, lifespan=delivering)


if __name__ == "__main__":
    run(
        name="acquirer",
        title=("شركة قبول البطاقات", "Card acquirer"),
        build=build,
        modes=(*rest.MODES, *webhooks.MODES),
        templates=Path(__file__).parent / "templates",
        options=options,
    )
