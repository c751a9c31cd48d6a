"""The `sub` of an account, and what claims may say of it."""

from hukumati.core.bilingual import Bilingual
from hukumati.identity.adapters.secret_key import PAIRWISE, derived_key
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.http.oidc.claims import Holder
from hukumati.identity.http.oidc.pairwise import FIRST_PARTY_SECTOR, pairwise_subject
from hukumati.identity.models import Account, Grant


def subject_for(grant: Grant) -> str:
    """Return the `sub` by which a grant's client knows its account."""
    return pairwise_subject(key=derived_key(PAIRWISE), account=str(grant.account_id), sector=grant.client.sector)


def first_party_subject(account: Account) -> str:
    """Return the `sub` by which the platform's own sites know an account."""
    return pairwise_subject(key=derived_key(PAIRWISE), account=str(account.id), sector=FIRST_PARTY_SECTOR)


def holder_of(account: Account) -> Holder:
    """Return what the claims may say of an account."""
    return Holder(
        id_number=account.id_number or None,
        name=Bilingual(ar=account.name_ar, en=account.name_en),
        phone=account.phone,
        email=account.email,
        staff=_staff_of(account),
    )


def _staff_of(account: Account) -> Staff | None:
    if not account.is_staff:
        return None
    return Staff(account.login, account.staff_provider, account.staff_office, frozenset(account.staff_roles))
