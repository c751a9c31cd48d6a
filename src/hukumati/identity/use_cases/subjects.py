"""The `sub` of an account, and the account as claims describe it."""

from hukumati.core.bilingual import Bilingual
from hukumati.identity import wiring
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.claims import Holder
from hukumati.identity.domain.pairwise import FIRST_PARTY_SECTOR, pairwise_subject
from hukumati.identity.models import Account, Grant
from hukumati.identity.ports import SecretUse


def subject_for(grant: Grant) -> str:
    """Return the `sub` by which a grant's client knows its account."""
    return _subject(account=str(grant.account_id), sector=grant.client.sector)


def first_party_subject(account: Account) -> str:
    """Return the `sub` by which the platform's own sites know an account."""
    return _subject(account=str(account.id), sector=FIRST_PARTY_SECTOR)


def holder_of(account: Account) -> Holder:
    """Return the account as claims describe it."""
    return Holder(
        id_number=account.id_number or None,
        name=Bilingual(ar=account.name_ar, en=account.name_en),
        phone=account.phone,
        email=account.email,
        staff=_staff_of(account),
    )


def _subject(*, account: str, sector: str) -> str:
    return pairwise_subject(key=wiring.derived_secrets().key(SecretUse.PAIRWISE), account=account, sector=sector)


def _staff_of(account: Account) -> Staff | None:
    if not account.is_staff:
        return None
    return Staff(account.login, account.staff_provider, account.staff_office, frozenset(account.staff_roles))
