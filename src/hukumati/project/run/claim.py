"""One run at a time on a data folder."""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from hukumati.project.run.supervisor import end_leftovers


class AlreadyRunning(RuntimeError):
    """Another run holds this data folder; the message says where it answers."""


class Claim:
    """The right to run on a data folder, held until `release` or the end of the process."""

    def __init__(self, data_dir: Path, say: Callable[[str], None]) -> None:
        """Take the folder, or raise `AlreadyRunning`; then it ends what an earlier run left behind."""
        data_dir.mkdir(parents=True, exist_ok=True)
        self._handle = self._locked((data_dir / "run.lock").open("a+"))
        leftovers = end_leftovers(str(data_dir.resolve()))
        if leftovers:
            say(f"ended {leftovers} processes that an earlier run had left behind")

    @staticmethod
    def _locked(handle: IO[str]) -> IO[str]:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            with contextlib.suppress(ValueError, KeyError):
                known = json.loads(handle.read())
                raise AlreadyRunning(f"already running here (process {known['pid']}): {known['url']}") from None
            raise AlreadyRunning("already starting here; wait for it, or stop it with Ctrl-C") from None
        handle.truncate(0)
        return handle

    def tell(self, url: str) -> None:
        """Write down for others where this run answers."""
        self._handle.write(json.dumps({"pid": os.getpid(), "url": url}))
        self._handle.flush()

    def release(self) -> None:
        """Release the folder."""
        self._handle.close()
