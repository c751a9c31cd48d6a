"""What passes between two security servers: the multipart message over HTTP.

The one place that knows the wire between servers. Signatures, OCSP responses and mutual TLS belong here: they are
further parts of the same body and another way to connect, and nothing outside of this module changes with them.
"""

import re
import secrets
import string
from dataclasses import dataclass

from exchange.config import Address
from exchange.http.client import BadAnswer, CallFailed, HttpClient, NotReached
from exchange.http.messages import HttpAnswer, HttpRequest
from exchange.protocol import multipart
from exchange.protocol.digests import DEFAULT_ALGORITHM
from exchange.protocol.errors import ExchangeError, Fault, PeerFault, parse_soap_fault
from exchange.protocol.messages import Headers, RestRequest, find_header
from exchange.protocol.multipart import Part

PROXY_VERSION = "7.8.0"
LOWEST_PROXY_VERSION = (7, 0, 0)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message between servers: its canonical bytes and its body."""

    message: bytes
    body: bytes | None


class PeerTransport:
    """The consumer server's side."""

    def __init__(self, *, client: HttpClient, peer_seconds: float) -> None:
        self._client = client
        self._seconds = peer_seconds

    async def ask(self, request: RestRequest, body: bytes | None, *, addresses: list[Address]) -> Envelope:
        """Bring a request to the first server that can be reached, and its response back.

        Raises `PeerFault` when that server refused; `ExchangeError` (`network_error`, `service_failed.…`).
        """
        envelope = Envelope(request.message, body)
        answer = await self._post(_request(envelope, request_id=request.request_id), addresses)
        try:
            return _response(answer)
        except ExchangeError as error:
            raise ExchangeError(f"service_failed.{error.code}", error.message) from error

    async def _post(self, request: HttpRequest, addresses: list[Address]) -> HttpAnswer:
        for address in addresses:
            try:
                return await self._client.call(request, origin=address.origin, seconds=self._seconds, repeatable=False)
            except NotReached:
                continue
            except BadAnswer as error:
                raise ExchangeError("http_error", "The provider's security server answered malformed HTTP") from error
            except CallFailed as error:
                raise ExchangeError("network_error", "No answer from the provider's security server") from error
        raise ExchangeError("network_error", "The provider's security server cannot be reached")


def open_request(request: HttpRequest) -> tuple[Envelope, str]:
    """Read what another server posted; gives the message and the digest algorithm, or `ExchangeError`."""
    if request.method != "POST" or request.path != "/":
        raise ExchangeError("invalid_http_method", "Security servers post to /")
    _check_version(find_header(request.headers, "x-proxy-version"))
    if find_header(request.headers, "x-road-message-type") != "REST":
        raise ExchangeError("invalid_message", "Only REST messages are supported")
    algorithm = _algorithm(request.headers)
    parts = multipart.decode(request.body or b"", content_type=find_header(request.headers, "content-type") or "")
    return _envelope(parts, kind=multipart.REST_REQUEST), algorithm


def seal_response(envelope: Envelope) -> HttpAnswer:
    """Write the provider server's answer."""
    content_type, body = _sealed(envelope, kind=multipart.REST_RESPONSE)
    headers = (("Content-Type", content_type), ("x-hash-algorithm", DEFAULT_ALGORITHM))
    return HttpAnswer(status=200, headers=headers, body=body)


def seal_fault(fault: Fault, *, legacy: bool) -> HttpAnswer:
    """Write a refusal as a SOAP 1.1 Fault, which travels with status 200 as X-Road's does."""
    headers = (("Content-Type", "text/xml;charset=UTF-8"),)
    return HttpAnswer(status=200, headers=headers, body=fault.soap(legacy=legacy))


def _request(envelope: Envelope, *, request_id: str) -> HttpRequest:
    content_type, body = _sealed(envelope, kind=multipart.REST_REQUEST)
    headers = (
        ("Content-Type", content_type),
        ("x-hash-algorithm", DEFAULT_ALGORITHM),
        ("x-proxy-version", PROXY_VERSION),
        ("x-road-message-type", "REST"),
        ("x-road-request-id", request_id),
    )
    return HttpRequest(method="POST", target="/", headers=headers, body=body)


def _response(answer: HttpAnswer) -> Envelope:
    content_type = find_header(answer.headers, "content-type") or ""
    if content_type.partition(";")[0].strip().lower() == multipart.FAULT:
        raise PeerFault(parse_soap_fault(answer.body))
    if answer.status != 200:
        raise ExchangeError("http_error", f"The provider's security server answered with status {answer.status}")
    _algorithm(answer.headers)
    return _envelope(multipart.decode(answer.body, content_type=content_type), kind=multipart.REST_RESPONSE)


def _sealed(envelope: Envelope, *, kind: str) -> tuple[str, bytes]:
    boundary = "xtop" + "".join(secrets.choice(string.ascii_letters) for _ in range(30))
    parts = [Part(kind, envelope.message)]
    if envelope.body is not None:
        parts.append(Part(multipart.REST_BODY, envelope.body))
    return multipart.content_type(boundary), multipart.encode(parts, boundary=boundary)


def _envelope(parts: list[Part], *, kind: str) -> Envelope:
    """The message, then perhaps its body; anything else in whatever order is refused."""
    if parts[-1].content_type == multipart.FAULT:
        raise PeerFault(parse_soap_fault(parts[-1].data))
    if parts[0].content_type != kind:
        raise ExchangeError("missing_rest", "The message has no REST part")
    if [part.content_type for part in parts[1:]] not in ([], [multipart.REST_BODY]):
        raise ExchangeError("invalid_message", "The message has unexpected parts")
    return Envelope(message=parts[0].data, body=parts[1].data if len(parts) == 2 else None)


def _algorithm(headers: Headers) -> str:
    algorithm = find_header(headers, "x-hash-algorithm")
    if algorithm != DEFAULT_ALGORITHM:
        raise ExchangeError("unsupported_algorithm", f"The digest algorithm must be {DEFAULT_ALGORITHM}")
    return algorithm


def _check_version(version: str | None) -> None:
    found = re.match(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", version or "")
    if found is None or tuple(int(number or 0) for number in found.groups()) < LOWEST_PROXY_VERSION:
        raise ExchangeError("client_proxy_version_not_supported", "The client's security server is too old")
