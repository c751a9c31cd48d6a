from pathlib import Path

import yaml

from hukumati.interoperability import api as interoperability
from hukumati.project.run import exchange_files
from hukumati.project.run.ports import USUAL
from simulators.criminal_register.__main__ import REGISTER as CRIMINAL
from simulators.ministries.__main__ import REGISTERS as MINISTRIES
from simulators.population.__main__ import REGISTER as POPULATION


def test_every_contract_is_a_service_that_the_platform_may_ask(tmp_path: Path) -> None:
    exchange_files.write(tmp_path, USUAL)
    services = {each["id"]: each for each in yaml.safe_load((tmp_path / "ss2.yaml").read_text())["services"]}
    for contract in interoperability.list_contracts():
        allowed = services[contract.service]["allow"]
        assert allowed == [{"client": exchange_files.PLATFORM, "endpoints": [{"method": "GET", "path": contract.path}]}]


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
