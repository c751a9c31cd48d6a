"""For tests: a pair of real security servers as processes, and a stub service behind them.

It imports nothing of the exchange: it writes configuration files and starts programs, as an operator does.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NotRequired, Self, TypedDict

import yaml

CLIENT = "PS/GOV/MTDE/HUKUMATI"
POPULATION = "PS/GOV/MOI/POPULATION"
CRIMINAL_RECORD = "PS/GOV/MOJ/CRIMINAL-RECORD"
LAND = "PS/GOV/PLA/LAND"
COMPANIES = "PS/GOV/MONE/COMPANIES"
SOURCES = str(Path(__file__).resolve().parents[1])
_START_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class StubRequest:
    """A request that the stub service received."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class StubResponse:
    """The response of the stub service, after `delay_seconds`; `raw` replaces the whole of it by other bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    delay_seconds: float = 0
    raw: bytes | None = None


class EndpointFile(TypedDict):
    """A right to call, as in a server's file."""

    method: str
    path: str


class AllowanceFile(TypedDict):
    """The rights of one client, as in a server's file."""

    client: str
    endpoints: NotRequired[list[EndpointFile]]


class HostedFile(TypedDict):
    """A hosted service, as in a server's file."""

    id: str
    url: str
    allow: NotRequired[list[AllowanceFile]]
    timeout_seconds: NotRequired[float]
    enabled: NotRequired[bool]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class StubService:
    """A real HTTP server: `respond` decides what it answers, `requests` holds what it received."""

    def __init__(self) -> None:
        self.requests: list[StubRequest] = []
        self.respond: Callable[[StubRequest], StubResponse] = lambda _request: StubResponse()
        self._server = _Listener(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Listen until the block ends."""
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


@dataclass(slots=True)
class Server:
    """The process of one security server."""

    name: str
    folder: Path
    client_url: str
    peer_url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def log_dir(self) -> Path:
        """The directory of its message log."""
        return self.folder / f"{self.name}-log"

    @property
    def stderr(self) -> str:
        """What it has written to standard error."""
        return (self.folder / f"{self.name}.err").read_text()

    def start(self) -> None:
        """Start the process and wait until it responds."""
        self.spawn()
        self.wait()

    def spawn(self) -> None:
        """Start the process, without waiting."""
        command = [sys.executable, "-m", "exchange.server", "--config", str(self.folder / f"{self.name}.yaml")]
        with (self.folder / f"{self.name}.err").open("ab") as stderr:
            self.process = subprocess.Popen(command, stderr=stderr, env=os.environ | {"PYTHONPATH": SOURCES})

    def wait(self) -> None:
        """Wait until it responds; raises `RuntimeError` if it ends or takes too long."""
        assert self.process is not None  # noqa: S101
        deadline = time.monotonic() + _START_SECONDS
        while not _is_up(self.client_url):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"{self.name} did not start: {self.stderr}")
            time.sleep(0.03)

    def stop(self) -> int:
        """Stop it gracefully and return its exit status."""
        assert self.process is not None  # noqa: S101
        self.process.terminate()
        return self.process.wait(_START_SECONDS)

    def kill(self) -> None:
        """Kill it without warning, as a power cut would."""
        assert self.process is not None  # noqa: S101
        self.process.kill()
        self.process.wait(_START_SECONDS)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two servers: `consumer` hosts the platform's subsystem, `provider` the registers."""

    consumer: Server
    provider: Server


@contextmanager
def running_pair(folder: Path, *, services: list[HostedFile], **options: object) -> Iterator[Pair]:
    """Run two servers until the block ends; `services` and `options` as in their configuration files (README.md)."""
    pair = _write_files(folder, services, options)
    try:
        for server in (pair.consumer, pair.provider):
            server.spawn()
        for server in (pair.consumer, pair.provider):
            server.wait()
        yield pair
    finally:
        for server in (pair.consumer, pair.provider):
            if server.process is not None and server.process.poll() is None:
                server.kill()


def hosted(
    service: str, url: str, *, timeout_seconds: float = 60, enabled: bool = True, told: bool = False
) -> HostedFile:
    """Return a service that the platform's subsystem may call by `GET /current`, or by `POST /entries` to tell it."""
    endpoint: EndpointFile = {"method": "POST", "path": "/entries"} if told else {"method": "GET", "path": "/current"}
    allow: list[AllowanceFile] = [{"client": CLIENT, "endpoints": [endpoint]}]
    return {"id": service, "url": url, "allow": allow, "timeout_seconds": timeout_seconds, "enabled": enabled}


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _write_files(folder: Path, services: list[HostedFile], options: dict[str, object]) -> Pair:
    ports = free_ports(4)
    consumer, provider = "PS/GOV/MTDE/SS1", "PS/GOV/MOI/SS2"
    registry = {
        "instance": "PS",
        "members": [{"id": f"PS/GOV/{code}", "name": code} for code in ("MTDE", "MOI", "MOJ", "PLA", "MONE")],
        "subsystems": [
            {"id": CLIENT, "name": "Hukumati", "servers": [consumer]},
            {"id": POPULATION, "name": "Population register", "servers": [provider]},
            {"id": COMPANIES, "name": "Companies register", "servers": [provider]},
            {"id": CRIMINAL_RECORD, "name": "Criminal record", "servers": [provider]},
            {"id": LAND, "name": "Land register", "servers": [provider]},
        ],
        "servers": [
            {"id": consumer, "address": f"http://127.0.0.1:{ports[1]}"},
            {"id": provider, "address": f"http://127.0.0.1:{ports[3]}"},
        ],
    }
    _write(folder / "registry.yaml", registry)
    _write(folder / "ss1.yaml", _server_file("ss1", consumer, ports[0], ports[1], options))
    _write(folder / "ss2.yaml", _server_file("ss2", provider, ports[2], ports[3], options) | {"services": services})
    return Pair(_server("ss1", folder, ports[0], ports[1]), _server("ss2", folder, ports[2], ports[3]))


def _server_file(
    name: str, server: str, client_port: int, peer_port: int, options: dict[str, object]
) -> dict[str, object]:
    return {
        "server": server,
        "registry": "registry.yaml",
        "log_dir": f"{name}-log",
        "client_edge": {"host": "127.0.0.1", "port": client_port},
        "peer_edge": {"host": "127.0.0.1", "port": peer_port},
        **options,
    }


def _server(name: str, folder: Path, client_port: int, peer_port: int) -> Server:
    return Server(name, folder, f"http://127.0.0.1:{client_port}", f"http://127.0.0.1:{peer_port}")


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False))


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=1) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def _handler(service: StubService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = StubRequest(self.command, self.path, dict(self.headers.items()), body)
            service.requests.append(request)
            response = service.respond(request)
            time.sleep(response.delay_seconds)
            try:
                self._send(response)
            except OSError:  # the server gave up waiting
                self.close_connection = True

        def _send(self, response: StubResponse) -> None:
            if response.raw is not None:
                self.wfile.write(response.raw)
                self.close_connection = True
                return
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815 — the base class's names

        def log_message(self, *_arguments: object) -> None:
            """Print nothing: the requests are kept instead."""

    return Handler
