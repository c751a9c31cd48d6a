"""The peer edge: takes other servers' messages, applies the access rules, calls the service, answers."""

import re
import time
import uuid

from exchange import metadata, operator_log
from exchange.access import AccessRules
from exchange.config import HostedService
from exchange.consumer import health
from exchange.http.client import REPEATABLE, BadAnswer, CallFailed, HttpClient
from exchange.http.messages import HttpAnswer, HttpRequest, reason_of
from exchange.message_log import MessageLog, Record
from exchange.protocol.digests import request_hash
from exchange.protocol.errors import ExchangeError, Fault, PeerFault
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import VERBS_WITH_BODY, Headers, RestRequest, RestResponse, find_header
from exchange.registry import Registry
from exchange.transport import Envelope, open_request, seal_fault, seal_response

PREFIX = "server.serverproxy"
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class ProviderEdge:
    """Stands behind the peer edge's connections."""

    def __init__(
        self,
        *,
        server: ServerId,
        registry: Registry,
        rules: AccessRules,
        log: MessageLog,
        client: HttpClient,
        legacy_spelling: bool,
    ) -> None:
        self._server = server
        self._registry = registry
        self._rules = rules
        self._log = log
        self._client = client
        self._legacy = legacy_spelling

    async def handle(self, request: HttpRequest) -> HttpAnswer:
        if request.path == "/health" and request.method == "GET":
            return health(self._server, self._log)
        started = time.perf_counter()
        try:
            envelope, algorithm = open_request(request)
            answer = await self._serve(RestRequest.from_bytes(envelope.message), envelope, algorithm)
            _note(request, "answered", started)
            return seal_response(answer)
        except (ExchangeError, PeerFault) as error:
            fault = _fault(error)
        _note(request, fault.type, started, detail=fault.detail)
        return seal_fault(fault, legacy=self._legacy)

    def refuse(self, error: ExchangeError, _headers: Headers) -> HttpAnswer:
        return seal_fault(_fault(error), legacy=self._legacy)

    def failed(self, error: BaseException) -> None:
        operator_log.note_failure("unexpected error", error, role="provider")

    async def _serve(self, request: RestRequest, envelope: Envelope, algorithm: str) -> Envelope:
        if not self._registry.is_registered(request.client):
            raise ExchangeError("unknown_member", f"Client {request.client} is not registered")
        if not self._registry.is_hosted(request.service.subsystem, self._server):
            raise ExchangeError("unknown_member", f"{request.service.subsystem} is not hosted here")
        service = None if request.service.service_code in metadata.CODES else self._rules.admit(request)
        await self._log.append(_record(request, "request", envelope))
        answer = self._metadata(request) if service is None else await self._call(service, request, envelope.body)
        sealed = _respond(answer, request, envelope, algorithm)
        await self._log.append(_record(request, "response", sealed, code=answer.status))
        return sealed

    def _metadata(self, request: RestRequest) -> HttpAnswer:
        """Some codes are the server's own, open to every registered client."""
        code = request.service.service_code
        if request.verb != "GET" or request.service_path not in {"", "/"}:
            raise ExchangeError("invalid_request", f"{code} is asked by GET")
        return metadata.list_methods(
            self._rules,
            subsystem=request.service.subsystem,
            client=request.client,
            allowed_only=code == metadata.ALLOWED_METHODS,
        )

    async def _call(self, service: HostedService, request: RestRequest, body: bytes | None) -> HttpAnswer:
        carried = body if request.verb in VERBS_WITH_BODY else None
        http = HttpRequest(request.verb, _target(service, request), request.headers, carried)
        try:
            return await self._client.call(
                http,
                origin=service.url.origin,
                seconds=service.timeout_seconds,
                repeatable=request.verb in REPEATABLE,
            )
        except BadAnswer as error:
            raise ExchangeError("service_failed.http_error", "The service answered malformed HTTP") from error
        except CallFailed as error:
            raise ExchangeError("service_failed.network_error", "The service did not answer") from error


def _target(service: HostedService, request: RestRequest) -> str:
    """The service's own path, then the rest of the request's, as it was signed."""
    path = service.url.path + request.service_path or "/"
    return path if request.raw_query is None else f"{path}?{request.raw_query}"


def _respond(answer: HttpAnswer, request: RestRequest, envelope: Envelope, algorithm: str) -> Envelope:
    try:
        response = RestResponse.from_service(
            code=answer.status,
            reason=answer.reason or reason_of(answer.status),
            headers=answer.headers,
            request=request,
            request_hash=request_hash(message=envelope.message, body=envelope.body, algorithm=algorithm),
        )
    except ExchangeError as error:
        raise ExchangeError("service_failed.invalid_response", "The service answered malformed headers") from error
    return Envelope(response.message, answer.body or None)


def _fault(error: ExchangeError | PeerFault) -> Fault:
    if isinstance(error, PeerFault):
        error = ExchangeError("invalid_message", "A request cannot be a fault")
    return Fault(type=f"{PREFIX}.{error.code}", message=error.message, detail=str(uuid.uuid4()))


def _record(request: RestRequest, kind: str, envelope: Envelope, *, code: int | None = None) -> Record:
    return Record.of(
        role="provider",
        kind=kind,
        request_id=request.request_id,
        query_id=request.query_id,
        client=str(request.client),
        service=str(request.service),
        message=envelope.message,
        body=envelope.body,
        code=code,
    )


def _note(request: HttpRequest, outcome: str, started: float, **fields: str) -> None:
    """The request id is the other server's word: it is noted only if it has the form of one."""
    told = find_header(request.headers, "x-road-request-id") or ""
    operator_log.note(
        "exchange",
        role="provider",
        request_id=told if _UUID.fullmatch(told) else "",
        outcome=outcome,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        **fields,
    )
