"""Token exchange, RFC 8693: a person's token and a mandate become a short-lived token for whom it represents.

Only delegation is known: `act` names who acts. What is not supported (an `actor_token`, another audience, another type
of token) is refused, not ignored.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.identity.domain.mandates import MandateRefused
from hukumati.identity.domain.token_lifetimes import ACCESS_TOKEN_LIFETIME
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Grant
from hukumati.identity.use_cases.acting import exchange_grant
from hukumati.identity.use_cases.tokens import IssuedTokens, Issuing, find_usable, issue_tokens

ACCESS_TOKEN: Final = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 — the name of a type
LONGEST_TOKEN: Final = 128
_ERRORS: Final = {"out_of_scope": "invalid_scope"}


class TokenExchange:
    """Exchanges a person's access token, with `mandate_id`, for one whose subject is the person represented."""

    name: Final = "urn:ietf:params:oauth:grant-type:token-exchange"

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Take up the mandate; the new token is bound to the same key as the old, and is not refreshed."""
        _refuse_unsupported(request)
        grant, mandate_id = _subject(request), _mandate_id(request)
        scopes = request.parameters.get("scope", "").split()
        with transaction.atomic():
            try:
                new = exchange_grant(grant=grant, mandate_id=mandate_id, scopes=scopes, now=request.now)
            except MandateRefused as refused:
                raise Refused(_ERRORS.get(str(refused), "invalid_request"), f"mandate: {refused}") from None
            issued = issue_tokens(grant_id=new.id, issuing=_issuing(request, new))
        if issued is None:
            raise Refused("invalid_request", "the subject token is not valid")
        return issued


def _refuse_unsupported(request: TokenRequest) -> None:
    parameters = request.parameters
    if parameters.get("subject_token_type") != ACCESS_TOKEN:
        raise Refused("invalid_request", "subject_token_type is not supported")
    if parameters.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
        raise Refused("invalid_request", "requested_token_type is not supported")
    if "actor_token" in parameters or "actor_token_type" in parameters:
        raise Refused("invalid_request", "the mandate names the actor; actor_token is not supported")
    if parameters.getlist("audience") or parameters.getlist("resource"):
        raise Refused("invalid_target", "a token is exchanged for the client's own use")


def _subject(request: TokenRequest) -> Grant:
    """Return the grant of the subject token, which is this client's and whose key, if it has one, was proven."""
    token = request.parameters.get("subject_token", "")
    usable = find_usable(access_token=token, now=request.now) if 0 < len(token) <= LONGEST_TOKEN else None
    is_own = usable is not None and usable.grant.client_id == request.client.client_id
    if usable is None or not is_own or not request.possession.proves(usable.token.required):
        raise Refused("invalid_request", "the subject token is not valid")  # RFC 8693 §2.2.2
    usable.grant.scopes = list(usable.scopes)
    return usable.grant


def _mandate_id(request: TokenRequest) -> UUID:
    try:
        return UUID(request.parameters.get("mandate_id", ""))
    except ValueError:
        raise Refused("invalid_request", "mandate_id is missing or malformed") from None


def _issuing(request: TokenRequest, grant: Grant) -> Issuing:
    left = grant.ends_at - request.now if grant.ends_at else ACCESS_TOKEN_LIFETIME
    return Issuing(
        client_id=request.client.client_id,
        possession=request.possession,
        is_public=request.issuing.is_public,
        may_refresh=False,
        now=request.now,
        lifetime=max(timedelta(0), min(left, ACCESS_TOKEN_LIFETIME)),
        token_kind=ACCESS_TOKEN,
    )
