"""The inspector run in a process of its own, so that a hostile file harms nothing but that process."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from hukumati.documents.adapters.inspector_protocol import pack_request, parse_answer
from hukumati.documents.domain.inspection import Inspection
from hukumati.documents.errors import InspectorBusy

TIMEOUT_SECONDS: Final = 15
AT_ONCE: Final = 2
"""Of the four threads of a server process: two are left for pages."""

_slots = threading.BoundedSemaphore(AT_ONCE)


class PdfInspector:
    """Inspects registered files here and all others in a process of their own."""

    def inspect_own(self, *, data: bytes, roots: Sequence[bytes], at: datetime) -> Inspection:
        """Inspect a file that is registered; certificates are judged at the moment `at`."""
        # imported late: pyHanko takes half a second to load
        from hukumati.documents.adapters.inspector import inspect

        return inspect(data=data, roots=roots, at=at)

    def inspect_untrusted(self, *, data: bytes, roots: Sequence[bytes]) -> Inspection | None:
        """Inspect any file under limits of time and memory; None if it is no readable PDF. Raises InspectorBusy."""
        return inspect_apart(data=data, roots=roots)


def inspect_apart(*, data: bytes, roots: Sequence[bytes]) -> Inspection | None:
    """Inspect a file in a process of its own; None if it is no readable PDF. Raises InspectorBusy."""
    with slot():
        return _run(pack_request(roots=roots, data=data))


@contextmanager
def slot() -> Iterator[None]:
    """Hold one of the places for an inspection. Raises InspectorBusy: a thread that waited would make no page."""
    if not _slots.acquire(blocking=False):
        raise InspectorBusy("other files are being checked; try again in a minute")
    try:
        yield
    finally:
        _slots.release()


def _run(request: bytes) -> Inspection | None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hukumati.documents.adapters.inspector"],
            input=request,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
        )
        return parse_answer(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
