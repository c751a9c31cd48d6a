"""A simulator as a program: arguments, store, server, graceful example."""

import argparse
import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from simulators.base.connections import CuttableProtocol
from simulators.base.control import control_routes
from simulators.base.event_log import EventLog
from simulators.base.faults import Faults
from simulators.base.pages import HERE, Pages
from simulators.base.store import Store

STOP_SECONDS = 2

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Simulator:
    """The parts that every simulator has."""

    name: str
    arguments: argparse.Namespace
    store: Store
    faults: Faults
    event_log: EventLog
    pages: Pages

    def app(self, routes: Sequence[BaseRoute], *, lifespan: Lifespan | None = None) -> Starlette:
        """Return the application: the simulator's own paths, /_sim/* and /static/*."""
        control = control_routes(store=self.store, faults=self.faults, event_log=self.event_log)
        static = Mount("/static", StaticFiles(directory=HERE / "static"))
        return Starlette(routes=[*routes, *control, static], lifespan=lifespan)


def run(
    *,
    name: str,
    title: tuple[str, str],
    build: Callable[[Simulator], Starlette],
    schema: str = "",
    modes: tuple[str, ...] = (),
    templates: Path | None = None,
    options: Callable[[argparse.ArgumentParser], None] | None = None,
) -> None:
    """Run a simulator until SIGTERM or SIGINT: `title` is (Arabic, English), `modes` its faults besides "ok"."""
    arguments = _parse(name, title[1], options)
    simulator = open_simulator(
        name=name, title=title, arguments=arguments, schema=schema, modes=modes, templates=templates
    )
    listener = listen(arguments.host, arguments.port)
    print_ready(name, "http", listener)
    asyncio.run(_serve(build(simulator), listener))
    simulator.store.close()


def open_simulator(
    *,
    name: str,
    title: tuple[str, str],
    arguments: argparse.Namespace,
    schema: str = "",
    modes: tuple[str, ...] = (),
    templates: Path | None = None,
    root: str = "",
) -> Simulator:
    """Open a simulator's store; `root` is the path under which another simulator's program serves it."""
    store = Store(arguments.data / f"{name}.sqlite3", schema)
    pages = Pages(title=title, templates=templates, root=root)
    return Simulator(name, arguments, store, Faults(store, modes), EventLog(store), pages)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one."""
    listener = socket.create_server((host, port), backlog=128)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio does not set it on sockets it is given
    listener.setblocking(False)
    return listener


def print_ready(name: str, protocol: str, listener: socket.socket) -> None:
    """Print the address, as in `sms listens on http://127.0.0.1:8305`; tests read this line."""
    host, port = listener.getsockname()[:2]
    sys.stdout.write(f"{name} listens on {protocol}://{host}:{port}\n")
    sys.stdout.flush()


def _parse(name: str, title: str, options: Callable[[argparse.ArgumentParser], None] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{name}", description=title)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--data", type=Path, required=True, help="folder of the simulator's store")
    if options is not None:
        options(parser)
    return parser.parse_args()


class _Server(uvicorn.Server):
    """uvicorn's server without its signal handlers, which would end a requested stop with a signal's exit code."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(app: Starlette, listener: socket.socket) -> None:
    server = _Server(
        uvicorn.Config(
            app,
            http=CuttableProtocol,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, setattr, server, "should_exit", True)
    await server.serve(sockets=[listener])
