"""The public JSON interface of one service as OpenAPI 3.1: only what is served now, which is reading."""

from typing import Final

from hukumati.service_language.api import Definition

ABOUT: Final = (
    "What this platform publishes about the service, for other programs. Reading only, without a key: applying through "
    "this interface is not offered now; people apply on the service's page. Schemas follow JSON Schema 2020-12, "
    "errors RFC 9457. Fees that are not official are examples."
)
TEXT: Final = {
    "type": "object",
    "required": ["ar", "en"],
    "additionalProperties": False,
    "properties": {"ar": {"type": "string"}, "en": {"type": "string"}},
}
PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}},
}
QUESTIONS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "label", "source"],
        "properties": {
            "id": {"type": "string"},
            "type": {"type": "string"},
            "label": {"$ref": "#/components/schemas/Text"},
            "source": {"type": ["string", "null"], "description": "What answers it first, if not the person"},
        },
    },
}
LISTED: Final[dict[str, object]] = {
    "code": {"type": "string"},
    "id": {"type": "string", "description": "The name that never changes"},
    "slug": {"type": "string"},
    "version": {"type": "integer", "minimum": 1},
    "name": {"$ref": "#/components/schemas/Text"},
    "summary": {"$ref": "#/components/schemas/Text"},
    "provider": {
        "type": "object",
        "required": ["code", "name"],
        "properties": {"code": {"type": "string"}, "name": {"$ref": "#/components/schemas/Text"}},
    },
    "kind": {"enum": ["paid", "free", "enquiry"]},
    "status": {"enum": ["open", "paused", "seasonal", "retired"]},
    "fee": {
        "description": "The lowest fee; null for a free service",
        "type": ["object", "null"],
        "required": ["from", "currency", "official"],
        "properties": {
            "from": {"type": "string", "pattern": r"^\d+\.\d{2,3}$"},
            "currency": {"type": "string"},
            "official": {"type": "boolean"},
        },
    },
    "links": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
}
NAMES: Final = {"type": "array", "items": {"type": "string"}}
DESCRIBED: Final[dict[str, object]] = {
    **LISTED,
    "audience": NAMES,
    "assurance": {"enum": ["low", "substantial", "high"]},
    "accepts": {
        "description": "From when and until when applications are accepted; null where they always are",
        "type": ["object", "null"],
        "required": ["from", "until"],
        "properties": {
            "from": {"type": ["string", "null"], "format": "date"},
            "until": {"type": ["string", "null"], "format": "date"},
        },
    },
    "promise": {
        "description": "Within what time the provider decides",
        "type": ["object", "null"],
        "required": ["decide_within", "unit"],
        "properties": {
            "decide_within": {"type": "integer"},
            "unit": {"enum": ["working_days", "working_hours", "days"]},
        },
    },
    "collect": NAMES,
    "documents": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["name", "title", "valid_days"],
            "properties": {
                "name": {"type": "string"},
                "title": {"$ref": "#/components/schemas/Text"},
                "valid_days": {"type": ["integer", "null"]},
            },
        },
    },
    "registers": {**NAMES, "description": "Register contracts that are asked in the applicant's stead"},
    "life_events": NAMES,
    "questions": QUESTIONS,
    "sheets": {
        "description": "What officials fill in with a decision",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "title", "questions"],
            "properties": {
                "id": {"type": "string"},
                "title": {"$ref": "#/components/schemas/Text"},
                "questions": QUESTIONS,
            },
        },
    },
}


def to_openapi(*, definition: Definition, number: int, portal: str) -> dict[str, object]:
    """Return the document for one version of a service."""
    own = f"/api/services/{definition.code}"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{definition.name.en} · {definition.name.ar}",
            "summary": definition.summary.en,
            "description": ABOUT,
            "version": str(number),
        },
        "servers": [{"url": portal}],
        "paths": {
            "/api/services": {"get": _operation("listServices", "Every service that is not retired", "Services")},
            own: {"get": _operation("getService", "This service as it is now", "Service")},
            f"{own}/versions/{number}/schema.json": {"get": _schema_operation()},
        },
        "components": {
            "schemas": {
                "Text": TEXT,
                "Problem": PROBLEM,
                "ListedService": _object(LISTED),
                "Service": _object(DESCRIBED),
                "Services": _object(
                    {"services": {"type": "array", "items": {"$ref": "#/components/schemas/ListedService"}}}
                ),
            }
        },
    }


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def _operation(name: str, summary: str, schema: str) -> dict[str, object]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "operationId": name,
        "summary": summary,
        "security": [],
        "responses": {"200": {"description": summary, "content": content}, "404": _not_found()},
    }


def _schema_operation() -> dict[str, object]:
    summary = "The JSON Schema that this version's stored answers keep"
    content = {"application/schema+json": {"schema": {"type": "object"}}}
    return {
        "operationId": "getAnswersSchema",
        "summary": summary,
        "security": [],
        "responses": {"200": {"description": summary, "content": content}, "404": _not_found()},
    }


def _not_found() -> dict[str, object]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": "There is no such service or version", "content": content}
