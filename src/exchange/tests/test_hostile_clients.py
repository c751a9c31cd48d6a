"""Slow, oversized and malformed HTTP over raw sockets; after each, the server still serves the next client."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from exchange.testing import CLIENT, Pair, StubRequest, StubResponse, StubService

OPEN = "/r1/PS/GOV/MOI/POPULATION/open"
START = f"POST {OPEN} HTTP/1.1\r\nHost: x\r\nX-Road-Client: {CLIENT}\r\n".encode()


def connect(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=5)


def read_all(connection: socket.socket) -> bytes:
    """Read until the server closes; a reset counts as the end."""
    answer = b""
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


def send(pair: Pair, wire: bytes) -> bytes:
    with connect(pair.consumer.client_url) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(wire)
        return read_all(connection)


@pytest.fixture(autouse=True)
def _still_serves(pair: Pair) -> Iterator[None]:
    yield
    answer = httpx.get(pair.consumer.client_url + OPEN, headers={"X-Road-Client": CLIENT}, trust_env=False)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "wire",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        START + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        START + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        START + b"Content-Length: -1\r\n\r\n",
        START + b"Content-Length: 99999999999999999999999\r\n\r\n",
        START + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        START + b"X-Evil: a\x00b\r\n\r\n",
        START + b"X Evil: a\r\n\r\n",
    ],
)
def test_malformed_http_is_a_bad_request(pair: Pair, stub: StubService, wire: bytes) -> None:
    answer = send(pair, wire)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"type":"client.bad_request"' in answer
    assert stub.requests == []


def test_an_offer_to_upgrade_is_answered_in_http_1_1(pair: Pair, stub: StubService) -> None:
    head = START.replace(b"POST", b"GET") + b"Connection: upgrade\r\nUpgrade: h2c\r\n"
    answer = send(pair, head + b"\r\nPRI * HTTP/2.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert len(stub.requests) == 1


def test_a_body_is_not_lost_to_an_offer_to_upgrade(pair: Pair, stub: StubService) -> None:
    answer = send(pair, START + b"Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nbody")
    assert b"client.bad_request" in answer
    assert stub.requests == []


def test_a_tunnel_is_refused(pair: Pair) -> None:
    assert b"client.not_found" in send(pair, b"CONNECT example.test:443 HTTP/1.1\r\nHost: example.test\r\n\r\n")


def test_an_endless_header_block_is_cut_off(pair: Pair) -> None:
    for wire in (START + b"X: " + b"y" * 20_000, START + b"X: y\r\n" * 5_000, b"GET /" + b"y" * 20_000):
        assert b"client.bad_request" in send(pair, wire)


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(pair: Pair, stub: StubService) -> None:
    assert b"client.invalid_body" in send(pair, START + b"Content-Length: 100001\r\n\r\n")
    assert stub.requests == []


def test_a_body_that_grows_too_large_is_refused(pair: Pair, stub: StubService) -> None:
    chunk = b"2710\r\n" + b"y" * 10_000 + b"\r\n"
    assert b"client.invalid_body" in send(pair, START + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 11)
    assert stub.requests == []


def test_a_body_of_the_largest_size_is_carried(pair: Pair, stub: StubService) -> None:
    answer = httpx.post(
        pair.consumer.client_url + OPEN, headers={"X-Road-Client": CLIENT}, content=b"y" * 100_000, trust_env=False
    )
    assert answer.status_code == 200
    assert len(stub.requests[-1].body) == 100_000


@pytest.mark.parametrize("wire", [b"", b"GET / HT", START, START + b"Content-Length: 10\r\n\r\nhalf"])
def test_a_client_that_stops_in_the_middle_is_disconnected_in_time(pair: Pair, wire: bytes) -> None:
    started = time.perf_counter()
    answer = send(pair, wire)
    assert time.perf_counter() - started < 4.5
    assert answer == b"" if not wire else b"client.bad_request" in answer


def test_a_client_that_drips_its_headers_is_disconnected_in_time(pair: Pair) -> None:
    started = time.perf_counter()
    with connect(pair.consumer.client_url) as connection:
        try:
            for byte in START * 10:
                connection.send(bytes([byte]))
                time.sleep(0.02)
        except OSError:
            pass
    assert time.perf_counter() - started < 5


def test_requests_in_one_packet_are_answered_in_order(pair: Pair, stub: StubService) -> None:
    def respond(request: StubRequest) -> StubResponse:
        return StubResponse(body=request.target.encode(), delay_seconds=0.1 if request.target.endswith("0") else 0)

    stub.respond = respond
    head = f" HTTP/1.1\r\nHost: x\r\nX-Road-Client: {CLIENT}\r\n"
    wire = "".join(f"GET {OPEN}/{number}{head}\r\n" for number in range(20))
    wire += f"GET {OPEN}/last{head}Connection: close\r\n\r\n"
    answer = send(pair, wire.encode())
    bodies = [line for line in answer.split(b"\r\n") if b"/base/" in line]
    assert [each[: each.find(b"HTTP")] if b"HTTP" in each else each for each in bodies] == [
        f"/base/{number}".encode() for number in [*range(20), "last"]
    ]


def test_a_client_that_closes_its_half_still_receives_its_response(pair: Pair, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(body=b"response", delay_seconds=0.1)
    with connect(pair.consumer.client_url) as connection:
        connection.sendall(START + b"Content-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection).endswith(b"response")


def test_a_client_that_goes_away_does_not_stop_the_exchange(pair: Pair, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(delay_seconds=0.1)
    with connect(pair.consumer.client_url) as connection:
        connection.sendall(START + b"Content-Length: 0\r\n\r\n")
        time.sleep(0.05)
    time.sleep(0.2)
    assert len(stub.requests) == 1


def test_a_client_that_expects_100_continue_gets_it(pair: Pair, stub: StubService) -> None:
    with connect(pair.consumer.client_url) as connection:
        connection.sendall(START + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"body")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
    assert stub.requests[-1].body == b"body"


def test_many_silent_connections_do_not_block_other_clients(pair: Pair) -> None:
    silent = [connect(pair.consumer.client_url) for _ in range(300)]
    answer = httpx.get(pair.consumer.client_url + OPEN, headers={"X-Road-Client": CLIENT}, trust_env=False)
    assert answer.status_code == 200
    for connection in silent:
        connection.close()
