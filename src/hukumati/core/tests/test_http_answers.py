"""An answer that has no end, in bytes or in time, is given up; real sockets."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from hukumati.core.http_answers import AnswerUnending, bounded_request

Serve = Callable[[BaseHTTPRequestHandler], None]


def _head(handler: BaseHTTPRequestHandler, *headers: tuple[str, str]) -> None:
    handler.send_response(200)
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()


def _whole(handler: BaseHTTPRequestHandler) -> None:
    body = handler.headers["Accept-Encoding"].encode()
    _head(handler, ("Content-Length", str(len(body))), ("X-One", "1"))
    handler.wfile.write(body)


def _endless(handler: BaseHTTPRequestHandler) -> None:
    _head(handler)
    while True:
        handler.wfile.write(b"x" * 4096)


def _dribbling(handler: BaseHTTPRequestHandler) -> None:
    _head(handler)
    while True:
        handler.wfile.write(b"x")
        time.sleep(0.02)


@pytest.fixture
def serve() -> Iterator[Callable[[Serve], str]]:
    """Start a server that answers so, and return its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Serve) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                try:
                    answer(self)
                except OSError:  # the client has gone
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                """Write nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_ordinary_answer_is_read_whole_and_comes_unpacked(serve: Callable[[Serve], str]) -> None:
    with httpx.Client(trust_env=False) as client:
        answer = bounded_request(client, "POST", serve(_whole), headers={"X-Two": "2"})
    assert (answer.status_code, answer.content, answer.headers["x-one"]) == (200, b"identity", "1")


@pytest.mark.parametrize("endless", [_endless, _dribbling])
def test_an_answer_without_an_end_is_given_up(serve: Callable[[Serve], str], endless: Serve) -> None:
    with httpx.Client(trust_env=False) as client, pytest.raises(AnswerUnending):
        bounded_request(client, "POST", serve(endless), at_most=100_000, seconds=0.5)
