"""Which accounts are signed in to by a security key alone, and which passkeys are good enough for them."""

from datetime import datetime

from django.conf import settings

from hukumati.core import clock
from hukumati.identity.domain.official_keys import is_good_enough, must_use_key
from hukumati.identity.models import Account, Passkey


def are_keys_obligatory(*, now: datetime) -> bool:
    """Return whether officials must use security keys here today."""
    obligatory_from = settings.HUKUMATI.official_keys_from
    return must_use_key(is_staff=True, obligatory_from=obligatory_from, today=clock.local_date(now))


def needs_key(account: Account, *, now: datetime) -> bool:
    """Return whether an account may be signed in to by a security key alone today."""
    return account.is_staff and are_keys_obligatory(now=now)


def is_usable(passkey: Passkey, *, now: datetime) -> bool:
    """Return whether a passkey is good enough for its account."""
    return not needs_key(passkey.account, now=now) or is_good_enough(
        is_backup_eligible=passkey.is_backup_eligible,
        is_attested=passkey.is_attested,
        are_makers_known=settings.HUKUMATI.passkey_roots_dir is not None,
    )
