"""Login sessions: one for each browser, on the provider's own host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.core.rows import PreparedQuery, add, write
from hukumati.core.transactions import joined_transaction
from hukumati.identity.domain.assurance import Evidence, Factor, Proofing, level_of, method_references
from hukumati.identity.domain.login_sessions import IDLE_LIFETIME, TOTAL_LIFETIME
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.events import SessionEnded, SessionLevelChanged
from hukumati.identity.models import Account, AccountState, Client, LoginSession, Passkey
from hukumati.identity.use_cases.accounts import audit_subject

TOUCH_EVERY: Final = timedelta(minutes=1)
_ACTIVE: Final = """
SELECT account.is_staff, account.staff_provider, account.staff_office, account.staff_roles
FROM identity_login_session AS session JOIN identity_account AS account ON account.id = session.account_id
WHERE session.id = %s AND session.ended_at IS NULL AND account.state = %s
"""

_ACTIVE_OF_COOKIE: Final = PreparedQuery(
    LoginSession,
    "cookie_digest = %s AND ended_at IS NULL AND account.state = %s AND seen_at >= %s AND auth_time >= %s",
    related=["account"],
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an official works now, and in which roles."""

    provider: str
    office: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActiveSession:
    """A login session that may be used; `place` is an official's, None for anybody else."""

    place: Place | None


class NotAuthenticated(ValueError):
    """The factors passed give no level of assurance: there is nobody to open a session for."""


def open_session(
    *,
    account: Account,
    factors: Sequence[str],
    client: Client,
    cookie: str,
    replaced: str | None,
    now: datetime,
    passkey: Passkey | None = None,
) -> LoginSession:
    """Open a session of the level that the factors give, found from now on by its cookie, a secret token.

    The session of the cookie that is `replaced` ends; the person's own goes on, with the new cookie, level and time of
    authentication (requirement 28), so that sites they are signed in to stay open. Raises NotAuthenticated.
    """
    passed = evidence_of(factors, passkey)
    level = level_of(passed, proofing=Proofing(account.proofing))
    if level is None:
        raise NotAuthenticated
    with joined_transaction():
        own = _own_session(account, replaced, now)
        session = own or LoginSession(account=account)
        before = own.acr if own else ""
        session.cookie_digest = token_digest(cookie)
        session.acr, session.amr = level, method_references(passed)
        session.auth_time = session.seen_at = now
        session.passkey, session.is_confirmed = passkey, Factor.EMAIL_CODE in factors
        if own is not None:
            write(session, "cookie_digest", "acr", "amr", "auth_time", "seen_at", "passkey_id", "is_confirmed")
            if before != level:
                publish(SessionLevelChanged(sid=str(session.id), before=before, after=level.value, at=now))
        else:
            _add(session, replaced, now)
        _record(session, action="identity.signed_in", client=client.client_id)
    return session


def evidence_of(factors: Sequence[str], passkey: Passkey | None) -> Evidence:
    """Return what a sign-in proves by its factors, with the passkey among them."""
    return Evidence.of(
        factors,
        bound_in_person=passkey is not None and passkey.is_bound_in_person,
        hardware_bound=passkey is not None and not passkey.is_backup_eligible,
    )


def _own_session(account: Account, replaced: str | None, now: datetime) -> LoginSession | None:
    """Return the session that this browser has for the same account."""
    session = find_session(cookie=replaced, now=now)
    return session if session is not None and session.account_id == account.id else None


def _add(session: LoginSession, replaced: str | None, now: datetime) -> None:
    if replaced is not None:
        end_session(cookie=replaced, now=now)
    add(session)


def find_session(*, cookie: str | None, now: datetime) -> LoginSession | None:
    """Return the active session of a cookie, and record that it was seen."""
    if cookie is None:
        return None
    session = _ACTIVE_OF_COOKIE.first(
        token_digest(cookie), AccountState.ACTIVE, now - IDLE_LIFETIME, now - TOTAL_LIFETIME
    )
    if session is not None and now - session.seen_at >= TOUCH_EVERY:
        LoginSession.objects.filter(id=session.id).update(seen_at=now)
    return session


def find_active(*, sid: str) -> ActiveSession | None:
    """Return a session that has not ended, of an active account; an official's roles are those of this moment."""
    with connection.cursor() as cursor:  # read on every page of the platform: plain SQL costs a third of the ORM
        cursor.execute(_ACTIVE, [sid, AccountState.ACTIVE])
        row = cursor.fetchone()
    if row is None:
        return None
    is_staff, provider, office, roles = row
    return ActiveSession(Place(provider, office, frozenset(roles)) if is_staff else None)


def find_session_of(*, sid: str) -> LoginSession | None:
    """Return the session of a token with its account, if it has not ended and its account may be used."""
    active = LoginSession.objects.select_related("account").filter(ended_at=None, account__state=AccountState.ACTIVE)
    return active.filter(id=sid).first()


@joined_transaction()
def end_session(*, cookie: str, now: datetime) -> None:
    """End a session, and with it every token issued in it; nothing happens if it has ended already."""
    session = LoginSession.objects.select_related("account").filter(cookie_digest=token_digest(cookie)).first()
    if session is None or LoginSession.objects.filter(id=session.id, ended_at=None).update(ended_at=now) == 0:
        return
    publish(SessionEnded(sid=str(session.id), at=now))
    _record(session, action="identity.signed_out")


@joined_transaction()
def end_sessions(*, account: Account, now: datetime) -> None:
    """End every session of an account, and with each the tokens issued in it."""
    for session in LoginSession.objects.filter(account=account, ended_at=None):
        end_one(session=session, now=now)


@joined_transaction()
def end_other_sessions(*, account: Account, kept: LoginSession, now: datetime) -> None:
    """End every session of an account but one."""
    for session in LoginSession.objects.filter(account=account, ended_at=None).exclude(id=kept.id):
        end_one(session=session, now=now)


@joined_transaction()
def end_one(*, session: LoginSession, now: datetime) -> None:
    """End a session; nothing happens if it has ended already."""
    if LoginSession.objects.filter(id=session.id, ended_at=None).update(ended_at=now) == 1:
        publish(SessionEnded(sid=str(session.id), at=now))
        _record(session, action="identity.session_ended")


def _record(session: LoginSession, *, action: str, **details: str) -> None:
    audit.record(
        subject=audit_subject(session.account),
        actor=f"account:{session.account_id}",
        action=action,
        details={"session": str(session.id), "acr": session.acr, "amr": session.amr, **details},
    )
