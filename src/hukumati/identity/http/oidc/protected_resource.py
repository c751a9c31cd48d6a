"""Access tokens at the provider's own resources: RFC 6750 §2.1 and §3, RFC 9449 §7, RFC 8705 §3.

A token comes in the Authorization header, or in a posted form (RFC 6750 §2.2); never in an address. One that is bound
to a key is worth nothing without it.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final, Protocol, TypeVar

from django.http import HttpRequest

from hukumati.identity.http.oidc.client_certificate import read_client_certificate
from hukumati.identity.http.oidc.dpop import CHALLENGE, InvalidProof, nonce_headers, read_proof
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.use_cases.tokens import UsableToken, find_usable

LONGEST_TOKEN: Final = 128


class BoundToken(Protocol):
    """A token that may be bound to a key or a certificate."""

    jkt: str
    x5t_s256: str


Found = TypeVar("Found")


def require_token(request: HttpRequest, *, scope: str, now: datetime) -> UsableToken:
    """Return the token by which a request may use a resource. Raises Refused."""
    return require_found(
        request,
        find=lambda text: find_usable(access_token=text, now=now),
        bound=lambda usable: usable.token,
        scopes=lambda usable: usable.scopes,
        scope=scope,
        now=now,
    )


def require_found(
    request: HttpRequest,
    *,
    find: Callable[[str], Found | None],
    bound: Callable[[Found], BoundToken],
    scopes: Callable[[Found], Collection[str]],
    scope: str,
    now: datetime,
) -> Found:
    """Return what `find` finds for the presented token, if the scope and the proof are there. Raises Refused."""
    scheme, text = _presented(request)
    if scheme.lower() not in {"bearer", "dpop"}:
        raise Refused("invalid_token", status=401, headers={"WWW-Authenticate": f"Bearer, {CHALLENGE}"})
    is_dpop = scheme.lower() == "dpop"
    found = find(text) if 0 < len(text) <= LONGEST_TOKEN else None
    token = None if found is None else bound(found)
    if found is None or token is None or bool(token.jkt) != is_dpop or not _has_certificate(request, token):
        raise _challenge("invalid_token", is_dpop=is_dpop or (token is not None and bool(token.jkt)))
    if is_dpop:
        _check_proof(request, token, text, now)
    if scope not in scopes(found):
        raise _challenge("insufficient_scope", is_dpop=is_dpop, status=403)
    return found


def _presented(request: HttpRequest) -> tuple[str, str]:
    """Return the scheme and the token of a request, which presents one in one way alone."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    posted = request.POST.getlist("access_token") if request.method == "POST" else []
    if posted and (scheme or len(posted) > 1):
        raise Refused("invalid_request", "one token, presented in one way")
    return ("Bearer", posted[0]) if posted else (scheme, text)


def _check_proof(request: HttpRequest, token: BoundToken, text: str, now: datetime) -> None:
    try:
        jkt = read_proof(request, access_token=text, now=now)
    except InvalidProof as fault:
        raise _challenge(fault.error, is_dpop=True, headers=nonce_headers(now=now)) from fault
    if jkt != token.jkt:
        raise _challenge("invalid_token", is_dpop=True)


def _has_certificate(request: HttpRequest, token: BoundToken) -> bool:
    if not token.x5t_s256:
        return True
    certificate = read_client_certificate(request)
    return certificate is not None and certificate.thumbprint == token.x5t_s256


def _challenge(error: str, *, is_dpop: bool, status: int = 401, headers: dict[str, str] | None = None) -> Refused:
    challenge = f'{CHALLENGE}, error="{error}"' if is_dpop else f'Bearer error="{error}"'
    return Refused(error, status=status, headers={"WWW-Authenticate": challenge, **(headers or {})})
