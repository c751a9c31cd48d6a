"""One HTTP request and one answer, whole."""

from dataclasses import dataclass
from http import HTTPStatus

from exchange.protocol.messages import Headers

_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came: header names as spelled, values as latin-1 text; `body` is None when there was none."""

    method: str
    target: str
    headers: Headers
    body: bytes | None = None

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer; its headers hold nothing of the connection (no length, no encoding of transfer)."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    reason: str = ""


def write_request(request: HttpRequest, *, host: str) -> bytes:
    """Put a request on the wire."""
    lines = [f"{request.method} {request.target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if request.body is not None or request.method in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(request.body or b'')}")
    return _joined(lines, request.body or b"")


def write_answer(answer: HttpAnswer, *, to_head: bool, close: bool) -> bytes:
    """Put an answer on the wire; an answer to HEAD, 204 and 304 have no body and say no length."""
    lines = [f"HTTP/1.1 {answer.status} {answer.reason or reason_of(answer.status)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    bodiless = to_head or answer.status in _BODILESS
    if not bodiless:
        lines.append(f"Content-Length: {len(answer.body)}")
    if close:
        lines.append("Connection: close")
    return _joined(lines, b"" if bodiless else answer.body)


def reason_of(status: int) -> str:
    """Return the usual reason phrase of a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _joined(lines: list[str], body: bytes) -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
