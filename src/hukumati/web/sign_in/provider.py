"""The relying party's requests to the provider: codes, UserInfo, keys (OIDC Core §3.1, §5.3)."""

from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hukumati.core.http_answers import bounded_request
from hukumati.core.json import NotJson, parse_json

TIMEOUT: Final = httpx.Timeout(10, connect=3)
SCOPES: Final = {"portal": "openid identity phone email", "workplace": "openid identity staff"}


class ProviderUnavailable(RuntimeError):
    """The provider cannot be reached, or failed; whether a code was used is unknown, so the person starts again."""


class ProviderRefused(RuntimeError):
    """The provider refused the code or the token."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The response of the token endpoint."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


class StaffClaim(BaseModel):
    """The claim `staff`: an official's place."""

    model_config = ConfigDict(frozen=True)
    number: str
    provider: str
    office: str
    roles: frozenset[str]


class UserInfo(BaseModel):
    """The claims of the UserInfo endpoint; which are there depends on the site's scopes."""

    model_config = ConfigDict(frozen=True)
    sub: str
    id_number: str | None = None
    name_ar: Annotated[str, Field(alias="name#ar")] = ""
    name_en: Annotated[str, Field(alias="name#en")] = ""
    phone_number: str = ""
    email: str = ""
    staff: StaffClaim | None = None


def authorize_address(
    *, site: str, redirect_uri: str, state: str, nonce: str, challenge: str, language: str, max_age: int | None = None
) -> str:
    """Return where to send the browser to sign in; `max_age` is how many seconds ago they may have done so."""
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
    query |= {"max_age": str(max_age)} if max_age is not None else {}
    return f"{settings.HUKUMATI.identity_url}/authorize?{urlencode(query)}"


def logout_address(*, site: str, id_token: str, back_to: str, language: str) -> str:
    """Return where to send the browser to sign out everywhere (RP-Initiated Logout 1.0 §2)."""
    query = {"client_id": site, "post_logout_redirect_uri": back_to, "ui_locales": language}
    query |= {"id_token_hint": id_token} if id_token else {}
    return f"{settings.HUKUMATI.identity_url}/logout?{urlencode(query)}"


def exchange_code(*, site: str, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """Exchange a code for tokens. Raises ProviderRefused and ProviderUnavailable."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
    }
    answer = _request("POST", "/token", data=form, auth=(quote_plus(site), quote_plus(_secret(site))))
    id_token, access_token = answer.get("id_token"), answer.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise ProviderRefused
    return Tokens(id_token, access_token)


def fetch_userinfo(*, access_token: str) -> UserInfo:
    """Return the claims about the person. Raises as `exchange_code` does."""
    claims = _request("GET", "/userinfo", headers={"Authorization": f"Bearer {access_token}"})
    try:
        return UserInfo.model_validate(claims)
    except ValidationError as error:
        raise ProviderRefused from error


def fetch_keys() -> dict[str, object]:
    """Return the provider's published keys (a JWK set). Raises as `exchange_code` does."""
    return _request("GET", "/jwks")


def _secret(site: str) -> str:
    config = settings.HUKUMATI
    secret = {"portal": config.portal_client_secret, "workplace": config.workplace_client_secret}[site]
    return str(secret.get_secret_value())


def _request(
    method: str,
    path: str,
    *,
    data: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, object]:
    config = settings.HUKUMATI
    # the internal address is not the public one: the provider must still see its public host and scheme
    sent = {"Host": urlsplit(config.identity_url).netloc, "Accept": "application/json", **(headers or {})}
    if config.identity_url.startswith("https://"):
        sent["X-Forwarded-Proto"] = "https"
    try:
        response = bounded_request(
            _client(), method, f"{config.identity_internal_url}{path}", data=data, auth=auth, headers=sent
        )
    except httpx.HTTPError as error:
        raise ProviderUnavailable from error
    return _read(response)


@cache
def _client() -> httpx.Client:
    """Return one client for the process: each new one reads all root certificates (15 ms of processor time).

    No connection is kept open: one that the provider has closed meanwhile would look like a code whose fate is unknown.
    """
    return httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)


def _read(response: httpx.Response) -> dict[str, object]:
    if response.status_code >= 500:
        raise ProviderUnavailable
    try:
        answer = parse_json(response.content)
    except NotJson:
        raise ProviderUnavailable from None
    if response.status_code != 200 or not isinstance(answer, dict):
        raise ProviderRefused
    return answer
