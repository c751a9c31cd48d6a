import json
from pathlib import Path

import pytest

from exchange.access import AccessRules
from exchange.health import report_health
from exchange.message_log import MessageLog
from exchange.metadata import list_clients, list_methods
from exchange.protocol.identifiers import ClientId
from exchange.registry import Registry
from exchange.tests.samples import CONSUMER, LAND, PLATFORM, POPULATION, hosted_service, registry_file

REGISTRY = Registry(registry_file())
RULES = AccessRules([hosted_service("persons", ("GET", "/current")), hosted_service("closed")])


def test_clients_are_listed_as_json_members_first() -> None:
    answer = list_clients(REGISTRY, instance=None, as_json=True)
    assert (answer.status, answer.headers) == (200, (("Content-Type", "application/json;charset=utf-8"),))
    found = json.loads(answer.body)["member"]
    assert found[0] == {
        "id": {"object_type": "MEMBER", "xroad_instance": "PS", "member_class": "GOV", "member_code": "MTDE"},
        "name": "Telecommunications",
    }
    assert found[-1] == {
        "id": {
            "object_type": "SUBSYSTEM",
            "xroad_instance": "PS",
            "member_class": "GOV",
            "member_code": "PLA",
            "subsystem_code": "LAND",
        },
        "name": "Land",
        "subsystem_name": "Land register",
    }
    assert len(found) == 6


def test_clients_are_listed_as_xml_with_escaped_names() -> None:
    answer = list_clients(REGISTRY, instance="PS", as_json=False)
    assert (answer.status, answer.headers) == (200, (("Content-Type", "text/xml;charset=utf-8"),))
    text = answer.body.decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?><xroad:clientList ')
    assert (
        '<xroad:member><xroad:id id:objectType="MEMBER"><id:xRoadInstance>PS</id:xRoadInstance>'
        "<id:memberClass>GOV</id:memberClass><id:memberCode>MOI</id:memberCode></xroad:id>"
        "<xroad:name>Interior &lt;&amp;&gt;</xroad:name></xroad:member>"
    ) in text
    assert (
        '<xroad:id id:objectType="SUBSYSTEM"><id:xRoadInstance>PS</id:xRoadInstance>'
        "<id:memberClass>GOV</id:memberClass><id:memberCode>PLA</id:memberCode>"
        "<id:subsystemCode>LAND</id:subsystemCode></xroad:id>"
        "<xroad:name>Land</xroad:name><xroad:subsystemName>Land register</xroad:subsystemName>"
    ) in text
    assert text.count("subsystemName>") == 4  # POPULATION has no name of its own


@pytest.mark.parametrize(("instance", "count"), [(None, 6), ("PS", 6), ("EE", 0)])
def test_only_the_own_instance_has_clients(instance: str | None, count: int) -> None:
    assert len(json.loads(list_clients(REGISTRY, instance=instance, as_json=True).body)["member"]) == count
    assert list_clients(REGISTRY, instance=instance, as_json=False).body.count(b"<xroad:member>") == count


def listed(client: str, *, allowed_only: bool, subsystem: str = POPULATION) -> list[dict[str, object]]:
    answer = list_methods(
        RULES, subsystem=ClientId.parse(subsystem), client=ClientId.parse(client), allowed_only=allowed_only
    )
    services: list[dict[str, object]] = json.loads(answer.body)["service"]
    return services


def test_all_services_are_listed_without_endpoints() -> None:
    assert [service["service_code"] for service in listed(LAND, allowed_only=False)] == ["closed", "persons"]
    assert [service["endpoint_list"] for service in listed(PLATFORM, allowed_only=False)] == [[], []]
    assert listed(PLATFORM, allowed_only=False, subsystem=LAND) == []


def test_allowed_services_are_listed_with_the_client_s_endpoints() -> None:
    assert listed(LAND, allowed_only=True) == []
    assert listed(PLATFORM, allowed_only=True) == [
        {
            "member_class": "GOV",
            "member_code": "MOI",
            "object_type": "SERVICE",
            "service_code": "persons",
            "service_type": "REST",
            "subsystem_code": "POPULATION",
            "xroad_instance": "PS",
            "endpoint_list": [{"method": "GET", "path": "/current"}],
        }
    ]


@pytest.mark.parametrize(("healthy", "status", "word"), [(True, 200, "ok"), (False, 503, "log_failing")])
def test_health_depends_on_the_message_log(tmp_path: Path, healthy: bool, status: int, word: str) -> None:
    log = MessageLog(tmp_path)
    log.healthy = healthy
    answer = report_health(CONSUMER, log)
    assert answer.status == status
    assert json.loads(answer.body) == {"status": word, "server": "PS/GOV/MTDE/SS1"}
