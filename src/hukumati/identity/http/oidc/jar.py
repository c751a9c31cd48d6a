"""JAR, RFC 9101: a request that its client signed, passed by value; whatever stands beside it does not count."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from hukumati.identity.domain import jose_algorithms
from hukumati.identity.domain.client_assertion import CLOCK_SKEW
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws, read_compact_jws
from hukumati.identity.domain.jose_algorithms import allowed_algorithms
from hukumati.identity.models import Client
from hukumati.identity.use_cases.client_keys import is_signed_by

LONGEST_OBJECT: Final = 16 * 1024
LONGEST_LIFETIME: Final = timedelta(minutes=60)
"""FAPI 2.0 Message Signing §5.3.1: `nbf` at most so long ago, `exp` at most so long after it."""
TYPES: Final = frozenset({"", "jwt", "oauth-authz-req+jwt"})
"""Media types, in whatever case, with or without `application/` before them (RFC 7515 §4.1.9)."""
METADATA: Final = {
    "request_parameter_supported": True,
    "request_uri_parameter_supported": False,
    "request_object_signing_alg_values_supported": list(jose_algorithms.ALL),
}
_ABOUT_THE_TOKEN: Final = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti"})


class UnusableObject(ValueError):
    """The request object is refused with `invalid_request_object`."""


def read_object(text: str, *, client: Client, now: datetime) -> Mapping[str, str]:
    """Return the parameters of a request object that the client signed. Raises UnusableObject."""
    chosen = ClientSettings.from_json(client.settings)
    try:
        token = read_compact_jws(text, longest=LONGEST_OBJECT)
        _refuse_other_uses(token, client)
        _refuse_wrong_times(token, chosen, now)
    except MalformedJws as error:
        raise UnusableObject("it is no signed token") from error
    require_signature(token, client, registered=chosen.request_object_signing_alg, now=now)
    return parameters_of(token)


def require_signature(token: CompactJws, client: Client, *, registered: str, now: datetime) -> None:
    """Raise UnusableObject unless a key of the client signed, by the algorithm it registered if it did."""
    is_fapi = ClientSettings.from_json(client.settings).is_fapi
    allowed = allowed_algorithms(is_fapi=is_fapi, registered=registered)
    if token.algorithm not in allowed or not is_signed_by(client, token, now=now):
        raise UnusableObject("no key of the client made the signature")


def parameters_of(token: CompactJws) -> Mapping[str, str]:
    """Return the request's parameters, without what is said about the token itself. Raises UnusableObject."""
    return {name: _text(value) for name, value in token.claims.items() if name not in _ABOUT_THE_TOKEN}


def is_request(token: CompactJws) -> bool:
    """Return whether the type of a token is that of requests, or none."""
    return token.type.lower().removeprefix("application/") in TYPES


def _refuse_other_uses(token: CompactJws, client: Client) -> None:
    """Refuse a token that is not this client's request to us, such as an assertion of its (RFC 9101 §10.8)."""
    if not is_request(token):
        raise UnusableObject("typ")
    if token.text_claim("iss") != client.client_id or token.text_claim("client_id") != client.client_id:
        raise UnusableObject("iss and client_id must be the client")
    if token.claims.get("sub") == client.client_id:
        raise UnusableObject("sub must not be the client")
    if settings.HUKUMATI.identity_url not in token.audiences():
        raise UnusableObject("aud must be the issuer")
    if not token.claims.keys().isdisjoint({"request", "request_uri"}):
        raise UnusableObject("a request in a request")


def _refuse_wrong_times(token: CompactJws, chosen: ClientSettings, now: datetime) -> None:
    begins, expires, issued = token.moment("nbf"), token.moment("exp"), token.moment("iat")
    if any(moment is not None and moment > now + CLOCK_SKEW for moment in (begins, issued)):
        raise UnusableObject("nbf or iat lies ahead")
    if expires is not None and expires <= now:
        raise UnusableObject("it has expired")
    if not chosen.is_fapi:
        return
    if begins is None or expires is None:
        raise UnusableObject("nbf and exp are required")
    if begins < now - LONGEST_LIFETIME or expires > begins + LONGEST_LIFETIME:
        raise UnusableObject("it lives for more than 60 minutes")


def _text(value: object) -> str:
    """Return a member as the parameter it stands for: texts as they are, numbers and objects as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | list) or value is None:
        raise UnusableObject("a member is neither text, number nor object")
    return json.dumps(value, ensure_ascii=False)
