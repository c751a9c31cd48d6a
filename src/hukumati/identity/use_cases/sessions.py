"""Login sessions: one for each browser, on the provider's own host."""

from datetime import datetime, timedelta

from django.db import transaction

from hukumati.core import audit
from hukumati.core.rows import add
from hukumati.identity.domain.login_sessions import IDLE, IN_ALL, PASSWORD_AND_SMS, SUBSTANTIAL
from hukumati.identity.models import Account, AccountState, Client, LoginSession
from hukumati.identity.use_cases.tokens import new_token, token_digest

TOUCH_EVERY = timedelta(minutes=1)


def audit_subject(account: Account) -> str:
    """Return whose ledger tells of this account: the person's, or the official's."""
    return f"person:{account.id_number}" if account.id_number else f"staff:{account.login}"


@transaction.atomic
def open_session(*, account: Account, client: Client, replaced: str | None, now: datetime) -> tuple[LoginSession, str]:
    """Begin a session with a new cookie, end the one it replaces, and write it to the ledger."""
    if replaced is not None:
        end_session(cookie=replaced, now=now)
    cookie = new_token()
    session = LoginSession(
        account=account,
        cookie_digest=token_digest(cookie),
        acr=SUBSTANTIAL,
        amr=list(PASSWORD_AND_SMS),
        auth_time=now,
        seen_at=now,
    )
    add(session)
    _write(session, action="identity.signed_in", client=client.client_id)
    return session, cookie


def find_session(*, cookie: str | None, now: datetime) -> LoginSession | None:
    """Return the living session of a cookie, and note that it was seen."""
    if cookie is None:
        return None
    session = (
        LoginSession.objects.select_related("account")
        .filter(
            cookie_digest=token_digest(cookie),
            ended_at=None,
            account__state=AccountState.ACTIVE,
            seen_at__gte=now - IDLE,
            auth_time__gte=now - IN_ALL,
        )
        .first()
    )
    if session is not None and now - session.seen_at >= TOUCH_EVERY:
        LoginSession.objects.filter(id=session.id).update(seen_at=now)
    return session


@transaction.atomic
def end_session(*, cookie: str, now: datetime) -> None:
    """End a session, and with it every token that was given in it; nothing happens if it is over already."""
    session = LoginSession.objects.select_related("account").filter(cookie_digest=token_digest(cookie)).first()
    if session is None or LoginSession.objects.filter(id=session.id, ended_at=None).update(ended_at=now) == 0:
        return
    _write(session, action="identity.signed_out")


def _write(session: LoginSession, *, action: str, **details: str) -> None:
    audit.record(
        subject=audit_subject(session.account),
        actor=f"account:{session.account_id}",
        action=action,
        details={"session": str(session.id), "acr": session.acr, "amr": session.amr, **details},
    )
