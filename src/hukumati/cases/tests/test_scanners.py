"""The virus check: the test signature is known, a clamd is asked over a real socket, and silence is no answer."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hukumati.cases.adapters.scanners import EICAR, Clamd, KnownSignature
from hukumati.cases.ports import ScannerAway


class Daemon:
    """Speaks clamd's INSTREAM as clamd(8) describes it; finds files that hold b"evil"."""

    def __init__(self, listener: socket.socket, reply: bytes | None = None) -> None:
        self.listener, self.reply = listener, reply
        self.received: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                line.sendall(self._answer(stream.read))

    def _answer(self, read: Callable[[int], bytes]) -> bytes:
        if read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while size := struct.unpack(">I", read(4))[0]:
            content += read(size)
        self.received.append(content)
        if self.reply is not None:
            return self.reply
        return b"stream: Win.Test.Evil FOUND\0" if b"evil" in content else b"stream: OK\0"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def _address(listener: socket.socket) -> str:
    return f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def test_the_test_signature_is_found_wherever_it_stands() -> None:
    assert KnownSignature().finds(b"%PDF-1.7" + EICAR + b"%%EOF") == "Eicar-Test-Signature"
    assert KnownSignature().finds(b"%PDF-1.7") is None
    assert len(EICAR) == 68


def test_a_clamd_sees_the_whole_file_and_its_verdict_stands(listener: socket.socket) -> None:
    daemon, large = Daemon(listener), bytes(range(256)) * 1000
    scanner = Clamd(_address(listener))
    assert scanner.finds(large) is None
    assert scanner.finds(large + b"evil") == "Win.Test.Evil"
    assert daemon.received == [large, large + b"evil"]


def test_a_clamd_may_listen_on_a_file(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "clamd"))
        made.listen()
        Daemon(made)
        assert Clamd(f"unix://{tmp_path}/clamd").finds(b"evil") == "Win.Test.Evil"


@pytest.mark.parametrize("reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: ERROR\0", b"\xff" * 5000])
def test_a_clamd_without_verdict_is_away(listener: socket.socket, reply: bytes) -> None:
    Daemon(listener, reply)
    with pytest.raises(ScannerAway):
        Clamd(_address(listener)).finds(b"x")


def test_nobody_there_is_away(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as made:
        port = made.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/none"):
        with pytest.raises(ScannerAway):
            Clamd(address, timeout_seconds=1).finds(b"x")


def test_a_clamd_that_never_answers_is_not_waited_for(listener: socket.socket) -> None:
    with pytest.raises(ScannerAway):
        Clamd(_address(listener), timeout_seconds=0.2).finds(b"x")
