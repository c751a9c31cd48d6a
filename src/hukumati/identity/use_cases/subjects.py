"""The `sub` of an account, and the account as claims describe it."""

from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.identity import wiring
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.claims import Holder
from hukumati.identity.domain.pairwise import FIRST_PARTY_SECTOR, pairwise_subject
from hukumati.identity.models import Account, Grant
from hukumati.identity.ports import SecretUse


def subject_for(grant: Grant) -> str:
    """Return the `sub` by which a grant's client knows its account."""
    return subject_of_grant(grant, sector=grant.client.sector)


def subject_of_grant(grant: Grant, *, sector: str) -> str:
    """Return the `sub` of a grant in a sector: whom a mandate represents, or the holder of the account."""
    key = UUID(grant.acting["principal_key"]) if grant.acting else grant.account_id
    return subject_in(sector=sector, account_id=key)


def first_party_subject(account: Account) -> str:
    """Return the `sub` by which the platform's own sites know an account."""
    return subject_in(sector=FIRST_PARTY_SECTOR, account_id=account.id)


def holder_of(account: Account) -> Holder:
    """Return the account as claims describe it."""
    return Holder(
        id_number=account.id_number or None,
        name=Bilingual(ar=account.name_ar, en=account.name_en),
        phone=account.phone,
        email=account.email,
        staff=_staff_of(account),
    )


def subject_in(*, sector: str, account_id: UUID) -> str:
    """Return the `sub` by which the sites of a sector know an account."""
    key = wiring.derived_secrets().key(SecretUse.PAIRWISE)
    return pairwise_subject(key=key, account=str(account_id), sector=sector)


def _staff_of(account: Account) -> Staff | None:
    if not account.is_staff:
        return None
    return Staff(account.login, account.staff_provider, account.staff_office, frozenset(account.staff_roles))
