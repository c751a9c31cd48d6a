"""Who may do what to a case."""

from dataclasses import dataclass
from typing import Protocol

from hukumati.service_language.api import performers_of

OFFICIALS = frozenset({"officer", "clerk"})
ROLES = frozenset({"officer", "clerk", "supervisor", "producer", "inspector"})
"""Who works in an inbox."""
READERS = frozenset({"officer", "supervisor"})
"""Who may read every case of their ministry; others read those that they work on."""


class Acting(Protocol):
    """What permissions need to know of who acts."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def id_number(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose case it is, and which ministry's; `parties` are the ID numbers of others who are asked to agree in it."""

    sub: str
    id_number: str
    provider: str
    parties: frozenset[str] = frozenset()


def is_own(actor: Acting, owner: Owner) -> bool:
    """Return whether somebody acts on their own case; an official whose ID number is not known might.

    A case in which an official is asked to agree, as a spouse say, is their own too.
    """
    if actor.kind in OFFICIALS and (not actor.id_number or actor.id_number in owner.parties):
        return True
    return actor.id == owner.sub or (actor.id_number is not None and actor.id_number == owner.id_number)


def resolve_role(role: str, *, provider: str) -> tuple[str, str]:
    """Split a role as a service names it ("officer", "moj.officer"): the ministry, the case's own by default, and the
    name."""
    named, _, name = role.rpartition(".")
    return named or provider, name


def may_work(actor: Acting, owner: Owner, role: str) -> bool:
    """Return whether an official has the role that a state's work requires ("officer", "moj.officer")."""
    provider, name = resolve_role(role, provider=owner.provider)
    return actor.kind in OFFICIALS and actor.provider == provider and name in actor.roles


def supervises(actor: Acting, owner: Owner, role: str) -> bool:
    """Return whether an official supervises a state's work: for the case's ministry, or for that of the work's role."""
    provider, _ = resolve_role(role, provider=owner.provider)
    return actor.kind in OFFICIALS and "supervisor" in actor.roles and actor.provider in {owner.provider, provider}


def may_reopen(actor: Acting, owner: Owner, *, by: str, role: str) -> bool:
    """Return whether somebody may lead an ended case back; `role` is that of the official who would."""
    if by == "citizen":
        return actor.kind == "citizen" and actor.id == owner.sub
    return may_work(actor, owner, role) and not is_own(actor, owner)


def may_act(actor: Acting, action: str, owner: Owner, role: str | None) -> bool:
    """Decide; `role` is that of the state's work, None where no official works."""
    performers = performers_of(action)
    if actor.kind == "system":
        return "system" in performers
    if actor.kind == "citizen":
        return "citizen" in performers and actor.id == owner.sub
    if is_own(actor, owner):
        return False
    if "desk" in performers:
        return actor.kind == "clerk"
    if role is None:
        return False
    if "supervisor" in performers:
        return supervises(actor, owner, role)
    return "worker" in performers and may_work(actor, owner, role)


def may_record(actor: Acting, action: str, owner: Owner) -> bool:
    """Return whether somebody may record the answer to a side request that was put to them."""
    if actor.kind == "party":
        return "party" in performers_of(action) and actor.id_number in owner.parties and not is_own(actor, owner)
    return actor.kind in OFFICIALS and "asked" in performers_of(action) and not is_own(actor, owner)
