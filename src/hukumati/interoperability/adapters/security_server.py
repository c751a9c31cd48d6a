"""Our security server's client edge, by the X-Road REST protocol over a pool of connections."""

import threading
import time
from typing import TypedDict
from urllib.parse import urlencode

import httpx
from django.conf import settings

from exchange.protocol.errors import current_spelling
from exchange.protocol.identifiers import ClientId
from hukumati.core.http_answers import read_within
from hukumati.interoperability.domain.messages import RegisterRequest, RegisterResponse
from hukumati.interoperability.ports import NoResponse

CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=30)
LARGEST_ANSWER = 8 * 1024 * 1024
LONGEST_SECONDS = 20.0
"""Of the clock, for a whole answer: the time-outs of the connection are for each of its pieces."""


class _Call(TypedDict):
    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None


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

    def send(self, request: RegisterRequest) -> RegisterResponse:
        """Send a request and wait for the response; raises `NoResponse`."""
        ends = time.monotonic() + LONGEST_SECONDS
        try:
            with self._http.stream(**self._call(request)) as response:
                return RegisterResponse(
                    status=response.status_code,
                    error_type=_error_type(response),
                    request_id=response.headers.get("x-road-request-id", ""),
                    body=read_within(response.iter_bytes(), at_most=LARGEST_ANSWER, ends=ends),
                )
        except httpx.HTTPError as error:
            raise NoResponse(type(error).__name__) from error

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def _call(self, request: RegisterRequest) -> _Call:
        headers = self._headers(request)
        if request.body is None:
            return {"method": "GET", "url": _path(request), "headers": headers, "content": None}
        headers |= {"Content-Type": "application/json", "Idempotency-Key": request.key}
        return {"method": "POST", "url": _path(request), "headers": headers, "content": request.body}

    def _headers(self, request: RegisterRequest) -> dict[str, str]:
        headers = {
            "X-Road-Client": self._client_id,
            "X-Road-Id": request.id,
            "X-Road-UserId": request.user,
            "X-Road-Issue": request.issue,
            "Uxp-Subject-Id": request.subject_id,
            "Uxp-Purpose-Ids": request.purpose,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
        if request.consent:
            headers["Uxp-Consent-Id"] = request.consent
        return {**headers, "Uxp-Parameters": urlencode(request.parameters)} if request.parameters else headers


_servers: dict[tuple[str, str, float, float], SecurityServer] = {}
_servers_lock = threading.Lock()


def connected() -> SecurityServer:
    """Return the configured security server; its connections live until the configuration names another."""
    config = settings.HUKUMATI
    seconds = config.exchange_connect_seconds, config.exchange_read_seconds
    key = (config.exchange_url, config.exchange_client, *seconds)
    if key not in _servers:
        with _servers_lock:
            if key not in _servers:
                _replace(key)
    return _servers[key]


def _replace(key: tuple[str, str, float, float]) -> None:
    url, client, connect_seconds, read_seconds = key
    fresh = SecurityServer(
        url=url, client=ClientId.parse(client), connect_seconds=connect_seconds, read_seconds=read_seconds
    )
    earlier = list(_servers.values())
    _servers[key] = fresh
    for name in [name for name in _servers if name != key]:
        del _servers[name]
    for server in earlier:
        server.close()


def _path(request: RegisterRequest) -> str:
    return f"/r1/{request.service}{request.path}"


def _error_type(response: httpx.Response) -> str | None:
    """Both spellings occur; clients may rely on the header's presence and its prefix only."""
    spelled = response.headers.get("x-road-error")
    return None if spelled is None else current_spelling(spelled)
