"""The catalogue keeps CPSV-AP 3.2.0: by our reading of it always, by the published shapes where they are here."""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from hukumati.catalogue.exports.cpsv_ap import CPSV, CV, as_duration, catalogue_graph, serialise, service_graph
from hukumati.catalogue.exports.formats import CatalogueFormat, export_catalogue
from hukumati.catalogue.folder.files import read_folder, service_folders
from hukumati.catalogue.folder.life_events import LIFE_EVENTS
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.service_language.api import Promise

PORTAL = "http://portal.example"
FOLDERS = service_folders(root=settings.HUKUMATI.services_dir)
OWN_SHAPES = Path(__file__).parent / "cpsv_ap_shapes.ttl"
PUBLISHED = os.environ.get("HUKUMATI_TEST_CPSV_AP_SHAPES", "")


@cache
def catalogue() -> Graph:
    definitions = [parse_definition(folder=read_folder(path=path)) for path in FOLDERS]
    return catalogue_graph(definitions=definitions, portal=PORTAL)


def judged(graph: Graph, shapes: Path) -> tuple[bool, str]:
    kept, _, told = validate(graph, shacl_graph=Graph().parse(shapes), inference="none")
    return kept, told


@pytest.mark.parametrize(
    ("form", "media", "is_written"),
    [
        ("cpsv-ap", "text/turtle", lambda content: len(Graph().parse(data=content, format="turtle")) > 20),
        ("cpsv-ap-json", "application/ld+json", lambda content: len(json.loads(content)["@graph"]) > 20),
    ],
)
def test_the_catalogue_is_written_in_the_form_that_was_asked_for(
    form: CatalogueFormat, media: str, is_written: Callable[[bytes], bool]
) -> None:
    definitions = [parse_definition(folder=read_folder(path=path)) for path in FOLDERS[:2]]
    exported = export_catalogue(definitions=definitions, export_format=form, portal=PORTAL)
    assert exported.media_type.startswith(media)
    assert is_written(exported.content)


def test_the_whole_catalogue_keeps_the_profile() -> None:
    kept, told = judged(catalogue(), OWN_SHAPES)
    assert kept, told


@pytest.mark.skipif(not PUBLISHED, reason="HUKUMATI_TEST_CPSV_AP_SHAPES names no file: docs/reference/exports.md")
def test_the_whole_catalogue_keeps_the_published_shapes() -> None:
    kept, told = judged(catalogue(), Path(PUBLISHED))
    assert kept, told


@pytest.mark.parametrize("path", FOLDERS, ids=[path.name for path in FOLDERS])
def test_one_service_keeps_the_profile_alone(path: Path) -> None:
    graph = service_graph(definition=parse_definition(folder=read_folder(path=path)), portal=PORTAL)
    kept, told = judged(graph, OWN_SHAPES)
    assert kept, told
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == 1


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (CPSV.PublicService, DCTERMS.title),
        (CPSV.PublicService, CV.hasCompetentAuthority),
        (CV.Channel, DCTERMS.identifier),
    ],
)
def test_what_lacks_a_needed_statement_is_refused(subject: URIRef, predicate: URIRef) -> None:
    graph = Graph()
    for triple in catalogue():
        graph.add(triple)
    graph.remove((next(graph.subjects(RDF.type, subject)), predicate, None))
    for shapes in (OWN_SHAPES, *([Path(PUBLISHED)] if PUBLISHED else [])):
        assert not judged(graph, shapes)[0]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_forms_say_the_same() -> None:
    turtle = Graph().parse(data=serialise(graph=catalogue(), form="turtle"), format="turtle")
    json_ld = Graph().parse(data=serialise(graph=catalogue(), form="json-ld"), format="json-ld")
    assert set(turtle) == set(json_ld) == set(catalogue())


def test_the_service_says_what_its_folder_says() -> None:
    folder = settings.HUKUMATI.services_dir / "moj" / "non-conviction-certificate"
    graph = service_graph(definition=parse_definition(folder=read_folder(path=folder)), portal=PORTAL)
    service = URIRef(f"{PORTAL}/services/non-conviction-certificate/#service")
    assert (service, DCTERMS.identifier, Literal("ps.moj.non-conviction-certificate")) in graph
    assert Literal("شهادة عدم محكومية", lang="ar") in set(graph.objects(service, DCTERMS.title))
    assert {float(str(value)) for value in graph.objects(None, CV.hasValue)} == {10.0, 20.0}
    laws = {
        str(title) for law in graph.objects(service, CV.hasLegalResource) for title in graph.objects(law, DCTERMS.title)
    }
    assert laws == {"Cabinet Decision 97/2005"}


@pytest.mark.parametrize("path", FOLDERS, ids=[path.name for path in FOLDERS])
def test_every_life_event_has_its_words_in_both_languages(path: Path) -> None:
    assert set(parse_definition(folder=read_folder(path=path)).life_events) <= LIFE_EVENTS.keys()


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        (Promise(2, "working_days"), "P4D"),
        (Promise(6, "working_days"), "P10D"),
        (Promise(14, "days"), "P14D"),
        (Promise(4, "working_hours"), "PT4H"),
    ],
)
def test_a_promise_in_working_days_counts_the_weekends(promise: Promise, told: str) -> None:
    assert as_duration(promise) == told
