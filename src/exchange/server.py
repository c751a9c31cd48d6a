"""The security server as a program: `python -m exchange.server --config FILE`."""

import argparse
import asyncio
import resource
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import uvloop

from exchange import operator_log
from exchange.access import AccessRules
from exchange.config import ConfigurationError, Listener, RegistryFile, ServerConfig, read_config
from exchange.consumer import ConsumerEdge
from exchange.http.client import HttpClient
from exchange.http.server import HttpServer
from exchange.message_log import LogInUse, MessageLog
from exchange.provider import ProviderEdge
from exchange.registry import Registry
from exchange.transport import PeerTransport

# What the multipart envelope adds around a message and its body.
ENVELOPE_BYTES = 256 * 1024
EXIT_UNUSABLE = 2


class SecurityServer:
    """One security server: two edges that share a message log and a pool of connections."""

    def __init__(self, config: ServerConfig, registry_file: RegistryFile) -> None:
        registry = Registry(registry_file)
        self.config = config
        self.log = MessageLog(config.log_dir)
        self.client = HttpClient(connect_seconds=config.connect_seconds, body_bytes=config.body_bytes + ENVELOPE_BYTES)
        self.client_edge = HttpServer(edge=self._consumer(registry), limits=config.limits)
        self.peer_edge = HttpServer(
            edge=self._provider(registry),
            limits=replace(config.limits, body_bytes=config.body_bytes + ENVELOPE_BYTES),
        )

    def _consumer(self, registry: Registry) -> ConsumerEdge:
        return ConsumerEdge(
            server=self.config.server,
            registry=registry,
            log=self.log,
            transport=PeerTransport(client=self.client, peer_seconds=self.config.peer_seconds),
            legacy_spelling=self.config.legacy_spelling,
        )

    def _provider(self, registry: Registry) -> ProviderEdge:
        return ProviderEdge(
            server=self.config.server,
            registry=registry,
            rules=AccessRules(self.config.services),
            log=self.log,
            client=self.client,
            legacy_spelling=self.config.legacy_spelling,
        )

    async def start(self) -> None:
        """Open the message log and listen on both edges; raises `OSError` or `LogInUse`."""
        await self.log.open()
        await self._listen(self.peer_edge, self.config.peer_edge)
        await self._listen(self.client_edge, self.config.client_edge)
        operator_log.log_event(
            "ready",
            server=str(self.config.server),
            client_edge=f"{self.config.client_edge.host}:{self.config.client_edge.port}",
            peer_edge=f"{self.config.peer_edge.host}:{self.config.peer_edge.port}",
        )

    async def stop(self) -> None:
        """Stop gracefully: first the client edge, for its running requests may need the peer edge."""
        deadline = time.monotonic() + self.config.grace_seconds
        await self.client_edge.stop(grace_seconds=self.config.grace_seconds)
        await self.peer_edge.stop(grace_seconds=max(0.0, deadline - time.monotonic()))
        self.client.close()
        await self.log.close()
        operator_log.log_event("stopped", server=str(self.config.server))

    async def _listen(self, edge: HttpServer, listener: Listener) -> None:
        try:
            await edge.start(host=listener.host, port=listener.port)
        except OSError as error:
            raise OSError(f"cannot listen on {listener.host}:{listener.port}: {error.strerror or error}") from error


async def _run(config: ServerConfig, registry: RegistryFile) -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    server = SecurityServer(config, registry)
    await server.start()
    await stopping.wait()
    await server.stop()


def _raise_file_limit() -> None:
    """Raise the limit of open files, one for each connection, to what the system allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m exchange.server", description="The security server")
    parser.add_argument(
        "--config", type=Path, required=True, help="the server's YAML file (see src/exchange/README.md)"
    )
    parser.add_argument("--check", action="store_true", help="check the configuration and exit")
    return parser.parse_args()


def main() -> int:
    """Run until SIGTERM or SIGINT, and return the exit status."""
    arguments = _arguments()
    operator_log.configure()
    try:
        config, registry = read_config(arguments.config)
        if not arguments.check:
            _raise_file_limit()
            uvloop.run(_run(config, registry))
    except (ConfigurationError, LogInUse, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_UNUSABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
