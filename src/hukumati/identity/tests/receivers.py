"""A site that receives shared signals, for tests: its registration, its token, its requests and its web server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from django.test import Client as HttpClient
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.identity.tests.browser import HOST, basic
from hukumati.identity.tests.relying_parties import assertion_form, post
from hukumati.identity.use_cases.signal_streams import allow_signals

PUSH = "urn:ietf:rfc:8935"
POLL = "urn:ietf:rfc:8936"
HEADER = "Bearer fictional-header"
SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"


@dataclass
class Receiver:
    """What a site received, and how it answers."""

    port: int = 0
    status: int = 202
    received: list[tuple[dict[str, str], str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of its endpoint."""
        return f"http://portal.localhost:{self.port}/signals"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run the web server of a receiving site on this machine."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            known.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(known.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known.port = server.server_address[1]
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()


def token_response(client_id: str = "portal", **form: str) -> Any:
    """Ask for a token of the site itself; sites of tests other than the portal authenticate by a key."""
    values = {"grant_type": "client_credentials", **form}
    if client_id == "portal":
        return post("/token", values, authorization=basic())
    return post("/token", values | assertion_form(client_id=client_id))


@dataclass
class Site:
    """The site as it calls the provider."""

    token: str

    def call(self, method: str, path: str, body: object = None, *, query: str = "") -> Any:
        """Send JSON, or any text, with the token."""
        http = HttpClient(headers={"host": HOST, "authorization": f"Bearer {self.token}"})
        return http.generic(
            method, f"{path}{query}", body if isinstance(body, str) else _json(body), content_type="application/json"
        )

    def create(self, **members: object) -> dict[str, Any]:
        """Create the stream that the members describe and return its configuration."""
        made = self.call("POST", "/ssf/streams", {"events_requested": [SESSION_REVOKED], **members})
        assert made.status_code == 201, made.content
        return dict(made.json())


def receiving(client_id: str = "portal") -> Site:
    """Let a site receive signals, and return it with its token."""
    allow_signals(client_id=client_id, actor="staff:operator", now=clock.now())
    return Site(token_response(client_id).json()["access_token"])


def read_signal(text: str, http: HttpClient) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token that the published keys verify."""
    read = jwt.decode(text, KeySet.import_key_set(http.get("/jwks").json()), algorithms=["ES256"])
    return read.header, read.claims


def _json(body: object) -> str:
    return "" if body is None else json.dumps(body)
