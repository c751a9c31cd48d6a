import pytest

from exchange.protocol.errors import ExchangeError
from exchange.protocol.identifiers import ClientId, ServerId
from exchange.registry import Registry
from exchange.tests.samples import CONSUMER, LAND, PLATFORM, POPULATION, PROVIDER, SECOND, registry_file

REGISTRY = Registry(registry_file())


@pytest.mark.parametrize(
    ("client", "expected"),
    [(PLATFORM, True), ("PS/GOV/MOI", True), ("PS/GOV/MOI/OTHER", False), ("PS/GOV/OTHER", False)],
)
def test_members_and_subsystems_of_the_file_are_registered(client: str, expected: bool) -> None:
    assert REGISTRY.is_registered(ClientId.parse(client)) is expected


@pytest.mark.parametrize(
    ("client", "server", "expected"),
    [
        (PLATFORM, CONSUMER, True),
        (PLATFORM, PROVIDER, False),
        (POPULATION, SECOND, True),
        ("PS/GOV/MTDE/OTHER", CONSUMER, False),
        ("PS/GOV/MTDE", CONSUMER, True),
        ("PS/GOV/MTDE", PROVIDER, False),
    ],
)
def test_a_server_hosts_its_subsystems_and_its_owner(client: str, server: ServerId, expected: bool) -> None:
    assert REGISTRY.is_hosted(ClientId.parse(client), server) is expected


def test_addresses_come_in_the_order_of_preference() -> None:
    found = REGISTRY.addresses_of(ClientId.parse(POPULATION), wanted=None)
    assert [str(address.origin) for address in found] == ["127.0.0.1:9", "ss3.test:3"]


def test_a_chosen_server_is_the_only_address() -> None:
    [found] = REGISTRY.addresses_of(ClientId.parse(POPULATION), wanted=SECOND)
    assert str(found.origin) == "ss3.test:3"


@pytest.mark.parametrize(
    ("subsystem", "wanted", "code"),
    [
        ("PS/GOV/MOI/OTHER", None, "unknown_member"),
        ("PS/GOV/MOI", None, "unknown_member"),
        (LAND, PROVIDER, "invalid_security_server"),
    ],
)
def test_a_subsystem_without_such_a_server_is_refused(subsystem: str, wanted: ServerId | None, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        REGISTRY.addresses_of(ClientId.parse(subsystem), wanted=wanted)
    assert caught.value.code == code
