"""Mandates: one acts for another, or for an organisation; who may give, accept and end one, and how far it goes.

Illustrative: no law on electronic powers of attorney was found; majority and terms are settings.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hukumati.core.ages import age_on

DEEPEST: Final = 3
"""How many may act for one another in one token (the nesting of `act`, RFC 8693 §4.1)."""
LONGEST_ONLINE: Final = timedelta(days=366)
"""How long a power of attorney given online lasts at most; a certified one may last longer."""
MOST_GIVEN: Final = 20
"""Open powers of attorney of one person."""


class Kind(StrEnum):
    """Why one may act for another."""

    CHILD = "child"
    WARD = "ward"
    COMPANY = "company"
    POWER_OF_ATTORNEY = "power_of_attorney"
    HEIR = "heir"


class Source(StrEnum):
    """Who vouches for a mandate."""

    REGISTER = "register"
    COURT = "court"
    OFFICER = "officer"
    CITIZEN = "citizen"


class State(StrEnum):
    """Where a mandate stands; only an active one may be used."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Step(StrEnum):
    """What moves a mandate from one state to another."""

    ACCEPT = "accept"
    END = "end"
    REVOKE = "revoke"
    EXPIRE = "expire"


class Deed(StrEnum):
    """What may be done under a mandate."""

    VIEW = "view"
    APPLY = "apply"
    PAY = "pay"
    COLLECT = "collect"


class Party(StrEnum):
    """Who takes a step."""

    REPRESENTED = "represented"
    REPRESENTATIVE = "representative"
    OFFICER = "officer"
    SYSTEM = "system"


class MandateRefused(ValueError):
    """A mandate that cannot be given, moved or used; the argument is the reason, a word of `REASONS`."""


REASONS: Final = (
    "self", "bad_term", "no_service", "no_deed", "too_many", "not_open", "not_yours", "same_officer", "not_active",
    "expired", "out_of_scope", "too_deep", "loop", "joint", "assurance", "of_age", "no_custody", "not_in_register",
    "unavailable", "deceased",
)  # fmt: skip

TRANSITIONS: Final[Mapping[tuple[State, Step], State]] = {
    (State.PROPOSED, Step.ACCEPT): State.ACTIVE,
    (State.PROPOSED, Step.REVOKE): State.REVOKED,
    (State.PROPOSED, Step.EXPIRE): State.EXPIRED,
    (State.ACTIVE, Step.REVOKE): State.REVOKED,
    (State.ACTIVE, Step.END): State.ENDED,
    (State.ACTIVE, Step.EXPIRE): State.EXPIRED,
}
"""All that can happen to a mandate; what is not here cannot."""

ACCEPTED_BY: Final[Mapping[Kind, Party]] = {
    Kind.CHILD: Party.SYSTEM,
    Kind.COMPANY: Party.SYSTEM,
    Kind.HEIR: Party.SYSTEM,
    Kind.WARD: Party.OFFICER,
    Kind.POWER_OF_ATTORNEY: Party.REPRESENTATIVE,
}
"""Who makes a proposed mandate active: a register's word needs nobody, a guardian's a second officer."""

REVOKED_BY: Final[Mapping[Kind, frozenset[Party]]] = {
    Kind.CHILD: frozenset({Party.OFFICER, Party.SYSTEM}),
    Kind.WARD: frozenset({Party.OFFICER}),
    Kind.COMPANY: frozenset({Party.REPRESENTATIVE, Party.OFFICER, Party.SYSTEM}),
    Kind.HEIR: frozenset({Party.REPRESENTATIVE, Party.OFFICER, Party.SYSTEM}),
    Kind.POWER_OF_ATTORNEY: frozenset({Party.REPRESENTED, Party.REPRESENTATIVE, Party.OFFICER}),
}
"""Who may revoke: nobody lays down a child by a click; either side ends a power of attorney at once."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a mandate goes: services by code (none named: every service that takes its kind), and deeds.

    `limit_minor` is the most that may be paid at once, in agorot; None: no limit.
    """

    services: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = tuple(Deed)
    limit_minor: int | None = None

    def covers(self, *, service: str, deed: Deed) -> bool:
        """Return whether a deed for a service is within the scope."""
        return deed in self.deeds and (not self.services or service in self.services)

    def narrowed_to(self, other: "Scope") -> "Scope":
        """Return what is within both: a chain of mandates goes as far as its narrowest."""
        if self.services and other.services:
            services = tuple(each for each in self.services if each in other.services)
            if not services:
                raise MandateRefused("out_of_scope")
        else:
            services = self.services or other.services
        limits = [each for each in (self.limit_minor, other.limit_minor) if each is not None]
        deeds = tuple(each for each in self.deeds if each in other.deeds)
        return Scope(services, deeds, min(limits) if limits else None)


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when a mandate may be used; without an end, until it is ended."""

    starts_at: datetime
    ends_at: datetime | None = None

    def has_begun(self, now: datetime) -> bool:
        """Return whether the first moment has come."""
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        """Return whether the last moment has passed."""
        return self.ends_at is not None and self.ends_at <= now


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate as using it needs it: who acts for whom (keys of persons or organisations), and how far."""

    id: str
    kind: Kind
    represented: str
    representative: str
    state: State
    term: Term
    scope: Scope
    signatures_needed: int = 1


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is at the keyboard and for whom, from the one acting now to the first: `actors`, outermost first.

    `principal` is whom the last mandate represents, `mandates` are the ids in the order in which they were taken up.
    """

    principal: str
    actors: tuple[str, ...]
    mandates: tuple[str, ...]
    scope: Scope
    ends_at: datetime | None


def next_state(state: State, step: Step) -> State:
    """Return where a step leads. Raises MandateRefused("not_open") where it is not in the table."""
    following = TRANSITIONS.get((state, step))
    if following is None:
        raise MandateRefused("not_open")
    return following


def require_party(kind: Kind, step: Step, party: Party) -> None:
    """Raise MandateRefused("not_yours") unless the party may take the step with a mandate of this kind."""
    allowed = {
        Step.ACCEPT: frozenset({ACCEPTED_BY[kind]}),
        Step.REVOKE: REVOKED_BY[kind],
        Step.END: frozenset({Party.SYSTEM, Party.OFFICER}),
        Step.EXPIRE: frozenset({Party.SYSTEM}),
    }[step]
    if party not in allowed:
        raise MandateRefused("not_yours")


def check_online_grant(*, grantor: str, holder: str, scope: Scope, term: Term, open_ones: int, now: datetime) -> None:
    """Raise MandateRefused unless a person may give this power of attorney online: limited in services and in time."""
    if grantor == holder:
        raise MandateRefused("self")
    if not scope.services:
        raise MandateRefused("no_service")
    if not scope.deeds:
        raise MandateRefused("no_deed")
    if term.ends_at is None or not now < term.ends_at <= now + LONGEST_ONLINE or term.starts_at >= term.ends_at:
        raise MandateRefused("bad_term")
    if open_ones >= MOST_GIVEN:
        raise MandateRefused("too_many")


def check_paper(*, scope: Scope, term: Term, now: datetime) -> None:
    """Raise MandateRefused unless a paper names deeds, and a time that is not over."""
    if not scope.deeds:
        raise MandateRefused("no_deed")
    if term.is_over(now) or (term.ends_at is not None and term.starts_at >= term.ends_at):
        raise MandateRefused("bad_term")


def majority_on(*, born_on: date, majority: int) -> date:
    """Return the day on which a child comes of age; one born on 29 February does on 1 March of common years."""
    try:
        return born_on.replace(year=born_on.year + majority)
    except ValueError:
        return date(born_on.year + majority, 3, 1)


def is_minor(*, born_on: date, today: date, majority: int) -> bool:
    """Return whether somebody is still represented by their parents."""
    return age_on(born_on=born_on, today=today) < majority


def require_usable(mandate: Held, *, now: datetime) -> None:
    """Raise MandateRefused unless the mandate may be used now: active, begun and not over."""
    if mandate.term.is_over(now):
        raise MandateRefused("expired")
    if mandate.state is not State.ACTIVE or not mandate.term.has_begun(now):
        raise MandateRefused("not_active")


def begin_chain(mandate: Held, *, actor: str, now: datetime) -> Chain:
    """Return the chain of somebody who takes up a mandate of their own. Raises MandateRefused."""
    return _extended(Chain(actor, (), (), Scope(), None), mandate, now=now)


def extend_chain(chain: Chain, mandate: Held, *, now: datetime) -> Chain:
    """Return the chain with one more mandate, which its principal holds. Raises MandateRefused."""
    return _extended(chain, mandate, now=now)


def _extended(chain: Chain, mandate: Held, *, now: datetime) -> Chain:
    if mandate.representative != chain.principal:
        raise MandateRefused("not_yours")
    require_usable(mandate, now=now)
    if len(chain.mandates) >= DEEPEST:
        raise MandateRefused("too_deep")
    if mandate.represented in {chain.principal, *chain.actors}:
        raise MandateRefused("loop")
    ends = [each for each in (chain.ends_at, mandate.term.ends_at) if each is not None]
    return Chain(
        principal=mandate.represented,
        actors=(chain.principal, *chain.actors),
        mandates=(*chain.mandates, mandate.id),
        scope=_alone(chain.scope.narrowed_to(mandate.scope), mandate),
        ends_at=min(ends) if ends else None,
    )


def _alone(scope: Scope, mandate: Held) -> Scope:
    """Return what one of several who sign jointly may do alone: look."""
    if mandate.signatures_needed <= 1:
        return scope
    return Scope(scope.services, tuple(each for each in scope.deeds if each is Deed.VIEW), scope.limit_minor)


def nested_act(subjects: Sequence[str]) -> dict[str, object]:
    """Return the claim `act` of actors' subjects, the one acting now first (RFC 8693 §4.1)."""
    first, *others = subjects
    return {"sub": first} | ({"act": nested_act(others)} if others else {})


def narrowed_scopes(requested: Collection[str], *, granted: Collection[str]) -> tuple[str, ...]:
    """Return the scopes of a token for somebody represented: of those granted, only who it is, never how to reach whom.

    Raises MandateRefused where something else is requested.
    """
    possible = tuple(each for each in granted if each in {"openid", "identity"})
    wanted = tuple(requested) or possible
    if not set(wanted) <= set(possible):
        raise MandateRefused("out_of_scope")
    return tuple(each for each in possible if each in wanted)


ENOUGH: Final = frozenset({"urn:hukumati:acr:substantial", "urn:hukumati:acr:high"})
"""The levels of assurance at which one may give, accept, revoke or use a mandate."""


def require_level(acr: str) -> None:
    """Raise MandateRefused("assurance") for a sign-in that is not sure enough of who it is."""
    if acr not in ENOUGH:
        raise MandateRefused("assurance")


def require_site(scope: Scope, *, owner: str) -> None:
    """Raise MandateRefused unless a site's owner runs one of the services to which a mandate is limited.

    A service's code begins with the code of the body that runs it (illustrative).
    """
    if scope.services and all(each.partition("-")[0].lower() != owner for each in scope.services):
        raise MandateRefused("out_of_scope")
