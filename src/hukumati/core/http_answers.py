"""Answers of other systems over HTTP, read within so many bytes and so many seconds."""

import time
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
        body = bytearray()
        for piece in answer.iter_raw():
            body += piece
            if len(body) > at_most or time.monotonic() > ends:
                raise AnswerUnending("the answer does not end", request=answer.request)
        kept = [(name, value) for name, value in answer.headers.multi_items() if name not in _UNREAD]
        return httpx.Response(answer.status_code, headers=kept, content=bytes(body), request=answer.request)
