"""Reading an authorization request (OIDC Core §3.1.2.1); what is not supported is refused, not ignored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import QueryDict

from hukumati.identity import wiring
from hukumati.identity.domain import pkce
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.claims import OFFLINE, granted_scopes
from hukumati.identity.domain.claims_request import (
    MalformedClaims,
    RequestedClaims,
    essential_levels,
    granted_claims,
    read_claims_request,
    required_subject,
    voluntary_levels,
)
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.requested_levels import known_levels, stricter
from hukumati.identity.http.oidc import fapi, jar, jarm, response_modes
from hukumati.identity.http.oidc.response_modes import MODES, canonical_mode
from hukumati.identity.http.oidc.targets import RefusedRequest, Target, UnusableRequest, target_of
from hukumati.identity.models import Client
from hukumati.identity.use_cases.clients import find_client

PROMPTS: Final = ("none", "login", "consent", "select_account")
LANGUAGES: Final = ("ar", "en")
LONGEST: Final = 1024
LONGEST_OF: Final = {"claims": 8 * 1024, "request": 16 * 1024, "id_token_hint": 8 * 1024}
METADATA: Final[dict[str, object]] = {
    "response_types_supported": ["code"],
    "prompt_values_supported": list(PROMPTS),
    "ui_locales_supported": list(LANGUAGES),
    "authorization_response_iss_parameter_supported": True,
    "require_pushed_authorization_requests": False,  # each client is held to it by its own setting
    **response_modes.METADATA,
    **jar.METADATA,
    **jarm.METADATA,
}
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """How a request reached the provider: pushed by its client (the digest of its handle), signed by it."""

    pushed: str = ""
    is_signed: bool = False


def find_requesting_client(parameters: QueryDict) -> Client:
    """Return the client that a request names. Raises UnusableRequest."""
    client_ids = parameters.getlist("client_id")
    client = find_client(client_ids[0]) if len(client_ids) == 1 else None
    if client is None:
        raise UnusableRequest("client_id")
    return client


def single_values(parameters: QueryDict, client: Client) -> Values:
    """Return the parameters, none of which may come twice. Raises UnusableRequest and RefusedRequest."""
    values = {name: str(parameters[name]) for name in parameters}
    for name, listed in parameters.lists():
        if len(listed) > 1:
            if name == "redirect_uri":
                raise UnusableRequest("redirect_uri")
            known = values | {"state": ""} if name == "state" else values
            raise RefusedRequest(target_of(known, client), "invalid_request", f"{name[:40]} is repeated")
    return values


def read_request(values: Values, *, client: Client, origin: Origin) -> AuthorizationRequest:
    """Return an acceptable request. Raises UnusableRequest or RefusedRequest."""
    chosen = ClientSettings.from_json(client.settings)
    target = _target(values, client)
    _refuse_unsupported(values, target)
    _apply_profile(chosen, target, origin)
    claims = _claims(values, target)
    return AuthorizationRequest(
        client_id=client.client_id,
        redirect_uri=target.redirect_uri,
        scopes=_scopes(values, client, chosen, target),
        state=target.state,
        nonce=values.get("nonce", ""),
        challenge=_challenge(values, target),
        prompts=_prompts(values, target),
        max_age=_max_age(values, chosen, target),
        language=language_of(values),
        claims=granted_claims(claims, allowed=client.scopes),
        dpop_jkt=_thumbprint(values, target),
        response_mode=target.response_mode,
        levels=_levels(values, chosen, claims, target),
        subject=_subject(values, claims, target),
        login_hint=values.get("login_hint", ""),
        pushed=origin.pushed,
    )


def _target(values: Values, client: Client) -> Target:
    """Return the target in the mode that was requested, which counts for errors too."""
    mode = canonical_mode(values.get("response_mode", "query"))
    return target_of(values, client, response_mode=mode if mode in MODES else "query")


def _refuse_unsupported(values: Values, target: Target) -> None:
    for name, value in values.items():
        if len(value) > LONGEST_OF.get(name, LONGEST) or "\x00" in value:
            raise RefusedRequest(target, "invalid_request", f"{name[:40]} is too long")
    if "registration" in values:
        raise RefusedRequest(target, "registration_not_supported")
    if not values.get("response_type"):
        raise RefusedRequest(target, "invalid_request", "response_type is missing")
    if values["response_type"] != "code":
        raise RefusedRequest(target, "unsupported_response_type")
    if canonical_mode(values.get("response_mode", "query")) not in MODES:
        raise RefusedRequest(target, "invalid_request", "response_mode is not supported")


def _apply_profile(chosen: ClientSettings, target: Target, origin: Origin) -> None:
    fault = fapi.fault_of(
        chosen, is_pushed=bool(origin.pushed), is_signed=origin.is_signed, response_mode=target.response_mode
    )
    if fault:
        raise RefusedRequest(target, "invalid_request", fault)


def _scopes(values: Values, client: Client, chosen: ClientSettings, target: Target) -> tuple[str, ...]:
    scopes = granted_scopes(values.get("scope", "").split(), allowed=client.scopes)
    if "openid" not in scopes:
        raise RefusedRequest(target, "invalid_scope", "openid is required")
    may_refresh = "refresh_token" in chosen.grant_types
    return tuple(scope for scope in scopes if scope != OFFLINE or may_refresh)


def _challenge(values: Values, target: Target) -> str:
    challenge, method = values.get("code_challenge", ""), values.get("code_challenge_method", "plain")
    if not pkce.is_challenge(challenge=challenge, method=method):
        raise RefusedRequest(target, "invalid_request", "PKCE with S256 is required")
    return challenge


def _thumbprint(values: Values, target: Target) -> str:
    thumbprint = values.get("dpop_jkt", "")
    if thumbprint and not pkce.is_digest(thumbprint):
        raise RefusedRequest(target, "invalid_request", "dpop_jkt is no thumbprint")
    return thumbprint


def _prompts(values: Values, target: Target) -> frozenset[str]:
    """Return the prompts; one that is unknown is refused (OIDC Core §3.1.2.1, errata 2)."""
    prompts = frozenset(values.get("prompt", "").split())
    if not prompts <= set(PROMPTS) or ("none" in prompts and len(prompts) > 1):
        raise RefusedRequest(target, "invalid_request", "prompt")
    return prompts


def _max_age(values: Values, chosen: ClientSettings, target: Target) -> int | None:
    text = values.get("max_age", "")
    if text == "":
        return chosen.default_max_age
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RefusedRequest(target, "invalid_request", "max_age")
    return int(text)


def _claims(values: Values, target: Target) -> RequestedClaims:
    try:
        return read_claims_request(values.get("claims", ""))
    except MalformedClaims:
        raise RefusedRequest(target, "invalid_request", "claims is no claims request") from None


def _levels(values: Values, chosen: ClientSettings, claims: RequestedClaims, target: Target) -> tuple[str, ...]:
    """Return the levels of which the sign-in must have one: what a client names is never lowered without a word."""
    try:
        essential, voluntary = essential_levels(claims), voluntary_levels(claims)
    except MalformedClaims:
        raise RefusedRequest(target, "invalid_request", "claims is no claims request") from None
    wished = known_levels(values.get("acr_values", "").split() or voluntary or chosen.default_acr_values)
    if essential is None:
        return tuple(wished)
    if not known_levels(essential):
        raise RefusedRequest(target, "unmet_authentication_requirements", "no such acr")
    return tuple(stricter(known_levels(essential), wished))


def _subject(values: Values, claims: RequestedClaims, target: Target) -> str:
    """Return whom the response must be about: by an ID token of the client, or by the claim `sub`."""
    try:
        named = required_subject(claims)
    except MalformedClaims:
        raise RefusedRequest(target, "invalid_request", "claims is no claims request") from None
    token = values.get("id_token_hint", "")
    if not token:
        return named
    hint = wiring.token_signer().read(token=token)
    if hint is None or hint.get("iss") != settings.HUKUMATI.identity_url or hint.get("aud") != target.client_id:
        raise RefusedRequest(target, "invalid_request", "id_token_hint is no ID token of this client")
    if named and named != hint.get("sub"):
        raise RefusedRequest(target, "invalid_request", "id_token_hint and claims name two subjects")
    return str(hint.get("sub"))


def language_of(values: Mapping[str, object]) -> str:
    """Return the first of `ui_locales` that is supported, otherwise the platform's language."""
    for tag in str(values.get("ui_locales", "")).lower().split():
        if tag.split("-")[0] in LANGUAGES:
            return tag.split("-")[0]
    return settings.LANGUAGE_CODE.split("-")[0]
