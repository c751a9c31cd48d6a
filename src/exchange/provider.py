"""The peer edge: receives other servers' messages, applies the access rules and calls the service."""

import re
import time
import uuid

from exchange import metadata, operator_log
from exchange.access import AccessRules
from exchange.config import HostedService
from exchange.health import report_health
from exchange.http.client import SAFE_METHODS, CallFailed, HttpClient, MalformedResponse
from exchange.http.messages import HttpRequest, HttpResponse, reason_phrase
from exchange.message_log import MessageLog, Record
from exchange.protocol.digests import request_hash
from exchange.protocol.errors import ExchangeError, Fault, PeerFault
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import VERBS_WITH_BODY, Headers, RestRequest, RestResponse, find_header
from exchange.registry import Registry
from exchange.transport import Envelope, decode_request, encode_fault, encode_response

PREFIX = "server.serverproxy"
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class ProviderEdge:
    """Handles the requests that arrive on the peer edge."""

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

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Return the encoded response, or a SOAP fault."""
        if request.path == "/health" and request.method == "GET":
            return report_health(self._server, self._log)
        started = time.perf_counter()
        try:
            envelope, algorithm = decode_request(request)
            response = await self._serve(RestRequest.from_bytes(envelope.message), envelope, algorithm)
            _log_exchange(request, "answered", started)
            return encode_response(response)
        except (ExchangeError, PeerFault) as error:
            fault = _fault(error)
        _log_exchange(request, fault.type, started, detail=fault.detail)
        return encode_fault(fault, legacy=self._legacy)

    def refuse(self, error: ExchangeError, _headers: Headers) -> HttpResponse:
        """Return the fault for bytes that never became a request."""
        return encode_fault(_fault(error), legacy=self._legacy)

    def log_failure(self, error: BaseException) -> None:
        """Write an unexpected error to the operators' log."""
        operator_log.log_failure("unexpected error", error, role="provider")

    async def _serve(self, request: RestRequest, envelope: Envelope, algorithm: str) -> Envelope:
        if not self._registry.is_registered(request.client):
            raise ExchangeError("unknown_member", f"Client {request.client} is not registered")
        if not self._registry.is_hosted(request.service.subsystem, self._server):
            raise ExchangeError("unknown_member", f"{request.service.subsystem} is not hosted here")
        # PR-META: metadata services skip the access rules, but are logged like every other message.
        service = None if request.service.service_code in metadata.CODES else self._rules.admit(request)
        await self._log.append(_record(request, "request", envelope))
        answer = self._metadata(request) if service is None else await self._call(service, request, envelope.body)
        response = _rest_response(answer, request, envelope, algorithm)
        await self._log.append(_record(request, "response", response, code=answer.status))
        return response

    def _metadata(self, request: RestRequest) -> HttpResponse:
        """Answer one of the server's own services, which every registered client may call."""
        code = request.service.service_code
        if request.verb != "GET" or request.service_path not in {"", "/"}:
            raise ExchangeError("invalid_request", f"{code} supports only GET")
        return metadata.list_methods(
            self._rules,
            subsystem=request.service.subsystem,
            client=request.client,
            allowed_only=code == metadata.ALLOWED_METHODS,
        )

    async def _call(self, service: HostedService, request: RestRequest, body: bytes | None) -> HttpResponse:
        # X-Road signs and logs a body of GET or DELETE, but does not forward it to the service.
        forwarded = body if request.verb in VERBS_WITH_BODY else None
        http = HttpRequest(request.verb, _target(service, request), request.headers, forwarded)
        try:
            return await self._client.call(
                http,
                origin=service.url.origin,
                seconds=service.timeout_seconds,
                may_resend=request.verb in SAFE_METHODS,
            )
        except MalformedResponse as error:
            raise ExchangeError("service_failed.http_error", "The service answered malformed HTTP") from error
        except CallFailed as error:
            raise ExchangeError("service_failed.network_error", "The service did not answer") from error


def _target(service: HostedService, request: RestRequest) -> str:
    """Return the service's own path followed by the rest of the request's, raw, as it was signed."""
    path = service.url.path + request.service_path or "/"
    return path if request.raw_query is None else f"{path}?{request.raw_query}"


def _rest_response(answer: HttpResponse, request: RestRequest, envelope: Envelope, algorithm: str) -> Envelope:
    try:
        response = RestResponse.from_service(
            code=answer.status,
            reason=answer.reason or reason_phrase(answer.status),
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
    return Record.of(request, role="provider", kind=kind, message=envelope.message, body=envelope.body, code=code)


def _log_exchange(request: HttpRequest, outcome: str, started: float, **fields: str) -> None:
    # The request id is what another server claims: it is written only if it has the form of one.
    claimed = find_header(request.headers, "x-road-request-id") or ""
    operator_log.log_event(
        "exchange",
        role="provider",
        request_id=claimed if _UUID.fullmatch(claimed) else "",
        outcome=outcome,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        **fields,
    )
