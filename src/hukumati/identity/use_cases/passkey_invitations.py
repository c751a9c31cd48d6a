"""Inviting people who sign in with codes to add a passkey: once, and again only long after they said no."""

from datetime import datetime

from hukumati.identity.domain.passkeys import is_invited
from hukumati.identity.models import Account, LoginSession, Passkey


def is_invited_to_passkey(session: LoginSession, *, now: datetime) -> bool:
    """Return whether the holder of a session is invited; officials are by their ministry."""
    account = session.account
    return not account.is_staff and is_invited(
        methods=session.amr,
        has_passkey=Passkey.objects.filter(account=account).exists(),
        declined_at=account.passkey_declined_at,
        now=now,
    )


def decline_passkey(account: Account, *, now: datetime) -> None:
    """Remember that the holder does not want a passkey now."""
    Account.objects.filter(id=account.id).update(passkey_declined_at=now)
