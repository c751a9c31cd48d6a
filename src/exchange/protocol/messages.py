"""REST requests and responses: header rules and the canonical bytes that are signed and logged (PR-REST)."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from exchange.protocol.errors import ExchangeError
from exchange.protocol.identifiers import ClientId, InvalidIdentifier, RepresentedParty, ServerId, ServiceId

Headers = tuple[tuple[str, str], ...]

VERBS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})
VERBS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
# Headers of one connection, not of the message: never carried, in either direction (PR-REST).
HOP_HEADERS = frozenset(
    {
        "transfer-encoding",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "upgrade",
        "connection",
        "user-agent",
        "host",
        "content-length",
        "server",
        "expect",
    }
)
_NOT_CARRIED_IN_REQUESTS = HOP_HEADERS | {"x-road-request-id", "x-road-request-hash"}
_NOT_CARRIED_IN_RESPONSES = HOP_HEADERS | {
    "x-road-id",
    "x-road-client",
    "x-road-service",
    "x-road-request-id",
    "x-road-request-hash",
}
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_TARGET = re.compile(r"/[\x21\x22\x24-\x7e]*")
_MAX_ID_LENGTH = 255


def find_header(headers: Headers, name: str) -> str | None:
    """Return the value of a header by its lower-case name; the last duplicate wins."""
    for key, value in reversed(headers):
        if key.lower() == name:
            return value
    return None


@dataclass(frozen=True)
class RestRequest:
    """A request as it is signed: `target` is the raw path from `/r1` and the raw query; headers in order, unchanged."""

    verb: str
    target: str
    headers: Headers
    service: ServiceId
    client: ClientId
    query_id: str
    request_id: str

    @classmethod
    def from_client(cls, *, verb: str, target: str, headers: Headers, request_id: str, new_query_id: str) -> Self:
        """Return the consumer server's request: the client's without what is not carried, then what the server adds."""
        kept = [(name, value) for name, value in headers if name.lower() not in _NOT_CARRIED_IN_REQUESTS]
        if find_header(headers, "accept") is None:
            kept.append(("Accept", "application/json"))
        kept.append(("x-road-request-id", request_id))
        if not find_header(headers, "x-road-id"):
            kept = [(name, value) for name, value in kept if name.lower() != "x-road-id"]
            kept.append(("x-road-id", new_query_id))
        return cls._checked(verb=verb, target=target, headers=tuple(kept))

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """Parse canonical bytes: `from_bytes(m).message == m`; raises `ExchangeError` (`invalid_rest`, …)."""
        lines = _lines(message)
        if len(lines) < 3:
            raise ExchangeError("invalid_rest", "The request message is not complete")
        return cls._checked(verb=lines[0], target=lines[1], headers=_headers(lines[2:]))

    @classmethod
    def _checked(cls, *, verb: str, target: str, headers: Headers) -> Self:
        if verb not in VERBS:
            raise ExchangeError("invalid_http_method", "This HTTP method is not supported")
        check_headers(headers)
        return cls(
            verb=verb,
            target=target,
            headers=headers,
            service=parse_service(target),
            client=_client(headers),
            query_id=_required_id(headers, "x-road-id"),
            request_id=_required_id(headers, "x-road-request-id"),
        )

    @cached_property
    def message(self) -> bytes:
        """The canonical bytes: verb, target, then `name:value` lines; CRLF ends each, no blank line follows."""
        return _canonical([self.verb, self.target], self.headers)

    @property
    def service_path(self) -> str:
        """The raw path after the service code: empty, or from its `/` on."""
        parts = self.target.partition("?")[0].split("/", 7)  # "", r1, five identifiers, the rest
        return f"/{parts[7]}" if len(parts) == 8 else ""

    @property
    def raw_query(self) -> str | None:
        """The raw query; None without a `?`."""
        _path, mark, query = self.target.partition("?")
        return query if mark else None

    @property
    def security_server(self) -> ServerId | None:
        """The security server that the client chose, if any; raises `ExchangeError` (`invalid_security_server`)."""
        value = find_header(self.headers, "x-road-security-server")
        try:
            return None if value is None else ServerId.parse(value)
        except InvalidIdentifier as error:
            raise ExchangeError("invalid_security_server", "X-Road-Security-Server is malformed") from error

    @property
    def represented_party(self) -> RepresentedParty | None:
        """The party on whose behalf the client calls, if any; raises `ExchangeError` (`bad_request`)."""
        value = find_header(self.headers, "x-road-represented-party")
        try:
            return None if value is None else RepresentedParty.parse(value)
        except InvalidIdentifier as error:
            raise ExchangeError("bad_request", "X-Road-Represented-Party is malformed") from error


@dataclass(frozen=True)
class RestResponse:
    """A response as it is signed."""

    code: int
    reason: str
    headers: Headers

    @classmethod
    def from_service(cls, *, code: int, reason: str, headers: Headers, request: RestRequest, request_hash: str) -> Self:
        """Return the provider server's response: the service's without what is not carried, then five headers."""
        kept = tuple((n, v) for n, v in headers if n.lower() not in _NOT_CARRIED_IN_RESPONSES)
        check_headers(kept)
        added = (
            ("x-road-id", request.query_id),
            ("x-road-client", str(request.client)),
            ("x-road-service", str(request.service)),
            ("x-road-request-id", request.request_id),
            ("x-road-request-hash", request_hash),
        )
        return cls(code=code, reason=_reason(reason), headers=kept + added)

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """Parse canonical bytes; raises `ExchangeError` (`invalid_rest`)."""
        lines = _lines(message)
        if len(lines) < 2 or not re.fullmatch(r"[1-9][0-9]{2}", lines[0]) or lines[1] != _reason(lines[1]):
            raise ExchangeError("invalid_rest", "The response message is malformed")
        headers = _headers(lines[2:])
        check_headers(headers)
        return cls(code=int(lines[0]), reason=lines[1], headers=headers)

    @cached_property
    def message(self) -> bytes:
        """The canonical bytes: code, reason, then `name:value` lines."""
        return _canonical([str(self.code), self.reason], self.headers)

    def check_answers(self, request: RestRequest, *, request_hash: str) -> None:
        """Raise `ExchangeError` (`inconsistent_response`) unless the response answers this very request."""
        expected = {
            "x-road-id": request.query_id,
            "x-road-request-id": request.request_id,
            "x-road-request-hash": request_hash,
        }
        for name, value in expected.items():
            if find_header(self.headers, name) != value:
                raise ExchangeError("inconsistent_response", f"Response header {name} does not match the request")
        if _parties(self.headers) != (request.client, request.service):
            raise ExchangeError("inconsistent_response", "Response identifiers do not match the request")


def check_headers(headers: Headers) -> None:
    """Raise `ExchangeError` (`invalid_message`) for headers that would be ambiguous in canonical bytes."""
    for name, value in headers:
        if _NAME.fullmatch(name) is None or _VALUE.fullmatch(value) is None or value != value.strip(" \t"):
            raise ExchangeError("invalid_message", "A header is malformed")


def parse_service(target: str) -> ServiceId:
    """Return the service of a raw target `/r1/{five segments}[/path][?query]`; raises `ExchangeError`."""
    path = target.partition("?")[0]
    parts = path.split("/", 7)
    if _TARGET.fullmatch(target) is None or len(parts) < 7:
        raise ExchangeError("bad_request", "The path must be /r1/ and five identifiers")
    if parts[1] != "r1":
        raise ExchangeError("invalid_protocol_version", "The protocol version must be r1")
    try:
        return ServiceId.parse("/".join(parts[2:7]))
    except InvalidIdentifier as error:
        raise ExchangeError("bad_request", "An identifier in the path is malformed") from error


def _client(headers: Headers) -> ClientId:
    value = find_header(headers, "x-road-client")
    if value is None:
        raise ExchangeError("missing_header_field", "The header X-Road-Client is missing")
    try:
        return ClientId.parse(value)
    except InvalidIdentifier as error:
        raise ExchangeError("invalid_client_identifier", "The header X-Road-Client is malformed") from error


def _required_id(headers: Headers, name: str) -> str:
    value = find_header(headers, name)
    if not value or len(value) > _MAX_ID_LENGTH:
        raise ExchangeError("missing_header_field", f"The header {name} is missing or too long")
    return value


def _parties(headers: Headers) -> tuple[ClientId, ServiceId]:
    try:
        return (
            ClientId.parse(find_header(headers, "x-road-client") or ""),
            ServiceId.parse(find_header(headers, "x-road-service") or ""),
        )
    except InvalidIdentifier as error:
        raise ExchangeError("inconsistent_response", "A response identifier is missing or malformed") from error


def _reason(reason: str) -> str:
    return re.sub(r"[^\x20-\x7e\x80-\xff]", "", reason).strip()


def _canonical(start: list[str], headers: Headers) -> bytes:
    lines = start + [f"{name}:{value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n").encode()


def _lines(message: bytes) -> list[str]:
    try:
        text = message.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ExchangeError("invalid_rest", "The message is not UTF-8") from error
    if not text.endswith("\r\n"):
        raise ExchangeError("invalid_rest", "The message does not end with a line end")
    return text[:-2].split("\r\n")


def _headers(lines: list[str]) -> Headers:
    pairs = [line.partition(":") for line in lines]
    if not all(mark for _name, mark, _value in pairs):
        raise ExchangeError("invalid_rest", "A header line has no colon")
    return tuple((name, value) for name, _mark, value in pairs)
