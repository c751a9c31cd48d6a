"""How the ministries' registers change by what they are told, and what they do not believe."""

from datetime import date
from typing import Any

from simulators.registers.answers import money, today
from simulators.registers.notices import Entry, Notice, Record

FIVE_YEARS_IN_DAYS = 5 * 365


def _amount(value: dict[str, str]) -> int:
    return int(value["amount"].partition(".")[0])


def _refuse_clearance(answer: Record, message: Record) -> str:
    dues = {each["number"]: _amount(each["due"]) for each in answer["properties"]}
    if any(each["number"] not in dues for each in message["properties"]):
        return "no_such_property"
    is_whole = all(dues[each["number"]] == _amount(each["paid"]) for each in message["properties"])
    return "" if is_whole else "other_amount"


def _clear_tax(answer: Record, entry: Entry) -> Record:
    cleared = {each["number"] for each in entry.message["properties"]}
    properties = [_cleared(each) if each["number"] in cleared else each for each in answer["properties"]]
    return {**answer, "due_total": money(sum(_amount(each["due"]) for each in properties)), "properties": properties}


def _cleared(taxed: Record) -> Record:
    return {**taxed, "due": money(0), "years": [{**year, "paid": True} for year in taxed["years"]]}


def _clear_dues(answer: Record, entry: Entry) -> Record:
    cleared = tuple(f"{each['number']}-" for each in entry.message["properties"])
    dues = [each for each in answer["dues"] if each["kind"] != "property_tax" or not each["number"].startswith(cleared)]
    return {**answer, "total": money(sum(_amount(each["amount"]) for each in dues)), "dues": dues}


CLEARANCE = Notice(
    of="/assessments/current",
    amends={"/assessments/current": _clear_tax, "/dues/current": _clear_dues},
    refuse=_refuse_clearance,
)


def _refuse_renewal(answer: Record, message: Record) -> str:
    licence = answer["licence"]
    if licence is None or licence["number"] != message["number"]:
        return "no_such_licence"
    return "withdrawn" if licence["state"] == "withdrawn" else ""


def _renew(answer: Record, entry: Entry) -> Record:
    valid_until = entry.message["valid_until"]
    licence: dict[str, Any] = {**answer["licence"], "valid_until": valid_until}
    licence["state"] = "valid" if valid_until >= today().isoformat() else "expired"
    return {**answer, "licence": licence}


RENEWAL = Notice(of="/licences/current", amends={"/licences/current": _renew}, refuse=_refuse_renewal)


def _refuse_licensing(answer: Record, message: Record) -> str:
    plates = [each["plate"] for each in answer["vehicles"]]
    return "" if message["plate"] in plates else "no_such_vehicle"


def _license(answer: Record, entry: Entry) -> Record:
    plate, until = entry.message["plate"], entry.message["licensed_until"]
    vehicles = [{**each, "licensed_until": until} if each["plate"] == plate else each for each in answer["vehicles"]]
    return {**answer, "vehicles": vehicles}


LICENSING = Notice(of="/vehicles/current", amends={"/vehicles/current": _license}, refuse=_refuse_licensing)


def _refuse_insurance(answer: Record, message: Record) -> str:
    later = [each for each in answer["policies"] if each["valid_until"] >= message["valid_until"]]
    return "insured_already" if later else ""


def _insure(answer: Record, entry: Entry) -> Record:
    message = entry.message
    policy = {
        "number": f"{entry.number:08d}",
        "scheme": message["scheme"],
        "state": "valid" if message["valid_until"] >= today().isoformat() else "expired",
        "valid_from": message["valid_from"],
        "valid_until": message["valid_until"],
        "dependants": len(message["dependants"]),
        "centre": message["centre"],
    }
    return {
        **answer,
        "insured": answer["insured"] or policy["state"] == "valid",
        "policies": [policy, *answer["policies"]],
    }


INSURANCE = Notice(of="/policies/current", amends={"/policies/current": _insure}, refuse=_refuse_insurance)


def _issue_passport(answer: Record, entry: Entry) -> Record:
    expires_on = date.fromordinal(entry.recorded_on.toordinal() + FIVE_YEARS_IN_DAYS)
    passport = {
        "number": f"N{entry.number:07d}",
        "state": "valid",
        "issued_on": entry.recorded_on.isoformat(),
        "expires_on": expires_on.isoformat(),
    }
    return {**answer, "passports": [passport], "requests": []}


PASSPORT = Notice(of="/passports/current", amends={"/passports/current": _issue_passport})
EXTRACT = Notice(of="/holdings/current", amends={})
