"""A refresh token that is used twice was copied: its grant ends, and the person is told (requirement 5)."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from hukumati.core import audit
from hukumati.core.security_events import note
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.models import Account, Client, RefreshToken
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.fraud_signals import raise_signal
from hukumati.identity.use_cases.grants import revoke_grant
from hukumati.notifications.api import Contact, Message, send

LANGUAGE = "ar"


def end_family(token: RefreshToken, *, now: datetime) -> None:
    """Revoke the grant of a token that was used before, and tell the person once, in the caller's transaction."""
    grant = token.grant
    if not revoke_grant(grant_id=grant.id, now=now):
        return
    note("tokens.refresh_token_reused", subject=str(grant.account_id))
    raise_signal(grant.account, Kind.REFRESH_REUSE, now=now)
    audit.record(
        subject=audit_subject(grant.account),
        actor=f"client:{grant.client_id}",
        action="identity.grant_revoked",
        details={"grant": str(grant.id), "client": grant.client_id, "reason": "refresh_token_reused"},
    )
    _tell(grant.account, grant.client, key=str(grant.id))


def _tell(account: Account, client: Client, *, key: str) -> None:
    with translation.override(LANGUAGE):
        text = gettext(
            "Somebody tried to reach your data by an old permission of the site “%(site)s”. We cancelled the "
            "permission. Sign in to the site again when you need it."
        ) % {"site": client.name_ar}
        subject = gettext("A site's access to your account was cancelled")
    send(
        key=f"identity.refresh_token_reused:{key}",
        to=Contact(phone=account.phone or None, email=account.email or None, language=LANGUAGE),
        message=Message(sms=text, subject=subject, body=text),
        about=f"identity.grant:{key}",
    )
