"""Keeping sites on trial and real people apart, before anything is granted; tokens are judged again where used."""

from django.conf import settings

from hukumati.core.security_events import note
from hukumati.identity.domain.sandbox import may_meet
from hukumati.identity.models import Account, Client


def may_use(client: Client, account: Account) -> bool:
    """Return whether an account may be used on a client's site; a refusal is noted as a security event."""
    is_allowed = may_meet(
        is_sandbox=client.is_sandbox,
        is_fictional=account.is_fictional,
        is_fictional_world=settings.HUKUMATI.is_fictional_world,
    )
    if not is_allowed:
        note("sandbox.refused", subject=str(account.id))
    return is_allowed
