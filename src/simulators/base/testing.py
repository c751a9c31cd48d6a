"""Simulators for tests: real processes on free ports."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator's process and the addresses it listens on, by protocol ("http", "smtp")."""

    process: subprocess.Popen[str]
    addresses: dict[str, str]

    @property
    def url(self) -> str:
        """Its HTTP address."""
        return self.addresses["http"]


def start(name: str, data: Path, *arguments: str, protocols: int = 1) -> Running:
    """Start `python -m simulators.NAME` on a free port and wait until it listens for that many protocols."""
    command = [sys.executable, "-m", f"simulators.{name}", "--port", "0", "--data", str(data), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    addresses = [_line(process).rpartition(" ")[2] for _ in range(protocols)]
    return Running(process, {address.partition("://")[0]: address for address in addresses})


def _line(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError(f"the simulator did not start: exit code {process.wait(timeout=10)}")
    return line.strip()


def stop(running: Running) -> int:
    """Stop it gracefully, and return its exit code."""
    running.process.terminate()
    running.process.communicate(timeout=10)
    return running.process.returncode


@contextmanager
def started(name: str, data: Path, *arguments: str, protocols: int = 1) -> Iterator[Running]:
    """Start a simulator and stop it at the end."""
    running = start(name, data, *arguments, protocols=protocols)
    try:
        yield running
    finally:
        stop(running)
