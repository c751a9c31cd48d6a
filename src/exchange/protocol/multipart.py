"""The multipart/mixed body that two security servers exchange (PR-MESSTRANSP)."""

import re
from dataclasses import dataclass

from exchange.protocol.errors import ExchangeError

REST_REQUEST = "application/x-road-rest-request"
REST_RESPONSE = "application/x-road-rest-response"
REST_BODY = "application/x-road-rest-body"
FAULT = "text/xml"
MAX_PART_HEADER_BYTES = 4096
MAX_PARTS = 16
_BOUNDARY = re.compile(r'multipart/mixed\b.*;\s*boundary="?([0-9A-Za-z\'()+_,\-./:=?]{1,70})"?\s*(?:;|$)', re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its content type without parameters, and its bytes."""

    content_type: str
    data: bytes


def content_type(boundary: str) -> str:
    """Return the content type of the whole body."""
    return f"multipart/mixed; charset=UTF-8; boundary={boundary}"


def encode(parts: list[Part], *, boundary: str) -> bytes:
    """Encode the parts in order."""
    pieces: list[bytes] = []
    for part in parts:
        pieces += [f"--{boundary}\r\ncontent-type: {part.content_type}\r\n\r\n".encode(), part.data, b"\r\n"]
    return b"".join([*pieces, f"--{boundary}--\r\n".encode()])


def decode(data: bytes, *, content_type: str) -> list[Part]:
    """Decode the parts; raises `ExchangeError` (`invalid_content_type` or `mime_parsing_failed`)."""
    found = _BOUNDARY.match(content_type)
    if found is None:
        raise ExchangeError("invalid_content_type", "The message is not multipart/mixed")
    # The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1); the first one may have none.
    pieces = (b"\r\n" + data).split(b"\r\n--" + found[1].encode())
    if pieces[-1].rstrip(b"\r\n") != b"--" or not 2 < len(pieces) <= MAX_PARTS + 2:
        raise ExchangeError("mime_parsing_failed", "The multipart message is not complete")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    header, blank, data = piece.partition(b"\r\n\r\n")
    if not blank or not header.startswith(b"\r\n") or len(header) > MAX_PART_HEADER_BYTES:
        raise ExchangeError("mime_parsing_failed", "A part of the message is malformed")
    for line in header.decode("latin-1").split("\r\n"):
        name, _mark, value = line.partition(":")
        if name.strip().lower() == "content-type":
            return Part(content_type=value.partition(";")[0].strip().lower(), data=data)
    raise ExchangeError("mime_parsing_failed", "A part of the message has no content type")
