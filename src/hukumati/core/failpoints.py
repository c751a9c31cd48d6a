"""Failpoints: named places where a test may kill the process, to prove that the journey survives it."""

import os
import signal
from pathlib import Path
from typing import Final

from django.conf import settings

FAILPOINTS: Final = ("core.deliver.before_handler", "core.deliver.before_commit", "core.deliver.after_commit")
"""The failpoints of this part; each part lists its own."""


def hit(name: str) -> None:
    """Kill the process at once if the failpoint `name` is armed; in production none can be."""
    folder: Path | None = settings.HUKUMATI.failpoints_dir
    if folder is None:
        return
    armed = folder / name
    if not armed.exists():
        return
    try:
        armed.rename(folder / f"{name}.hit.{os.getpid()}")
    except FileNotFoundError:  # another process was faster
        return
    os.kill(os.getpid(), signal.SIGKILL)
