"""What Linux offers to keep a family of processes together."""

import contextlib
import ctypes
import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
COLLECT_AFTER: Final = (25_000, 20, 20)


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


def collect_less() -> None:
    """Leave what was loaded at the start out of garbage collection, and let it begin less often.

    A page makes tens of thousands of objects that die with it; looking for cycles among them every 700 is in vain.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def leave_after_parent(*, grace_seconds: float) -> None:
    """Leave soon after the end of the parent, which a thread watches for."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="leave-after-parent", daemon=True).start()
