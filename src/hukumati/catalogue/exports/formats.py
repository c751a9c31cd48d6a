"""The published formats a service can be had in, by name: what each is called, how it travels, and who writes it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hukumati.catalogue.exports.bpmn import to_bpmn
from hukumati.catalogue.exports.json_schema import to_json_schema
from hukumati.catalogue.exports.openapi import to_openapi
from hukumati.service_language.api import Definition

Form = Literal["cpsv-ap", "cpsv-ap-json", "openapi", "bpmn", "json-schema"]
CatalogueForm = Literal["cpsv-ap", "cpsv-ap-json"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a format travels: its media type, and how a file's name ends."""

    media_type: str
    ending: str


@dataclass(frozen=True, slots=True)
class Exported:
    """One written file, in UTF-8."""

    content: bytes
    media_type: str
    name: str


FORMS: Final[Mapping[Form, Kind]] = {
    "cpsv-ap": Kind("text/turtle; charset=utf-8", "ttl"),
    "cpsv-ap-json": Kind("application/ld+json", "jsonld"),
    "openapi": Kind("application/json", "openapi.json"),
    "bpmn": Kind("application/bpmn+xml", "bpmn"),
    "json-schema": Kind("application/schema+json", "schema.json"),
}
CATALOGUE_FORMS: Final[Mapping[CatalogueForm, Kind]] = {
    "cpsv-ap": FORMS["cpsv-ap"],
    "cpsv-ap-json": FORMS["cpsv-ap-json"],
}


def export_service(*, definition: Definition, number: int, form: Form, portal: str) -> Exported:
    """Write one version of a service."""
    kind = FORMS[form]
    content = _WRITERS[form](definition, number, portal)
    return Exported(content=content, media_type=kind.media_type, name=f"{definition.slug}.{kind.ending}")


def export_catalogue(*, definitions: Iterable[Definition], form: CatalogueForm, portal: str) -> Exported:
    """Write all services as one file."""
    from hukumati.catalogue.exports import cpsv_ap  # rdflib costs 20 MB: only who writes linked data pays them

    graph = cpsv_ap.catalogue_graph(definitions=definitions, portal=portal)
    kind = CATALOGUE_FORMS[form]
    content = cpsv_ap.serialise(graph=graph, form="turtle" if form == "cpsv-ap" else "json-ld")
    return Exported(content=content, media_type=kind.media_type, name=f"catalogue.{kind.ending}")


def _turtle(definition: Definition, _: int, portal: str) -> bytes:
    from hukumati.catalogue.exports import cpsv_ap

    return cpsv_ap.serialise(graph=cpsv_ap.service_graph(definition=definition, portal=portal), form="turtle")


def _json_ld(definition: Definition, _: int, portal: str) -> bytes:
    from hukumati.catalogue.exports import cpsv_ap

    return cpsv_ap.serialise(graph=cpsv_ap.service_graph(definition=definition, portal=portal), form="json-ld")


def _openapi(definition: Definition, number: int, portal: str) -> bytes:
    return _json(to_openapi(definition=definition, number=number, portal=portal))


def _bpmn(definition: Definition, number: int, portal: str) -> bytes:
    return to_bpmn(definition=definition)


def _json_schema(definition: Definition, number: int, portal: str) -> bytes:
    return _json(to_json_schema(definition=definition, number=number, portal=portal))


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


_WRITERS: Final[Mapping[Form, Callable[[Definition, int, str], bytes]]] = {
    "cpsv-ap": _turtle,
    "cpsv-ap-json": _json_ld,
    "openapi": _openapi,
    "bpmn": _bpmn,
    "json-schema": _json_schema,
}
