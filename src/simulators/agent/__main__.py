"""`python -m simulators.agent --port 8304 --data DIR`; the biller's password is HUKUMATI_EBPP_PASSWORD."""

import argparse
import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from simulators.agent import cash_payments
from simulators.agent.biller_client import BillerClient
from simulators.agent.pages import AgentPages
from simulators.base.program import Simulator, run

DEMO_SECRET: Final = "demonstration-only-not-a-secret"  # noqa: S105 - a simulator holds no real money


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the biller's address and the company's code."""
    parser.add_argument("--biller-url", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--biller-host", default="pay.localhost:8000", help="value of the Host header; empty: that of the address"
    )
    parser.add_argument("--company", default="SIM-AGENTS", help="the agent company's code")


def build(simulator: Simulator) -> Starlette:
    """Return the agent's application, which notifies the biller in the background."""
    biller = BillerClient(
        url=simulator.arguments.biller_url,
        host=simulator.arguments.biller_host,
        username=os.environ.get("HUKUMATI_EBPP_USERNAME", "agent-switch"),
        password=os.environ.get("HUKUMATI_EBPP_PASSWORD", DEMO_SECRET),
        company=simulator.arguments.company,
    )
    payments = cash_payments.CashPayments(
        store=simulator.store, event_log=simulator.event_log, faults=simulator.faults, biller=biller
    )

    @contextlib.asynccontextmanager
    async def notifying(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(payments.notify_forever())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await biller.close()

    return simulator.app(
        AgentPages(payments=payments, biller=biller, pages=simulator.pages).routes(), lifespan=notifying
    )


if __name__ == "__main__":
    run(
        name="agent",
        title=("وكيل الدفع النقدي", "Cash payment agent"),
        build=build,
        modes=cash_payments.MODES,
        templates=Path(__file__).parent / "templates",
        options=options,
    )
