"""Acting for another: taking up a mandate, in a token (RFC 8693) or on the platform's own sites."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hukumati.core.bilingual import Bilingual
from hukumati.core.rows import add
from hukumati.identity.domain.claims import Holder
from hukumati.identity.domain.mandates import (
    Chain,
    Deed,
    Kind,
    MandateRefused,
    Scope,
    begin_chain,
    extend_chain,
    narrowed_scopes,
    nested_act,
    require_level,
    require_site,
)
from hukumati.identity.domain.pairwise import FIRST_PARTY_SECTOR
from hukumati.identity.models import Account, Grant, Mandate, Person
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.grants import sign_in_of
from hukumati.identity.use_cases.ledger import record_for_both
from hukumati.identity.use_cases.mandates import held, list_held
from hukumati.identity.use_cases.persons import (
    NotAPerson,
    find_party,
    ledger_subject,
    name_of,
    person_of,
    represented_by,
    subject_key,
)
from hukumati.identity.use_cases.sandbox import may_use
from hukumati.identity.use_cases.sessions import find_session_of
from hukumati.identity.use_cases.subjects import holder_of, subject_in


@dataclass(frozen=True, slots=True)
class Principal:
    """For whom somebody acts, as the platform's own sites see it; `sub` is the represented one's there.

    `services` are codes, none for every service that takes the kind; `deeds` is what may be done.
    """

    mandate: str
    kind: Kind
    sub: str
    id_number: str | None
    name: Bilingual
    services: tuple[str, ...]
    deeds: frozenset[Deed]


def list_principals(*, sid: str, now: datetime) -> tuple[Principal, ...]:
    """List for whom the person of a login session may act now."""
    session = find_session_of(sid=sid)
    try:
        person = person_of(session.account, now=now) if session else None
    except NotAPerson:
        return ()
    usable = [_principal_or_none(mandate, person, now) for mandate in list_held(person)] if person else []
    return tuple(each for each in usable if each is not None)


def act_for(*, sid: str, mandate_id: UUID, client: str, now: datetime) -> Principal:
    """Take up a mandate on one of the platform's own sites, and record the use. Raises MandateRefused."""
    session = find_session_of(sid=sid)
    if session is None:
        raise MandateRefused("not_active")
    require_level(session.acr)
    with transaction.atomic():
        mandate = _usable(mandate_id)
        principal = _principal(mandate, _person_of(session.account, now), now)
        _record_use(mandate, session.account, client=client)
    return principal


def find_principal(*, sid: str, mandate_id: UUID, now: datetime) -> Principal | None:
    """Return for whom a login session acts by a mandate, if it still may: read again on every page."""
    session, mandate = find_session_of(sid=sid), _related().filter(id=mandate_id).first()
    if session is None or mandate is None:
        return None
    try:
        return _principal(mandate, _person_of(session.account, now), now)
    except MandateRefused:
        return None


@transaction.atomic
def exchange_grant(*, grant: Grant, mandate_id: UUID, scopes: Collection[str], now: datetime) -> Grant:
    """Store a grant for whom a mandate represents, and return it; `ends_at` is no later than the mandate's end.

    It is the same client's, in the same login session, never at a higher level; revoking any mandate of the chain
    revokes it. Raises MandateRefused.
    """
    account, sign_in = grant.account, sign_in_of(grant)
    require_level(sign_in.acr)
    if not may_use(grant.client, account):
        raise MandateRefused("not_active")
    mandate = _usable(mandate_id)
    chain = _chain(grant, mandate, account, now)
    if grant.client.sector != FIRST_PARTY_SECTOR:
        require_site(chain.scope, owner=grant.client.owner)
    new = Grant(
        client_id=grant.client_id,
        account=account,
        login_session=grant.login_session,
        acr=sign_in.acr,
        amr=list(sign_in.amr),
        auth_time=sign_in.at,
        scopes=list(narrowed_scopes(scopes, granted=grant.scopes)),
        created_at=now,
        ends_at=min((end for end in (grant.ends_at, chain.ends_at) if end is not None), default=None),
        acting=_stored(chain, mandate, root=_root_of(grant)),
    )
    add(new)
    _record_use(mandate, account, client=grant.client_id, depth=len(chain.mandates))
    return new


def acting_claims(grant: Grant, *, sector: str) -> dict[str, object]:
    """Return the claims of a token for another: who acts (`act`, RFC 8693 §4.1), and by which mandate."""
    acting = grant.acting
    if acting is None:
        return {}
    actors = [subject_in(sector=sector, account_id=UUID(key)) for key in acting["actor_keys"]]
    return {
        "act": nested_act(actors),
        "mandate_id": acting["mandates"][-1],
        "mandate": {name: acting[name] for name in ("kind", "services", "deeds", "ends_at")},
    }


def holder_of_grant(grant: Grant) -> Holder:
    """Return whom the claims of a grant are about: the represented, who is never reached by them, or its account."""
    if grant.acting is None:
        return holder_of(grant.account)
    party = find_party(UUID(grant.acting["principal"]))
    if party is None:
        raise MandateRefused("not_active")
    number = party.id_number if isinstance(party, Person) else None
    return Holder(id_number=number, name=name_of(party), phone="", email="", staff=None)


def ledger_subject_of(grant: Grant) -> str:
    """Return in whose ledger it stands what a grant's client receives."""
    party = find_party(UUID(grant.acting["principal"])) if grant.acting else None
    return ledger_subject(party) if party else audit_subject(grant.account)


def _chain(grant: Grant, mandate: Mandate, account: Account, now: datetime) -> Chain:
    """Return the chain of an exchanged token: the grant's own, if it is one already, and the mandate."""
    person = str(_person_of(account, now).id)
    chain = Chain(person, (), (), Scope(), None)
    for mandate_id in (grant.acting or {}).get("mandates", []):
        chain = extend_chain(chain, held(_usable(UUID(mandate_id))), now=now)
    return extend_chain(chain, held(mandate), now=now)


def _root_of(grant: Grant) -> UUID:
    """Return the grant of the person's own, from which a chain of exchanges began."""
    return UUID(grant.acting["from"]) if grant.acting else grant.id


def _stored(chain: Chain, mandate: Mandate, *, root: UUID) -> dict[str, object]:
    """Return a chain as JSON: who is represented, whose `sub` the actors have, and how far it goes."""
    parties = [find_party(UUID(actor)) for actor in chain.actors]
    return {
        "from": str(root),
        "principal": chain.principal,
        "principal_key": subject_key(represented_by(mandate)),
        "actor_keys": [subject_key(each) for each in parties if each is not None],
        "mandates": list(chain.mandates),
        "kind": mandate.kind,
        "services": list(chain.scope.services),
        "deeds": list(chain.scope.deeds),
        "limit_minor": chain.scope.limit_minor,
        "ends_at": chain.ends_at.isoformat() if chain.ends_at else None,
    }


def _principal(mandate: Mandate, person: Person, now: datetime) -> Principal:
    chain = begin_chain(held(mandate), actor=str(person.id), now=now)
    party = represented_by(mandate)
    return Principal(
        mandate=str(mandate.id),
        kind=Kind(mandate.kind),
        sub=subject_in(sector=FIRST_PARTY_SECTOR, account_id=UUID(subject_key(party))),
        id_number=party.id_number if isinstance(party, Person) else None,
        name=name_of(party),
        services=chain.scope.services,
        deeds=frozenset(chain.scope.deeds),
    )


def _principal_or_none(mandate: Mandate, person: Person, now: datetime) -> Principal | None:
    try:
        return _principal(mandate, person, now)
    except MandateRefused:
        return None


def _person_of(account: Account, now: datetime) -> Person:
    try:
        return person_of(account, now=now)
    except NotAPerson:
        raise MandateRefused("not_yours") from None


def _related() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("person", "organisation", "representative")


def _usable(mandate_id: UUID) -> Mandate:
    """Return a mandate, locked until the transaction ends: it is not revoked while it is taken up."""
    mandate = _related().select_for_update(of=("self",)).filter(id=mandate_id).first()
    if mandate is None:
        raise MandateRefused("not_yours")
    return mandate


def _record_use(mandate: Mandate, account: Account, *, client: str, depth: int = 1) -> None:
    record_for_both(
        mandate,
        actor=f"account:{account.id}",
        action="identity.mandate_used",
        client=client,
        depth=depth,
    )
