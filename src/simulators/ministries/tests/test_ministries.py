"""The ministries' registers, as one process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from simulators.base.testing import Running, started
from simulators.ministries.__main__ import REGISTERS

PEOPLE = Path(__file__).parents[4] / "demo" / "people.yaml"
PATHS = [f"/{register.name}{path}" for register in REGISTERS for path in register.answers]
LAYLA, KHALED, KARIM, SAMER, NOUR = "400000006", "900000001", "410001101", "911112209", "815556600"
GEORGE, AREEN = "906667704", "901556605"


@pytest.fixture(scope="module")
def ministries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("ministries", tmp_path_factory.mktemp("ministries"), "--people", str(PEOPLE)) as running:
        yield running


def ask(ministries: Running, path: str, id_number: str) -> httpx.Response:
    return httpx.get(f"{ministries.url}{path}/current", headers={"Uxp-Subject-Id": id_number}, timeout=5)


def answer(ministries: Running, path: str, id_number: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(ministries, path, id_number).raise_for_status().json()
    return {name: value for name, value in found.items() if name not in {"id_number", "extracted_at"}}


def test_the_same_question_has_the_same_answer_and_another_person_another(ministries: Running) -> None:
    first, again = (answer(ministries, "/transport/vehicles", LAYLA) for _ in range(2))
    assert first == again
    assert first != answer(ministries, "/transport/vehicles", KHALED)


def test_one_person_has_some_of_everything(ministries: Running) -> None:
    fines = answer(ministries, "/transport/fines", LAYLA)
    assert sorted(fine["state"] for fine in fines["fines"]) == ["paid", "unpaid", "unpaid"]
    unpaid = [float(fine["amount"]["amount"]) for fine in fines["fines"] if fine["state"] == "unpaid"]
    assert float(fines["unpaid_total"]["amount"]) == sum(unpaid)
    assert len(answer(ministries, "/transport/vehicles", LAYLA)["vehicles"]) == 1
    assert answer(ministries, "/health/policies", LAYLA)["insured"] is True
    assert answer(ministries, "/passports/passports", LAYLA)["passports"][0]["state"] == "valid"
    assert len(answer(ministries, "/finance/dues", LAYLA)["dues"]) == 1
    assert len(answer(ministries, "/labour/records", LAYLA)["employments"]) == 2
    assert len(answer(ministries, "/land/holdings", LAYLA)["transactions"]) == 1


def test_a_person_who_has_nothing_is_known_all_the_same(ministries: Running) -> None:
    assert answer(ministries, "/transport/fines", KHALED)["fines"] == []
    assert answer(ministries, "/transport/vehicles", KHALED) == {"vehicles": []}
    assert answer(ministries, "/health/policies", KHALED) == {"insured": False, "policies": []}
    assert answer(ministries, "/finance/dues", KHALED)["dues"] == []
    assert answer(ministries, "/land/holdings", KHALED) == {"holdings": [], "transactions": []}
    assert answer(ministries, "/labour/job-seekers", KHALED)["registered"] is True


def test_a_passport_is_being_made(ministries: Running) -> None:
    assert answer(ministries, "/passports/passports", KARIM)["requests"][0]["stage"] == "printing"


@pytest.mark.parametrize("path", [path.removesuffix("/current") for path in PATHS])
def test_every_register_answers_about_everybody_but_one(ministries: Running, path: str) -> None:
    assert ask(ministries, path, "000000018").status_code == 200
    assert ask(ministries, path, SAMER).json()["type"] == "not_found"


def look_up(ministries: Running, path: str, id_number: str, **parameters: str) -> httpx.Response:
    headers = {"Uxp-Subject-Id": id_number, "Uxp-Parameters": urlencode(parameters)}
    return httpx.get(f"{ministries.url}{path}/current", headers=headers, timeout=5)


def test_a_report_of_loss_is_found_only_by_the_person_who_made_it(ministries: Running) -> None:
    found = look_up(ministries, "/police/losses", AREEN, number="2026/40217").json()
    assert (found["found"], found["report"]["number"], found["report"]["item"]) == (True, "2026/40217", "id_card")
    for asker, number in ((LAYLA, "2026/40217"), (AREEN, "2026/40218"), (AREEN, "")):
        other = look_up(ministries, "/police/losses", asker, number=number).json()
        assert (other["found"], other["report"]) == (False, None)


def test_a_parcel_is_found_by_its_numbers_with_every_owner(ministries: Running) -> None:
    held, numbers = answer(ministries, "/land/holdings", GEORGE)["holdings"][0], _numbers(ministries)
    parcel = look_up(ministries, "/land/parcels", LAYLA, **numbers).json()["parcel"]
    owners = {owner["id_number"]: f"{owner['numerator']}/{owner['denominator']}" for owner in parcel["owners"]}
    assert len(owners) == 3
    assert owners[GEORGE] == held["share"]
    missing = look_up(ministries, "/land/parcels", LAYLA, **{**numbers, "basin": "999"}).json()
    assert (missing["found"], missing["parcel"]) == (False, None)


def test_a_query_without_parameters_finds_nothing(ministries: Running) -> None:
    for path in ("/police/losses", "/land/parcels"):
        assert ask(ministries, path, LAYLA).json()["found"] is False
        assert look_up(ministries, path, SAMER, number="2026/40217").json()["type"] == "not_found"


def test_people_without_accounts_are_known_too(ministries: Running) -> None:
    owners = look_up(ministries, "/land/parcels", LAYLA, **_numbers(ministries)).json()["parcel"]["owners"]
    others = [owner["id_number"] for owner in owners if owner["id_number"] != GEORGE]
    assert all(answer(ministries, "/land/holdings", other)["holdings"] for other in others)


def _numbers(ministries: Running) -> dict[str, str]:
    held = answer(ministries, "/land/holdings", GEORGE)["holdings"][0]
    return {"locality": held["locality_code"], "basin": held["basin"], "parcel": held["parcel"]}


def test_each_register_has_its_own_faults_and_event_log(ministries: Running) -> None:
    httpx.post(f"{ministries.url}/health/_sim/faults", json={"mode": "down", "times": 1}).raise_for_status()
    assert ask(ministries, "/finance/dues", LAYLA).status_code == 200
    assert [ask(ministries, "/health/policies", LAYLA).status_code for _ in range(2)] == [503, 200]
    ask(ministries, "/land/holdings", LAYLA).raise_for_status()
    entries = httpx.get(f"{ministries.url}/land/_sim/journal").json()["entries"]
    assert {entry["event"] for entry in entries} == {"asked"}


def test_each_register_is_unavailable_twice_for_the_magic_person(ministries: Running) -> None:
    for path in ("/health/policies", "/land/holdings"):
        assert [ask(ministries, path, NOUR).status_code for _ in range(3)] == [503, 503, 200]


def test_the_pages_name_the_registers_and_their_paths(ministries: Running) -> None:
    assert "/transport/" in httpx.get(f"{ministries.url}/?lang=en").text
    page = httpx.get(f"{ministries.url}/transport/?lang=en").text
    assert "/transport/fines/current" in page
    assert httpx.get(f"{ministries.url}/transport/static/simulator.css").status_code == 200
