"""Codes and access tokens: each is valid only while its grant, its login session and its account are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from hukumati.core.rows import PreparedQuery, add, add_all, columns, from_row
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import AccessToken, AccountState, Code, Grant, LoginSession

CODE_LIFETIME: Final = timedelta(seconds=60)
ACCESS_TOKEN_LIFETIME: Final = timedelta(minutes=10)
_IS_ACTIVE: Final = f"""
    identity_grant.revoked_at IS NULL AND login_session.ended_at IS NULL AND EXISTS (
      SELECT FROM identity_account WHERE id = identity_grant.account_id AND state = '{AccountState.ACTIVE}')
"""
# without the account, whose texts would be decrypted for nothing
_GRANT = PreparedQuery(Grant, f"identity_grant.id = %s AND {_IS_ACTIVE}", related=["login_session", "client"])
_GRANT_OF_TOKEN = PreparedQuery(
    Grant,
    "identity_grant.id = (SELECT grant_id FROM identity_access_token WHERE digest = %s AND expires_at > %s) "  # noqa: S608
    f"AND {_IS_ACTIVE}",
    related=["account", "login_session", "client"],
)
# One statement finds the code and uses it up: of two requests at once, the second finds no row (requirement 1).
_REDEEM: Final = """
    UPDATE identity_code SET used_at = %s
    WHERE digest = %s AND client_id = %s AND used_at IS NULL AND expires_at > %s
"""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new access token with its grant; `nonce` is the authorization request's, for the ID token."""

    grant: Grant
    access_token: str
    nonce: str


def issue_code(*, session: LoginSession, request: AuthorizationRequest, now: datetime) -> str:
    """Grant a client what it requested and return the code, valid for 60 seconds."""
    grant = Grant(
        client_id=request.client_id,
        account_id=session.account_id,
        login_session=session,
        scopes=list(request.scopes),
        created_at=now,
    )
    code = new_token()
    row = Code(
        digest=token_digest(code),
        grant=grant,
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        challenge=request.challenge,
        nonce=request.nonce,
        expires_at=now + CODE_LIFETIME,
    )
    add_all(grant, row)
    return code


def redeem_code(*, code: str, client_id: str, now: datetime) -> Code | None:
    """Use up a code and return it; a code used before revokes its grant (RFC 9700 §2.1.1)."""
    digest = token_digest(code)
    with connection.cursor() as cursor:
        cursor.execute(f"{_REDEEM} RETURNING {columns(Code, 'identity_code')}", [now, digest, client_id, now])
        redeemed = cursor.fetchone()
    if redeemed is not None:
        return from_row(Code, redeemed)
    Grant.objects.filter(
        code__digest=digest, code__client_id=client_id, code__used_at__isnull=False, revoked_at=None
    ).update(revoked_at=now)
    return None


def issue_access_token(*, code: Code, now: datetime) -> IssuedToken | None:
    """Return an access token for a redeemed code; None if its session has ended or the account was suspended since."""
    grant = _GRANT.first(code.grant_id)
    if grant is None:
        return None
    token = new_token()
    add(AccessToken(digest=token_digest(token), grant=grant, expires_at=now + ACCESS_TOKEN_LIFETIME))
    return IssuedToken(grant=grant, access_token=token, nonce=code.nonce)


def find_grant(*, access_token: str, now: datetime) -> Grant | None:
    """Return the active grant behind a valid access token."""
    return _GRANT_OF_TOKEN.first(token_digest(access_token), now)
