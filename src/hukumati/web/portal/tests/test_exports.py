"""What other programs read of the catalogue: public, in published formats, and just what the documents promise."""

import json
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from rdflib import RDF, Graph, URIRef

SERVICE = URIRef("http://purl.org/vocab/cpsv#PublicService")
SLUG = "non-conviction-certificate"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(settings: Any) -> None:
    cache.clear()
    folders = settings.HUKUMATI.services_dir
    call_command("service_publish", str(folders / "moj" / SLUG), str(folders / "mot" / "traffic-fines"), verbosity=0)


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "portal.localhost:8000"})


@pytest.fixture
def document(client: Client) -> Any:
    return client.get(f"/services/{SLUG}/openapi.json").json()


def test_the_catalogue_is_linked_data_at_a_public_address(client: Client) -> None:
    answer = client.get("/catalogue.ttl")
    assert answer["Content-Type"] == "text/turtle; charset=utf-8"
    graph = Graph().parse(data=answer.content, format="turtle")
    assert len(set(graph.subjects(RDF.type, SERVICE))) == 2


def test_the_catalogue_says_at_once_what_was_published_since(client: Client, settings: Any) -> None:
    client.get("/catalogue.ttl")
    call_command("service_publish", str(settings.HUKUMATI.services_dir / "mof" / "amounts-due"), verbosity=0)
    assert b"amounts-due" in client.get("/catalogue.ttl").content


def test_one_service_is_linked_data(client: Client) -> None:
    graph = Graph().parse(data=client.get(f"/services/{SLUG}.ttl").content, format="turtle")
    assert len(set(graph.subjects(RDF.type, SERVICE))) == 1
    answer = client.get(f"/services/{SLUG}.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    assert SLUG in json.dumps(answer.json())


def test_the_flow_is_a_bpmn_file(client: Client) -> None:
    answer = client.get(f"/services/{SLUG}.bpmn")
    assert answer["Content-Type"] == "application/bpmn+xml"
    assert etree.fromstring(answer.content).tag.endswith("definitions")


def test_the_description_of_the_interface_is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_of_the_description_is_served_and_answers_as_described(client: Client, document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answer = client.generic(method.upper(), path)
            assert answer.status_code == 200, path
            media_type = answer["Content-Type"].split(";")[0]
            schema = operation["responses"]["200"]["content"][media_type]["schema"]
            jsonschema.validate(answer.json(), {**schema, "components": document["components"]})


def test_every_link_of_the_interface_leads_somewhere(client: Client) -> None:
    told = client.get("/api/services/MOJ-NCC").json()
    for name, address in told["links"].items():
        path = "/" + address.split("/", 3)[3]
        assert client.get(path).status_code == 200, name


def test_the_answers_schema_is_a_json_schema_at_its_own_address(client: Client) -> None:
    schema = client.get("/api/services/MOJ-NCC/versions/1/schema.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "purpose" in schema["properties"]
    assert client.get("/" + schema["$id"].split("/", 3)[3]).json() == schema


def test_the_services_page_names_its_linked_data(client: Client) -> None:
    page = client.get(f"/services/{SLUG}/").content.decode()
    for path in (f"/services/{SLUG}.ttl", f"/services/{SLUG}.jsonld"):
        assert f'href="{path}"' in page


NOWHERE = (
    "/services/nothing.ttl",
    "/services/nothing/openapi.json",
    "/services/nothing.bpmn",
    "/api/services/NO-NE",
    "/api/services/MOJ-NCC/versions/9/schema.json",
)


@pytest.mark.parametrize("path", NOWHERE)
def test_a_service_that_is_not_there_is_a_problem_of_its_own(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hukumati:error:catalogue.no_such_service"


@pytest.mark.parametrize("path", ["/catalogue.ttl", f"/services/{SLUG}.ttl", "/api/services", "/api/services/MOJ-NCC"])
def test_nothing_can_be_written_there(client: Client, path: str) -> None:
    assert client.post(path).status_code in {403, 405}
