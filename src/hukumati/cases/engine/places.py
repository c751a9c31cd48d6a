"""Where a case is worked on: a queue of a governorate or an office is served there; what nobody serves, by all."""

from typing import Final

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import OFFICIALS
from hukumati.cases.models import Case, Task
from hukumati.catalogue import api as catalogue
from hukumati.identity import api as identity

EVERYWHERE: Final = ("", "single")
"""Queues that are no place's."""


def served_elsewhere(official: Actor, role: str) -> frozenset[str]:
    """Return the queues whose cases colleagues in this role work on, at offices of theirs, and this official not.

    They are governorates and offices; an office at which nobody works is served like its governorate. Supervisors, and
    officials without an office in a governorate, work on the cases of all queues.
    """
    governorates = catalogue.office_governorates()
    here = governorates.get(official.office)
    if here is None or "supervisor" in official.roles:
        return frozenset()
    offices = identity.offices_of_role(provider=official.provider, role=role)
    elsewhere = frozenset(governorates[office] for office in offices if office in governorates) - {here}
    own = catalogue.office_governorates(provider=official.provider).items()
    return elsewhere | {
        code for code, governorate in own if (code != official.office if code in offices else governorate in elsewhere)
    }


def is_elsewhere(case: Case, official: Actor) -> bool:
    """Return whether a case waits, or waited last, where only other offices serve; not for who holds or held it."""
    if official.kind not in OFFICIALS or not official.office:
        return False
    last = Task.objects.filter(case=case).order_by("-id").first()
    if last is None or last.queue in EVERYWHERE or last.claimed_by == official.id:
        return False
    return last.provider == official.provider and last.queue in served_elsewhere(official, last.role)
