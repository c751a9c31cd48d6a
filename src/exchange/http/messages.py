"""HTTP requests and responses as whole values, and their bytes on the wire (RFC 9112)."""

from dataclasses import dataclass
from http import HTTPStatus

from exchange.protocol.messages import Headers

_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request: header names unchanged, values as latin-1 text; `body` is None when there was none."""

    method: str
    target: str
    headers: Headers
    body: bytes | None = None

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response; its headers hold nothing of the connection (no length, no transfer encoding)."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    reason: str = ""


def write_request(request: HttpRequest, *, host: str) -> bytes:
    """Return the bytes of a request."""
    lines = [f"{request.method} {request.target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if request.body is not None or request.method in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(request.body or b'')}")
    return _join(lines, request.body or b"")


def write_response(response: HttpResponse, *, to_head: bool, close: bool) -> bytes:
    """Return the bytes of a response; one to HEAD, and 204 and 304, have neither body nor length (RFC 9110 §6.4.1)."""
    lines = [f"HTTP/1.1 {response.status} {response.reason or reason_phrase(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    bodiless = to_head or response.status in _BODILESS
    if not bodiless:
        lines.append(f"Content-Length: {len(response.body)}")
    if close:
        lines.append("Connection: close")
    return _join(lines, b"" if bodiless else response.body)


def reason_phrase(status: int) -> str:
    """Return the standard reason phrase of a status; empty for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _join(lines: list[str], body: bytes) -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
