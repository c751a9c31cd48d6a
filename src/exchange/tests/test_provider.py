"""The peer edge in this process, with a real service behind it and a real message log."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from exchange import message_log
from exchange.access import AccessRules
from exchange.http.client import HttpClient
from exchange.http.messages import HttpRequest, HttpResponse
from exchange.message_log import MessageLog
from exchange.protocol import multipart
from exchange.protocol.errors import ExchangeError, parse_soap_fault
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import RestRequest, RestResponse, find_header
from exchange.provider import ProviderEdge
from exchange.registry import Registry
from exchange.testing import StubResponse, StubService
from exchange.tests.samples import (
    LAND,
    PROVIDER,
    REQUEST_ID,
    SECOND,
    hosted_service,
    registry_file,
    rest_request,
)
from exchange.transport import Envelope, _encode_request

SOAP_FAULT = b"<Fault><faultcode>Server.IOError</faultcode></Fault>"


@dataclass
class Scene:
    """A provider edge, called as another server calls it."""

    stub: StubService
    folder: Path
    server: ServerId = PROVIDER

    def post(self, request: RestRequest, body: bytes | None = None) -> HttpResponse:
        """Return the edge's response to a message."""
        return self.handle(_encode_request(Envelope(request.message, body), request_id=request.request_id))

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Return the edge's response to an HTTP request."""
        return asyncio.run(self._handle(request))

    async def _handle(self, request: HttpRequest) -> HttpResponse:
        log, client = MessageLog(self.folder), HttpClient()
        await log.open()
        edge = ProviderEdge(
            server=self.server,
            registry=Registry(registry_file()),
            rules=AccessRules([hosted_service("persons", ("*", "**"), url=f"{self.stub.url}/base")]),
            log=log,
            client=client,
            legacy_spelling=False,
        )
        response = await edge.handle(request)
        client.close()
        await log.close()
        return response

    def records(self) -> list[Mapping[str, object]]:
        """Return the records of the message log."""
        return [
            json.loads(line) for path in message_log.segments(self.folder) for line in path.read_text().splitlines()
        ]


@pytest.fixture
def scene(stub: StubService, tmp_path: Path) -> Scene:
    return Scene(stub, tmp_path)


def fault_of(response: HttpResponse) -> str:
    return parse_soap_fault(response.body).type


def decoded(response: HttpResponse) -> tuple[RestResponse, bytes | None]:
    parts = multipart.decode(response.body, content_type=find_header(response.headers, "content-type") or "")
    return RestResponse.from_bytes(parts[0].data), parts[1].data if len(parts) > 1 else None


def test_a_service_is_called_at_its_url_and_its_response_logged(scene: Scene, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(status=201, body=b"made")
    response, body = decoded(scene.post(rest_request("persons/a%2Fb?x=%41", verb="POST"), b"body"))
    assert (response.code, response.reason, body) == (201, "Created", b"made")
    assert (stub.requests[-1].target, stub.requests[-1].body) == ("/base/a%2Fb?x=%41", b"body")
    assert [(record["role"], record["kind"], record["code"]) for record in scene.records()] == [
        ("provider", "request", None),
        ("provider", "response", 201),
    ]
    assert {record["request_id"] for record in scene.records()} == {REQUEST_ID}


@pytest.mark.parametrize(("verb", "forwarded"), [("GET", b""), ("DELETE", b""), ("PUT", b"body"), ("PATCH", b"body")])
def test_a_body_is_forwarded_only_with_the_methods_that_have_one(
    scene: Scene, stub: StubService, verb: str, forwarded: bytes
) -> None:
    scene.post(rest_request(verb=verb), b"body")
    assert (stub.requests[-1].method, stub.requests[-1].body) == (verb, forwarded)
    assert scene.records()[0]["body_digest"] is not None, "a body that is not forwarded is logged all the same"


def test_a_response_without_body_has_no_body_part(scene: Scene, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(status=299, body=b"")
    response, body = decoded(scene.post(rest_request()))
    assert (response.code, body) == (299, None)


@pytest.mark.parametrize(
    ("request_", "server", "code"),
    [
        (rest_request(client="PS/GOV/MTDE/OTHER"), PROVIDER, "unknown_member"),
        (rest_request(subsystem=LAND), PROVIDER, "unknown_member"),
        (rest_request(subsystem="PS/GOV/MOI/OTHER"), SECOND, "unknown_member"),
        (rest_request("nothing"), PROVIDER, "unknown_service"),
        (rest_request("listMethods", verb="POST"), PROVIDER, "invalid_request"),
        (rest_request("listMethods/more"), PROVIDER, "invalid_request"),
    ],
)
def test_a_refused_request_reaches_no_service(
    scene: Scene, stub: StubService, request_: RestRequest, server: ServerId, code: str
) -> None:
    assert fault_of(replace(scene, server=server).post(request_)) == f"server.serverproxy.{code}"
    assert stub.requests == []


@pytest.mark.parametrize("path", ["listMethods", "listMethods/", "allowedMethods"])
def test_metadata_is_answered_and_logged(scene: Scene, stub: StubService, path: str) -> None:
    response, body = decoded(scene.post(rest_request(path)))
    assert response.code == 200
    assert json.loads(body or b"")["service"][0]["service_code"] == "persons"
    assert bool(json.loads(body or b"")["service"][0]["endpoint_list"]) is (path == "allowedMethods")
    assert [record["kind"] for record in scene.records()] == ["request", "response"]
    assert stub.requests == []


def test_a_malformed_header_of_the_service_is_its_failure(scene: Scene, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(raw=b"HTTP/1.1 200 OK\r\nX-Evil: a\x7fb\r\nContent-Length: 0\r\n\r\n")
    assert fault_of(scene.post(rest_request())).startswith("server.serverproxy.service_failed.")


def test_a_fault_is_no_request(scene: Scene) -> None:
    with capture_logs() as logs:
        request = _encode_request(Envelope(b"x", None), request_id="not-a-uuid")
        body = b"--b\r\ncontent-type: text/xml\r\n\r\n" + SOAP_FAULT + b"\r\n--b--\r\n"
        headers = (("Content-Type", "multipart/mixed; boundary=b"), *request.headers[1:])
        response = scene.handle(HttpRequest("POST", "/", headers, body))
    assert fault_of(response) == "server.serverproxy.invalid_message"
    assert [(line["outcome"], line["request_id"]) for line in logs] == [("server.serverproxy.invalid_message", "")]


def test_an_exchange_is_written_to_the_operators_log_under_its_request_id(scene: Scene) -> None:
    with capture_logs() as logs:
        scene.post(rest_request())
    [line] = logs
    assert (line["event"], line["role"], line["outcome"], line["request_id"]) == (
        "exchange",
        "provider",
        "answered",
        REQUEST_ID,
    )
    assert 0 < line["milliseconds"] < 5000


def test_health_is_answered_to_get_alone(scene: Scene) -> None:
    assert json.loads(scene.handle(HttpRequest("GET", "/health", ())).body)["status"] == "ok"
    assert fault_of(scene.handle(HttpRequest("POST", "/health", ()))) == "server.serverproxy.invalid_http_method"


def test_bytes_that_are_no_request_are_answered_with_a_fault(scene: Scene) -> None:
    edge = ProviderEdge(
        server=PROVIDER,
        registry=Registry(registry_file()),
        rules=AccessRules([]),
        log=MessageLog(scene.folder),
        client=HttpClient(),
        legacy_spelling=True,
    )
    response = edge.refuse(ExchangeError("bad_request", "Not HTTP"), ())
    assert b"<faultcode>Server.ServerProxy.BadRequest</faultcode><faultstring>Not HTTP</faultstring>" in response.body
    with capture_logs() as logs:
        edge.log_failure(ValueError("of 400000006"))
    assert [(line["event"], line["role"], line["error"]) for line in logs] == [
        ("unexpected error", "provider", "ValueError")
    ]
