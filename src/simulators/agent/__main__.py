"""`python -m simulators.agent --port 8304 --data DIR`; the biller's password is HUKUMATI_EBPP_PASSWORD."""

import argparse
import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from simulators.agent import drawer
from simulators.agent.counter import Counter
from simulators.agent.switch import Switch
from simulators.base.program import Simulator, run

DEMO_SECRET: Final = "demonstration-only-not-a-secret"  # noqa: S105 - a simulator holds no real money


def options(parser: argparse.ArgumentParser) -> None:
    """Declare where the biller is."""
    parser.add_argument("--biller-url", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--biller-host", default="pay.localhost:8000", help="value of the Host header; empty: that of the address"
    )
    parser.add_argument("--company", default="SIM-AGENTS", help="the agent company's code")


def build(simulator: Simulator) -> Starlette:
    """Join the counter, the drawer and the switch's client."""
    switch = Switch(
        url=simulator.arguments.biller_url,
        host=simulator.arguments.biller_host,
        username=os.environ.get("HUKUMATI_EBPP_USERNAME", "agent-switch"),
        password=os.environ.get("HUKUMATI_EBPP_PASSWORD", DEMO_SECRET),
        company=simulator.arguments.company,
    )
    cash = drawer.Drawer(store=simulator.store, journal=simulator.journal, faults=simulator.faults, switch=switch)

    @contextlib.asynccontextmanager
    async def telling(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(cash.tell_for_ever())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await switch.close()

    return simulator.app(Counter(drawer=cash, switch=switch, pages=simulator.pages).routes(), lifespan=telling)


if __name__ == "__main__":
    run(
        name="agent",
        title=("وكيل الدفع النقدي", "Cash payment agent"),
        build=build,
        modes=drawer.MODES,
        templates=Path(__file__).parent / "templates",
        options=options,
    )
