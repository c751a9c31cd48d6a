"""What the consumer server accepts from another server: a stub peer on a real socket."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from exchange.config import Address, MemberEntry, RegistryFile, ServerEntry, SubsystemEntry
from exchange.consumer import ConsumerEdge
from exchange.http.client import HttpClient
from exchange.http.messages import HttpRequest, HttpResponse
from exchange.message_log import MessageLog
from exchange.protocol.digests import request_hash
from exchange.protocol.errors import ExchangeError, Fault
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import RestRequest, RestResponse
from exchange.registry import Registry
from exchange.testing import StubRequest, StubResponse, StubService
from exchange.transport import Envelope, PeerTransport, decode_request, encode_fault, encode_response

CLIENT = "PS/GOV/MTDE/HUKUMATI"
ALGORITHM = ("x-hash-algorithm", "SHA-512")
SERVER = ServerId.parse("PS/GOV/MTDE/SS1")
Peer = Callable[[RestRequest, Envelope], StubResponse]


@dataclass
class Scene:
    """A consumer edge, and the peer that it calls."""

    stub: StubService
    folder: Path

    def call(self, peer: Peer, *, body: bytes | None = None) -> HttpResponse:
        self.stub.respond = lambda request: peer(*decoded(request))
        return asyncio.run(
            self._call(HttpRequest("POST", "/r1/PS/GOV/MOI/POPULATION/x", (("X-Road-Client", CLIENT),), body))
        )

    async def _call(self, request: HttpRequest) -> HttpResponse:
        log, client = MessageLog(self.folder), HttpClient()
        await log.open()
        edge = ConsumerEdge(
            server=SERVER,
            registry=registry(self.stub),
            log=log,
            transport=PeerTransport(client=client, peer_seconds=5),
            legacy_spelling=False,
        )
        answer = await edge.handle(request)
        client.close()
        await log.close()
        return answer


def registry(stub: StubService) -> Registry:
    return Registry(
        RegistryFile(
            instance="PS",
            members=(MemberEntry(id="PS/GOV/MTDE", name="a"), MemberEntry(id="PS/GOV/MOI", name="b")),
            subsystems=(
                SubsystemEntry(id=CLIENT, servers=("PS/GOV/MTDE/SS1",)),
                SubsystemEntry(id="PS/GOV/MOI/POPULATION", servers=("PS/GOV/MOI/SS2",)),
            ),
            servers=(
                ServerEntry(id="PS/GOV/MTDE/SS1", address=Address.model_validate("http://127.0.0.1:9")),
                ServerEntry(id="PS/GOV/MOI/SS2", address=Address.model_validate(stub.url)),
            ),
        )
    )


def decoded(received: StubRequest) -> tuple[RestRequest, Envelope]:
    envelope, algorithm = decode_request(
        HttpRequest(received.method, received.target, tuple(received.headers.items()), received.body)
    )
    assert algorithm == "SHA-512"
    return RestRequest.from_bytes(envelope.message), envelope


def as_stub(response: HttpResponse) -> StubResponse:
    return StubResponse(status=response.status, body=response.body, headers=response.headers)


def consistent(request: RestRequest, envelope: Envelope) -> RestResponse:
    return RestResponse.from_service(
        code=201,
        reason="Created",
        headers=(),
        request=request,
        request_hash=request_hash(message=envelope.message, body=envelope.body),
    )


@pytest.fixture
def scene(stub: StubService, tmp_path: Path) -> Scene:
    return Scene(stub, tmp_path)


@pytest.mark.parametrize("body", [None, b"body"])
def test_a_consistent_response_is_released(scene: Scene, body: bytes | None) -> None:
    answer = scene.call(
        lambda *call: as_stub(encode_response(Envelope(consistent(*call).message, b"response"))), body=body
    )
    assert (answer.status, answer.reason, answer.body) == (201, "Created", b"response")


@pytest.mark.parametrize(
    "header", ["x-road-id", "x-road-client", "x-road-service", "x-road-request-id", "x-road-request-hash"]
)
@pytest.mark.parametrize("value", [None, "PS/GOV/MOI/FORGED/service"])
def test_a_response_to_another_request_is_not_released(scene: Scene, header: str, value: str | None) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> StubResponse:
        response = consistent(request, envelope)
        headers = tuple((n, v) for n, v in response.headers if n != header)
        headers += () if value is None else ((header, value),)
        return as_stub(encode_response(Envelope(RestResponse(200, "OK", headers).message, b"of another")))

    answer = scene.call(peer)
    assert b'"type":"server.clientproxy.inconsistent_response"' in answer.body
    assert b"of another" not in answer.body


def test_a_response_to_an_altered_request_is_not_released(scene: Scene) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> StubResponse:
        return as_stub(encode_response(Envelope(consistent(request, replace(envelope, body=b"changed")).message, None)))

    assert b"server.clientproxy.inconsistent_response" in scene.call(peer, body=b"body").body


def test_a_peer_s_fault_reaches_the_client_in_our_spelling(scene: Scene) -> None:
    fault = Fault(type="server.serverproxy.access_denied", message="No", detail="their-uuid")
    answer = scene.call(lambda *_call: as_stub(encode_fault(fault, legacy=True)))
    assert answer.status == 500
    assert answer.body == b'{"type":"server.serverproxy.access_denied","message":"No","detail":"their-uuid"}'


@pytest.mark.parametrize(
    ("peer", "error"),
    [
        (StubResponse(status=502, body=b""), "service_failed.http_error"),
        (StubResponse(status=200, body=b""), "service_failed.unsupported_algorithm"),
        (StubResponse(body=b"<x/>", headers=(("Content-Type", "text/xml"),)), "service_failed.invalid_soap"),
        (StubResponse(body=b"", headers=(ALGORITHM,)), "service_failed.invalid_content_type"),
        (
            StubResponse(
                body=b"", headers=(("x-hash-algorithm", "SHA-512"), ("Content-Type", "multipart/mixed; boundary=b"))
            ),
            "service_failed.mime_parsing_failed",
        ),
        (StubResponse(raw=b"nonsense"), "http_error"),
        (StubResponse(raw=b""), "network_error"),
    ],
)
def test_a_malformed_response_of_a_peer_fails_by_error_type(scene: Scene, peer: StubResponse, error: str) -> None:
    assert f'"type":"server.clientproxy.{error}"'.encode() in scene.call(lambda *_call: peer).body


def test_a_part_after_the_body_is_refused(scene: Scene) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> StubResponse:
        encoded = encode_response(Envelope(consistent(request, envelope).message, b"response"))
        boundary = encoded.headers[0][1].partition("boundary=")[2].encode()
        extra = b"--" + boundary + b"\r\ncontent-type: a/b\r\n\r\nx\r\n--" + boundary + b"--\r\n"
        return as_stub(replace(encoded, body=encoded.body.removesuffix(b"--" + boundary + b"--\r\n") + extra))

    assert b"service_failed.invalid_message" in scene.call(peer).body


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"x-proxy-version": "6.9.0"}, "client_proxy_version_not_supported"),
        ({"x-proxy-version": None}, "client_proxy_version_not_supported"),
        ({"x-hash-algorithm": "MD5"}, "unsupported_algorithm"),
        ({"x-road-message-type": None}, "invalid_message"),
    ],
)
def test_a_peer_s_request_must_have_a_supported_form(headers: dict[str, str | None], error: str) -> None:
    usual = {"x-proxy-version": "7.8.0", "x-hash-algorithm": "SHA-512", "x-road-message-type": "REST"}
    given = tuple((name, value) for name, value in (usual | headers).items() if value is not None)
    with pytest.raises(ExchangeError) as caught:
        decode_request(HttpRequest("POST", "/", given, b""))
    assert caught.value.code == error
