"""Sites that ask a person who is elsewhere (CIBA), for tests."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from hukumati.core import clock
from hukumati.identity.domain.client_settings import Profile
from hukumati.identity.models import BackchannelRequest, Client
from hukumati.identity.tests.browser import LAYLA
from hukumati.identity.tests.relying_parties import ISSUER, SITE, assertion_form, post, register_site, sign

PATH = "/backchannel_authentication"
GRANT = "urn:openid:params:grant-type:ciba"
MESSAGE = "4711"


def register_asking_site(client_id: str = SITE, **changed: Any) -> Client:
    """Register a site that may ask people, and name them by number."""
    values: dict[str, Any] = {"grant_types": (GRANT, "refresh_token"), "may_name_people": True} | changed
    return register_site(client_id, **values)


def register_fapi_asking_site(client_id: str = SITE, **changed: Any) -> Client:
    """Register a site that is held to FAPI-CIBA."""
    values = {"profile": Profile.FAPI_CIBA, "backchannel_authentication_request_signing_alg": "ES256"} | changed
    return register_asking_site(client_id, **values)


def ask(client_id: str = SITE, /, **changed: str | None) -> Any:
    """Ask a person by a plain request, with parameters changed, or left out by None."""
    values = {"scope": "openid phone", "login_hint": LAYLA, "binding_message": MESSAGE} | changed
    form = {name: value for name, value in values.items() if value is not None}
    return post(PATH, form | assertion_form(client_id=client_id))


def request_claims(client_id: str = SITE, **changed: Any) -> dict[str, Any]:
    """Return the claims of a good signed request, with some changed, or left out by None."""
    now = int(clock.now().timestamp())
    claims = {
        "iss": client_id,
        "aud": ISSUER,
        "jti": str(uuid.uuid4()),
        "iat": now,
        "nbf": now,
        "exp": now + 300,
        "scope": "openid phone",
        "login_hint": LAYLA,
        "binding_message": MESSAGE,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def ask_signed(token: str | None = None, client_id: str = SITE, **outside: str) -> Any:
    """Ask a person by a signed request; parameters may be put beside it."""
    request = sign(request_claims(client_id)) if token is None else token
    return post(PATH, {"request": request, **outside} | assertion_form(client_id=client_id))


def poll(auth_req_id: str, client_id: str = SITE, *, early: bool = False, headers: dict[str, str] | None = None) -> Any:
    """Ask for tokens as the site does, when it may."""
    if not early:
        BackchannelRequest.objects.update(polled_at=None)
    form = {"grant_type": GRANT, "auth_req_id": auth_req_id}
    return post("/token", form | assertion_form(client_id=client_id), **(headers or {}))


def address(language: str = "") -> str:
    """Return the address of the newest request's page."""
    return f"{language}/account/requests/{BackchannelRequest.objects.latest('created_at').id}"


class _Site(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.received.append((dict(self.headers), json.loads(body)))
        self.send_response(server.answers)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(server.body)))
        self.end_headers()
        self.wfile.write(server.body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def notified_site(*, answers: int = 204, body: bytes = b"") -> Iterator[Any]:
    """Run the web server of a site that takes notifications; `received` is what came."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.received, server.answers, server.body = [], answers, body
    server.url = f"http://127.0.0.1:{server.server_port}/told"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
