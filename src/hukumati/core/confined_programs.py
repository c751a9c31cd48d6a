"""Programs that confine themselves and stay warm, for work on what strangers wrote.

Few work at once and few requests wait, so that a thread that makes pages is always left; each request has a deadline,
after which its program is ended, and nothing else.
"""

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Final

from hukumati.core.confinement import allow_processor_seconds

_LENGTH_BYTES: Final = 8
LARGEST_FRAME: Final = 64 * 1024 * 1024


class ProgramsBusy(RuntimeError):
    """As many requests wait as may."""


class ProgramEnded(RuntimeError):
    """The program ended, or was ended, over a request: it took too much time or memory."""


class _Program:
    """One running program."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self.requests = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath, "PYTHONTZPATH": "", **environment},
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, seconds: float) -> bytes:
        """Return the answer. Raises ProgramEnded."""
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self.requests += 1
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            write_frame(self._process.stdin, request)
            answer = read_frame(self._process.stdout)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise ProgramEnded
        return answer

    def _kill(self) -> None:
        """End the program and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        self._kill()
        with suppress(OSError):
            self._process.communicate()


class ConfinedPrograms:
    """Asks instances of one program, a module that calls `serve`."""

    def __init__(
        self,
        module: str,
        *,
        seconds: float,
        at_once: int = 2,
        waiting: int = 1,
        patience_seconds: float = 5.0,
        requests_each: int = 1000,
        environment: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Allow each request `seconds` of the clock, and `waiting` requests to wait `patience_seconds` for a place.

        A program is replaced after `requests_each`, so that what it remembers does not grow without end. It sees of the
        environment what `environment` returns, and no secret.
        """
        self._module, self._seconds, self._environment = module, seconds, environment
        self._patience_seconds, self._requests_each = patience_seconds, requests_each
        self._line = threading.BoundedSemaphore(at_once + waiting)
        self._places = threading.BoundedSemaphore(at_once)
        self._idle: list[_Program] = []
        self._lock = threading.Lock()
        atexit.register(self.end_idle)

    def ask(self, request: bytes) -> bytes:
        """Return a program's answer. Raises ProgramsBusy, ProgramEnded."""
        with self.place():
            program = self._taken()
            try:
                answer = program.ask(request, self._seconds)
            except BaseException:
                program.end()
                raise
            self._put_back(program)
            return answer

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places. Raises ProgramsBusy."""
        if not self._line.acquire(blocking=False):
            raise ProgramsBusy
        try:
            if not self._places.acquire(timeout=self._patience_seconds):
                raise ProgramsBusy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._line.release()

    def _taken(self) -> _Program:
        while True:
            with self._lock:
                program = self._idle.pop() if self._idle else None
            if program is None:
                return _Program(self._module, self._environment())
            if program.is_alive():
                return program
            program.end()

    def _put_back(self, program: _Program) -> None:
        if program.requests >= self._requests_each:
            program.end()
            return
        with self._lock:
            self._idle.append(program)

    def end_idle(self) -> None:
        """End the programs that wait for work; the next request starts another."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


def serve(work: Callable[[bytes], bytes], *, processor_seconds: int) -> None:
    """Answer requests until the input ends; each may use so many seconds of processor time."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed meanwhile is no answer
    while (request := read_frame(sys.stdin.buffer)) is not None:
        allow_processor_seconds(processor_seconds)
        write_frame(answers, work(request))


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write bytes with their length before them."""
    stream.write(len(content).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next bytes; None where the stream ends before they do, or claims that they are too many."""
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    if len(head) != _LENGTH_BYTES or length > LARGEST_FRAME:
        return None
    content = stream.read(length)
    return content if len(content) == length else None
