"""Both sides of a mandate are told what an official or a register did to it."""

from datetime import datetime

from hukumati.identity.models import Mandate, Person
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.persons import account_of, represented_by


def tell_both(mandate: Mandate, *, begun: bool, now: datetime) -> None:
    """Tell the sides that have an account, on every channel, in the caller's transaction."""
    notice = Notice.MANDATE_BEGUN if begun else Notice.MANDATE_OVER
    for party in (represented_by(mandate), mandate.representative):
        account = account_of(party) if isinstance(party, Person) else None
        if account is not None:
            tell(account, notice, key=f"{mandate.id}:{account.id}", now=now)
