"""Answers of other systems over HTTP, read within so many bytes and so many seconds."""

import time
from collections.abc import Iterable
from typing import Any, Final

import httpx

LARGEST_ANSWER: Final = 1024 * 1024
SECONDS: Final = 20.0
_UNREAD: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class AnswerUnending(httpx.ReadError):
    """The answer is larger, or comes more slowly, than any that is expected."""


def bounded_request(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    at_most: int = LARGEST_ANSWER,
    seconds: float = SECONDS,
    **sent: Any,
) -> httpx.Response:
    """Send a request and return its answer, read whole. Raises httpx.HTTPError, AnswerUnending among them."""
    ends = time.monotonic() + seconds
    headers = {**(headers or {}), "Accept-Encoding": "identity"}  # what is packed may unfold to anything
    with client.stream(method, url, headers=headers, **sent) as answer:
        body = read_within(answer.iter_raw(), at_most=at_most, ends=ends)
        kept = [(name, value) for name, value in answer.headers.multi_items() if name not in _UNREAD]
        return httpx.Response(answer.status_code, headers=kept, content=body, request=answer.request)


def read_within(pieces: Iterable[bytes], *, at_most: int, ends: float) -> bytes:
    """Join the pieces of an answer; `ends` is a moment of the monotonic clock. Raises AnswerUnending."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > at_most or time.monotonic() > ends:
            raise AnswerUnending("the answer does not end")
    return bytes(body)
