"""What clients are granted: authorization codes, and the end of grants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hukumati.core.rows import add_all
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.claims import OFFLINE, Authentication
from hukumati.identity.domain.token_lifetimes import CODE_LIFETIME, grant_end
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import Code, Grant, LoginSession


def new_grant(
    *,
    session: LoginSession,
    client_id: str,
    scopes: Sequence[str],
    claims: Mapping[str, object] | None = None,
    now: datetime,
) -> Grant:
    """Return a grant of what a client requested, to be stored by the caller; `claims` are those by name."""
    is_offline = OFFLINE in scopes
    return Grant(
        client_id=client_id,
        account_id=session.account_id,
        login_session=session,
        scopes=list(scopes),
        claims=dict(claims or {}),
        is_offline=is_offline,
        acr=session.acr,
        amr=list(session.amr),
        auth_time=session.auth_time,
        created_at=now,
        ends_at=grant_end(is_offline=is_offline, auth_time=session.auth_time, now=now),
    )


def sign_in_of(grant: Grant, *, sid: str = "") -> Authentication:
    """Return the sign-in by which something was granted, as it was then, whatever became of its session."""
    session = grant.login_session
    if grant.auth_time is None:
        return Authentication(session.auth_time, session.acr, tuple(session.amr), sid)
    return Authentication(grant.auth_time, grant.acr, tuple(grant.amr or ()), sid)


def issue_code(*, session: LoginSession, request: AuthorizationRequest, now: datetime) -> str:
    """Grant a client what it requested and return the code, valid for 60 seconds."""
    grant = new_grant(
        session=session, client_id=request.client_id, scopes=request.scopes, claims=request.claims, now=now
    )
    code = new_token()
    row = Code(
        digest=token_digest(code),
        grant=grant,
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        challenge=request.challenge,
        nonce=request.nonce,
        jkt=request.dpop_jkt,
        expires_at=now + CODE_LIFETIME,
    )
    add_all(grant, row)
    return code


def revoke_grant(*, grant_id: UUID, now: datetime) -> bool:
    """Revoke a grant and so every token of it; return False if it was revoked before."""
    return Grant.objects.filter(id=grant_id, revoked_at=None).update(revoked_at=now) == 1


def revoke_grants(*, account_id: UUID, client_id: str | None = None, now: datetime) -> None:
    """Revoke what an account granted a client, or all clients: consent was withdrawn, or the account is not safe."""
    grants = Grant.objects.filter(account_id=account_id, revoked_at=None)
    (grants if client_id is None else grants.filter(client_id=client_id)).update(revoked_at=now)
