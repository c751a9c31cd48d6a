import pytest

from exchange.access import AccessRules
from exchange.config import Endpoint
from exchange.protocol.errors import ExchangeError
from exchange.protocol.identifiers import ClientId, ServiceId
from exchange.tests.samples import LAND, PLATFORM, POPULATION, hosted_service, rest_request

RULES = AccessRules(
    [
        hosted_service("persons", ("GET", "/current"), ("POST", "/search/*")),
        hosted_service("open", ("*", "**")),
        hosted_service("root", ("GET", "/")),
        hosted_service("off", ("GET", "/current"), enabled=False),
        hosted_service("closed"),
    ]
)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "persons/current"),
        ("POST", "persons/search/names"),
        ("DELETE", "open/a/b"),
        ("GET", "open"),
        ("GET", "root"),
        ("GET", "root/"),
        ("GET", "persons/current?q=1"),
    ],
)
def test_a_request_with_a_right_is_admitted_to_its_service(verb: str, path: str) -> None:
    request = rest_request(path, verb=verb)
    assert RULES.admit(request).id == request.service


@pytest.mark.parametrize(
    ("verb", "path", "client", "code"),
    [
        ("GET", "nothing", PLATFORM, "unknown_service"),
        ("GET", "persons/other", PLATFORM, "access_denied"),
        ("POST", "persons/current", PLATFORM, "access_denied"),
        ("GET", "persons/search/names", PLATFORM, "access_denied"),
        ("GET", "persons/current", LAND, "access_denied"),
        ("GET", "closed/current", PLATFORM, "access_denied"),
        ("GET", "open/a/../b", PLATFORM, "access_denied"),
        ("GET", "off/current", PLATFORM, "service_disabled"),
        ("GET", "off/other", PLATFORM, "access_denied"),
    ],
)
def test_a_request_without_a_right_is_refused_in_this_order(verb: str, path: str, client: str, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        RULES.admit(rest_request(path, verb=verb, client=client))
    assert caught.value.code == code


def test_the_services_of_a_subsystem_are_sorted() -> None:
    codes = [service.service_code for service in RULES.services_of(ClientId.parse(POPULATION))]
    assert codes == ["closed", "off", "open", "persons", "root"]
    assert RULES.services_of(ClientId.parse(LAND)) == []


def test_rights_are_those_of_one_client_on_one_service() -> None:
    persons = ServiceId.parse(f"{POPULATION}/persons")
    assert RULES.rights_of(ClientId.parse(PLATFORM), persons) == (
        Endpoint(method="GET", path="/current"),
        Endpoint(method="POST", path="/search/*"),
    )
    assert RULES.rights_of(ClientId.parse(LAND), persons) == ()
