"""What the consumer server believes of another server's answer: a peer that does as it is told, on a real socket."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from exchange.config import Address, MemberEntry, RegistryFile, ServerEntry, SubsystemEntry
from exchange.consumer import ConsumerEdge
from exchange.http.client import HttpClient
from exchange.http.messages import HttpAnswer, HttpRequest
from exchange.message_log import MessageLog
from exchange.protocol.digests import request_hash
from exchange.protocol.errors import Fault
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import RestRequest, RestResponse
from exchange.registry import Registry
from exchange.testing import Asked, StubService, Told
from exchange.transport import Envelope, PeerTransport, open_request, seal_fault, seal_response

CLIENT = "PS/GOV/MTDE/HUKUMATI"
SERVER = ServerId.parse("PS/GOV/MTDE/SS1")
Peer = Callable[[RestRequest, Envelope], Told]


@dataclass
class Scene:
    """A consumer edge, and the peer that it asks."""

    stub: StubService
    folder: Path

    def ask(self, peer: Peer, *, body: bytes | None = None) -> HttpAnswer:
        self.stub.answer = lambda asked: peer(*opened(asked))
        return asyncio.run(
            self._ask(HttpRequest("POST", "/r1/PS/GOV/MOI/POPULATION/x", (("X-Road-Client", CLIENT),), body))
        )

    async def _ask(self, request: HttpRequest) -> HttpAnswer:
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


def opened(asked: Asked) -> tuple[RestRequest, Envelope]:
    envelope, algorithm = open_request(
        HttpRequest(asked.method, asked.target, tuple(asked.headers.items()), asked.body)
    )
    assert algorithm == "SHA-512"
    return RestRequest.from_bytes(envelope.message), envelope


def told(answer: HttpAnswer) -> Told:
    return Told(status=answer.status, body=answer.body, headers=answer.headers)


def honest(request: RestRequest, envelope: Envelope) -> RestResponse:
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
def test_an_honest_answer_is_released(scene: Scene, body: bytes | None) -> None:
    answer = scene.ask(lambda *asked: told(seal_response(Envelope(honest(*asked).message, b"told"))), body=body)
    assert (answer.status, answer.reason, answer.body) == (201, "Created", b"told")


@pytest.mark.parametrize(
    "header", ["x-road-id", "x-road-client", "x-road-service", "x-road-request-id", "x-road-request-hash"]
)
@pytest.mark.parametrize("value", [None, "PS/GOV/MOI/FORGED/service"])
def test_an_answer_to_another_request_is_not_released(scene: Scene, header: str, value: str | None) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> Told:
        response = honest(request, envelope)
        headers = tuple((n, v) for n, v in response.headers if n != header)
        headers += () if value is None else ((header, value),)
        return told(seal_response(Envelope(RestResponse(200, "OK", headers).message, b"of another")))

    answer = scene.ask(peer)
    assert b'"type":"server.clientproxy.inconsistent_response"' in answer.body
    assert b"of another" not in answer.body


def test_an_answer_to_a_request_that_was_changed_on_the_way_is_not_released(scene: Scene) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> Told:
        return told(seal_response(Envelope(honest(request, replace(envelope, body=b"changed")).message, None)))

    assert b"server.clientproxy.inconsistent_response" in scene.ask(peer, body=b"body").body


def test_a_peer_s_fault_goes_to_the_client_as_it_is_in_our_spelling(scene: Scene) -> None:
    fault = Fault(type="server.serverproxy.access_denied", message="No", detail="their-uuid")
    answer = scene.ask(lambda *_asked: told(seal_fault(fault, legacy=True)))
    assert answer.status == 500
    assert answer.body == b'{"type":"server.serverproxy.access_denied","message":"No","detail":"their-uuid"}'


@pytest.mark.parametrize(
    ("peer", "error"),
    [
        (Told(status=502, body=b""), "service_failed.http_error"),
        (Told(status=200, body=b""), "service_failed.unsupported_algorithm"),
        (Told(body=b"<x/>", headers=(("Content-Type", "text/xml"),)), "service_failed.invalid_soap"),
        (Told(body=b"", headers=(("x-hash-algorithm", "SHA-512"),)), "service_failed.invalid_content_type"),
        (
            Told(body=b"", headers=(("x-hash-algorithm", "SHA-512"), ("Content-Type", "multipart/mixed; boundary=b"))),
            "service_failed.mime_parsing_failed",
        ),
        (Told(raw=b"nonsense"), "http_error"),
        (Told(raw=b""), "network_error"),
    ],
)
def test_a_peer_that_answers_nonsense_fails_by_name(scene: Scene, peer: Told, error: str) -> None:
    assert f'"type":"server.clientproxy.{error}"'.encode() in scene.ask(lambda *_asked: peer).body


def test_a_part_after_the_body_is_refused(scene: Scene) -> None:
    def peer(request: RestRequest, envelope: Envelope) -> Told:
        sealed = seal_response(Envelope(honest(request, envelope).message, b"told"))
        boundary = sealed.headers[0][1].partition("boundary=")[2].encode()
        extra = b"--" + boundary + b"\r\ncontent-type: a/b\r\n\r\nx\r\n--" + boundary + b"--\r\n"
        return told(replace(sealed, body=sealed.body.removesuffix(b"--" + boundary + b"--\r\n") + extra))

    assert b"service_failed.invalid_message" in scene.ask(peer).body


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"x-proxy-version": "6.9.0"}, "client_proxy_version_not_supported"),
        ({"x-proxy-version": None}, "client_proxy_version_not_supported"),
        ({"x-hash-algorithm": "MD5"}, "unsupported_algorithm"),
        ({"x-road-message-type": None}, "invalid_message"),
    ],
)
def test_a_peer_s_request_is_read_only_in_a_form_that_we_know(headers: dict[str, str | None], error: str) -> None:
    from exchange.protocol.errors import ExchangeError

    usual = {"x-proxy-version": "7.8.0", "x-hash-algorithm": "SHA-512", "x-road-message-type": "REST"}
    given = tuple((name, value) for name, value in (usual | headers).items() if value is not None)
    with pytest.raises(ExchangeError) as caught:
        open_request(HttpRequest("POST", "/", given, b""))
    assert caught.value.code == error
