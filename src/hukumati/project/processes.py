"""What Linux offers to keep a family of processes together."""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
TICK_SECONDS: Final = 1 / os.sysconf("SC_CLK_TCK")
COLLECT_AFTER: Final = (25_000, 20, 20)
MOST_OPEN_FILES: Final = 65_536


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return a function for a child to call before exec: the kernel then signals it when its parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))

    return ask


def is_alive(pid: int) -> bool:
    """Return whether a process exists and is no zombie."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"}
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, 0)
        return not Path("/proc").exists()
    return False


def tree_seconds(roots: Iterable[int]) -> dict[int, float]:
    """Return the processor seconds of each process and its descendants, ended and waited-for ones too.

    User and system time as the kernel counts it (proc(5): /proc/PID/stat), in hundredths of a second.
    """
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


def collect_less() -> None:
    """Leave what was loaded at the start out of garbage collection, and let it begin less often.

    A page makes tens of thousands of objects that die with it; looking for cycles among them every 700 is in vain.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def allow_open_files() -> None:
    """Allow this process the open files that the system grants: each connection is one; usually 1024 are allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def leave_after_parent(*, grace_seconds: float) -> None:
    """Exit soon after the parent process ends; a thread watches for that."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="leave-after-parent", daemon=True).start()
