"""Access and refresh tokens: each is valid only while its grant is, and what that depends on.

A grant ends when it is revoked, when its account may not be used, and, unless it is offline, with its login session.
Of a site on trial and a real person none is ever active, however it came about.
What is redeemed is used up by the one statement that also stores what is issued for it: of many requests at once,
exactly one receives tokens (requirements 1 and 5).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.db import connection, models

from hukumati.core.rows import PreparedQuery, SqlValue, columns, from_row
from hukumati.identity.domain.sender_constraints import Possession
from hukumati.identity.domain.token_lifetimes import ACCESS_TOKEN_LIFETIME, refresh_limits
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import (
    AccessToken,
    AccountState,
    Client,
    ClientState,
    Grant,
    LoginSession,
    RefreshToken,
)

_IS_ACTIVE: Final = f"""
    identity_grant.revoked_at IS NULL AND (identity_grant.is_offline OR login_session.ended_at IS NULL)
    AND EXISTS (SELECT FROM identity_account AS holder JOIN identity_client AS site
      ON site.client_id = identity_grant.client_id AND (holder.is_fictional OR NOT site.is_sandbox)
      WHERE holder.id = identity_grant.account_id AND holder.state = '{AccountState.ACTIVE}')
    AND (identity_grant.acting IS NULL OR EXISTS (SELECT FROM identity_grant AS exchanged
      WHERE exchanged.id = (identity_grant.acting->>'from')::uuid AND exchanged.revoked_at IS NULL))
"""  # noqa: S608 — made of constants; an exchanged token ends with the grant that it was exchanged from


@dataclass(frozen=True, slots=True)
class Issuing:
    """To whom tokens are issued: which client, what it proved to possess, and whether it may refresh them."""

    client_id: str
    possession: Possession
    is_public: bool
    may_refresh: bool
    now: datetime
    lifetime: timedelta = ACCESS_TOKEN_LIFETIME
    token_kind: str = ""
    """The `issued_token_type` of a token exchange (RFC 8693 §2.2.1), empty for other grants."""


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """New tokens with their grant and its login session; `nonce` is the authorization request's, for the ID token."""

    grant: Grant
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    """Empty where none was issued."""
    possession: Possession
    scopes: tuple[str, ...]
    nonce: str = ""
    lifetime: timedelta = ACCESS_TOKEN_LIFETIME
    token_kind: str = ""


@dataclass(frozen=True, slots=True)
class UsableToken:
    """An access token that is valid now, with its grant, whose client and session are read with it."""

    token: AccessToken
    grant: Grant

    @property
    def scopes(self) -> list[str]:
        """Return the scopes of the token: the grant's, unless it was issued for fewer."""
        return self.grant.scopes if self.token.scopes is None else self.token.scopes


def _issue_from(source: str, *, where: str, nonce: str = "''", refreshable: str = "%(refreshable)s") -> str:
    """Return a statement that issues tokens for the grant to which one row of `source` points."""
    return f"""
    WITH source AS ({source}),
    granted AS (
      SELECT identity_grant.id, {nonce} AS nonce, LEAST(identity_grant.ends_at, CASE
        WHEN identity_grant.is_offline THEN %(offline_until)s::timestamptz ELSE %(online_until)s::timestamptz END
      ) AS refresh_until
      FROM source JOIN identity_grant ON identity_grant.id = source.grant_id
      JOIN identity_login_session AS login_session ON login_session.id = identity_grant.login_session_id
      WHERE {where} AND {_IS_ACTIVE}
    ),
    access AS (
      INSERT INTO identity_access_token (digest, grant_id, expires_at, jkt, x5t_s256, scopes, issued_at)
      SELECT %(access)s::bytea, id, %(access_until)s::timestamptz, %(jkt)s, %(x5t)s, %(scopes)s::varchar[],
        %(now)s::timestamptz FROM granted
    ),
    refresh AS (
      INSERT INTO identity_refresh_token (digest, grant_id, expires_at, jkt, x5t_s256, issued_at)
      SELECT %(refresh)s::bytea, id, refresh_until, %(refresh_jkt)s, %(refresh_x5t)s, %(now)s::timestamptz
      FROM granted WHERE {refreshable}
    )
    SELECT {columns(Grant, "identity_grant")}, {columns(LoginSession, "login_session")}, granted.nonce
    FROM granted JOIN identity_grant ON identity_grant.id = granted.id
    JOIN identity_login_session AS login_session ON login_session.id = identity_grant.login_session_id
    """  # noqa: S608 — made of constants


_REDEEM: Final = _issue_from(
    """
    UPDATE identity_code SET used_at = %(now)s
    WHERE digest = %(digest)s AND client_id = %(client)s AND used_at IS NULL AND expires_at > %(now)s
    RETURNING grant_id, redirect_uri, challenge, jkt, nonce
    """,
    where="redirect_uri = %(redirect_uri)s AND challenge = %(challenge)s AND source.jkt IN ('', %(jkt)s)",
    nonce="source.nonce",
)
_ISSUE: Final = _issue_from("SELECT %(grant)s::uuid AS grant_id", where="TRUE")
_REFRESH: Final = _issue_from(
    """
    UPDATE identity_refresh_token AS token
    SET used_at = CASE WHEN %(rotates)s THEN %(now)s::timestamptz END,
      expires_at = CASE WHEN %(rotates)s THEN token.expires_at ELSE LEAST(found.ends_at, CASE
        WHEN found.is_offline THEN %(offline_until)s::timestamptz ELSE %(online_until)s::timestamptz END) END
    FROM identity_grant AS found
    WHERE token.digest = %(digest)s AND found.id = token.grant_id AND found.client_id = %(client)s
      AND token.used_at IS NULL AND token.expires_at > %(now)s AND token.jkt IN ('', %(jkt)s)
      AND token.x5t_s256 IN ('', %(x5t)s) AND found.scopes @> COALESCE(%(scopes)s::varchar[], found.scopes)
    RETURNING token.grant_id
    """,
    where="TRUE",
    refreshable="%(rotates)s",
)
_REVOKE_REPLAYED: Final = """
    UPDATE identity_grant SET revoked_at = %s WHERE revoked_at IS NULL AND id = (
      SELECT grant_id FROM identity_code WHERE digest = %s AND client_id = %s AND used_at IS NOT NULL)
"""
_REFRESH_TOKEN: Final = PreparedQuery(RefreshToken, 'digest = %s AND "grant".client_id = %s', related=["grant"])
_USABLE_REFRESH_TOKEN: Final = f"""
    SELECT {columns(RefreshToken, "token")}, {columns(Grant, "identity_grant")}
    FROM identity_refresh_token AS token JOIN identity_grant ON identity_grant.id = token.grant_id
    JOIN identity_login_session AS login_session ON login_session.id = identity_grant.login_session_id
    WHERE token.digest = %s AND identity_grant.client_id = %s AND token.used_at IS NULL AND token.expires_at > %s
      AND {_IS_ACTIVE}
"""  # noqa: S608 — made of constants
_REVOKE_ACCESS: Final = """
    DELETE FROM identity_access_token AS token USING identity_grant
    WHERE token.digest = %s AND identity_grant.id = token.grant_id AND identity_grant.client_id = %s
"""
_REVOKE_REFRESH: Final = """
    UPDATE identity_grant SET revoked_at = %s WHERE revoked_at IS NULL AND client_id = %s AND id = (
      SELECT grant_id FROM identity_refresh_token WHERE digest = %s)
"""
_USABLE: Final = f"""
    SELECT {columns(AccessToken, "token")}, {columns(Grant, "identity_grant")},
      {columns(LoginSession, "login_session")}, {columns(Client, "client")}
    FROM identity_access_token AS token JOIN identity_grant ON identity_grant.id = token.grant_id
    JOIN identity_login_session AS login_session ON login_session.id = identity_grant.login_session_id
    JOIN identity_client AS client ON client.client_id = identity_grant.client_id
    WHERE token.digest = %s AND token.expires_at > %s AND client.state = '{ClientState.ACTIVE}' AND {_IS_ACTIVE}
"""  # noqa: S608 — made of constants


def redeem_code(*, code: str, redirect_uri: str, challenge: str, issuing: Issuing) -> IssuedTokens | None:
    """Use up a code and return tokens for it; None if it is not valid, or the request is not of who requested it.

    A code that was used before revokes its grant (RFC 9700 §2.1.1, requirement 2).
    """
    digest = token_digest(code)
    values: dict[str, SqlValue] = {"digest": digest, "redirect_uri": redirect_uri, "challenge": challenge}
    issued = _issue(_REDEEM, values, issuing)
    if issued is None:
        with connection.cursor() as cursor:
            cursor.execute(_REVOKE_REPLAYED, [issuing.now, digest, issuing.client_id])
    return issued


def issue_tokens(*, grant_id: UUID, issuing: Issuing) -> IssuedTokens | None:
    """Return tokens for a grant that came about otherwise; None if it is not active."""
    return _issue(_ISSUE, {"grant": grant_id}, issuing)


def refresh(*, token: str, scopes: Collection[str] | None, rotates: bool, issuing: Issuing) -> IssuedTokens | None:
    """Return new tokens for a refresh token, which is used up if it `rotates`; None if it is not valid.

    `scopes` narrows the access token; None leaves it all that was granted.
    """
    values: dict[str, SqlValue] = {"digest": token_digest(token), "rotates": rotates}
    return _issue(_REFRESH, values, issuing, scopes=None if scopes is None else list(scopes), rotates=rotates)


def find_refresh_token(*, token: str, client_id: str) -> RefreshToken | None:
    """Return a client's refresh token with its grant, whatever has become of it."""
    return _REFRESH_TOKEN.first(token_digest(token), client_id)


def find_usable_refresh_token(*, token: str, client_id: str, now: datetime) -> RefreshToken | None:
    """Return a client's refresh token with its grant if it is valid."""
    with connection.cursor() as cursor:
        cursor.execute(_USABLE_REFRESH_TOKEN, [token_digest(token), client_id, now])
        row = cursor.fetchone()
    if row is None:
        return None
    found, grant = _split(row, RefreshToken, Grant)
    found.grant = grant
    return cast("RefreshToken", found)


def revoke_token(*, token: str, client_id: str, now: datetime) -> None:
    """Revoke a client's access token, or with a refresh token all tokens of its grant (RFC 7009 §2.1)."""
    digest = token_digest(token)
    with connection.cursor() as cursor:
        cursor.execute(_REVOKE_ACCESS, [digest, client_id])
        if cursor.rowcount == 0:
            cursor.execute(_REVOKE_REFRESH, [now, client_id, digest])


def find_usable(*, access_token: str, now: datetime) -> UsableToken | None:
    """Return the access token if it is valid."""
    with connection.cursor() as cursor:
        cursor.execute(_USABLE, [token_digest(access_token), now])
        row = cursor.fetchone()
    if row is None:
        return None
    token, grant, session, client = _split(row, AccessToken, Grant, LoginSession, Client)
    grant.login_session, grant.client, token.grant = session, client, grant
    return UsableToken(token=token, grant=grant)


def find_client_of_token(token: str) -> str:
    """Return to which client an access token was issued, whatever has become of it; "" for any other text."""
    found = AccessToken.objects.filter(digest=token_digest(token)).values_list("grant__client_id", flat=True).first()
    return found or ""


def _issue(
    statement: str,
    values: Mapping[str, SqlValue],
    issuing: Issuing,
    *,
    scopes: list[str] | None = None,
    rotates: bool = True,
) -> IssuedTokens | None:
    access, refreshed = new_token(), new_token()
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, **_common(issuing, access, refreshed), "scopes": scopes})
        row = cursor.fetchone()
    if row is None:
        return None
    *rest, nonce = row
    grant, session = _split(rest, Grant, LoginSession)
    grant.login_session = session
    return IssuedTokens(
        grant=grant,
        access_token=access,
        refresh_token=refreshed if issuing.may_refresh and rotates else "",
        possession=issuing.possession,
        scopes=tuple(grant.scopes if scopes is None else scopes),
        nonce=nonce,
        lifetime=issuing.lifetime,
        token_kind=issuing.token_kind,
    )


def _common(issuing: Issuing, access: str, refreshed: str) -> dict[str, SqlValue]:
    """Return what every statement needs.

    A public client has nothing but the refresh token: it is bound as the access token is (RFC 9449 §5, RFC 8705 §4).
    """
    limits, possession = refresh_limits(now=issuing.now), issuing.possession
    return {
        "now": issuing.now,
        "client": issuing.client_id,
        "access": token_digest(access),
        "access_until": issuing.now + issuing.lifetime,
        "refresh": token_digest(refreshed),
        "refreshable": issuing.may_refresh,
        "offline_until": limits.offline,
        "online_until": limits.online,
        "jkt": possession.jkt,
        "x5t": possession.x5t_s256,
        "refresh_jkt": possession.jkt if issuing.is_public else "",
        "refresh_x5t": possession.x5t_s256 if issuing.is_public else "",
    }


def _split(row: Sequence[object], *kinds: type[models.Model]) -> Iterator[Any]:
    """Yield an instance of each model from a row that holds the columns of all of them."""
    start = 0
    for kind in kinds:
        end = start + len(kind._meta.concrete_fields)
        yield from_row(kind, row[start:end])
        start = end
