"""The message log: append-only segments of JSON lines, one hash chain, durable before a message is released.

It holds who asked whom for what and when, and the digests of the messages; never a body, a path or a header value
that might name a person.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exchange.protocol.digests import digest
from exchange.protocol.errors import ExchangeError

SEGMENT_BYTES = 64 * 1024 * 1024
_TAIL_BYTES = 256 * 1024
_GENESIS = "0" * 64


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

    @classmethod
    def of(cls, *, message: bytes, body: bytes | None, **fields: Any) -> "Record":
        """Digest a message for its record."""
        body_digest = None if body is None else digest(body).hex()
        return cls(message_digest=digest(message).hex(), body_digest=body_digest, **fields)


class LogInUse(Exception):
    """Another server writes to this directory."""


class MessageLog:
    """The only writer of a directory. Records that wait together share one fsync (group commit)."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.healthy = True
        self._waiting: list[tuple[Record, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="message-log")
        self._segment: _Segment | None = None
        self._writer: asyncio.Task[None] | None = None
        self._lock: int | None = None

    async def open(self) -> None:
        """Take the directory and mend a torn end; raises `LogInUse` or `OSError`."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _take_lock(self.directory / "lock")
        self._segment = await self._in_thread(_Segment.last, self.directory)
        self._writer = asyncio.create_task(self._write_forever())

    async def append(self, record: Record) -> None:
        """Return once the record is durable; raises `ExchangeError` (`logging_failed`)."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, future))
        self._wake.set()
        await future

    async def close(self) -> None:
        """Write what waits and give the directory free."""
        if self._writer is not None:
            while self._waiting:
                await asyncio.sleep(0.005)
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        self._thread.shutdown()
        if self._segment is not None:
            self._segment.close()
        if self._lock is not None:
            os.close(self._lock)

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    async def _write_forever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            if batch:
                await self._write_batch(batch)

    async def _write_batch(self, batch: list[tuple[Record, "asyncio.Future[None]"]]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        failure = await self._in_thread(self._write, [record for record, _ in batch], at)
        self.healthy = failure is None
        for _record, future in batch:
            if future.done():
                continue
            if failure is None:
                future.set_result(None)
            else:
                future.set_exception(ExchangeError("logging_failed", "The message could not be logged"))

    def _write(self, records: list[Record], at: str) -> OSError | None:
        """After a failure the segment is read anew, for what was written of the batch is not known."""
        try:
            if self._segment is None or self._segment.size > SEGMENT_BYTES:
                self._segment = _Segment.next_of(self.directory, self._segment)
            self._segment.write(records, at)
        except OSError as failure:
            if self._segment is not None:
                self._segment.close()
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
        """Open the last segment, cut off a torn line, and take up the chain from the last whole one."""
        paths = segments(directory)
        for path in paths:
            _cut_torn_line(path)
        last = next((line for line in map(_last_line, reversed(paths)) if line is not None), None)
        count, head = (0, _GENESIS) if last is None else (last["number"], last["hash"])
        path = paths[-1] if paths else directory / _name(1)
        return cls(path, count=count, head=head)

    @classmethod
    def next_of(cls, directory: Path, segment: "_Segment | None") -> "_Segment":
        if segment is None:
            return cls.last(directory)
        following = cls(directory / _name(segment.count + 1), count=segment.count, head=segment.head)
        segment.close()
        return following

    def write(self, records: list[Record], at: str) -> None:
        """Append the records and wait for the disk."""
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
    """Walk the whole chain and give the number of records; raises `ValueError` at the first broken link."""
    number, head = 0, _GENESIS
    for line in _lines(directory):
        number += 1
        claimed = line.pop("hash")
        if line["number"] != number or line["previous"] != head or claimed != _link(line):
            raise ValueError(f"the chain of the message log is broken at record {number}")
        head = claimed
    return number


def _lines(directory: Path) -> Iterator[dict[str, Any]]:
    for path in segments(directory):
        with path.open("rb") as file:
            for line in file:
                yield json.loads(line)


def _chained(record: Record, *, number: int, at: str, previous: str) -> tuple[bytes, str]:
    fields = {"number": number, "at": at, **asdict(record), "previous": previous}
    head = _link(fields)
    return json.dumps(fields | {"hash": head}, separators=(",", ":")).encode() + b"\n", head


def _link(fields: dict[str, Any]) -> str:
    return digest(json.dumps(fields, separators=(",", ":")).encode(), algorithm="SHA-256").hex()


def _name(number: int) -> str:
    return f"messages-{number:012d}.jsonl"


def _last_line(path: Path) -> dict[str, Any] | None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        lines = file.read().splitlines()
    return json.loads(lines[-1]) if lines else None


def _cut_torn_line(path: Path) -> None:
    """A line without its end was never acknowledged: no message left on its word."""
    with path.open("r+b") as file:
        start = max(0, path.stat().st_size - _TAIL_BYTES)
        file.seek(start)
        tail = file.read()
        whole = tail.rfind(b"\n") + 1
        if whole < len(tail):
            file.truncate(start + whole)
            os.fsync(file.fileno())


def _take_lock(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise LogInUse(f"another server writes to {path.parent}") from error
    return lock


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
