"""A mandate as its pages show it: names, words of its kind and state, and what may be done with it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import long_date
from hukumati.core.design.parts import Row
from hukumati.identity.domain.mandates import (
    ACCEPTED_BY,
    REVOKED_BY,
    TRANSITIONS,
    Deed,
    Kind,
    Party,
    Source,
    State,
    Step,
)
from hukumati.identity.http.account.ledger_views import joined
from hukumati.identity.models import Mandate, Person
from hukumati.identity.use_cases.mandates import party_of
from hukumati.identity.use_cases.persons import name_of, represented_by
from hukumati.identity.use_cases.takers import list_takers

KINDS: Final[Mapping[str, Promise]] = {
    Kind.CHILD: _("Parent for a child"),
    Kind.WARD: _("Guardian by order of a court"),
    Kind.COMPANY: _("Representative of a company"),
    Kind.POWER_OF_ATTORNEY: _("Power of attorney"),
    Kind.HEIR: _("Heir"),
}
STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    State.PROPOSED: (_("Waiting to be accepted"), "yellow"),
    State.ACTIVE: (_("Active"), "green"),
    State.ENDED: (_("Ended"), "grey"),
    State.REVOKED: (_("Revoked"), "red"),
    State.EXPIRED: (_("Expired"), "grey"),
}
DEEDS: Final[Mapping[str, Promise]] = {
    Deed.VIEW: _("See applications and answers"),
    Deed.APPLY: _("Apply"),
    Deed.PAY: _("Pay"),
    Deed.COLLECT: _("Collect documents"),
}
SOURCES: Final[Mapping[str, Promise]] = {
    Source.REGISTER: _("A register of the state"),
    Source.COURT: _("A court"),
    Source.OFFICER: _("A notary or a mission"),
    Source.CITIZEN: _("The person represented, online"),
}
REFUSALS: Final[Mapping[str, Promise]] = {
    "self": _("This is your own ID number. Enter the number of the person who will act for you"),
    "bad_term": _("Choose a day after today and within one year"),
    "no_service": _("Choose at least one service"),
    "no_deed": _("Choose what this person may do"),
    "too_many": _("You have given as many powers of attorney as are possible. Revoke one that you no longer need"),
    "not_open": _("This mandate is over. Nothing was changed"),
    "not_yours": _("Only the other side, or an officer, can do this. Nothing was changed"),
    "expired": _("The time of this mandate is over. Ask for a new one"),
    "assurance": _("Sign in with a stronger proof of who you are, then try again"),
    "not_in_register": _("The register does not know your ID number. Visit an office of the Ministry of Interior"),
    "unavailable": _("The register does not answer now. Try again in a few minutes"),
    "no_person": _("Your account has no ID number, so it cannot take part in mandates"),
}


def deed_choices() -> list[tuple[str, Promise]]:
    """Return what may be done under a power of attorney, as choices of a form."""
    return [(deed.value, DEEDS[deed]) for deed in Deed]


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate before the eyes of one side of it."""

    id: UUID
    kind: Promise
    state: Promise
    colour: str
    represented: str
    representative: str
    is_held: bool
    can_accept: bool
    can_revoke: bool
    is_usable: bool
    services: tuple[str, ...]
    deeds: tuple[Promise, ...]
    source: Promise
    evidence: str
    signatures_needed: int
    starts_at: datetime
    ends_at: datetime | None

    @property
    def other(self) -> str:
        """The name of the other side."""
        return self.represented if self.is_held else self.representative

    def rows(self) -> list[Row]:
        """Return the mandate as a summary list."""
        until = long_date(self.ends_at) if self.ends_at else gettext("Until it is ended")
        rows = [
            Row(_("Who is represented"), self.represented),
            Row(_("Who represents"), self.representative),
            Row(_("Services"), joined(self.services) or gettext("Every service that takes this kind of mandate")),
            Row(_("What may be done"), joined([str(each) for each in self.deeds])),
            Row(_("From"), long_date(self.starts_at)),
            Row(_("Until"), until),
            Row(_("Confirmed by"), self.source),
        ]
        if self.signatures_needed > 1:
            rows.append(Row(_("Signatures needed"), self.signatures_needed))
        return rows


def view_of(mandate: Mandate, person: Person, now: datetime) -> MandateView:
    """Return a mandate as a person sees it who gave or holds it."""
    party, is_over = party_of(mandate, person), mandate.ends_at is not None and mandate.ends_at <= now
    state = State.EXPIRED if is_over and mandate.state in {State.PROPOSED, State.ACTIVE} else State(mandate.state)
    kind, (text, colour) = Kind(mandate.kind), STATES[state]
    return MandateView(
        id=mandate.id,
        kind=KINDS[kind],
        state=text,
        colour=colour,
        represented=str(name_of(represented_by(mandate))),
        representative=_representative(mandate, party),
        is_held=party is Party.REPRESENTATIVE,
        can_accept=(state, Step.ACCEPT) in TRANSITIONS and ACCEPTED_BY[kind] is party,
        can_revoke=(state, Step.REVOKE) in TRANSITIONS and party in REVOKED_BY[kind],
        is_usable=state is State.ACTIVE and mandate.starts_at <= now,
        services=_services(mandate, kind),
        deeds=tuple(DEEDS[each] for each in mandate.deeds if each in DEEDS),
        source=SOURCES[mandate.source],
        evidence=mandate.evidence,
        signatures_needed=mandate.signatures_needed,
        starts_at=mandate.starts_at,
        ends_at=mandate.ends_at,
    )


def _representative(mandate: Mandate, party: Party) -> str:
    """Return the representative's name: to whoever gave it, as they called them until it was accepted."""
    known: Bilingual = name_of(mandate.representative)
    if party is Party.REPRESENTATIVE or mandate.accepted_at is not None:
        return str(known) or mandate.called
    return mandate.called or str(known)


def _services(mandate: Mandate, kind: Kind) -> tuple[str, ...]:
    names = {each.code: str(each.name) for each in list_takers(kind)} if mandate.services else {}
    return tuple(names.get(code, code) for code in mandate.services)
