"""Processor time of programs with all their descendants, as the kernel counts it (proc(5): /proc/PID/stat)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from hukumati.project.processes import tree_seconds
from hukumati.project.run.platform import Platform


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time by program."""

    by_program: Mapping[str, float]

    @classmethod
    def now(cls, platform: Platform) -> Self:
        """Read what every program of a platform has spent since it started."""
        pids = {name: platform.supervisor.pid(name) for name in platform.supervisor.children}
        seconds = tree_seconds(pid for pid in pids.values() if pid)
        return cls({name: seconds.get(pid or 0, 0.0) for name, pid in pids.items()})

    def __sub__(self, earlier: "Spent") -> "Spent":
        return Spent({name: spent - earlier.by_program.get(name, 0.0) for name, spent in self.by_program.items()})

    def without(self, name: str) -> "Spent":
        """Leave one program out."""
        return Spent({each: seconds for each, seconds in self.by_program.items() if each != name})

    def of(self, *names: str) -> float:
        """Add up the named programs."""
        return sum(self.by_program[name] for name in names)

    @property
    def total(self) -> float:
        """All programs together."""
        return sum(self.by_program.values())
