"""Where a case is worked on: a queue by governorate is served by the offices there; what nobody serves, by all."""

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import OFFICIALS
from hukumati.cases.models import Case, Task
from hukumati.catalogue import api as catalogue
from hukumati.core.governorates import GOVERNORATES
from hukumati.identity import api as identity


def served_elsewhere(official: Actor, role: str) -> frozenset[str]:
    """Return the governorates whose cases colleagues in this role work on, at offices of theirs, and this official not.

    Supervisors, and officials without an office in a governorate, work on the cases of all governorates.
    """
    governorates = catalogue.office_governorates()
    here = governorates.get(official.office)
    if here is None or "supervisor" in official.roles:
        return frozenset()
    offices = identity.offices_of_role(provider=official.provider, role=role)
    return frozenset(governorates[office] for office in offices if office in governorates) - {here}


def is_elsewhere(case: Case, official: Actor) -> bool:
    """Return whether a case waits, or waited last, where only other offices serve; not for who holds or held it."""
    if official.kind not in OFFICIALS or not official.office:
        return False
    last = Task.objects.filter(case=case).order_by("-id").first()
    if last is None or last.queue not in GOVERNORATES or last.claimed_by == official.id:
        return False
    return last.provider == official.provider and last.queue in served_elsewhere(official, last.role)
