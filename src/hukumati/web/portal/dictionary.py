"""The data dictionary, for people and for programs: public and read-only."""

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.parts import Row
from hukumati.interoperability import api as interoperability
from hukumati.interoperability.api import Contract, Element
from hukumati.web.portal.cached_pages import kept_page
from hukumati.web.portal.services import LONGEST_QUERY

ON_A_PAGE: Final = 15
READABLE: Final = {"ensure_ascii": False}
CONTEXT: Final = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "title": {"@id": "dct:title", "@container": "@language"},
    "notation": "skos:notation",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "format": "dct:format",
    "type": "dct:type",
    "accessRights": "dct:accessRights",
}
TITLE: Final = Bilingual(ar="قاموس البيانات", en="Data dictionary")


@require_safe
def elements(request: HttpRequest) -> HttpResponse:
    """Show what a search found in the dictionary, or the whole of it, page by page."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    found = interoperability.search_elements(text=query)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/dictionary.html", {"query": query, "page": page})


@require_safe
def element(request: HttpRequest, element_id: str) -> HttpResponse:
    """Return what an element is, and where it is used: contracts, questions, documents."""
    found = interoperability.get_element(element_id)
    if getattr(request, "person", None) or request.META.get("QUERY_STRING"):
        return HttpResponse(_drawn(request, found))
    saves_data = request.headers.get("Save-Data", "").lower() == "on"
    key = f"portal.element:{element_id}:{catalogue.catalogue_fingerprint()}:{get_language()}:{saves_data}"
    return kept_page(request, key=key, draw=lambda: _drawn(request, found))


def _drawn(request: HttpRequest, found: Element) -> str:
    uses = catalogue.list_element_uses(element=found.id)
    context = {
        "element": found,
        "rows": list(_rows(found)),
        "contracts": interoperability.list_uses(element=found.id),
        "read": [use for use in uses if use.kind == "register"],
        "questions": [use for use in uses if use.kind == "question"],
        "documents": [use for use in uses if use.kind == "document"],
    }
    return render_to_string("portal/dictionary_element.html", context, request)


def _rows(found: Element) -> list[Row]:
    source = interoperability.get_contract(found.source).title if found.source else _("People tell it themselves")
    rows = [
        Row(_("Identifier"), found.id, ltr=True),
        Row(_("Type"), interoperability.TYPES[found.type]),
        Row(_("Format"), found.format, ltr=True),
        Row(_("Source"), source),
        Row(_("Sensitivity"), interoperability.SENSITIVITIES[found.sensitivity]),
    ]
    return [row for row in rows if row.value]


@require_safe
def whole_as_json(request: HttpRequest) -> HttpResponse:
    """Return the whole dictionary as JSON, with where each element is used in contracts."""
    elements = [_as_json(each) for each in interoperability.list_elements()]
    return JsonResponse({"elements": elements}, json_dumps_params=READABLE)


def _as_json(each: Element) -> dict[str, Any]:
    uses = interoperability.list_uses(element=each.id)
    return {
        "id": each.id,
        "name": _both(each.name),
        "definition": _both(each.definition),
        "type": each.type,
        "format": each.format or None,
        "source": each.source,
        "sensitivity": each.sensitivity,
        "contracts": [{"contract": use.contract, "field": use.field, "parameter": use.is_parameter} for use in uses],
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"ar": text.ar, "en": text.en}


@require_safe
def whole_as_json_ld(request: HttpRequest) -> HttpResponse:
    """Return the whole dictionary as linked data: a SKOS concept scheme."""
    portal = str(settings.HUKUMATI.portal_url).rstrip("/")
    scheme = f"{portal}/dictionary/"
    concepts = [_as_concept(each, scheme) for each in interoperability.list_elements()]
    head = {"@id": scheme, "@type": "skos:ConceptScheme", "title": _both(TITLE)}
    content = {"@context": CONTEXT, "@graph": [head, *concepts]}
    return JsonResponse(content, json_dumps_params=READABLE, content_type="application/ld+json")


def _as_concept(each: Element, scheme: str) -> dict[str, Any]:
    concept = {
        "@id": f"{scheme}{each.id}/",
        "@type": "skos:Concept",
        "inScheme": scheme,
        "notation": each.id,
        "prefLabel": _both(each.name),
        "definition": _both(each.definition),
        "type": each.type,
        "accessRights": each.sensitivity,
    }
    more = {"format": each.format, "source": f"{scheme}contracts/{each.source}.json" if each.source else ""}
    return {**concept, **{name: value for name, value in more.items() if value}}


@require_safe
def contract(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Return a contract with a register: JSON Schema 2020-12 of the answers, and the meaning of every field."""
    return JsonResponse(_as_schema(interoperability.get_contract(contract_id)), json_dumps_params=READABLE)


def _as_schema(found: Contract) -> dict[str, Any]:
    parameters = {
        name: {"type": "string", "pattern": each.pattern, "means": each.means}
        for name, each in found.parameters.items()
    }
    agreed = {
        "id": found.id,
        "version": found.version,
        "title": _both(found.title),
        "service": found.service,
        "path": found.path,
        "subject": found.subject,
        "parameters": parameters,
        "means": found.concepts,
    }
    return {**found.schema, "title": found.title.en, "x-contract": agreed}
