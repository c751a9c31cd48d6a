"""The relying party's talk with the provider: codes, UserInfo, keys (OIDC Core §3.1, §5.3)."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(10, connect=3)
SCOPES = {"portal": "openid identity phone email", "workplace": "openid identity staff"}


class ProviderUnavailable(RuntimeError):
    """The provider cannot be reached, or failed; whether a code was used is unknown, so the person starts again."""


class ProviderRefused(RuntimeError):
    """The provider refused the code or the token."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The answer of the token endpoint."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


def authorize_address(*, site: str, redirect_uri: str, state: str, nonce: str, challenge: str, language: str) -> str:
    """Return where to send the browser to sign in."""
    query = {
        "client_id": site,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": SCOPES[site],
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    return f"{settings.HUKUMATI.identity_url}/authorize?{urlencode(query)}"


def logout_address(*, site: str, id_token: str, back_to: str, language: str) -> str:
    """Return where to send the browser to sign out everywhere (RP-Initiated Logout 1.0 §2)."""
    query = {"client_id": site, "post_logout_redirect_uri": back_to, "ui_locales": language}
    query |= {"id_token_hint": id_token} if id_token else {}
    return f"{settings.HUKUMATI.identity_url}/logout?{urlencode(query)}"


def exchange_code(*, site: str, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """Exchange a code; raises ProviderRefused and ProviderUnavailable."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
    }
    answer = _ask("POST", "/token", data=form, auth=(quote_plus(site), quote_plus(_secret(site))))
    if not isinstance(answer.get("id_token"), str) or not isinstance(answer.get("access_token"), str):
        raise ProviderRefused
    return Tokens(answer["id_token"], answer["access_token"])


def ask_userinfo(*, access_token: str) -> dict[str, Any]:
    """Return the claims about the person; raises as `exchange_code` does."""
    return _ask("GET", "/userinfo", headers={"Authorization": f"Bearer {access_token}"})


def ask_keys() -> dict[str, Any]:
    """Return the provider's published keys (a JWK set)."""
    return _ask("GET", "/jwks")


def _secret(site: str) -> str:
    config = settings.HUKUMATI
    secret = {"portal": config.portal_client_secret, "workplace": config.workplace_client_secret}[site]
    return str(secret.get_secret_value())


def _ask(
    method: str,
    path: str,
    *,
    data: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    config = settings.HUKUMATI
    sent = {"Host": urlsplit(config.identity_url).netloc, "Accept": "application/json", **(headers or {})}
    if config.identity_url.startswith("https://"):
        sent["X-Forwarded-Proto"] = "https"
    try:
        response = _client().request(
            method, f"{config.identity_internal_url}{path}", data=data, auth=auth, headers=sent
        )
    except httpx.HTTPError as error:
        raise ProviderUnavailable from error
    return _read(response)


@cache
def _client() -> httpx.Client:
    """One for the process: each new one reads all of the world's root certificates (15 ms of processor time).

    No connection is kept: one that the provider closed meanwhile would look like a code whose fate is unknown.
    """
    return httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)


def _read(response: httpx.Response) -> dict[str, Any]:
    if response.status_code >= 500:
        raise ProviderUnavailable
    try:
        answer = response.json()
    except ValueError:
        raise ProviderUnavailable from None
    if response.status_code != 200 or not isinstance(answer, dict):
        raise ProviderRefused
    return answer
