"""Requests are received whole and within a deadline before Django sees them, and answers wait in no thread."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from hukumati.project.serving.application import BufferedApplication
from hukumati.project.serving.bodies import IN_MEMORY, Receiver
from hukumati.project.serving.threads import Threads
from hukumati.project.serving.unread import limit_unread_answers
from hukumati.project.upload_limit import LARGEST_REQUEST

Message = dict[str, Any]


class Echo:
    """A WSGI application that answers what it was sent, and remembers how it was asked."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.environ = environ
        start("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()]


def chunks(*bodies: bytes, then: str = "end") -> list[Message]:
    """Return what a server hands over: the pieces of a body, and the end, the client's going, or nothing more."""
    pieces: list[Message] = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    ends: dict[str, list[Message]] = {
        "end": [{"type": "http.request", "body": b"", "more_body": False}],
        "gone": [{"type": "http.disconnect"}],
        "silence": [],
    }
    return pieces + ends[then]


def ask(application: BufferedApplication, incoming: list[Message], **headers: str) -> list[Message]:
    """Return what is sent for a request with these headers, whose body comes so; then the client is silent."""
    sent: list[Message] = []
    waiting = iter(incoming)

    async def receive() -> Message:
        message = next(waiting, None)
        return message if message is not None else await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "raw_path": b"/%D8%AE",
        "query_string": b"a=b",
        "http_version": "1.1",
        "server": ("127.0.0.1", "80"),
        "client": ("127.0.0.1", "5000"),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(application(scope, receive, send))
    return sent


def length(count: int) -> dict[str, str]:
    return {"content-length": str(count)}


def test_a_body_in_pieces_reaches_the_application_whole() -> None:
    large = b"x" * IN_MEMORY
    sent = ask(BufferedApplication(Echo()), chunks(b"one ", large, b" two"), **length(8 + IN_MEMORY))
    assert sent[0] == {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
    assert sent[1]["body"] == b"one " + large + b" two"


def test_an_unfinished_body_is_refused_in_time_and_takes_no_thread() -> None:
    echo = Echo()
    application = BufferedApplication(echo, receiver=Receiver(grace_seconds=0.05))
    sent = ask(application, chunks(b"one", then="silence"), **length(100))
    assert sent[0]["status"] == 408
    assert "حاول مجددًا" in sent[1]["body"].decode()
    assert "try again" in sent[1]["body"].decode()
    assert not echo.environ


def test_a_slow_body_has_as_much_longer_as_it_brings() -> None:
    now = 0.0

    async def receive_slowly(receiver: Receiver) -> bytes:
        loop = asyncio.get_running_loop()
        loop.time = lambda: now  # type: ignore[method-assign]

        async def receive() -> Message:
            nonlocal now
            now += 10.0
            await asyncio.sleep(0)
            return {"type": "http.request", "body": b"x" * 400, "more_body": True}

        with await receiver.receive(receive, 4000) as body:
            return body.read()

    assert len(asyncio.run(receive_slowly(Receiver(grace_seconds=15.0, slowest_bytes=40)))) == 4000
    now = 0.0
    with pytest.raises(TimeoutError):
        asyncio.run(receive_slowly(Receiver(grace_seconds=15.0, slowest_bytes=60)))


def test_a_client_that_leaves_is_not_answered_and_not_heard() -> None:
    echo = Echo()
    assert ask(BufferedApplication(echo), chunks(b"half", then="gone"), **length(100)) == []
    assert ask(BufferedApplication(echo), chunks(b"half", then="end"), **length(100)) == []
    assert not echo.environ


def test_a_body_of_unknown_length_is_refused() -> None:
    sent = ask(BufferedApplication(Echo()), chunks(b"one"), **{"transfer-encoding": "chunked"})
    assert sent[0]["status"] == 411


def test_a_body_that_is_too_long_is_not_received_and_its_length_told() -> None:
    echo = Echo()
    sent = ask(BufferedApplication(echo), chunks(then="silence"), **length(LARGEST_REQUEST + 1))
    assert (sent[0]["status"], sent[1]["body"]) == (200, b"")
    assert echo.environ["CONTENT_LENGTH"] == str(LARGEST_REQUEST + 1)


def test_more_bytes_at_once_than_may_be_kept_are_refused_and_given_back() -> None:
    receiver = Receiver(most_bytes=10)
    application = BufferedApplication(Echo(), receiver=receiver)
    sent = ask(application, chunks(b"x" * 11), **length(11))
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"60") in sent[0]["headers"]
    assert receiver.kept_bytes == 0
    assert ask(application, chunks(b"x" * 10), **length(10))[0]["status"] == 200


def test_a_request_behind_a_full_line_is_refused_politely() -> None:
    threads, release, began = Threads(count=1, most_waiting=1), threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        release.wait()

    threads.do(hold)
    assert began.wait(30)
    threads.do(lambda: None)
    application = BufferedApplication(Echo(), threads=threads)
    sent = ask(application, chunks())
    release.set()
    assert sent[0]["status"] == 503
    assert "حاول مجددًا بعد دقيقة" in sent[1]["body"].decode()


def test_a_failing_application_is_an_error_of_the_server() -> None:
    def fail(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError("a defect")

    sent = ask(BufferedApplication(fail), chunks())
    assert sent[0]["status"] == 500
    assert "حاول مجددًا بعد قليل" in sent[1]["body"].decode()
    assert b"content-security-policy" in dict(sent[0]["headers"])


def test_the_request_is_described_as_wsgi_wants_it() -> None:
    echo = Echo()
    ask(BufferedApplication(echo), chunks(), host="portal.localhost", cookie="a=1", **{"x-one": "1", "x_one": "2"})
    assert echo.environ["PATH_INFO"] == "/خ".encode().decode("latin-1")
    assert echo.environ["QUERY_STRING"] == "a=b"
    assert echo.environ["HTTP_HOST"] == "portal.localhost"
    assert echo.environ["HTTP_X_ONE"] == "1"


def test_accepted_connections_inherit_the_deadline_of_unread_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert limit_unread_answers(12.5) >= 1
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 12_500
