"""The sign-ins of an account as its holder sees them: where, on what, since when, on which sites."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.login_sessions import IDLE_LIFETIME, TOTAL_LIFETIME
from hukumati.identity.models import Account, Grant, LoginSession
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.sessions import end_one
from hukumati.identity.use_cases.unusual_sign_ins import Browser


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One sign-in, and the sites that it was used on."""

    session: LoginSession
    sites: tuple[Bilingual, ...]


def list_open(*, account: Account, now: datetime) -> tuple[OpenSession, ...]:
    """List the sign-ins that are open, the last used first; sites by name."""
    sessions = LoginSession.objects.filter(
        account=account, ended_at=None, seen_at__gte=now - IDLE_LIFETIME, auth_time__gte=now - TOTAL_LIFETIME
    )
    return tuple(OpenSession(each, _sites_of(each)) for each in sessions.order_by("-seen_at", "id"))


def note_browser(*, session: LoginSession, device: str, browser: Browser, is_unusual: bool, now: datetime) -> None:
    """Record where a sign-in is; the first on a device that is not known is told to the holder, in this transaction.

    One that is unlike those before it is told on every channel. Of the very first its holder knows.
    """
    LoginSession.objects.filter(id=session.id).update(device=device, network=browser.network)
    others = LoginSession.objects.filter(account=session.account_id).exclude(id=session.id)
    if browser.is_known_device or not others.exists():
        return
    notice = Notice.UNUSUAL_SIGN_IN if is_unusual else Notice.NEW_DEVICE
    tell(session.account, notice, key=str(session.id), now=now, by_email=not is_unusual)


def end_own(*, account: Account, session_id: UUID, now: datetime) -> None:
    """End a sign-in if it is the account's own; nothing happens otherwise, or the second time."""
    session = LoginSession.objects.select_related("account").filter(id=session_id, account=account).first()
    if session is not None:
        end_one(session=session, now=now)


def _sites_of(session: LoginSession) -> tuple[Bilingual, ...]:
    grants = Grant.objects.filter(login_session=session, revoked_at=None).select_related("client")
    return tuple(
        sorted({Bilingual(each.client.name_ar, each.client.name_en) for each in grants}, key=lambda site: site.en)
    )
