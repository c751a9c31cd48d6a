from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from exchange.config import (
    Address,
    Allowance,
    ConfigurationError,
    Endpoint,
    MemberEntry,
    RegistryFile,
    ServerConfig,
    SubsystemEntry,
    read_config,
)
from exchange.http.client import Origin
from exchange.http.server import Limits
from exchange.tests.samples import CONSUMER, POPULATION, PROVIDER

SERVER = {
    "server": str(PROVIDER),
    "registry": "registry.yaml",
    "log_dir": "log",
    "client_edge": {"port": 1},
    "peer_edge": {"port": 65535},
}
REGISTRY = {
    "instance": "PS",
    "members": [{"id": "PS/GOV/MOI", "name": "Interior"}],
    "subsystems": [{"id": POPULATION, "servers": [str(PROVIDER)]}],
    "servers": [{"id": str(PROVIDER), "address": "http://127.0.0.1:2"}],
}


def write(folder: Path, server: dict[str, object], registry: Mapping[str, object] = REGISTRY) -> Path:
    (folder / "registry.yaml").write_text(yaml.safe_dump(dict(registry)))
    (folder / "ss.yaml").write_text(yaml.safe_dump(SERVER | server))
    return folder / "ss.yaml"


def reason(path: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_config(path)
    return str(caught.value)


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    config, registry = read_config(write(tmp_path, {}))
    assert (config.log_dir, config.registry) == (tmp_path / "log", tmp_path / "registry.yaml")
    assert registry.instance == "PS"
    assert config.client_edge.host == "127.0.0.1"


def test_limits_are_those_of_the_file_and_have_the_documented_defaults() -> None:
    assert ServerConfig.model_validate(SERVER).limits == Limits(
        header_bytes=32768,
        body_bytes=33554432,
        header_seconds=10,
        body_seconds=60,
        idle_seconds=75,
        connections=1000,
        held_bytes=256 * 1024 * 1024,
    )
    chosen = {
        "header_bytes": 1024,
        "body_bytes": 0,
        "header_seconds": 1,
        "body_seconds": 2,
        "idle_seconds": 3,
        "connections": 4,
        "held_bytes": 5,
    }
    limits = ServerConfig.model_validate(SERVER | chosen).limits
    assert {name: getattr(limits, name) for name in chosen} == chosen


@pytest.mark.parametrize(("spelling", "is_legacy"), [({}, False), ({"error_spelling": "legacy"}, True)])
def test_the_spelling_of_errors_is_chosen(spelling: dict[str, str], is_legacy: bool) -> None:
    assert ServerConfig.model_validate(SERVER | spelling).legacy_spelling is is_legacy


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("http://a.test", Origin("a.test", 80), ""),
        ("http://a.test:81/", Origin("a.test", 81), ""),
        ("http://a.test/x/y/", Origin("a.test", 80), "/x/y"),
    ],
)
def test_an_address_has_a_port_and_a_path_without_final_slash(url: str, origin: Origin, path: str) -> None:
    address = Address.model_validate(url)
    assert (address.origin, address.path) == (origin, path)
    assert Address.model_validate({"host": "a.test", "port": 8}).origin == Origin("a.test", 8)


@pytest.mark.parametrize(
    "url", ["https://a.test", "a.test", "http://", "http://a.test?q=1", "http://a.test#f", "http://u@a.test"]
)
def test_an_address_that_cannot_be_called_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="must be http://host"):
        Address.model_validate(url)


def test_a_right_names_any_method_in_upper_case_or_all() -> None:
    assert Endpoint.model_validate({"method": "get"}) == Endpoint(method="GET", path="**")
    assert Endpoint().method == "*"
    with pytest.raises(ValidationError, match="not a supported method"):
        Endpoint(method="CONNECT")


def test_members_have_three_parts_and_subsystems_four() -> None:
    with pytest.raises(ValidationError, match="three parts"):
        MemberEntry(id=POPULATION, name="x")
    with pytest.raises(ValidationError, match="four parts"):
        Allowance(client="PS/GOV/MOI")
    with pytest.raises(ValidationError, match="may be registered"):
        SubsystemEntry(id="PS/GOV/MOI/a_b", servers=(str(PROVIDER),))
    with pytest.raises(ValidationError, match="wrong number of parts"):
        Allowance(client="PS/GOV")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"members": []}, "its member is not registered"),
        ({"servers": []}, "a server of it is not registered"),
        (
            {"servers": [*REGISTRY["servers"], {"id": str(CONSUMER), "address": "http://127.0.0.1:3"}]},
            "the owner of a server is not registered",
        ),
    ],
)
def test_a_registry_that_contradicts_itself_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        RegistryFile.model_validate(REGISTRY | changes)


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ({"server": str(CONSUMER)}, "PS/GOV/MTDE/SS1 is not a server of the registry"),
        (
            {"services": [{"id": "PS/GOV/MOI/OTHER/x", "url": "http://a.test"}]},
            "not say that PS/GOV/MOI/SS2 hosts it",
        ),
        ({"services": [{"id": f"{POPULATION}/x", "url": "http://a.test"}] * 2}, "a service is declared twice"),
        (
            {"services": [{"id": f"{POPULATION}/getWsdl", "url": "http://a.test"}]},
            "service code getWsdl is reserved",
        ),
        ({"grace_seconds": -1}, "grace_seconds"),
        ({"peer_seconds": 0}, "peer_seconds"),
        ({"client_edge": {"port": 0}}, "client_edge.port"),
        ({"connections": 0}, "connections"),
    ],
)
def test_a_server_file_that_cannot_work_says_why(tmp_path: Path, server: dict[str, object], why: str) -> None:
    assert why in reason(write(tmp_path, server))


def test_a_file_that_is_missing_or_no_yaml_is_named(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.yaml").startswith(f"{tmp_path / 'none.yaml'}: ")
    (tmp_path / "broken.yaml").write_text("{")
    assert reason(tmp_path / "broken.yaml").startswith(f"{tmp_path / 'broken.yaml'}: ")
    (tmp_path / "list.yaml").write_text("[]")
    assert reason(tmp_path / "list.yaml").startswith(f"{tmp_path / 'list.yaml'}: file: ")
