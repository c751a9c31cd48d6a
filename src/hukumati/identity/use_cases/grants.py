"""Codes and access tokens: each points to a grant, and lives only while the grant, its session and its account do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hukumati.core.rows import PreparedQuery, add
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.models import AccessToken, AccountState, Code, Grant, LoginSession
from hukumati.identity.use_cases.tokens import new_token, token_digest

CODE_LIFETIME = timedelta(seconds=60)
ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
_GRANT = PreparedQuery(Grant, "identity_grant.id = %s", related=["account", "login_session", "client"])
_LIVING_TOKEN = PreparedQuery(AccessToken, "digest = %s AND expires_at > %s")
_REDEEM = """
    UPDATE identity_code SET used_at = %s
    WHERE digest = %s AND client_id = %s AND used_at IS NULL AND expires_at > %s
    RETURNING digest, grant_id, client_id, redirect_uri, challenge, nonce, expires_at, used_at
"""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a code was exchanged for."""

    grant: Grant
    access_token: str
    nonce: str


@transaction.atomic
def issue_code(*, session: LoginSession, request: AuthorizationRequest, now: datetime) -> str:
    """Grant a client what it asked for and return the code, good for 60 seconds."""
    grant = Grant(
        client_id=request.client_id,
        account_id=session.account_id,
        login_session=session,
        scopes=list(request.scopes),
        created_at=now,
    )
    add(grant)
    code = new_token()
    add(
        Code(
            digest=token_digest(code),
            grant=grant,
            client_id=request.client_id,
            redirect_uri=request.redirect_uri,
            challenge=request.challenge,
            nonce=request.nonce,
            expires_at=now + CODE_LIFETIME,
        )
    )
    return code


def take_code(*, code: str, client_id: str, now: datetime) -> Code | None:
    """Use up a code in one statement; a code used before revokes its grant (RFC 9700 §2.1.1)."""
    digest = token_digest(code)
    taken = list(Code.objects.raw(_REDEEM, [now, digest, client_id, now]))
    if taken:
        return taken[0]
    Grant.objects.filter(
        code__digest=digest, code__client_id=client_id, code__used_at__isnull=False, revoked_at=None
    ).update(revoked_at=now)
    return None


def issue_access_token(*, code: Code, now: datetime) -> Redeemed | None:
    """Return the token of a taken code; None if the session has ended or the account was suspended since."""
    grant = _GRANT.get(code.grant_id)
    if not _stands(grant):
        return None
    token = new_token()
    add(AccessToken(digest=token_digest(token), grant=grant, expires_at=now + ACCESS_TOKEN_LIFETIME))
    return Redeemed(grant=grant, access_token=token, nonce=code.nonce)


def find_grant(*, access_token: str, now: datetime) -> Grant | None:
    """Return the grant behind a living access token."""
    token = _LIVING_TOKEN.first(token_digest(access_token), now)
    grant = None if token is None else _GRANT.get(token.grant_id)
    return grant if grant is not None and _stands(grant) else None


def _stands(grant: Grant) -> bool:
    return (
        grant.revoked_at is None and grant.login_session.ended_at is None and grant.account.state == AccountState.ACTIVE
    )
