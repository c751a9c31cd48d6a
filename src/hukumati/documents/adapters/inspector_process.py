"""The inspector run apart, so that a hostile file can waste its own process only."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Final

from hukumati.documents.adapters.inspector_protocol import pack, unpack
from hukumati.documents.domain.inspection import Inspection
from hukumati.documents.errors import TooManyChecks

TIMEOUT_SECONDS: Final = 15
_AT_ONCE: Final = 2
_WAIT_SECONDS: Final = 10

_places = threading.BoundedSemaphore(_AT_ONCE)


def inspect_apart(*, data: bytes, roots: Sequence[bytes]) -> Inspection | None:
    """Examine a file under limits of time and memory; None if it is no PDF that can be read."""
    if not _places.acquire(timeout=_WAIT_SECONDS):
        raise TooManyChecks("other files are being checked; try again in a minute")
    try:
        return _run(pack(roots=roots, data=data))
    finally:
        _places.release()


def _run(question: bytes) -> Inspection | None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hukumati.documents.adapters.inspector"],
            input=question,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
        )
        return unpack(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
