"""`python -m simulators.acquirer --port 8303 --data DIR`; its secrets are HUKUMATI_ACQUIRER_* from the environment."""

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
from simulators.acquirer.hosted_page import HostedPage
from simulators.acquirer.ledger import Ledger
from simulators.base.program import Simulator, run

DEMO_SECRET: Final = "demonstration-only-not-a-secret"  # noqa: S105 - a simulator holds no real money


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the address of the notifications."""
    parser.add_argument("--webhook-url", default="http://127.0.0.1:8000/webhooks/card", help="empty: send none")
    parser.add_argument(
        "--webhook-host", default="pay.localhost:8000", help="value of the Host header; empty: that of the address"
    )


def build(simulator: Simulator) -> Starlette:
    """Return the acquirer's application: REST interface and pages over one ledger."""
    notifications = webhooks.Webhooks(
        store=simulator.store,
        faults=simulator.faults,
        url=simulator.arguments.webhook_url,
        host=simulator.arguments.webhook_host,
        secret=os.environ.get("HUKUMATI_ACQUIRER_WEBHOOK_SECRET", DEMO_SECRET),
    )
    ledger = Ledger(simulator.store, simulator.event_log, notifications)
    merchant = rest.Rest(
        store=simulator.store,
        faults=simulator.faults,
        ledger=ledger,
        api_key=os.environ.get("HUKUMATI_ACQUIRER_API_KEY", DEMO_SECRET),
    )
    pages = HostedPage(store=simulator.store, ledger=ledger, pages=simulator.pages)

    async def show_ledger(_: Request) -> Response:
        return JSONResponse(
            {"balances": ledger.balances(), "captured": ledger.captured(), "webhooks_waiting": notifications.waiting()}
        )

    @contextlib.asynccontextmanager
    async def delivering(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(notifications.deliver_forever())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    routes = [*merchant.routes(), *pages.routes(), Route("/_sim/book", show_ledger)]
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
