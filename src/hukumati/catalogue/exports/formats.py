"""The published formats of a service by name: media types, file endings, and the functions that write them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hukumati.catalogue.exports.bpmn import to_bpmn
from hukumati.catalogue.exports.json_schema import to_json_schema
from hukumati.catalogue.exports.openapi import to_openapi
from hukumati.service_language.api import Definition

ExportFormat = Literal["cpsv-ap", "cpsv-ap-json", "openapi", "bpmn", "json-schema"]
CatalogueFormat = Literal["cpsv-ap", "cpsv-ap-json"]


@dataclass(frozen=True, slots=True)
class FileKind:
    """How a format travels: its media type, and how a file's name ends."""

    media_type: str
    ending: str


@dataclass(frozen=True, slots=True)
class Exported:
    """One exported file, in UTF-8."""

    content: bytes
    media_type: str
    name: str


EXPORT_FORMATS: Final[Mapping[ExportFormat, FileKind]] = {
    "cpsv-ap": FileKind("text/turtle; charset=utf-8", "ttl"),
    "cpsv-ap-json": FileKind("application/ld+json", "jsonld"),
    "openapi": FileKind("application/json", "openapi.json"),
    "bpmn": FileKind("application/bpmn+xml", "bpmn"),
    "json-schema": FileKind("application/schema+json", "schema.json"),
}
CATALOGUE_FORMATS: Final[Mapping[CatalogueFormat, FileKind]] = {
    "cpsv-ap": EXPORT_FORMATS["cpsv-ap"],
    "cpsv-ap-json": EXPORT_FORMATS["cpsv-ap-json"],
}


def export_service(*, definition: Definition, number: int, export_format: ExportFormat, portal: str) -> Exported:
    """Export one version of a service."""
    kind = EXPORT_FORMATS[export_format]
    content = _WRITERS[export_format](definition, number, portal)
    return Exported(content=content, media_type=kind.media_type, name=f"{definition.slug}.{kind.ending}")


def export_catalogue(*, definitions: Iterable[Definition], export_format: CatalogueFormat, portal: str) -> Exported:
    """Export all services as one file of linked data."""
    # rdflib costs 20 MB of memory: only processes that export linked data load it
    from hukumati.catalogue.exports import cpsv_ap

    graph = cpsv_ap.catalogue_graph(definitions=definitions, portal=portal)
    kind = CATALOGUE_FORMATS[export_format]
    content = cpsv_ap.serialise(graph=graph, form="turtle" if export_format == "cpsv-ap" else "json-ld")
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


_WRITERS: Final[Mapping[ExportFormat, Callable[[Definition, int, str], bytes]]] = {
    "cpsv-ap": _turtle,
    "cpsv-ap-json": _json_ld,
    "openapi": _openapi,
    "bpmn": _bpmn,
    "json-schema": _json_schema,
}
