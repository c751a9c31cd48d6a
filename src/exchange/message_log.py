"""The message log: append-only segments of JSON lines, one hash chain, durable before a message is released.

It holds which client called which service when and for which purpose, and the digests of the messages; never a body, a
path or a header value that might name a person.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypedDict, TypeVar

from exchange.protocol.digests import digest
from exchange.protocol.errors import ExchangeError
from exchange.protocol.messages import RestRequest, find_header

SEGMENT_BYTES = 64 * 1024 * 1024
_TAIL_BYTES = 256 * 1024
MOST_OF_A_PURPOSE = 100
_GENESIS = "0" * 64
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Record:
    """One message that passed: `role` consumer or provider, `kind` request or response; digests in hexadecimal."""

    role: str
    kind: str
    request_id: str
    query_id: str
    client: str
    service: str
    message_digest: str
    body_digest: str | None
    code: int | None = None
    purpose: str = ""

    @classmethod
    def of(
        cls, request: RestRequest, *, role: str, kind: str, message: bytes, body: bytes | None, code: int | None
    ) -> Self:
        """Return the record of a request, or of a response to it, with digests of the message and its body."""
        return cls(
            role=role,
            kind=kind,
            request_id=request.request_id,
            query_id=request.query_id,
            client=str(request.client),
            service=str(request.service),
            message_digest=digest(message).hex(),
            body_digest=None if body is None else digest(body).hex(),
            code=code,
            purpose=(find_header(request.headers, "uxp-purpose-ids") or "")[:MOST_OF_A_PURPOSE],
        )


class Line(TypedDict):
    """The fields of a line that make the chain; those of its record stand between `at` and `previous`."""

    number: int
    at: str
    previous: str
    hash: str


class LogInUse(Exception):
    """Another server writes to this directory."""


class MessageLog:
    """The only writer of a directory. Records that wait together share one fsync (group commit)."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.healthy = True
        self._pending: list[tuple[Record, asyncio.Future[None]]] = []
        self._has_pending = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="message-log")
        self._segment: _Segment | None = None
        self._writer: asyncio.Task[None] | None = None
        self._lock: int | None = None

    async def open(self) -> None:
        """Lock the directory and cut off a torn last line; raises `LogInUse` or `OSError`."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _acquire_lock(self.directory / "lock")
        self._segment = await self._in_thread(lambda: _Segment.last(self.directory))
        self._writer = asyncio.create_task(self._write_forever())

    async def append(self, record: Record) -> None:
        """Return once the record is durable; raises `ExchangeError` (`logging_failed`)."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append((record, future))
        self._has_pending.set()
        await future

    async def close(self) -> None:
        """Write the pending records and unlock the directory."""
        if self._writer is not None:
            while self._pending:
                await asyncio.sleep(0.005)
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        self._thread.shutdown()
        if self._segment is not None:
            self._segment.close()
        if self._lock is not None:
            os.close(self._lock)

    async def _in_thread(self, function: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    async def _write_forever(self) -> None:
        while True:
            await self._has_pending.wait()
            self._has_pending.clear()
            batch, self._pending = self._pending, []
            if batch:
                await self._write_batch(batch)

    async def _write_batch(self, batch: list[tuple[Record, "asyncio.Future[None]"]]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        records = [record for record, _ in batch]
        failure = await self._in_thread(lambda: self._write(records, at))
        self.healthy = failure is None
        for _record, future in batch:
            if future.done():  # cancelled while it waited
                continue
            if failure is None:
                future.set_result(None)
            else:
                future.set_exception(ExchangeError("logging_failed", "The message could not be logged"))

    def _write(self, records: list[Record], at: str) -> OSError | None:
        """Write a batch, or return why that failed."""
        try:
            if self._segment is None or self._segment.size > SEGMENT_BYTES:
                self._segment = _Segment.next_of(self.directory, self._segment)
            self._segment.write(records, at)
        except OSError as failure:
            if self._segment is not None:
                self._segment.close()
            # How much of the batch reached the disk is unknown: the next write reads the segment anew.
            self._segment = None
            return failure
        return None


class _Segment:
    """One file: `messages-{number of its first record}.jsonl`."""

    def __init__(self, path: Path, *, count: int, head: str) -> None:
        self.path = path
        self.count = count
        self.head = head
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self.size = os.fstat(self.file).st_size
        _sync_directory(path.parent)

    @classmethod
    def last(cls, directory: Path) -> "_Segment":
        """Open the last segment, cut off a torn line, and continue the chain from the last whole one."""
        paths = segments(directory)
        for path in paths:
            _cut_torn_line(path)
        last = next((line for line in map(_last_line, reversed(paths)) if line is not None), None)
        count, head = (0, _GENESIS) if last is None else (last["number"], last["hash"])
        path = paths[-1] if paths else directory / _segment_name(1)
        return cls(path, count=count, head=head)

    @classmethod
    def next_of(cls, directory: Path, segment: "_Segment | None") -> "_Segment":
        """Open the segment after another one, which is closed; without one, open the last."""
        if segment is None:
            return cls.last(directory)
        following = cls(directory / _segment_name(segment.count + 1), count=segment.count, head=segment.head)
        segment.close()
        return following

    def write(self, records: list[Record], at: str) -> None:
        """Append the records and wait until they are on the disk; raises `OSError`."""
        lines, count, head = [], self.count, self.head
        for record in records:
            count += 1
            line, head = _chained(record, number=count, at=at, previous=head)
            lines.append(line)
        data = b"".join(lines)
        if os.write(self.file, data) != len(data):
            raise OSError("the message log was written short")
        os.fdatasync(self.file)
        self.size, self.count, self.head = self.size + len(data), count, head

    def close(self) -> None:
        os.close(self.file)


def segments(directory: Path) -> list[Path]:
    """List the segments, oldest first."""
    return sorted(directory.glob("messages-*.jsonl"))


def verify(directory: Path) -> int:
    """Check the whole chain and return the number of records; raises `ValueError` at the first broken link."""
    number, head = 0, _GENESIS
    for line in _lines(directory):
        number += 1
        hashed = {name: value for name, value in line.items() if name != "hash"}
        if line["number"] != number or line["previous"] != head or line["hash"] != _chain_hash(hashed):
            raise ValueError(f"the chain of the message log is broken at record {number}")
        head = line["hash"]
    return number


def _lines(directory: Path) -> Iterator[Line]:
    for path in segments(directory):
        with path.open("rb") as file:
            for line in file:
                yield json.loads(line)


def _chained(record: Record, *, number: int, at: str, previous: str) -> tuple[bytes, str]:
    fields: dict[str, object] = {"number": number, "at": at, **asdict(record), "previous": previous}
    head = _chain_hash(fields)
    return json.dumps(fields | {"hash": head}, separators=(",", ":")).encode() + b"\n", head


def _chain_hash(fields: dict[str, object]) -> str:
    return digest(json.dumps(fields, separators=(",", ":")).encode(), algorithm="SHA-256").hex()


def _segment_name(number: int) -> str:
    return f"messages-{number:012d}.jsonl"


def _last_line(path: Path) -> Line | None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        lines = file.read().splitlines()
    return json.loads(lines[-1]) if lines else None


def _cut_torn_line(path: Path) -> None:
    """Cut off a last line without its end: it was never acknowledged, so no message was released for it."""
    with path.open("r+b") as file:
        start = max(0, path.stat().st_size - _TAIL_BYTES)
        file.seek(start)
        tail = file.read()
        whole = tail.rfind(b"\n") + 1
        if whole < len(tail):
            file.truncate(start + whole)
            os.fsync(file.fileno())


def _acquire_lock(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise LogInUse(f"another server writes to {path.parent}") from error
    return lock


def _sync_directory(directory: Path) -> None:
    # A new file survives a power cut only when its directory entry is on the disk too.
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
