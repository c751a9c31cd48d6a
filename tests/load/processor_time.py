"""Processor time of programs with all their descendants, as the kernel counts it (proc(5): /proc/PID/stat)."""

import contextlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from hukumati.project.run.platform import Platform

TICK_SECONDS: Final = 1 / os.sysconf("SC_CLK_TCK")


def tree_seconds(roots: Iterable[int]) -> dict[int, float]:
    """Return user and system seconds of each root and its descendants, ended and waited-for ones too."""
    own: dict[int, float] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            own[int(folder.name)] = sum(map(int, fields[11:15])) * TICK_SECONDS
            children[int(fields[1])].append(int(folder.name))
    return {root: _sum(root, own, children) for root in roots}


def _sum(pid: int, own: Mapping[int, float], children: Mapping[int, list[int]]) -> float:
    return own.get(pid, 0.0) + sum(_sum(child, own, children) for child in children.get(pid, ()))


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

    def of(self, *names: str) -> float:
        """Add up the named programs."""
        return sum(self.by_program[name] for name in names)

    @property
    def total(self) -> float:
        """All programs together."""
        return sum(self.by_program.values())
