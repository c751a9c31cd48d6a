"""Services as the public JSON interface describes them."""

from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, Question, lowest_fee

LINKS: Final = {
    "page": "/services/{slug}/",
    "self": "/api/services/{code}",
    "answers": "/api/services/{code}/versions/{number}/schema.json",
    "openapi": "/services/{slug}/openapi.json",
    "cpsv_ap": "/services/{slug}.ttl",
    "cpsv_ap_json": "/services/{slug}.jsonld",
    "bpmn": "/services/{slug}.bpmn",
}


def describe_listed(*, definition: Definition, number: int, portal: str) -> dict[str, object]:
    """Return a service as it stands in the list of services."""
    return {
        "code": definition.code,
        "id": definition.id,
        "slug": definition.slug,
        "version": number,
        "name": words(definition.name),
        "summary": words(definition.summary),
        "provider": {"code": definition.provider, "name": words(definition.provider_name)},
        "kind": definition.kind,
        "status": definition.status.now,
        "fee": _fee(definition),
        "links": _links(definition, number, portal),
    }


def describe_full(*, definition: Definition, number: int, portal: str) -> dict[str, object]:
    """Return everything that the interface says of a service."""
    promise, call = definition.promise, definition.call
    return {
        **describe_listed(definition=definition, number=number, portal=portal),
        "audience": list(definition.audience),
        "assurance": definition.assurance,
        "accepts": {"from": call.opens or None, "until": call.closes or None} if call else None,
        "promise": {"decide_within": promise.amount, "unit": promise.unit} if promise else None,
        "collect": list(definition.collect),
        "documents": [
            {"name": document.name, "title": words(document.title), "valid_days": document.valid_days}
            for document in definition.documents.values()
        ],
        "registers": list(definition.uses),
        "life_events": list(definition.life_events),
        "questions": [_question(question) for question in definition.form.questions()],
        "sheets": [
            {"id": sheet.id, "title": words(sheet.title), "questions": [_question(each) for each in sheet.ask]}
            for sheet in definition.form.officials
        ],
    }


def _question(question: Question) -> dict[str, object]:
    return {"id": question.id, "type": question.type, "label": words(question.label), "source": question.source}


def words(text: Bilingual) -> dict[str, str]:
    """Return a text in both languages."""
    return {"ar": text.ar, "en": text.en}


def _fee(definition: Definition) -> dict[str, object] | None:
    lowest = lowest_fee(definition=definition)
    if lowest is None:
        return None
    return {"from": lowest.format(), "currency": lowest.currency, "official": definition.fee_official}


def _links(definition: Definition, number: int, portal: str) -> dict[str, str]:
    names = {"slug": definition.slug, "code": definition.code, "number": number}
    return {name: portal + address.format(**names) for name, address in LINKS.items()}
