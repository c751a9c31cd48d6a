"""A client that signs one person in again and again: the same requests for our provider and for its peer."""

import base64
import hashlib
import http.client
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

VERIFIER: Final = secrets.token_urlsafe(48)
CHALLENGE: Final = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
MOST_REDIRECTS: Final = 8


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """One client of one provider, the browser in which its person is signed in, and the provider's processor time."""

    issuer: str
    """Where browsers reach the provider; programs reach it on `port` of this machine."""
    port: int
    paths: dict[str, str]
    client_id: str
    secret: str = field(repr=False)
    redirect_uri: str
    scope: str
    browser: httpx.Client
    seconds: Callable[[], float]

    @property
    def authorize_url(self) -> str:
        """Where a browser begins."""
        query = urlencode(
            {
                "client_id": self.client_id,
                "redirect_uri": self.redirect_uri,
                "response_type": "code",
                "scope": self.scope,
                "state": "bench",
                "nonce": "bench",
                "code_challenge": CHALLENGE,
                "code_challenge_method": "S256",
            }
        )
        return f"{self.issuer}{self.paths['authorize']}?{query}"

    def codes(self, number: int) -> list[str]:
        """Return new authorization codes."""
        return [self._code(self.authorize_url) for _ in range(number)]

    def exchange(self, codes: Iterable[str]) -> list[dict[str, Any]]:
        """Return the tokens of codes."""
        form = {"grant_type": "authorization_code", "code_verifier": VERIFIER, "redirect_uri": self.redirect_uri}
        return self._post("token", [{**form, "code": code} for code in codes])

    def refresh(self, tokens: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the tokens that follow."""
        used = [str(each["refresh_token"]) for each in tokens]
        return self._post("token", [{"grant_type": "refresh_token", "refresh_token": token} for token in used])

    def introspect(self, tokens: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what the provider says of access tokens."""
        return self._post("introspection", [{"token": str(each["access_token"])} for each in tokens])

    def code_in(self, answer: httpx.Response) -> str:
        """Return the code of the redirect that an answer is, or that it leads to in its browser."""
        for _ in range(MOST_REDIRECTS):
            address = str(answer.request.url.join(answer.headers["location"]))
            if address.startswith(self.redirect_uri):
                return parse_qs(urlsplit(address).query)["code"][0]
            answer = self.browser.get(address, follow_redirects=False)
        raise AssertionError("no code came")

    def _code(self, address: str) -> str:
        return self.code_in(self.browser.get(address, follow_redirects=False))

    def _post(self, path: str, forms: list[dict[str, str]]) -> list[dict[str, Any]]:
        basic = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        headers = {
            "Host": urlsplit(self.issuer).netloc,
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        answers = []
        for form in forms:
            connection.request("POST", self.paths[path], urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path} answered {answer.status}: {body[:200]!r}")
            answers.append(json.loads(body))
        connection.close()
        return answers
