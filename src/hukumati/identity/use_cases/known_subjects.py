"""The way back from a pairwise `sub` to its account, for sites that name people by it (CIBA Core §7.1)."""

from hukumati.identity.models import Account, Grant, KnownSubject
from hukumati.identity.use_cases.subjects import subject_in

LENGTH = 43


def remember_subject(grant: Grant, *, sector: str) -> None:
    """Keep by which `sub` a sector knows the holder of an account; idempotent."""
    sub = subject_in(sector=sector, account_id=grant.account_id)
    KnownSubject.objects.get_or_create(sub=sub, defaults={"sector": sector, "account_id": grant.account_id})


def find_by_subject(sub: str, *, sector: str) -> Account | None:
    """Return the account that a sector knows by a `sub`; None for any other text."""
    if len(sub) != LENGTH or not sub.isascii():
        return None
    known = KnownSubject.objects.select_related("account").filter(sub=sub, sector=sector).first()
    return known.account if known else None
