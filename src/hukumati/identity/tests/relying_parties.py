"""Sites that sign people in, for tests: their keys, what they sign, and a web server that publishes their keys."""

import base64
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from django.test import Client as HttpClient
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from hukumati.core import clock
from hukumati.identity.domain.client_settings import ClientSettings, Profile
from hukumati.identity.http.oidc.client_authentication.private_key_jwt import ASSERTION_TYPE
from hukumati.identity.models import Client, ClientAuthMethod
from hukumati.identity.tests.browser import CALLBACK, HOST, VERIFIER

ISSUER = "http://id.localhost:8001"
SITE = "ministry"
Key = ECKey | RSAKey | OKPKey


@cache
def key_for(algorithm: str, name: str = "first") -> Key:
    """Return a private key for an algorithm; the same for the same name."""
    parameters: Any = {"kid": f"{name}-{algorithm}"}
    if algorithm in {"PS256", "RS256"}:
        return RSAKey.generate_key(2048, parameters)
    if algorithm in {"EdDSA", "Ed25519"}:
        return OKPKey.generate_key("Ed25519", parameters)
    return ECKey.generate_key("P-384" if algorithm == "ES384" else "P-256", parameters)


def public_set(*keys: Key) -> dict[str, Any]:
    """Return keys as a JWK Set."""
    return {"keys": [key.as_dict(private=False) for key in keys]}


def register_site(client_id: str = SITE, *, keys: tuple[Key, ...] = (), **changed: Any) -> Client:
    """Register a site that authenticates by `private_key_jwt`; settings of ClientSettings may be given by name."""
    names = set(ClientSettings.__dataclass_fields__)
    chosen = ClientSettings(**{name: value for name, value in changed.items() if name in names})
    row: dict[str, Any] = {
        "token_endpoint_auth_method": ClientAuthMethod.PRIVATE_KEY_JWT,
        "jwks": public_set(*(keys or (key_for("ES256"),))),
        "name_ar": "وزارة خيالية",
        "name_en": "A fictional ministry",
        "redirect_uris": [CALLBACK],
        "post_logout_redirect_uris": [],
        "initiate_login_uri": "https://ministry.example.test/sign-in",
        "scopes": ["openid", "identity", "phone", "email"],
        "sector": client_id,
        "needs_consent": False,
        "settings": chosen.as_json(),
    }
    row |= {name: value for name, value in changed.items() if name not in names}
    return Client.objects.create(client_id=client_id, **row)


def register_fapi_site(client_id: str = SITE, *, profile: Profile = Profile.FAPI2_SECURITY, **changed: Any) -> Client:
    """Register a site that is held to FAPI 2.0."""
    return register_site(client_id, profile=profile, **changed)


def sign(claims: Any, *, algorithm: str = "ES256", key: Key | None = None, **header: Any) -> str:
    """Return a compact JWS; further members of its header may be given, None leaves one out."""
    signer = key or key_for(algorithm)
    members = {"alg": algorithm, "kid": signer.kid, **header}
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    signed = f"{encoded({name: value for name, value in members.items() if value is not None})}.{encoded(payload)}"
    return f"{signed}.{encoded(jws.JWSRegistry.algorithms[algorithm].sign(signed.encode(), signer))}"


def unsigned(header: Any, claims: Any, signature: str = "") -> str:
    """Return a text of three parts, whatever is in them."""
    return f"{encoded(header)}.{encoded(claims)}.{signature}"


def encoded(value: Any) -> str:
    """Return bytes, or a value as JSON, in base64url."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def assertion_claims(client_id: str = SITE, **changed: Any) -> dict[str, Any]:
    """Return the claims of a good client assertion, with some changed, or left out by None."""
    now = int(clock.now().timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": ISSUER,
        "jti": str(uuid.uuid4()),
        "iat": now,
        "exp": now + 60,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def assertion_form(assertion: str | None = None, client_id: str = SITE) -> dict[str, str]:
    """Return the form fields by which a site authenticates."""
    return {
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": sign(assertion_claims(client_id)) if assertion is None else assertion,
    }


def post(path: str, form: dict[str, Any], **headers: str) -> Any:
    """Post a form to the provider as a site does."""
    return HttpClient(headers={"host": HOST, **headers}).post(path, form)


def ask_for_tokens(code: str = "no-such-code", **form: str) -> Any:
    """Post a code to the token endpoint with these credentials; one that is unknown still shows who was believed."""
    values = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return post("/token", values | form)


def is_believed(response: Any) -> bool:
    """Return whether the token endpoint believed that the request came from the client."""
    error = response.json().get("error")
    assert error in {"invalid_client", "invalid_grant", None}
    assert (response.status_code == 401) is (error == "invalid_client")
    return bool(error != "invalid_client")


class Published:
    """What a site's web server publishes, and how often it was asked."""

    def __init__(self) -> None:
        self.answer: tuple[int, bytes] = (404, b"")
        self.asked = 0
        self.url = ""

    def publish(self, *keys: Key) -> None:
        """Publish these keys from now on."""
        self.answer = (200, json.dumps(public_set(*keys)).encode())


@contextmanager
def web_server() -> Iterator[Published]:
    """Run a site's web server on this machine."""
    published = Published()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.asked += 1
            status, body = published.answer
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        published.url = f"http://127.0.0.1:{server.server_address[1]}/jwks"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield published
        finally:
            server.shutdown()
            thread.join()
