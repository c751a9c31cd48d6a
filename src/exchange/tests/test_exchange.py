"""Two real security servers and a service, over real sockets."""

import hashlib
import json
import socket
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from exchange import message_log
from exchange.protocol.messages import RestResponse
from exchange.testing import CLIENT, Pair, StubResponse, StubService

PERSONS = "/r1/PS/GOV/MOI/POPULATION/persons/current"
OPEN = "/r1/PS/GOV/MOI/POPULATION/open"


def error_of(answer: httpx.Response) -> str:
    body = answer.json()
    assert set(body) == {"type", "message", "detail"}
    assert answer.headers["x-road-error"] == body["type"]
    assert answer.status_code == (500 if body["type"].startswith("server.") else 400)
    return str(body["type"])


def test_a_request_reaches_the_service_with_its_headers_and_its_answer_comes_back(
    platform: httpx.Client, stub: StubService
) -> None:
    stub.respond = lambda _request: StubResponse(
        status=404, body='{"name": "ليلى"}'.encode(), headers=(("Content-Type", "application/json"), ("X-Own", "kept"))
    )
    answer = platform.get(PERSONS + "?a=%20b", headers={"Uxp-Subject-Id": "400000006", "X-Road-UserId": "u1"})
    assert answer.status_code == 404
    assert answer.json() == {"name": "ليلى"}
    assert answer.headers["x-own"] == "kept"
    received = stub.requests[-1]
    assert (received.method, received.target, received.body) == ("GET", "/persons/current?a=%20b", b"")
    assert received.headers["Uxp-Subject-Id"] == "400000006"
    assert received.headers["X-Road-UserId"] == "u1"
    assert received.headers["X-Road-Client"] == CLIENT
    assert received.headers["x-road-request-id"] == answer.headers["x-road-request-id"]
    assert "X-Road-Service" not in received.headers


def test_the_answer_ends_with_the_five_headers_of_the_exchange(platform: httpx.Client) -> None:
    answer = platform.get(PERSONS, headers={"X-Road-Id": "my-query"})
    names = [name for name in answer.headers if name.startswith("x-road")]
    assert names == ["x-road-id", "x-road-client", "x-road-service", "x-road-request-id", "x-road-request-hash"]
    assert answer.headers["x-road-id"] == "my-query"
    assert answer.headers["x-road-service"] == "PS/GOV/MOI/POPULATION/persons"


def _sha512(data: bytes) -> bytes:
    return hashlib.sha512(data).digest()


def test_the_request_hash_is_over_the_bytes_that_were_sent(pair: Pair) -> None:
    headers = {"X-Road-Client": CLIENT, "X-Road-Id": "q", "Accept": "*/*", "Accept-Encoding": "identity"}
    with httpx.Client(base_url=pair.consumer.client_url, trust_env=False) as client:
        client.headers.clear()
        answer = client.post(OPEN, headers=headers, content=b"body")
    message = (
        f"POST\r\n{OPEN}\r\nX-Road-Client:{CLIENT}\r\nX-Road-Id:q\r\nAccept:*/*\r\nAccept-Encoding:identity\r\n"
        f"x-road-request-id:{answer.headers['x-road-request-id']}\r\n"
    ).encode()
    assert answer.headers["x-road-request-hash"] == b64encode(_sha512(_sha512(message) + _sha512(b"body"))).decode()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_every_method_is_carried(platform: httpx.Client, stub: StubService, method: str) -> None:
    stub.respond = lambda _request: StubResponse(body=b"response")
    answer = platform.request(method, OPEN + "/a/b", content=b"request" if method in {"POST", "PUT", "PATCH"} else None)
    assert answer.status_code == 200
    assert answer.content == (b"" if method == "HEAD" else b"response")
    assert stub.requests[-1].method == method
    assert stub.requests[-1].target == "/base/a/b"
    assert stub.requests[-1].body == (b"request" if method in {"POST", "PUT", "PATCH"} else b"")


def test_a_body_is_carried_byte_for_byte(platform: httpx.Client, stub: StubService) -> None:
    body = bytes(range(256)) * 300
    stub.respond = lambda request: StubResponse(
        body=request.body, headers=(("Content-Type", "application/octet-stream"),)
    )
    assert platform.post(OPEN, content=body).content == body


def test_connections_are_kept_between_requests(platform: httpx.Client, stub: StubService) -> None:
    started = time.perf_counter()
    for _ in range(50):
        assert platform.get(PERSONS).status_code == 200
    assert time.perf_counter() - started < 5


def test_many_at_once_are_all_answered_each_with_its_own(platform: httpx.Client, stub: StubService) -> None:
    stub.respond = lambda request: StubResponse(body=request.target.encode())

    def call(number: int) -> str:
        return platform.get(f"{OPEN}/{number}").text

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(call, range(200))) == [f"/base/{number}" for number in range(200)]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/r1/PS/GOV/MOI/POPULATION/persons/other", "server.serverproxy.access_denied"),
        ("/r1/PS/GOV/MOI/POPULATION/persons", "server.serverproxy.access_denied"),
        ("/r1/PS/GOV/MOI/POPULATION/persons/current/", "server.serverproxy.access_denied"),
        ("/r1/PS/GOV/MOI/POPULATION/private", "server.serverproxy.access_denied"),
        ("/r1/PS/GOV/MOI/POPULATION/nothing", "server.serverproxy.unknown_service"),
        ("/r1/PS/GOV/MOI/POPULATION/disabled/current", "server.serverproxy.service_disabled"),
        ("/r1/PS/GOV/MOI/POPULATION/absent/current", "server.serverproxy.service_failed.network_error"),
        ("/r1/PS/GOV/MOI/NOBODY/persons", "server.clientproxy.unknown_member"),
        ("/r1/PS/GOV/MOI/POPULATION", "client.bad_request"),
        ("/r1/PS/GOV/MOI/%ZZ/persons", "client.bad_request"),
        ("/r2/PS/GOV/MOI/POPULATION/persons", "client.not_found"),
        ("/", "client.not_found"),
    ],
)
def test_a_request_that_cannot_be_carried_is_refused_by_error_type(
    platform: httpx.Client, stub: StubService, path: str, error: str
) -> None:
    assert error_of(platform.get(path)) == error
    assert stub.requests == []


@pytest.mark.parametrize("verb", ["POST", "DELETE", "HEAD"])
def test_a_right_to_get_is_no_right_to_change(platform: httpx.Client, stub: StubService, verb: str) -> None:
    answer = platform.request(verb, PERSONS)
    assert answer.headers["x-road-error"] == "server.serverproxy.access_denied"
    assert stub.requests == []


@pytest.mark.parametrize(
    ("client", "error"),
    [
        (None, "client.missing_header_field"),
        ("PS/GOV", "client.invalid_client_identifier"),
        ("PS/GOV/MTDE/HUKUMATI/more", "client.invalid_client_identifier"),
        ("PS/GOV/MTDE/%2e%2e", "client.invalid_client_identifier"),
        ("PS/GOV/MTDE/OTHER", "server.clientproxy.unknown_member"),
        ("PS/GOV/MOI/POPULATION", "server.clientproxy.unknown_member"),  # hosted by the other server
        ("PS/GOV/MTDE", "server.serverproxy.access_denied"),  # the owner member itself has no rights
    ],
)
def test_only_a_client_that_is_hosted_here_may_call(pair: Pair, client: str | None, error: str) -> None:
    headers = {} if client is None else {"X-Road-Client": client}
    answer = httpx.get(pair.consumer.client_url + PERSONS, headers=headers, trust_env=False)
    assert error_of(answer) == error


@pytest.mark.parametrize(
    "path", ["/../persons/current", "/%2e%2e/x", "/a/%2E/b", "//a", "/a//b", "/%252e%252e/x", "/..;/x", "/a%5c..%5cb"]
)
def test_path_traversal_is_refused_even_where_any_path_is_allowed(pair: Pair, stub: StubService, path: str) -> None:
    answer = raw_get(pair.consumer.client_url, OPEN + path)
    assert b"server.serverproxy.access_denied" in answer
    assert stub.requests == []


def raw_get(url: str, target: str) -> bytes:
    """Send a target as it is: httpx would normalise the path."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        request = f"GET {target} HTTP/1.1\r\nHost: x\r\nX-Road-Client: {CLIENT}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def test_a_service_that_takes_too_long_is_a_network_error(platform: httpx.Client, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(delay_seconds=1)
    started = time.perf_counter()
    answer = platform.get("/r1/PS/GOV/MOI/POPULATION/slow/current")
    assert error_of(answer) == "server.serverproxy.service_failed.network_error"
    assert time.perf_counter() - started < 0.9


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + b"y" * 500_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_a_malformed_answer_of_a_service_fails_alone(platform: httpx.Client, stub: StubService, raw: bytes) -> None:
    stub.respond = lambda _request: StubResponse(raw=raw)
    assert error_of(platform.get(PERSONS)).startswith("server.serverproxy.service_failed.")
    stub.respond = lambda _request: StubResponse()
    assert platform.get(PERSONS).status_code == 200


def test_a_service_that_closes_in_the_middle_of_its_answer_fails(platform: httpx.Client, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    assert error_of(platform.get(PERSONS)) == "server.serverproxy.service_failed.network_error"


def test_a_service_without_framing_is_read_to_its_end(platform: httpx.Client, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold but well")
    assert platform.get(PERSONS).text == "old but well"


def test_a_redirect_is_returned_not_followed(platform: httpx.Client, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(status=302, headers=(("Location", "http://127.0.0.1:1/"),))
    assert platform.get(PERSONS).status_code == 302


def test_a_service_cannot_forge_the_headers_of_the_exchange(platform: httpx.Client, stub: StubService) -> None:
    forged = tuple((f"X-Road-{name}", "forged") for name in ("Id", "Client", "Service", "Request-Id", "Request-Hash"))
    stub.respond = lambda _request: StubResponse(headers=forged)
    answer = platform.get(PERSONS)
    assert "forged" not in answer.headers.values()


def test_an_error_is_xml_for_those_who_accept_xml(platform: httpx.Client) -> None:
    answer = platform.get("/r1/PS", headers={"Accept": "application/xml"})
    assert answer.headers["content-type"] == "application/xml;charset=utf-8"
    assert "<error><type>client.bad_request</type>" in answer.text


def test_a_chosen_server_that_does_not_host_the_service_is_refused(platform: httpx.Client) -> None:
    assert platform.get(PERSONS, headers={"X-Road-Security-Server": "PS/GOV/MOI/SS2"}).status_code == 200
    wrong = platform.get(PERSONS, headers={"X-Road-Security-Server": "PS/GOV/MTDE/SS1"})
    assert error_of(wrong) == "server.clientproxy.invalid_security_server"
    malformed = platform.get(PERSONS, headers={"X-Road-Security-Server": "SS1"})
    assert error_of(malformed) == "client.invalid_security_server"


def test_metadata_lists_the_clients_and_the_methods(platform: httpx.Client) -> None:
    clients = platform.get("/listClients", headers={"Accept": "application/json"}).json()["member"]
    assert {
        "id": {
            "object_type": "SUBSYSTEM",
            "xroad_instance": "PS",
            "member_class": "GOV",
            "member_code": "MTDE",
            "subsystem_code": "HUKUMATI",
        },
        "name": "MTDE",
        "subsystem_name": "Hukumati",
    } in clients
    nobody = platform.get("/listClients?xRoadInstance=XX", headers={"Accept": "application/json"}).json()
    assert nobody == {"member": []}
    assert error_of(platform.post("/r1/PS/GOV/MOI/POPULATION/listMethods")) == "server.serverproxy.invalid_request"
    assert "<xroad:clientList" in platform.get("/listClients").text
    listed = platform.get("/r1/PS/GOV/MOI/POPULATION/listMethods").json()["service"]
    assert [service["service_code"] for service in listed] == sorted(service["service_code"] for service in listed)
    assert "private" in {service["service_code"] for service in listed}
    allowed = platform.get("/r1/PS/GOV/MOI/POPULATION/allowedMethods").json()["service"]
    assert "private" not in {service["service_code"] for service in allowed}
    persons = next(service for service in allowed if service["service_code"] == "persons")
    assert persons["endpoint_list"] == [{"method": "GET", "path": "/current"}]


def test_the_peer_edge_answers_a_malformed_message_with_a_soap_fault(pair: Pair) -> None:
    for content in (b"", b"nonsense"):
        answer = httpx.post(pair.provider.peer_url + "/", content=content, trust_env=False)
        assert answer.headers["content-type"] == "text/xml;charset=UTF-8"
        assert "<faultcode>server.serverproxy." in answer.text


def test_both_logs_hold_four_records_of_an_exchange_and_no_word_about_the_person(
    platform: httpx.Client, pair: Pair, stub: StubService
) -> None:
    stub.respond = lambda _request: StubResponse(body=b'{"secret": "of a person"}')
    answer = platform.get(PERSONS + "?q=7654321", headers={"Uxp-Subject-Id": "400000006"})
    request_id = answer.headers["x-road-request-id"]
    text = {server.name: _log_text(server.log_dir) for server in (pair.consumer, pair.provider)}
    for name, role in (("ss1", "consumer"), ("ss2", "provider")):
        records = [json.loads(line) for line in text[name].splitlines() if request_id in line]
        assert [(record["role"], record["kind"]) for record in records] == [(role, "request"), (role, "response")]
        assert records[1]["body_digest"] == hashlib.sha512(answer.content).hexdigest()
    for written in (*text.values(), pair.consumer.stderr, pair.provider.stderr):
        assert not any(word in written for word in ("400000006", "of a person", "7654321"))
    assert request_id in pair.consumer.stderr
    assert request_id in pair.provider.stderr
    assert _digests(text["ss1"], request_id) == _digests(text["ss2"], request_id)


def _log_text(directory: Path) -> str:
    return "".join(path.read_text() for path in message_log.segments(directory))


def _digests(text: str, request_id: str) -> list[str]:
    records = [json.loads(line) for line in text.splitlines() if request_id in line]
    return [record["message_digest"] for record in records]


def test_the_logged_digest_is_of_the_canonical_response(platform: httpx.Client, pair: Pair) -> None:
    answer = platform.get(PERSONS)
    headers = tuple((k.decode(), v.decode()) for k, v in answer.headers.raw if k.lower() != b"content-length")
    message = RestResponse(200, "OK", headers).message
    assert hashlib.sha512(message).hexdigest() in _log_text(pair.consumer.log_dir)
