"""The data dictionary in public: found, read, and taken away by programs."""

import gzip
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from lxml import html
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from hukumati.interoperability import api as interoperability
from hukumati.web.portal.dictionary import ON_A_PAGE

NEXT_PAGE_LIMIT = 12_000

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(settings: Any) -> None:
    cache.clear()
    folders = settings.HUKUMATI.services_dir
    folder = folders / "moj" / "non-conviction-certificate"
    call_command("service_publish", str(folder), str(folders / "mot" / "traffic-fines"), verbosity=0)


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "portal.localhost:8000"})


def read(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def elements_on(page: Any) -> list[str]:
    return [link.split("/dictionary/")[1].strip("/") for link in page.xpath("//h2[@class='hk-results__title']/a/@href")]


def test_every_element_is_on_one_of_the_pages(client: Client) -> None:
    ids = [element.id for element in interoperability.list_elements()]
    pages = -(-len(ids) // ON_A_PAGE)
    told = [each for number in range(1, pages + 1) for each in elements_on(read(client, f"/dictionary/?page={number}"))]
    assert told == ids


@pytest.mark.parametrize(("path", "query"), [("/dictionary/", "رقم اللوحة"), ("/en/dictionary/", "vehicle plate")])
def test_an_element_is_found_by_words_of_either_language(client: Client, path: str, query: str) -> None:
    assert "vehicle.plate" in elements_on(read(client, f"{path}?q={query}"))


@pytest.mark.parametrize("query", ["zzzz", "<script>alert(1)</script>", "x" * 5000, "xyzzy\x00"])
def test_a_search_for_nothing_says_so(client: Client, query: str) -> None:
    page = read(client, f"/en/dictionary/?q={query}")
    assert elements_on(page) == []
    assert not page.xpath("//script[not(@src)]")


@pytest.mark.parametrize("number", ["0", "-3", "9999", "x", "١"])
def test_a_page_that_is_not_there_is_one_that_is(client: Client, number: str) -> None:
    assert elements_on(read(client, f"/dictionary/?page={number}"))


def test_an_element_tells_what_it_is_and_where_it_is_used(client: Client) -> None:
    text = read(client, "/en/dictionary/person.name/").xpath("//main")[0].text_content()
    for words in ("person.name", "A person's entry in the population register", "members.name", "on-conviction"):
        assert words in text
    page = read(client, "/en/dictionary/criminal_record.clear/")
    assert page.xpath("//a[contains(@href, '/dictionary/contracts/moj.criminal_record.json')]")
    stating = page.xpath("//h2[contains(., 'Documents')]/following-sibling::ul[1]//a/@href")
    assert [link for link in stating if "/services/non-conviction-certificate/" in link]
    assert "Personal and sensitive" in page.text_content()


def test_an_element_tells_which_services_read_it_from_a_register(client: Client) -> None:
    page = read(client, "/en/dictionary/traffic_fine.amount/")
    reading = page.xpath("//h2[contains(., 'read it')]/following-sibling::ul[1]//a/@href")
    assert [link.rstrip("/").rpartition("/")[2] for link in reading] == ["traffic-fines"]


def test_an_element_asked_by_nobody_says_so(client: Client) -> None:
    text = read(client, "/en/dictionary/person.iban/").text_content()
    assert "No register tells it." in text
    assert "People tell it themselves" in text


@pytest.mark.parametrize("path", ["/dictionary/person.nose/", "/dictionary/contracts/moi.weather.json"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_element_s_page_knows_at_once_what_was_published_since(client: Client, settings: Any) -> None:
    assert "vehicle-enquiry" not in client.get("/dictionary/person.id_number/").content.decode()
    folder = settings.HUKUMATI.services_dir / "mot" / "vehicle-enquiry"
    call_command("service_publish", str(folder), verbosity=0)
    assert "vehicle-enquiry" in client.get("/dictionary/person.id_number/").content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_is_heavy(client: Client, prefix: str) -> None:
    paths = [f"/dictionary/{element.id}/" for element in interoperability.list_elements()]
    for path in ["/dictionary/", "/dictionary/?page=5", *paths]:
        content = client.get(f"{prefix}{path}").content
        assert len(gzip.compress(content)) < NEXT_PAGE_LIMIT, path


def test_programs_take_the_whole_away_as_json(client: Client) -> None:
    elements = client.get("/dictionary.json").json()["elements"]
    assert len(elements) == len(interoperability.list_elements())
    plate = next(each for each in elements if each["id"] == "vehicle.plate")
    assert {"contract": "mot.vehicles", "field": "vehicles.plate", "parameter": False} in plate["contracts"]
    assert plate["name"] == {"ar": "رقم اللوحة", "en": "Plate"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use of it
def test_programs_take_the_whole_away_as_linked_data(client: Client, settings: Any) -> None:
    answer = client.get("/dictionary.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    graph = Graph().parse(data=answer.content, format="json-ld")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == len(interoperability.list_elements())
    birth = URIRef(f"{settings.HUKUMATI.portal_url}/dictionary/person.birth.date/")
    assert {str(label) for label in graph.objects(birth, SKOS.prefLabel)} == {"تاريخ الميلاد", "Date of birth"}
    scheme = URIRef(f"{settings.HUKUMATI.portal_url}/dictionary/")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph


@pytest.mark.parametrize("contract", [each.id for each in interoperability.list_contracts()])
def test_a_contract_is_a_json_schema_with_the_meaning_of_every_field(client: Client, contract: str) -> None:
    schema = client.get(f"/dictionary/contracts/{contract}.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["x-contract"]["version"] >= 1
    known = {element.id for element in interoperability.list_elements()}
    assert set(schema["x-contract"]["means"].values()) <= known
