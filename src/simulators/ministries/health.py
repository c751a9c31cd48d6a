"""The ministry of health: government health insurance, fitness to drive."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known, today
from simulators.world.health import Examination, Policy
from simulators.world.world import World


def find_insurance(world: World, id_number: str) -> JsonObject | None:
    """Return the policies that cover a person, with expired ones, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    policies = [_policy(policy) for policy in world.care.policies.get(id_number, [])]
    return extract(id_number, insured="valid" in [policy["state"] for policy in policies], policies=policies)


def _policy(policy: Policy) -> JsonObject:
    return {
        "number": policy.number,
        "scheme": policy.scheme,
        "state": "valid" if policy.year >= today().year else "expired",
        "valid_from": f"{policy.year}-01-01",
        "valid_until": f"{policy.year}-12-31",
        "dependants": len(policy.dependants),
        "centre": policy.centre,
    }


def find_examination(world: World, id_number: str) -> JsonObject | None:
    """Return a person's last examination of fitness to drive, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    examination = world.care.examinations.get(id_number)
    return extract(id_number, examination=_examination(examination) if examination else None)


def _examination(examination: Examination) -> JsonObject:
    return {
        "number": examination.number,
        "examined_on": examination.examined_on.isoformat(),
        "fit": examination.fit,
        "conditions": list(examination.conditions),
    }
