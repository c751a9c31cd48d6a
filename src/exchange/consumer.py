"""The client edge: carries the requests of this agency's programs to other agencies, and returns the responses."""

import time
import uuid
from urllib.parse import parse_qs

from exchange import metadata, operator_log
from exchange.health import report_health
from exchange.http.messages import HttpRequest, HttpResponse
from exchange.message_log import MessageLog, Record
from exchange.protocol.digests import request_hash
from exchange.protocol.errors import ExchangeError, Fault, PeerFault, error_content_type
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import Headers, RestRequest, RestResponse, find_header
from exchange.registry import Registry
from exchange.transport import Envelope, PeerTransport

PREFIX = "server.clientproxy"


class ConsumerEdge:
    """Handles the requests that arrive on the client edge."""

    def __init__(
        self,
        *,
        server: ServerId,
        registry: Registry,
        log: MessageLog,
        transport: PeerTransport,
        legacy_spelling: bool,
    ) -> None:
        self._server = server
        self._registry = registry
        self._log = log
        self._transport = transport
        self._legacy = legacy_spelling

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Return the other agency's response, metadata, or an error in the client's format."""
        if request.path == "/health":
            return report_health(self._server, self._log)
        started, request_id = time.perf_counter(), str(uuid.uuid4())
        try:
            response = await self._route(request, request_id)
            _log_exchange(request_id, request.method, "answered", response.status, started)
            return response
        except PeerFault as refused:
            fault = refused.fault
        except ExchangeError as error:
            fault = _fault(error)
        _log_exchange(request_id, request.method, fault.type, fault.status, started, detail=fault.detail)
        return self._error(fault, request.headers)

    def refuse(self, error: ExchangeError, headers: Headers) -> HttpResponse:
        """Return the error for bytes that never became a request."""
        prefix = PREFIX if error.code == "internal_error" else "client"
        return self._error(_fault(error, prefix=prefix), headers)

    def log_failure(self, error: BaseException) -> None:
        """Write an unexpected error to the operators' log."""
        operator_log.log_failure("unexpected error", error, role="consumer")

    async def _route(self, request: HttpRequest, request_id: str) -> HttpResponse:
        if request.path == "/listClients":
            return self._list_clients(request)
        if request.target.startswith("/r1/"):
            return await self._exchange(request, request_id)
        raise _ClientError("not_found", "There is nothing at this path")

    def _list_clients(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            raise _ClientError("invalid_http_method", "listClients supports only GET")
        wanted = parse_qs(request.target.partition("?")[2]).get("xRoadInstance", [None])[-1]
        as_json = "application/json" in (find_header(request.headers, "accept") or "").lower()
        return metadata.list_clients(self._registry, instance=wanted, as_json=as_json)

    async def _exchange(self, http: HttpRequest, request_id: str) -> HttpResponse:
        request = self._read(http, request_id)
        if not self._registry.is_hosted(request.client, self._server):
            raise ExchangeError("unknown_member", f"Client {request.client} is not found")
        addresses = self._registry.addresses_of(request.service.subsystem, wanted=request.security_server)
        await self._log.append(_record(request, "request", request.message, http.body))
        envelope = await self._transport.send(request, http.body, addresses=addresses)
        response = self._checked(request, http.body, envelope)
        await self._log.append(_record(request, "response", envelope.message, envelope.body, code=response.code))
        return HttpResponse(response.code, response.headers, envelope.body or b"", response.reason)

    def _read(self, http: HttpRequest, request_id: str) -> RestRequest:
        """Return the request to sign; a malformed message of the client gets the error prefix `client`."""
        try:
            request = RestRequest.from_client(
                verb=http.method,
                target=http.target,
                headers=http.headers,
                request_id=request_id,
                new_query_id=f"{self._registry.instance}-{uuid.uuid4()}",
            )
            _ = request.security_server, request.represented_party  # parsed on access: refuse malformed ones now
        except ExchangeError as error:
            raise _ClientError(error.code, error.message) from error
        return request

    def _checked(self, request: RestRequest, body: bytes | None, envelope: Envelope) -> RestResponse:
        response = RestResponse.from_bytes(envelope.message)
        response.check_answers(request, request_hash=request_hash(message=request.message, body=body))
        return response

    def _error(self, fault: Fault, headers: Headers) -> HttpResponse:
        content_type = error_content_type(find_header(headers, "accept") or "")
        named = (("Content-Type", content_type), ("X-Road-Error", fault.type_spelled(self._legacy)))
        return HttpResponse(fault.status, named, fault.body(content_type=content_type, legacy=self._legacy))


class _ClientError(ExchangeError):
    """The client's own mistake: its type begins with `client`."""


def _fault(error: ExchangeError, *, prefix: str | None = None) -> Fault:
    prefix = prefix or ("client" if isinstance(error, _ClientError) else PREFIX)
    return Fault(type=f"{prefix}.{error.code}", message=error.message, detail=str(uuid.uuid4()))


def _record(request: RestRequest, kind: str, message: bytes, body: bytes | None, *, code: int | None = None) -> Record:
    return Record.of(request, role="consumer", kind=kind, message=message, body=body, code=code)


def _log_exchange(request_id: str, verb: str, outcome: str, status: int, started: float, **fields: str) -> None:
    operator_log.log_event(
        "exchange",
        role="consumer",
        request_id=request_id,
        verb=verb,
        outcome=outcome,
        status=status,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        **fields,
    )
