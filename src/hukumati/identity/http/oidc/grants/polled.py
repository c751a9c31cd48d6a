"""Tokens for what a person approves elsewhere: the part that devices (RFC 8628 §3.4) and CIBA (Core §10.1) share."""

from typing import Final

from django.db import transaction

from hukumati.identity.domain.polling import Standing
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models.polled_requests import PolledRequest
from hukumati.identity.use_cases.polling import poll
from hukumati.identity.use_cases.tokens import IssuedTokens, issue_tokens

LONGEST_CODE: Final = 128


def issue_when_approved(
    request: TokenRequest, kind: type[PolledRequest], *, parameter: str, column: str
) -> IssuedTokens:
    """Return tokens for the request whose secret is in a parameter, or refuse with how it stands. Raises Refused."""
    secret = request.parameters.get(parameter, "")
    if not secret:
        raise Refused("invalid_request", f"{parameter} is missing")
    if len(secret) > LONGEST_CODE:
        raise Refused(Standing.UNKNOWN)
    with transaction.atomic():
        found = poll(kind, client_id=request.client.client_id, now=request.now, **{column: token_digest(secret)})
        issued = None if isinstance(found, Standing) else issue_tokens(grant_id=found, issuing=request.issuing)
    if issued is None:
        raise Refused(found if isinstance(found, Standing) else Standing.UNKNOWN)
    return issued
