"""What Linux offers to keep a family of processes together."""

import contextlib
import ctypes
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """This will return a function for a child to call before exec: the kernel then signals it when its parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))

    return ask


def is_alive(pid: int) -> bool:
    """This will tell whether a process exists and is no zombie."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"}
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, 0)
        return not Path("/proc").exists()
    return False
