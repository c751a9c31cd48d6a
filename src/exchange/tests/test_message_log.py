import asyncio
import hashlib
import json
import os
from pathlib import Path

import pytest

from exchange import message_log
from exchange.message_log import LogInUse, MessageLog, Record
from exchange.protocol.errors import ExchangeError
from exchange.tests.samples import rest_request


def a_record(number: int = 0) -> Record:
    return Record(
        role="consumer",
        kind="request",
        request_id=f"r{number}",
        query_id="q",
        client="c",
        service="s",
        message_digest="d",
        body_digest=None,
    )


async def write(folder: Path, count: int) -> None:
    log = MessageLog(folder)
    await log.open()
    await asyncio.gather(*(log.append(a_record(number)) for number in range(count)))
    await log.close()


def lines(folder: Path) -> list[str]:
    return [line for path in message_log.segments(folder) for line in path.read_text().splitlines()]


def test_what_was_acknowledged_is_in_the_file(tmp_path: Path) -> None:
    async def scenario() -> None:
        log = MessageLog(tmp_path)
        await log.open()
        await log.append(a_record())
        assert json.loads(lines(tmp_path)[0])["request_id"] == "r0"
        await log.close()

    asyncio.run(scenario())


def test_records_that_wait_together_share_one_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs: list[int] = []
    real = os.fdatasync

    def counted(handle: int) -> None:
        syncs.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fdatasync", counted)
    asyncio.run(write(tmp_path, 100))
    assert len(lines(tmp_path)) == 100
    assert len(syncs) < 5


def test_the_chain_goes_over_restarts_and_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_log, "SEGMENT_BYTES", 1)
    for _ in range(3):
        asyncio.run(write(tmp_path, 2))
    assert len(message_log.segments(tmp_path)) > 1
    assert message_log.verify(tmp_path) == 6


@pytest.mark.parametrize("torn", [b"{", b'{"number":3', b"\x00" * 100])
def test_a_torn_end_is_cut_off_and_the_chain_goes_on(tmp_path: Path, torn: bytes) -> None:
    asyncio.run(write(tmp_path, 2))
    with message_log.segments(tmp_path)[-1].open("ab") as file:
        file.write(torn)
    asyncio.run(write(tmp_path, 1))
    assert message_log.verify(tmp_path) == 3


def test_an_empty_new_segment_does_not_break_the_chain(tmp_path: Path) -> None:
    asyncio.run(write(tmp_path, 2))
    (tmp_path / "messages-000000000003.jsonl").touch()
    asyncio.run(write(tmp_path, 1))
    assert message_log.verify(tmp_path) == 3


@pytest.mark.parametrize("alter", ["change", "remove", "swap"])
def test_an_altered_log_does_not_verify(tmp_path: Path, alter: str) -> None:
    asyncio.run(write(tmp_path, 3))
    path, written = message_log.segments(tmp_path)[0], lines(tmp_path)
    if alter == "change":
        written[1] = written[1].replace('"r1"', '"r9"')
    elif alter == "remove":
        del written[1]
    else:
        written[0], written[1] = written[1], written[0]
    path.write_text("".join(f"{line}\n" for line in written))
    with pytest.raises(ValueError, match="broken at record"):
        message_log.verify(tmp_path)


def test_a_directory_has_one_writer(tmp_path: Path) -> None:
    async def scenario() -> None:
        log = MessageLog(tmp_path)
        await log.open()
        with pytest.raises(LogInUse):
            await MessageLog(tmp_path).open()
        await log.close()

    asyncio.run(scenario())


def test_while_the_disk_fails_messages_are_refused_and_afterwards_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    async def scenario() -> None:
        log = MessageLog(tmp_path)
        await log.open()
        await log.append(a_record(1))
        with monkeypatch.context() as failing:
            failing.setattr(os, "fdatasync", no_space)
            for number in (2, 3):
                with pytest.raises(ExchangeError) as caught:
                    await log.append(a_record(number))
                assert caught.value.code == "logging_failed"
            assert not log.healthy
        await log.append(a_record(4))
        assert log.healthy
        await log.close()

    asyncio.run(scenario())
    assert message_log.verify(tmp_path) == len(lines(tmp_path))
    assert json.loads(lines(tmp_path)[-1])["request_id"] == "r4"


def test_the_files_are_for_the_server_alone(tmp_path: Path) -> None:
    asyncio.run(write(tmp_path / "log", 1))
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0
    assert message_log.segments(tmp_path / "log")[0].stat().st_mode & 0o077 == 0


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_closed_log_leaves_no_file_open_and_its_directory_unlocked(tmp_path: Path) -> None:
    asyncio.run(write(tmp_path, 1))
    before = open_files()
    asyncio.run(write(tmp_path, 1))
    assert open_files() == before


def test_a_failed_write_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    async def scenario() -> None:
        log = MessageLog(tmp_path)
        await log.open()
        await log.append(a_record(1))
        before = open_files()
        with monkeypatch.context() as failing:
            failing.setattr(os, "fdatasync", no_space)
            for number in range(5):
                with pytest.raises(ExchangeError):
                    await log.append(a_record(number))
        await log.append(a_record(2))
        assert open_files() == before
        await log.close()

    asyncio.run(scenario())


def test_a_segment_that_is_full_is_followed_by_one_named_by_its_first_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(write(tmp_path, 1))
    [first] = message_log.segments(tmp_path)
    monkeypatch.setattr(message_log, "SEGMENT_BYTES", first.stat().st_size)
    asyncio.run(write(tmp_path, 1))
    assert message_log.segments(tmp_path) == [first], "a segment of exactly the limit is not full"
    asyncio.run(write(tmp_path, 1))
    assert [path.name for path in message_log.segments(tmp_path)] == [first.name, "messages-000000000003.jsonl"]


def test_a_record_tells_of_a_message_by_digests_alone() -> None:
    request = rest_request("persons/secret")
    record = Record.of(request, role="provider", kind="response", message=b"m", body=b"b", code=200)
    assert (record.request_id, record.query_id, record.code) == (request.request_id, request.query_id, 200)
    assert (record.client, record.service) == (str(request.client), str(request.service))
    assert record.message_digest == hashlib.sha512(b"m").hexdigest()
    assert record.body_digest == hashlib.sha512(b"b").hexdigest()
    empty = Record.of(request, role="provider", kind="response", message=b"m", body=None, code=None)
    assert empty.body_digest is None
    assert "secret" not in str(record)
