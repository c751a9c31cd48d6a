"""The ministry of health: government health insurance, fitness to drive."""

from typing import Any

from simulators.registers.answers import extract, find_known, today
from simulators.world.health import Policy
from simulators.world.world import World


def find_insurance(world: World, id_number: str) -> dict[str, Any] | None:
    """Find the policies that cover a person, expired ones too."""
    if find_known(world, id_number) is None:
        return None
    policies = [_policy(policy) for policy in world.care.policies.get(id_number, [])]
    return extract(id_number, insured="valid" in [policy["state"] for policy in policies], policies=policies)


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "number": policy.number,
        "scheme": policy.scheme,
        "state": "valid" if policy.year >= today().year else "expired",
        "valid_from": f"{policy.year}-01-01",
        "valid_until": f"{policy.year}-12-31",
        "dependants": len(policy.dependants),
        "centre": policy.centre,
    }


def find_examination(world: World, id_number: str) -> dict[str, Any] | None:
    """Find a person's last examination of fitness to drive."""
    if find_known(world, id_number) is None:
        return None
    examination = world.care.examinations.get(id_number)
    told = examination and {
        "number": examination.number,
        "examined_on": examination.examined_on.isoformat(),
        "fit": examination.fit,
        "conditions": list(examination.conditions),
    }
    return extract(id_number, examination=told)
