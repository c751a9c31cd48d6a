"""Documents are set by confined programs that stay warm; an endless template costs one of them, and nothing else."""

import atexit
import base64
import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any, Final

from hukumati.core.json import JsonObject
from hukumati.documents.domain.typesetting import DocumentFields, Template, Typeset
from hukumati.documents.errors import TemplateFailed

CPU_SECONDS: Final = 10
SECONDS: Final = 60.0
"""Of the clock, for a program that waits and uses no processor."""
AT_ONCE: Final = 2
DOCUMENTS_EACH: Final = 1000
"""Then a program is replaced, so that what its compilers remember does not grow without end."""


class _Child:
    """One running program."""

    def __init__(self) -> None:
        self.documents = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hukumati.documents.adapters.typesetting_program", str(CPU_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath, "PYTHONTZPATH": ""},
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, line: bytes) -> bytes:
        """Return the answer; an empty one if the program ended over it."""
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self.documents += 1
        timer = threading.Timer(SECONDS, self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            return b""
        finally:
            timer.cancel()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


class TypesettingPool:
    """The typesetter that issuing uses; `bundles` is the folder in which templates are laid out."""

    def __init__(self, *, bundles: Path) -> None:
        self._bundles = bundles

    def typeset(
        self,
        *,
        template: Template,
        data: JsonObject,
        fields: DocumentFields,
        issued_on: date,
        photo: bytes | None = None,
    ) -> Typeset:
        """Set a document; the same input gives the same bytes. Raises TemplateFailed."""
        request = {
            "source": template.source, "name": template.name, "data": data, "fields": fields,
            "issued_on": issued_on.isoformat(), "bundles": str(self._bundles),
            "photo": None if photo is None else base64.b64encode(photo).decode(),
        }  # fmt: skip
        answer = _ask(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        if not answer:
            raise TemplateFailed(f"{template.name}: it takes too long, or too much memory")
        done: dict[str, Any] = json.loads(answer)
        if "failed" in done:
            raise TemplateFailed(done["failed"])
        return Typeset(pdf=base64.b64decode(done["pdf"]), particulars=done["particulars"])


_slots = threading.BoundedSemaphore(AT_ONCE)
_idle: list[_Child] = []
_idle_lock = threading.Lock()


def _ask(line: bytes) -> bytes:
    with _slots:
        child = _taken()
        answer = child.ask(line)
        if answer.endswith(b"\n") and child.documents < DOCUMENTS_EACH:
            with _idle_lock:
                _idle.append(child)
        else:
            child.end()
    return answer if answer.endswith(b"\n") else b""


def _taken() -> _Child:
    while True:
        with _idle_lock:
            child = _idle.pop() if _idle else None
        if child is None:
            return _Child()
        if child.is_alive():
            return child
        child.end()


@atexit.register
def end_idle() -> None:
    """End the programs that wait for work; the next document starts another."""
    with _idle_lock:
        while _idle:
            _idle.pop().end()
