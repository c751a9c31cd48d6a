"""Mandates on a register's word: parents for their children, companies' representatives, heirs.

The registers are asked through the exchange, for a person who asks about their own, and never inside a transaction.
A mandate that its register no longer names is ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import ZONE, local_date
from hukumati.identity.domain.mandates import (
    Deed,
    Kind,
    MandateRefused,
    Scope,
    Source,
    State,
    Term,
    is_minor,
    majority_on,
)
from hukumati.identity.models import Account, Mandate, Person
from hukumati.identity.use_cases.mandates import Proposal, accept_from_register, end
from hukumati.identity.use_cases.persons import (
    RegisteredOrganisation,
    ensure_organisation,
    ensure_person,
    person_of,
)
from hukumati.interoperability import api as registers

PROVIDER: Final = "moi"
PURPOSE: Final = "IDENTITY-MANDATES"
ACTOR: Final = "system:registers"
NAME_PARTS: Final = ("first", "father", "grandfather", "family")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What asking the registers came to: the mandates they vouch for, and how many they ended."""

    mandates: tuple[Mandate, ...]
    ended: int


def find_children(account: Account, *, now: datetime) -> Found:
    """Record a parent's mandates for the minor children of the population register. Raises MandateRefused.

    A child is represented by those whom the register names as guardians: a custody order takes the mandate away.
    """
    parent = person_of(account, now=now)
    family = _ask("interior.family", parent.id_number, account)
    evidence = {"interior.family": family}
    children = [each for each in family["members"] if _is_minor_child(each, now)]
    proposals = [
        _child(each, parent, now)
        for each in children
        if _is_guardian(parent, _ask("interior.person", each["id_number"], account, evidence=evidence))
    ]
    return _settle(parent, Kind.CHILD, proposals, now)


def find_companies(account: Account, *, now: datetime) -> Found:
    """Record the mandates that the companies register gives a person. Raises MandateRefused."""
    representative = person_of(account, now=now)
    answer = _ask("mone.company_representatives", representative.id_number, account)
    active = [each for each in answer["companies"] if each["state"] == "active"]
    return _settle(representative, Kind.COMPANY, [_company(each, representative, now) for each in active], now)


def find_inheritances(account: Account, *, now: datetime) -> Found:
    """Record the mandates that decrees of succession give an heir. Raises MandateRefused."""
    heir = person_of(account, now=now)
    answer = _ask("interior.succession", heir.id_number, account)
    return _settle(heir, Kind.HEIR, [_heir(each, heir, now) for each in answer["inherits_from"]], now)


def _ask(contract: str, subject_id: str, account: Account, *, evidence: Mapping[str, object] | None = None) -> Record:
    grounds = registers.Grounds(PROVIDER, PURPOSE, account.id_number, evidence=evidence or {})
    try:
        answer = registers.query_register(
            contract=contract,
            subject_id=subject_id,
            grounds=grounds,
            user=str(account.id),
            issue=f"identity.mandates:{account.id}",
        )
    except registers.NoSuchRecord:
        raise MandateRefused("not_in_register") from None
    except registers.InteroperabilityError:
        raise MandateRefused("unavailable") from None
    return answer.values


def end_all(representative: Person, kind: Kind, *, now: datetime) -> int:
    """End the mandates of a kind of somebody whom the register does not know any more, and return how many."""
    return _settle(representative, kind, (), now).ended


def _settle(representative: Person, kind: Kind, proposals: Iterable[Proposal], now: datetime) -> Found:
    """Record what the register vouches for, and end what it no longer does."""
    vouched = tuple(accept_from_register(each, now=now) for each in proposals)
    lapsed = representative.held.filter(kind=kind, source=Source.REGISTER, state=State.ACTIVE).exclude(
        id__in=[each.id for each in vouched]
    )
    ids = list(lapsed.values_list("id", flat=True))
    for mandate_id in ids:
        end(mandate_id=mandate_id, actor=ACTOR, now=now)
    return Found(vouched, len(ids))


def _is_minor_child(member: Record, now: datetime) -> bool:
    born_on = date.fromisoformat(member["born_on"])
    minor = is_minor(born_on=born_on, today=local_date(now), majority=settings.HUKUMATI.majority_years)
    return member["relation"] == "child" and member["alive"] and minor


def _is_guardian(parent: Person, entry: Record) -> bool:
    return parent.id_number in entry["guardians"]


def _child(member: Record, parent: Person, now: datetime) -> Proposal:
    born_on = date.fromisoformat(member["born_on"])
    child = ensure_person(member["id_number"], name=_full_name(member["name"]), born_on=born_on, now=now)
    comes_of_age = majority_on(born_on=born_on, majority=settings.HUKUMATI.majority_years)
    return Proposal(
        kind=Kind.CHILD,
        source=Source.REGISTER,
        represented=child,
        representative=parent,
        scope=Scope(),
        term=Term(now, datetime.combine(comes_of_age, time(), tzinfo=ZONE)),
        actor=ACTOR,
        evidence="interior.family",
    )


def _company(entry: Record, representative: Person, now: datetime) -> Proposal:
    found = RegisteredOrganisation(entry["registration_number"], Bilingual(**entry["name"]), entry["legal_form"])
    organisation = ensure_organisation(found, now=now)
    until = entry["until"]
    return Proposal(
        kind=Kind.COMPANY,
        source=Source.REGISTER,
        represented=organisation,
        representative=representative,
        scope=Scope(),
        term=Term(now, datetime.combine(date.fromisoformat(until), time(), tzinfo=ZONE) if until else None),
        actor=ACTOR,
        evidence="mone.company_representatives",
        signatures_needed=entry["signatures_needed"],
    )


def _heir(entry: Record, heir: Person, now: datetime) -> Proposal:
    deceased = ensure_person(entry["id_number"], name=_full_name(entry["name"]), born_on=None, now=now)
    return Proposal(
        kind=Kind.HEIR,
        source=Source.REGISTER,
        represented=deceased,
        representative=heir,
        scope=Scope(deeds=(Deed.VIEW, Deed.APPLY)),
        term=Term(now),
        actor=ACTOR,
        evidence=f"interior.succession {entry['decree_number']}",
    )


def _full_name(name: Record) -> Bilingual:
    ar, en = (" ".join(filter(None, (name[each][part] for part in NAME_PARTS))) for each in ("ar", "en"))
    return Bilingual(ar=ar, en=en)
