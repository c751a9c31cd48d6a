"""Authenticator apps (RFC 6238): enrolling one, checking its codes, removing it (requirement 25)."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hukumati.core import audit
from hukumati.core.typed import bare_code
from hukumati.identity import wiring
from hukumati.identity.domain.totp import ENROLMENT_LIFETIME, acceptable_steps
from hukumati.identity.models import Account, TotpSecret
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.notices import Notice, tell


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app is set up with: the secret to type, and the address that its camera reads."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def has_app(account: Account) -> bool:
    """Return whether an app is confirmed for an account."""
    return TotpSecret.objects.filter(account=account, confirmed_at__isnull=False).exists()


def begin_enrolment(account: Account, *, now: datetime) -> Enrolment | None:
    """Return what to set up an app with, the same for half an hour; None where one is confirmed."""
    totp = wiring.totp_codes()
    with transaction.atomic():
        row = TotpSecret.objects.select_for_update().filter(account=account).first()
        if row is not None and row.confirmed_at is not None:
            return None
        if row is None or now - row.created_at >= ENROLMENT_LIFETIME:
            values = {"secret": totp.new_secret(), "created_at": now, "last_step": 0}
            row, _ = TotpSecret.objects.update_or_create(account=account, defaults=values)
    return Enrolment(row.secret, totp.address_of(secret=row.secret, name=account.login))


@transaction.atomic
def confirm_enrolment(account: Account, *, typed: str, now: datetime) -> bool:
    """Confirm an app by a code that it shows, and tell the holder; True also for the second click on it."""
    pending = TotpSecret.objects.filter(account=account, created_at__gt=now - ENROLMENT_LIFETIME).first()
    step = pending and _matching_step(pending, typed, now)
    if pending is None or step is None:
        return False
    unconfirmed = TotpSecret.objects.filter(account=account, confirmed_at=None, secret__isnull=False)
    if unconfirmed.update(confirmed_at=now, last_step=step) == 1:
        _record(account, "identity.totp_added")
        tell(account, Notice.APP_ADDED, key=f"{account.id}:{now.timestamp()}", now=now)
    return True


def redeem_totp(account: Account, *, typed: str, now: datetime) -> bool:
    """Use up the code of a half minute, in one statement, and return whether it was right and not used before."""
    row = TotpSecret.objects.filter(account=account, confirmed_at__isnull=False).first()
    step = row and _matching_step(row, typed, now)
    if step is None:
        return False
    return TotpSecret.objects.filter(account=account, last_step__lt=step).update(last_step=step) == 1


def repeats_totp(account: Account, *, typed: str, now: datetime) -> bool:
    """Return whether this is the code that was accepted last."""
    row = TotpSecret.objects.filter(account=account, confirmed_at__isnull=False).first()
    return row is not None and _matching_step(row, typed, now) == row.last_step


@transaction.atomic
def remove_app(account: Account, *, now: datetime) -> bool:
    """Remove an account's app and tell the holder; return False if there is none."""
    removed, _ = TotpSecret.objects.filter(account=account, confirmed_at__isnull=False).delete()
    if removed:
        _record(account, "identity.totp_removed")
        tell(account, Notice.APP_REMOVED, key=f"{account.id}:{now.timestamp()}", now=now)
    return bool(removed)


def _matching_step(row: TotpSecret, typed: str, now: datetime) -> int | None:
    """Return the step whose code was typed; every acceptable one is compared, whichever is right."""
    code, totp = bare_code(typed).encode(), wiring.totp_codes()
    found = [
        step
        for step in acceptable_steps(now)
        if hmac.compare_digest(totp.code_of(secret=row.secret, step=step).encode(), code)
    ]
    return max(found, default=None)


def _record(account: Account, action: str) -> None:
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action=action)
