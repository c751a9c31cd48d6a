"""The ministry of national economy: which companies a person represents."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known
from simulators.world.companies import Company
from simulators.world.world import World


def find_companies(world: World, id_number: str) -> JsonObject | None:
    """Return the companies that a person represents, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    return extract(id_number, companies=[_company(each) for each in world.companies.get(id_number, ())])


def _company(company: Company) -> JsonObject:
    return {
        "registration_number": company.registration_number,
        "name": company.name,
        "legal_form": company.legal_form,
        "state": company.state,
        "role": company.role,
        "signatures_needed": company.signatures_needed,
        "since": company.since.isoformat(),
        "until": company.until.isoformat() if company.until else None,
    }
