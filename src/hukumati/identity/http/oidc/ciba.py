"""The backchannel authentication endpoint, CIBA Core 1.0 §7, and the FAPI-CIBA profile (ID1).

A site asks a person who is elsewhere, such as on the telephone or at a counter. All that is wrong with a request is an
`invalid_request`, unless §13 has a name for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.domain import jose_algorithms
from hukumati.identity.domain.backchannel import (
    DELIVERY_MODES,
    GRANT_TYPE,
    PING,
    InvalidExpiry,
    is_message,
    is_notification_token,
    lifetime_of,
)
from hukumati.identity.domain.claims import OFFLINE, granted_scopes
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws, read_compact_jws
from hukumati.identity.domain.polling import INTERVAL
from hukumati.identity.domain.requested_levels import known_levels
from hukumati.identity.http.oidc import fapi
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.jar import (
    LONGEST_LIFETIME,
    LONGEST_OBJECT,
    UnusableObject,
    is_request,
    parameters_of,
    require_signature,
)
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client
from hukumati.identity.use_cases.backchannel_requests import Asking, UnknownPerson, begin
from hukumati.identity.use_cases.replay import use_once

METADATA: Final = {
    "backchannel_token_delivery_modes_supported": list(DELIVERY_MODES),
    "backchannel_authentication_request_signing_alg_values_supported": list(jose_algorithms.ALL),
    "backchannel_user_code_parameter_supported": False,
}
HINTS: Final = ("login_hint", "id_token_hint", "login_hint_token")
LONGEST: Final = 1024
LONGEST_HINT_TOKEN: Final = 8 * 1024
LONGEST_IDENTIFIER: Final = 255
CLOCK_SKEW: Final = timedelta(seconds=10)
_OUTSIDE: Final = frozenset({"request", "client_id", "client_secret", "client_assertion", "client_assertion_type"})
Values = Mapping[str, str]


@client_endpoint
def backchannel_authentication(request: HttpRequest, client: Client) -> HttpResponse:
    """Store an acceptable request, let the person know of it, and return by which the site asks for its tokens."""
    now, chosen = clock.now(), ClientSettings.from_json(client.settings)
    if GRANT_TYPE not in chosen.grant_types:
        raise Refused("unauthorized_client", "the grant is not registered for the client")
    asking = _read(request.POST, client, chosen, now)
    try:
        auth_req_id = begin(asking, now=now)
    except UnknownPerson:
        raise Refused("unknown_user_id", "the hint names nobody whom this site knows") from None
    expires_in = int(asking.lifetime.total_seconds())
    return JsonResponse({"auth_req_id": auth_req_id, "expires_in": expires_in, "interval": INTERVAL})


def _read(form: QueryDict, client: Client, chosen: ClientSettings, now: datetime) -> Asking:
    values = _values(form, client, chosen, now)
    message = _message(values)
    fault = fapi.backchannel_fault_of(chosen, is_signed="request" in form, has_message=bool(message))
    if fault:
        raise Refused("invalid_request", fault)
    if "user_code" in values:
        raise Refused("invalid_request", "user_code is not supported")
    hint = _hint(values, client)
    return Asking(
        client=client,
        scopes=_scopes(values, client, chosen),
        levels=tuple(known_levels(values.get("acr_values", "").split() or chosen.default_acr_values)),
        message=message,
        lifetime=_lifetime(values),
        notification_token=_notification_token(values, chosen),
        subject=hint.subject,
        login_hint=hint.login_hint,
    )


def _values(form: QueryDict, client: Client, chosen: ClientSettings, now: datetime) -> Values:
    """Return the parameters that count: those of the signed request alone, if there is one (§7.1.1)."""
    if "request" not in form:
        return {name: str(form[name]) for name in form}
    if not _OUTSIDE.issuperset(form):
        raise Refused("invalid_request", "beside a signed request there are no other parameters")
    try:
        return _signed_values(str(form["request"]), client, chosen, now)
    except MalformedJws:
        raise Refused("invalid_request", "the request is no signed token") from None
    except UnusableObject as fault:
        raise Refused("invalid_request", f"the signed request: {fault}") from None


def _signed_values(text: str, client: Client, chosen: ClientSettings, now: datetime) -> Values:
    token = read_compact_jws(text, longest=LONGEST_OBJECT)
    if not is_request(token) or token.text_claim("iss") != client.client_id:
        raise UnusableObject("it is not of this client")
    if token.audiences() != (settings.HUKUMATI.identity_url,):
        raise UnusableObject("aud must be the issuer")
    expires = _check_times(token, now)
    registered = chosen.backchannel_authentication_request_signing_alg
    require_signature(token, client, registered=registered, now=now)
    _use_once(token, client, expires, now)
    return parameters_of(token)


def _check_times(token: CompactJws, now: datetime) -> datetime:
    """Return when the request expires; each of its times is required (§7.1.1)."""
    begins, issued, expires = token.moment("nbf"), token.moment("iat"), token.moment("exp")
    if begins is None or issued is None or expires is None:
        raise UnusableObject("nbf, iat and exp are required")
    if max(begins, issued) > now + CLOCK_SKEW or expires <= now:
        raise UnusableObject("it is not valid now")
    if begins < now - LONGEST_LIFETIME or expires > begins + LONGEST_LIFETIME:
        raise UnusableObject("it lives for more than 60 minutes")
    return expires


def _use_once(token: CompactJws, client: Client, expires: datetime, now: datetime) -> None:
    identifier = token.text_claim("jti")
    if not 0 < len(identifier) <= LONGEST_IDENTIFIER:
        raise UnusableObject("jti is required")
    kind = "backchannel_request"
    if not use_once(kind=kind, issuer=client.client_id, identifier=identifier, expires_at=expires, now=now):
        raise UnusableObject("it was used before")


def _scopes(values: Values, client: Client, chosen: ClientSettings) -> tuple[str, ...]:
    scopes = granted_scopes(values.get("scope", "").split(), allowed=client.scopes)
    if "openid" not in scopes:
        raise Refused("invalid_scope", "openid is required")
    may_refresh = "refresh_token" in chosen.grant_types
    return tuple(scope for scope in scopes if scope != OFFLINE or may_refresh)


def _message(values: Values) -> str:
    message = values.get("binding_message", "")
    if message and not is_message(message):
        raise Refused("invalid_binding_message", "at most 80 printable characters, and no link")
    return message


def _lifetime(values: Values) -> timedelta:
    try:
        return lifetime_of(values.get("requested_expiry", ""))
    except InvalidExpiry:
        raise Refused("invalid_request", "requested_expiry is no positive number") from None


def _notification_token(values: Values, chosen: ClientSettings) -> str:
    """Return the token that a notification will carry; only sites that want notifications send one (§7.1)."""
    if chosen.backchannel_token_delivery_mode != PING:
        return ""
    token = values.get("client_notification_token", "")
    if not is_notification_token(token):
        raise Refused("invalid_request", "client_notification_token is missing or malformed")
    return token


@dataclass(frozen=True, slots=True)
class _Hint:
    subject: str = ""
    login_hint: str = ""


def _hint(values: Values, client: Client) -> _Hint:
    """Return whom a request names, by exactly one hint (§7.1); a token of the site's own making is not accepted."""
    given = [name for name in HINTS if values.get(name)]
    if len(given) != 1:
        raise Refused("invalid_request", "exactly one hint is required")
    (name,) = given
    if name == "login_hint_token":
        raise Refused("invalid_request", "login_hint_token is not supported")
    if name == "id_token_hint":
        return _Hint(subject=_subject_of(values[name], client))
    if len(values[name]) > LONGEST or "\x00" in values[name]:
        raise Refused("invalid_request", "login_hint is malformed")
    return _Hint(login_hint=values[name])


def _subject_of(token: str, client: Client) -> str:
    """Return the subject of an ID token that we issued to this client, expired or not."""
    claims = wiring.token_signer().read(token=token) if len(token) <= LONGEST_HINT_TOKEN else None
    if claims is None or claims.get("iss") != settings.HUKUMATI.identity_url or claims.get("aud") != client.client_id:
        raise Refused("invalid_request", "id_token_hint is no ID token of this client")
    return str(claims.get("sub", ""))
