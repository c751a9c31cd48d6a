from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from hukumati.interoperability import api as interoperability
from hukumati.project.config import REPOSITORY
from hukumati.project.run import exchange_files
from hukumati.project.run.ports import USUAL
from simulators.criminal_register.__main__ import REGISTER as CRIMINAL
from simulators.ministries.__main__ import REGISTERS as MINISTRIES
from simulators.population.__main__ import REGISTER as POPULATION
from simulators.registers.register import Register
from simulators.world import world

WORLD = world.load(REPOSITORY / "demo" / "people.yaml")
EVERY = 40


def test_every_contract_is_a_service_that_the_platform_may_ask(tmp_path: Path) -> None:
    exchange_files.write(tmp_path, USUAL)
    services = {each["id"]: each for each in yaml.safe_load((tmp_path / "ss2.yaml").read_text())["services"]}
    for contract in interoperability.list_contracts():
        allowed = services[contract.service]["allow"]
        assert allowed == [{"client": exchange_files.PLATFORM, "endpoints": [{"method": "GET", "path": contract.path}]}]


def test_every_register_that_is_told_something_is_one_that_the_platform_may_tell(tmp_path: Path) -> None:
    exchange_files.write(tmp_path, USUAL)
    services = {each["id"]: each for each in yaml.safe_load((tmp_path / "ss2.yaml").read_text())["services"]}
    for notice in interoperability.list_notice_contracts():
        endpoints = [{"method": "POST", "path": notice.path}]
        assert services[notice.service]["allow"] == [{"client": exchange_files.PLATFORM, "endpoints": endpoints}]


def test_every_notice_is_heard_by_a_register() -> None:
    heard = {("population", path) for path in POPULATION.notices}
    heard |= {("criminal_register", path) for path in CRIMINAL.notices}
    heard |= {("ministries", f"/{register.name}{path}") for register in MINISTRIES for path in register.notices}
    assert {(program, f"{path}/entries") for _id, program, path in exchange_files.TOLD} == heard


def test_every_hosted_service_is_answered_by_a_register() -> None:
    answered = {("population", path) for path in POPULATION.paths}
    answered |= {("criminal_register", path) for path in CRIMINAL.paths}
    answered |= {("ministries", f"/{register.name}{path}") for register in MINISTRIES for path in register.paths}
    hosted = {(program, f"{path}/current") for _id, _name, program, path in exchange_files.HOSTED}
    assert hosted == answered
    assert {register.name for register in MINISTRIES} == set(exchange_files.MINISTRIES)


def test_every_hosted_service_belongs_to_a_member() -> None:
    for identifier, *_rest in exchange_files.HOSTED:
        assert identifier.rsplit("/", 2)[0] in exchange_files.MEMBERS


def _register(service: str) -> tuple[Register, str]:
    """The register that answers a service, and the path at which it does."""
    program, path = next((program, path) for each, _name, program, path in exchange_files.HOSTED if each == service)
    if program == "ministries":
        name, path = path.removeprefix("/").split("/", 1)
        return next(register for register in MINISTRIES if register.name == name), f"/{path}/current"
    return {"population": POPULATION, "criminal_register": CRIMINAL}[program], f"{path}/current"


def _question(contract: str) -> dict[str, str]:
    parcel = next(iter(WORLD.land.parcels.values()))
    return {
        "pla.parcel": {"locality": parcel.locality.code, "basin": parcel.basin, "parcel": parcel.parcel},
        "police.loss": {"number": next(iter(WORLD.losses))},
    }.get(contract, {})


@pytest.mark.parametrize("contract", interoperability.list_contracts(), ids=lambda contract: contract.id)
def test_what_registers_tell_of_everybody_keeps_the_contract(contract: interoperability.Contract) -> None:
    register, path = _register(contract.service)
    validator = Draft202012Validator(contract.schema, format_checker=FormatChecker())
    asked = [*WORLD.named, *list(WORLD.people)[::EVERY]]
    for number in asked:
        values: Any = (
            register.answers[path](WORLD, number)
            if path in register.answers
            else register.lookups[path](WORLD, number, _question(contract.id))
        )
        if values is not None:
            faults = [fault.json_path for fault in validator.iter_errors(values)]
            assert faults == []
            assert values[contract.subject] == number
            assert values.keys() == contract.schema["properties"].keys()


def _looked_up(service: str, asker: str, asked: dict[str, str]) -> dict[str, Any]:
    register, path = _register(service)
    found: Any = register.lookups[path](WORLD, asker, asked)
    return dict(found or {})


def test_a_report_of_loss_is_told_to_whoever_reported_it() -> None:
    loss, service = WORLD.losses["2026/40217"], "PS/GOV/POLICE/REPORTS/losses"
    assert _looked_up(service, loss.reporter, {"number": loss.number})["report"]["item"] == "id_card"
    assert _looked_up(service, "400000006", {"number": loss.number})["found"] is False


def test_a_parcel_is_found_by_what_was_asked_with_all_its_owners() -> None:
    service = "PS/GOV/PLA/LAND/parcels"
    for parcel in list(WORLD.land.parcels.values())[:50]:
        asked = {"locality": parcel.locality.code, "basin": parcel.basin, "parcel": parcel.parcel}
        owners = _looked_up(service, "400000006", asked)["parcel"]["owners"]
        assert sum(owner["numerator"] for owner in owners) == owners[0]["denominator"]
    assert _looked_up(service, "400000006", {"locality": "300010", "basin": "999"})["found"] is False
