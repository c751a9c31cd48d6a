"""What a program is to the supervisor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from subprocess import Popen


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running: its command, its environment besides ours, and where it tells that it is ready."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready_url: str = ""
    ready_host: str = ""
    spawn: Callable[[], "Popen[bytes]"] | None = None
    """For a program that is started in a way of its own (PostgreSQL)."""
    stop_last: bool = False
