"""Asks through our security server's client edge, by the X-Road REST protocol over a pool of connections."""

import threading
from urllib.parse import urlencode

import httpx
from django.conf import settings

from exchange.protocol.errors import current_spelling
from exchange.protocol.identifiers import ClientId
from hukumati.interoperability.ports import NoReply, Question, Reply

CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=30)
LARGEST_ANSWER = 8 * 1024 * 1024


class SecurityServer:
    """The client edge of our own security server."""

    def __init__(self, *, url: str, client: ClientId, connect_seconds: float, read_seconds: float) -> None:
        self._client_id = str(client)
        self._http = httpx.Client(
            base_url=url,
            timeout=httpx.Timeout(read_seconds, connect=connect_seconds, pool=connect_seconds),
            limits=CONNECTIONS,
            trust_env=False,
        )

    def bring(self, question: Question) -> Reply:
        """Ask and wait; raises `NoReply`."""
        try:
            with self._http.stream("GET", _path(question), headers=self._headers(question)) as response:
                return Reply(
                    status=response.status_code,
                    error_type=_error_type(response),
                    request_id=response.headers.get("x-road-request-id", ""),
                    body=_read(response),
                )
        except httpx.HTTPError as error:
            raise NoReply(type(error).__name__) from error

    def close(self) -> None:
        """End its connections."""
        self._http.close()

    def _headers(self, question: Question) -> dict[str, str]:
        headers = {
            "X-Road-Client": self._client_id,
            "X-Road-Id": question.id,
            "X-Road-UserId": question.user,
            "X-Road-Issue": question.issue,
            "Uxp-Subject-Id": question.subject_id,
            "Uxp-Purpose-Ids": question.purpose,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
        return {**headers, "Uxp-Parameters": urlencode(question.parameters)} if question.parameters else headers


_one: dict[tuple[str, str, float, float], SecurityServer] = {}
_choosing = threading.Lock()


def connected() -> SecurityServer:
    """Return the configured security server; its connections live until the configuration names another."""
    config = settings.HUKUMATI
    seconds = config.exchange_connect_seconds, config.exchange_read_seconds
    key = (config.exchange_url, config.exchange_client, *seconds)
    if key not in _one:
        with _choosing:
            if key not in _one:
                _replace(key)
    return _one[key]


def _replace(key: tuple[str, str, float, float]) -> None:
    url, client, connect_seconds, read_seconds = key
    fresh = SecurityServer(
        url=url, client=ClientId.parse(client), connect_seconds=connect_seconds, read_seconds=read_seconds
    )
    earlier = list(_one.values())
    _one[key] = fresh
    for name in [name for name in _one if name != key]:
        del _one[name]
    for server in earlier:
        server.close()


def _path(question: Question) -> str:
    return f"/r1/{question.service}{question.path}"


def _error_type(response: httpx.Response) -> str | None:
    """Both spellings occur; clients may rely on the header's presence and its prefix only."""
    spelled = response.headers.get("x-road-error")
    return None if spelled is None else current_spelling(spelled)


def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise NoReply("the answer is too large")
    return bytes(body)
