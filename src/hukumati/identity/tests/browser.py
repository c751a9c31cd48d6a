"""A browser on the provider's host, for tests: begins a request, signs a person in, redeems codes."""

import base64
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client as HttpClient

from hukumati.core.bilingual import Bilingual
from hukumati.identity import wiring
from hukumati.identity.adapters.password_hasher import Argon2id
from hukumati.identity.api import NewAccount, Staff, create_account
from hukumati.identity.domain.pkce import challenge_of

PASSWORD = "zaytoun-2026"
LAYLA = "400000006"
OFFICER = "MOJ-0001"
VERIFIER = "verifier-verifier-verifier-verifier-verifier"
HOST = "id.localhost:8001"
SMS: dict[str, list[str]] = defaultdict(list)
"""The texts handed to notifications, by what they are about: the part itself never shows a secret one."""

CALLBACK = "http://portal.localhost:8000/sign-in/callback"


class _RemembersHashes(Argon2id):
    """Hashes a password once: everybody in tests has the same one, and Argon2 is slow by intention."""

    hash = cache(Argon2id.hash)


_HASHER = _RemembersHashes()


def open_account(login: str = LAYLA, *, phone: str = "+970599000112", staff: Staff | None = None) -> str:
    """Open an account of a fictional person or official."""
    account = NewAccount(
        login=login,
        id_number=None if staff else login,
        password=PASSWORD,
        name=Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni"),
        phone=phone,
        email="layla@example.test",
        born_on=None,
        staff=staff,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "_HASHER", _HASHER)
        return create_account(account=account)


def open_officer() -> str:
    """Open the account of an officer of the Ministry of Justice."""
    return open_account(OFFICER, staff=Staff(OFFICER, "moj", "MOJ-RAM", frozenset({"officer"})))


def request_values(**changed: str | None) -> dict[str, str]:
    """Return a good authorization request of the portal, with parameters changed, or left out by None."""
    values: dict[str, str | None] = {
        "client_id": "portal",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid identity phone email",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


def query_of(response: Any) -> dict[str, str]:
    """Return the query of the address that a response redirects to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def basic(client_id: str = "portal", secret: str | None = None) -> str:
    """Return an Authorization header."""
    shown = settings.HUKUMATI.portal_client_secret.get_secret_value() if secret is None else secret
    return "Basic " + base64.b64encode(f"{quote_plus(client_id)}:{quote_plus(shown)}".encode()).decode()


def redeem(
    code: str, *, authorization: str | None = None, query: str = "", dpop: str | None = None, **changed: str
) -> Any:
    """Post a code to the token endpoint, as the portal does."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **changed,
    }
    headers = {"host": HOST, "authorization": basic() if authorization is None else authorization}
    proof = {} if dpop is None else {"dpop": dpop}
    return HttpClient(headers={**headers, **proof}).post(f"/token{query}", form)


def userinfo(token: str) -> Any:
    """Ask UserInfo."""
    headers = {"host": HOST, "authorization": f"Bearer {token}"}
    return HttpClient(headers=headers).get("/userinfo")


@dataclass
class Browser:
    """One browser with its cookies."""

    http: HttpClient = field(default_factory=lambda: HttpClient(headers={"host": HOST}))

    def authorize(self, **changed: str | None) -> Any:
        """Open the authorization endpoint."""
        return self.http.get(f"/authorize?{urlencode(request_values(**changed))}")

    def begin(self, **changed: str | None) -> str:
        """Begin signing in and return the address of the password page."""
        return str(self.authorize(**changed)["Location"])

    def give_password(self, page: str, *, login: str = LAYLA, password: str = PASSWORD) -> Any:
        """Send the password form."""
        return self.http.post(page, {"login": login, "password": password})

    def give_code(self, page: str, code: str | None = None) -> Any:
        """Send the code form, by default with the code that the SMS brought."""
        return self.http.post(f"{page}/code", {"code": sent_code(page) if code is None else code})

    def sign_in(self, login: str = LAYLA, **changed: str | None) -> str:
        """Go all the way and return the authorization code."""
        page = self.begin(**changed)
        assert self.give_password(page, login=login).status_code == 303
        return query_of(self.give_code(page))["code"]


def sent_codes(page: str) -> list[str]:
    """Return the codes sent for an attempt, oldest first."""
    attempt = re.search(r"[0-9a-f-]{36}", page)
    assert attempt
    return [found[0] for text in SMS[f"identity.attempt:{attempt[0]}"] if (found := re.search(r"\d{6}", text))]


def sent_code(page: str) -> str:
    """Return the last code sent for an attempt."""
    return sent_codes(page)[-1]
