"""What passes between two security servers: the multipart message over HTTP.

The one place that knows the wire between servers. Signatures, OCSP responses and mutual TLS belong here: they are
further parts of the same body and another way to connect, and nothing outside of this module changes with them.
"""

import re
import secrets
import string
from dataclasses import dataclass

from exchange.config import Address
from exchange.http.client import CallFailed, ConnectFailed, HttpClient, MalformedResponse
from exchange.http.messages import HttpRequest, HttpResponse
from exchange.protocol import multipart
from exchange.protocol.digests import DEFAULT_ALGORITHM
from exchange.protocol.errors import ExchangeError, Fault, PeerFault, parse_soap_fault
from exchange.protocol.messages import Headers, RestRequest, find_header
from exchange.protocol.multipart import Part

PROXY_VERSION = "7.8.0"
MIN_PROXY_VERSION = (7, 0, 0)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message between servers: its canonical bytes and its body."""

    message: bytes
    body: bytes | None


class PeerTransport:
    """The consumer server's side: sends requests to other servers' peer edges."""

    def __init__(self, *, client: HttpClient, peer_seconds: float) -> None:
        self._client = client
        self._seconds = peer_seconds

    async def send(self, request: RestRequest, body: bytes | None, *, addresses: list[Address]) -> Envelope:
        """Send a request to the first server that can be reached, and return its response.

        Raises `PeerFault` if that server refused; `ExchangeError` (`network_error`, `http_error`, `service_failed.…`).
        """
        envelope = Envelope(request.message, body)
        response = await self._post(_encode_request(envelope, request_id=request.request_id), addresses)
        try:
            return _decode_response(response)
        except ExchangeError as error:
            raise ExchangeError(f"service_failed.{error.code}", error.message) from error

    async def _post(self, request: HttpRequest, addresses: list[Address]) -> HttpResponse:
        for address in addresses:
            try:
                # Never resent: whether a peer that gave no response called its service is unknown.
                return await self._client.call(request, origin=address.origin, seconds=self._seconds, may_resend=False)
            except ConnectFailed:
                continue
            except MalformedResponse as error:
                raise ExchangeError("http_error", "The provider's security server answered malformed HTTP") from error
            except CallFailed as error:
                raise ExchangeError("network_error", "No answer from the provider's security server") from error
        raise ExchangeError("network_error", "The provider's security server cannot be reached")


def decode_request(request: HttpRequest) -> tuple[Envelope, str]:
    """Return the message that another server posted and its digest algorithm; raises `ExchangeError`."""
    if request.method != "POST" or request.path != "/":
        raise ExchangeError("invalid_http_method", "Security servers post to /")
    _check_version(find_header(request.headers, "x-proxy-version"))
    if find_header(request.headers, "x-road-message-type") != "REST":
        raise ExchangeError("invalid_message", "Only REST messages are supported")
    algorithm = _check_algorithm(request.headers)
    parts = multipart.decode(request.body or b"", content_type=find_header(request.headers, "content-type") or "")
    return _join_parts(parts, kind=multipart.REST_REQUEST), algorithm


def encode_response(envelope: Envelope) -> HttpResponse:
    """Encode the provider server's response."""
    content_type, body = _split_into_parts(envelope, kind=multipart.REST_RESPONSE)
    headers = (("Content-Type", content_type), ("x-hash-algorithm", DEFAULT_ALGORITHM))
    return HttpResponse(status=200, headers=headers, body=body)


def encode_fault(fault: Fault, *, legacy: bool) -> HttpResponse:
    """Encode a refusal as a SOAP 1.1 Fault; it travels with status 200, as X-Road's does."""
    headers = (("Content-Type", "text/xml;charset=UTF-8"),)
    return HttpResponse(status=200, headers=headers, body=fault.soap(legacy=legacy))


def _encode_request(envelope: Envelope, *, request_id: str) -> HttpRequest:
    content_type, body = _split_into_parts(envelope, kind=multipart.REST_REQUEST)
    headers = (
        ("Content-Type", content_type),
        ("x-hash-algorithm", DEFAULT_ALGORITHM),
        ("x-proxy-version", PROXY_VERSION),
        ("x-road-message-type", "REST"),
        ("x-road-request-id", request_id),
    )
    return HttpRequest(method="POST", target="/", headers=headers, body=body)


def _decode_response(response: HttpResponse) -> Envelope:
    content_type = find_header(response.headers, "content-type") or ""
    if content_type.partition(";")[0].strip().lower() == multipart.FAULT:
        raise PeerFault(parse_soap_fault(response.body))
    if response.status != 200:
        raise ExchangeError("http_error", f"The provider's security server answered with status {response.status}")
    _check_algorithm(response.headers)
    return _join_parts(multipart.decode(response.body, content_type=content_type), kind=multipart.REST_RESPONSE)


def _split_into_parts(envelope: Envelope, *, kind: str) -> tuple[str, bytes]:
    """Return the content type and the multipart body; a body part, even an empty one, means that there is a body."""
    boundary = "xtop" + "".join(secrets.choice(string.ascii_letters) for _ in range(30))
    parts = [Part(kind, envelope.message)]
    if envelope.body is not None:
        parts.append(Part(multipart.REST_BODY, envelope.body))
    return multipart.content_type(boundary), multipart.encode(parts, boundary=boundary)


def _join_parts(parts: list[Part], *, kind: str) -> Envelope:
    """Return the message and its optional body; other parts, or another order, are refused."""
    if parts[-1].content_type == multipart.FAULT:  # a fault may follow the parts sent before the error
        raise PeerFault(parse_soap_fault(parts[-1].data))
    if parts[0].content_type != kind:
        raise ExchangeError("missing_rest", "The message has no REST part")
    if [part.content_type for part in parts[1:]] not in ([], [multipart.REST_BODY]):
        raise ExchangeError("invalid_message", "The message has unexpected parts")
    return Envelope(message=parts[0].data, body=parts[1].data if len(parts) == 2 else None)


def _check_algorithm(headers: Headers) -> str:
    # X-Road mixes its default with the negotiated algorithm in the request hash: only SHA-512 is the same in both.
    algorithm = find_header(headers, "x-hash-algorithm")
    if algorithm != DEFAULT_ALGORITHM:
        raise ExchangeError("unsupported_algorithm", f"The digest algorithm must be {DEFAULT_ALGORITHM}")
    return algorithm


def _check_version(version: str | None) -> None:
    found = re.match(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", version or "")
    if found is None or tuple(int(number or 0) for number in found.groups()) < MIN_PROXY_VERSION:
        raise ExchangeError("client_proxy_version_not_supported", "The client's security server is too old")
