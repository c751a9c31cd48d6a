"""What registers are told: recorded once, kept over a restart, and true of every answer afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulators.base.testing import Running, started
from simulators.registers.tests.test_registers import PEOPLE, order

OWNER, DRIVER, NOBODY = "408667707", "400000006", "900000001"
ON_FOOT = ("--people", str(PEOPLE))


@pytest.fixture(scope="module")
def ministries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("ministries", tmp_path_factory.mktemp("ministries"), *ON_FOOT) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(ministries: Running) -> None:
    for name in ("finance", "transport", "health", "passports"):
        httpx.post(f"{ministries.url}/{name}/_sim/reset").raise_for_status()


def ask(running: Running, path: str, subject: str) -> Any:
    return httpx.get(f"{running.url}{path}/current", headers={"Uxp-Subject-Id": subject}, timeout=5).json()


def tell(running: Running, path: str, message: dict[str, Any], key: str = "k1") -> httpx.Response:
    headers = {"Uxp-Subject-Id": message["id_number"], "Idempotency-Key": key}
    return httpx.post(f"{running.url}{path}/entries", json=message, headers=headers, timeout=5)


def clearance(running: Running) -> dict[str, Any]:
    properties = ask(running, "/finance/assessments", OWNER)["properties"]
    assert any(each["due"]["amount"] != "0.00" for each in properties)
    paid = [{"number": each["number"], "paid": each["due"]} for each in properties]
    return {"id_number": OWNER, "case": "PTX-1", "properties": paid}


def test_property_tax_that_was_paid_is_no_longer_due_anywhere(ministries: Running) -> None:
    answer = tell(ministries, "/finance/clearances", clearance(ministries))
    assert (answer.status_code, answer.json()["key"]) == (200, "k1")
    assessed = ask(ministries, "/finance/assessments", OWNER)
    assert assessed["due_total"]["amount"] == "0.00"
    assert all(year["paid"] for each in assessed["properties"] for year in each["years"])
    dues = ask(ministries, "/finance/dues", OWNER)["dues"]
    assert [due for due in dues if due["kind"] == "property_tax"] == []


def test_the_same_key_is_recorded_once_and_answered_alike(ministries: Running) -> None:
    message = clearance(ministries)
    first, second = (tell(ministries, "/finance/clearances", message).json() for _ in range(2))
    assert first == second
    other = tell(ministries, "/finance/clearances", message | {"case": "PTX-2"})
    assert (other.status_code, other.json()["reason"]) == (409, "key_used")


def test_what_was_paid_already_is_not_paid_again(ministries: Running) -> None:
    message = clearance(ministries)
    tell(ministries, "/finance/clearances", message)
    again = tell(ministries, "/finance/clearances", message, key="k2")
    assert (again.status_code, again.json()["reason"]) == (409, "other_amount")


def test_a_renewed_licence_and_a_licensed_vehicle_end_later(ministries: Running) -> None:
    number = ask(ministries, "/transport/licences", DRIVER)["licence"]["number"]
    renewed = {"id_number": DRIVER, "case": "DLR-1", "number": number, "valid_until": "2099-01-01"}
    assert tell(ministries, "/transport/licence-renewals", renewed).status_code == 200
    licence = ask(ministries, "/transport/licences", DRIVER)["licence"]
    assert (licence["valid_until"], licence["state"]) == ("2099-01-01", "valid")
    plate = ask(ministries, "/transport/vehicles", DRIVER)["vehicles"][0]["plate"]
    licensed = {"id_number": DRIVER, "case": "VLR-1", "plate": plate, "licensed_until": "2098-01-01"}
    assert tell(ministries, "/transport/vehicle-licences", licensed, key="k2").status_code == 200
    assert ask(ministries, "/transport/vehicles", DRIVER)["vehicles"][0]["licensed_until"] == "2098-01-01"


def test_whoever_is_insured_and_their_dependants_are_insured_afterwards(ministries: Running) -> None:
    child = "401234562"
    message = {
        "id_number": NOBODY, "case": "INS-1", "scheme": "voluntary", "valid_from": "2026-01-01",
        "valid_until": "2099-01-01", "centre": {"ar": "رام الله", "en": "Ramallah"}, "dependants": [child],
    }  # fmt: skip
    assert ask(ministries, "/health/policies", NOBODY)["insured"] is False
    assert tell(ministries, "/health/enrolments", message).status_code == 200
    for person in (NOBODY, child):
        insurance = ask(ministries, "/health/policies", person)
        assert insurance["insured"] is True
        assert insurance["policies"][0]["valid_until"] == "2099-01-01"
    assert tell(ministries, "/health/enrolments", message, key="k2").json()["reason"] == "insured_already"


def test_an_issued_passport_is_the_only_one(ministries: Running) -> None:
    assert tell(ministries, "/passports/issues", {"id_number": NOBODY, "case": "PAS-1"}).status_code == 200
    answer = ask(ministries, "/passports/passports", NOBODY)
    assert [each["state"] for each in answer["passports"]] == ["valid"]
    assert answer["requests"] == []


@pytest.mark.parametrize(
    ("path", "message", "reason"),
    [
        ("/transport/vehicle-licences", {"plate": "none", "licensed_until": "2099-01-01"}, "no_such_vehicle"),
        ("/transport/licence-renewals", {"number": "none", "valid_until": "2099-01-01"}, "no_such_licence"),
        ("/finance/clearances", {"properties": [{"number": "none", "paid": {"amount": "1.00"}}]}, "no_such_property"),
    ],
)
def test_what_does_not_fit_is_refused(ministries: Running, path: str, message: dict[str, Any], reason: str) -> None:
    answer = tell(ministries, path, {"id_number": DRIVER, "case": "X-1", **message})
    assert (answer.status_code, answer.json()["type"], answer.json()["reason"]) == (409, "refused", reason)


def test_recorded_then_dropped_is_recorded(ministries: Running) -> None:
    passports = Running(ministries.process, {"http": f"{ministries.url}/passports"})
    order(passports, mode="record_then_drop", times=1)
    message = {"id_number": NOBODY, "case": "PAS-1"}
    with pytest.raises(httpx.HTTPError):
        tell(ministries, "/passports/issues", message)
    assert ask(ministries, "/passports/passports", NOBODY)["passports"][0]["state"] == "valid"
    assert tell(ministries, "/passports/issues", message).status_code == 200


def test_it_outlives_the_program(tmp_path: Path) -> None:
    message = {"id_number": "400000006", "case": "IDR-1"}
    with started("population", tmp_path, *ON_FOOT) as running:
        assert tell(running, "/id-card-issues", message).status_code == 200
        card = ask(running, "/id-cards", "400000006")["card"]
    with started("population", tmp_path, *ON_FOOT) as running:
        assert ask(running, "/id-cards", "400000006")["card"] == card
