"""For tests: a pair of real security servers, and a service behind them that does as it is told."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

import yaml

CLIENT = "PS/GOV/MTDE/HUKUMATI"
POPULATION = "PS/GOV/MOI/POPULATION"
CRIMINAL_RECORD = "PS/GOV/MOJ/CRIMINAL-RECORD"
LAND = "PS/GOV/PLA/LAND"
SOURCES = str(Path(__file__).resolve().parents[1])
_START_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service heard."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What it answers, after `delay_seconds`; `raw` replaces the whole answer by other bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    delay_seconds: float = 0
    raw: bytes | None = None


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class StubService:
    """A real HTTP server; `answer` decides, `heard` keeps every request."""

    def __init__(self) -> None:
        self.heard: list[Asked] = []
        self.answer: Callable[[Asked], Told] = lambda _asked: Told()
        self._server = _Listener(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
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
    """One security server's process."""

    name: str
    folder: Path
    client_url: str
    peer_url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def log_dir(self) -> Path:
        return self.folder / f"{self.name}-log"

    @property
    def journal(self) -> str:
        """What it wrote to standard error."""
        return (self.folder / f"{self.name}.err").read_text()

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self.spawn()
        self.wait()

    def spawn(self) -> None:
        command = [sys.executable, "-m", "exchange.server", "--config", str(self.folder / f"{self.name}.yaml")]
        with (self.folder / f"{self.name}.err").open("ab") as journal:
            self.process = subprocess.Popen(command, stderr=journal, env=os.environ | {"PYTHONPATH": SOURCES})

    def wait(self) -> None:
        assert self.process is not None  # noqa: S101
        deadline = time.monotonic() + _START_SECONDS
        while not _is_up(self.client_url):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"{self.name} did not start: {self.journal}")
            time.sleep(0.03)

    def stop(self) -> int:
        """Stop it gracefully and give its exit status."""
        assert self.process is not None  # noqa: S101
        self.process.terminate()
        return self.process.wait(_START_SECONDS)

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        assert self.process is not None  # noqa: S101
        self.process.kill()
        self.process.wait(_START_SECONDS)


@dataclass(frozen=True, slots=True)
class Pair:
    """`consumer` hosts the platform's subsystem; `provider` hosts the two registers."""

    consumer: Server
    provider: Server


@contextmanager
def running_pair(folder: Path, *, services: list[dict[str, Any]], **options: Any) -> Iterator[Pair]:
    """Run two servers until the block ends; `services` and `options` as in their files (README.md)."""
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


def hosted(service: str, url: str, **options: Any) -> dict[str, Any]:
    """Write one service that the platform's subsystem may ask by `GET /current`."""
    allow = [{"client": CLIENT, "endpoints": [{"method": "GET", "path": "/current"}]}]
    return {"id": service, "url": url, "allow": allow, **options}


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _write_files(folder: Path, services: list[dict[str, Any]], options: dict[str, Any]) -> Pair:
    ports = free_ports(4)
    consumer, provider = "PS/GOV/MTDE/SS1", "PS/GOV/MOI/SS2"
    registry = {
        "instance": "PS",
        "members": [{"id": f"PS/GOV/{code}", "name": code} for code in ("MTDE", "MOI", "MOJ", "PLA")],
        "subsystems": [
            {"id": CLIENT, "name": "Hukumati", "servers": [consumer]},
            {"id": POPULATION, "name": "Population register", "servers": [provider]},
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


def _server_file(name: str, server: str, client_port: int, peer_port: int, options: dict[str, Any]) -> dict[str, Any]:
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


def _write(path: Path, content: dict[str, Any]) -> None:
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
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            service.heard.append(asked)
            told = service.answer(asked)
            time.sleep(told.delay_seconds)
            try:
                self._tell(told)
            except OSError:  # the server gave up waiting
                self.close_connection = True

        def _tell(self, told: Told) -> None:
            if told.raw is not None:
                self.wfile.write(told.raw)
                self.close_connection = True
                return
            self.send_response(told.status)
            for name, value in told.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(told.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815 — the base class's names

        def log_message(self, *_arguments: Any) -> None:
            """It keeps what it heard; it prints nothing."""

    return Handler
