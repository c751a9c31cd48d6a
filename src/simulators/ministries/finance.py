"""The ministry of finance: amounts due from a person, property tax of an owner."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known, money, today
from simulators.world.land import TaxedProperty
from simulators.world.livelihood import Due
from simulators.world.world import World


def find_dues(world: World, id_number: str) -> JsonObject | None:
    """Return the amounts due from a person to the treasury, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    dues = world.dues.get(id_number, ())
    return extract(id_number, total=money(sum(due.amount for due in dues)), dues=[_due(due) for due in dues])


def _due(due: Due) -> JsonObject:
    return {
        "number": due.number,
        "kind": due.kind,
        "year": due.year,
        "amount": money(due.amount),
        "pay_before": due.pay_before.isoformat(),
        "state": "due" if due.pay_before >= today() else "overdue",
    }


def find_property_tax(world: World, id_number: str) -> JsonObject | None:
    """Return the property tax of an owner, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    taxed = world.land.taxed.get(id_number, [])
    due = sum(each.due for each in taxed)
    return extract(id_number, due_total=money(due), properties=[_property(each) for each in taxed])


def _property(taxed: TaxedProperty) -> JsonObject:
    years: list[JsonObject] = [
        {"year": each.year, "assessed": money(each.assessed), "paid": each.is_paid} for each in taxed.years
    ]
    return {"number": taxed.number, "address": taxed.address, "due": money(taxed.due), "years": years}
