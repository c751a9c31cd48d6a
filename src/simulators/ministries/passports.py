"""The ministry of interior's passports: issued and requested."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known, today
from simulators.world.interior import Passport, PassportRequest
from simulators.world.world import World


def find_passports(world: World, id_number: str) -> JsonObject | None:
    """Return a person's last passport and a request for a new one, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    passport, request = world.passports.get(id_number), world.requests.get(id_number)
    return extract(
        id_number,
        passports=[_passport(passport)] if passport else [],
        requests=[_request(request)] if request else [],
    )


def _passport(passport: Passport) -> JsonObject:
    state = "valid" if passport.expires_on >= today() else "expired"
    return {
        "number": passport.number,
        "state": "cancelled" if passport.is_cancelled else state,
        "issued_on": passport.issued_on.isoformat(),
        "expires_on": passport.expires_on.isoformat(),
    }


def _request(request: PassportRequest) -> JsonObject:
    return {
        "number": request.number,
        "stage": request.stage,
        "received_on": request.received_on.isoformat(),
        "office": request.office,
    }
