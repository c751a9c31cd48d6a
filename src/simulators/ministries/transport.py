"""The licensing authority: licences by holder, traffic fines by driver, vehicles by owner."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known, money, today
from simulators.world.transport import Fine, Licence, Vehicle
from simulators.world.world import World


def find_fines(world: World, id_number: str) -> JsonObject | None:
    """Return the fines of a driver, with paid ones, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    fines = world.roads.fines.get(id_number, [])
    unpaid = sum(fine.amount for fine in fines if not fine.is_paid)
    return extract(id_number, unpaid_total=money(unpaid), fines=[_fine(fine) for fine in fines])


def _fine(fine: Fine) -> JsonObject:
    return {
        "number": fine.number,
        "offence": fine.offence,
        "place": fine.place,
        "committed_on": fine.committed_on.isoformat(),
        "plate": fine.plate,
        "amount": money(fine.amount),
        "state": "paid" if fine.is_paid else "unpaid",
    }


def find_vehicles(world: World, id_number: str) -> JsonObject | None:
    """Return the vehicles of an owner, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    vehicles = world.roads.vehicles.get(id_number, [])
    return extract(id_number, vehicles=[_vehicle(world, vehicle) for vehicle in vehicles])


def _vehicle(world: World, vehicle: Vehicle) -> JsonObject:
    return {
        "plate": vehicle.plate,
        "vin": vehicle.vin,
        "make": vehicle.make,
        "colour": vehicle.colour,
        "kind": vehicle.kind,
        "made_in": vehicle.made_in,
        "licensed_until": vehicle.licensed_until.isoformat(),
        "insured_until": vehicle.insured_until.isoformat(),
        "tested_on": vehicle.tested_on.isoformat(),
        "test_valid_until": vehicle.test_valid_until.isoformat(),
        "has_lien": vehicle.has_lien,
        "unpaid_fines": world.roads.unpaid_with(vehicle.plate),
    }


def find_licence(world: World, id_number: str) -> JsonObject | None:
    """Return a person's driving licence, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    licence = world.roads.licences.get(id_number)
    return extract(id_number, licence=_licence(licence) if licence else None)


def _licence(licence: Licence) -> JsonObject:
    state = "valid" if licence.valid_until >= today() else "expired"
    return {
        "number": licence.number,
        "classes": list(licence.classes),
        "issued_on": licence.issued_on.isoformat(),
        "valid_until": licence.valid_until.isoformat(),
        "medical_due": licence.medical_due,
        "state": "withdrawn" if licence.is_withdrawn else state,
    }
