"""Reading an authorization request (OIDC Core §3.1.2.1); what is not supported is refused, not ignored."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import QueryDict

from hukumati.identity.domain import pkce
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.claims import granted_scopes
from hukumati.identity.models import Client
from hukumati.identity.use_cases.clients import find_client

PROMPTS: Final = ("none", "login", "consent", "select_account")
LANGUAGES: Final = ("ar", "en")
LONGEST: Final = 1024
METADATA: Final = {
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "prompt_values_supported": list(PROMPTS),
    "ui_locales_supported": list(LANGUAGES),
    "request_parameter_supported": False,
    "request_uri_parameter_supported": False,
    "authorization_response_iss_parameter_supported": True,
}


class UnusableRequest(ValueError):
    """The client or its redirect_uri is not registered: the response is a page of ours, never a redirect."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the response goes: a registered redirect_uri, with the request's state."""

    redirect_uri: str
    state: str


class RefusedRequest(ValueError):
    """A request that is refused by an error redirect (RFC 6749 §4.1.2.1)."""

    def __init__(self, target: Target, error: str, description: str = "") -> None:
        super().__init__(error)
        self.target = target
        self.error = error
        self.description = description


def read_request(parameters: QueryDict) -> AuthorizationRequest:
    """Return an acceptable request. Raises UnusableRequest or RefusedRequest."""
    client = _find_client(parameters)
    target = _target(parameters, client)
    _refuse_unsupported(parameters, client, target)
    scopes = granted_scopes(parameters.get("scope", "").split(), allowed=client.scopes)
    if "openid" not in scopes:
        raise RefusedRequest(target, "invalid_scope", "openid is required")
    return AuthorizationRequest(
        client_id=client.client_id,
        redirect_uri=target.redirect_uri,
        scopes=scopes,
        state=target.state,
        nonce=parameters.get("nonce", ""),
        challenge=_challenge(parameters, target),
        prompts=_prompts(parameters, target),
        max_age=_max_age(parameters, target),
        language=language_of(parameters),
    )


def _find_client(parameters: QueryDict) -> Client:
    client_ids = parameters.getlist("client_id")
    client = find_client(client_ids[0]) if len(client_ids) == 1 else None
    if client is None:
        raise UnusableRequest("client_id")
    return client


def _target(parameters: QueryDict, client: Client) -> Target:
    uris = parameters.getlist("redirect_uri")
    if len(uris) != 1 or uris[0] not in client.redirect_uris:
        raise UnusableRequest("redirect_uri")
    states = parameters.getlist("state")
    usable = len(states) == 1 and len(states[0]) <= LONGEST
    return Target(uris[0], states[0] if usable else "")


def _refuse_unsupported(parameters: QueryDict, client: Client, target: Target) -> None:
    for name, values in parameters.lists():
        if len(values) > 1 or len(str(values[0])) > LONGEST or "\x00" in str(values[0]):
            raise RefusedRequest(target, "invalid_request", f"{name[:40]} is repeated or too long")
    for name in ("request", "request_uri"):
        if name in parameters:
            raise RefusedRequest(target, f"{name}_not_supported")
    if parameters.get("response_type") != "code":
        raise RefusedRequest(target, "unsupported_response_type")
    if parameters.get("response_mode", "query") != "query":
        raise RefusedRequest(target, "invalid_request", "response_mode is not supported")
    if client.needs_consent:
        raise RefusedRequest(target, "consent_required")


def _challenge(parameters: QueryDict, target: Target) -> str:
    challenge, method = parameters.get("code_challenge", ""), parameters.get("code_challenge_method", "plain")
    if not pkce.is_challenge(challenge=challenge, method=method):
        raise RefusedRequest(target, "invalid_request", "PKCE with S256 is required")
    return challenge


def _prompts(parameters: QueryDict, target: Target) -> frozenset[str]:
    prompts = frozenset(parameters.get("prompt", "").split())
    if not prompts <= set(PROMPTS) or ("none" in prompts and len(prompts) > 1):
        raise RefusedRequest(target, "invalid_request", "prompt")
    return prompts


def _max_age(parameters: QueryDict, target: Target) -> int | None:
    text = parameters.get("max_age", "")
    if text == "":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RefusedRequest(target, "invalid_request", "max_age")
    return int(text)


def language_of(parameters: QueryDict) -> str:
    """Return the first of `ui_locales` that is supported, otherwise the platform's language."""
    for tag in parameters.get("ui_locales", "").lower().split():
        if tag.split("-")[0] in LANGUAGES:
            return tag.split("-")[0]
    return settings.LANGUAGE_CODE.split("-")[0]
