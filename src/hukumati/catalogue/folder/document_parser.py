"""Parses documents/*.yaml: what a document is made of, and how long it is valid."""

from collections.abc import Mapping, Sequence

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.folder.entries import DocumentEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import DocumentSpec, Expression


def parse_document(
    name: str,
    source: YamlFile[DocumentEntry],
    templates: Mapping[str, str],
    *,
    names: Sequence[str],
    diagnostics: Diagnostics,
) -> DocumentSpec:
    """Return a document; `templates` are those of the folder by file, `names` what its expressions may name."""
    entry = source.value
    if entry["template"] not in templates:
        place = at(source, "template")
        diagnostics.unknown(place, "document.template", "template", entry["template"], templates)
    days, begins = _validity(source, names, diagnostics)
    return DocumentSpec(
        name=name,
        title=diagnostics.text(entry["title"], at(source, "title")),
        template=entry["template"],
        template_source=templates.get(entry["template"], ""),
        data={key: diagnostics.expression(text, at(source, "data", key), names) for key, text in entry["data"].items()},
        seal=entry["seal"],
        serial_prefix=entry["serial_prefix"],
        bound=diagnostics.expression(entry["bound"], at(source, "bound"), names),
        valid_days=days,
        valid_from=begins,
        optional=_optional(source, diagnostics),
        legal_basis=_legal_basis(source, diagnostics),
        language=_language(source, names, diagnostics),
        photo=entry.get("photo"),
    )


def _legal_basis(source: YamlFile[DocumentEntry], diagnostics: Diagnostics) -> Bilingual | None:
    key = source.value.get("legal_basis")
    return None if key is None else diagnostics.text(key, at(source, "legal_basis"))


def _language(source: YamlFile[DocumentEntry], names: Sequence[str], diagnostics: Diagnostics) -> Expression | None:
    text = source.value.get("language")
    return None if text is None else diagnostics.expression(text, at(source, "language"), names)


def _optional(source: YamlFile[DocumentEntry], diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return what may be empty: data by name, or a part of it (`properties.from`)."""
    listed, data = source.value.get("optional", []), source.value["data"]
    for index, path in enumerate(listed):
        if path.partition(".")[0] not in data:
            diagnostics.unknown(at(source, "optional", index), "document.optional", "data", path, data)
    return tuple(listed)


def _validity(
    source: YamlFile[DocumentEntry], names: Sequence[str], diagnostics: Diagnostics
) -> tuple[int | None, Expression | None]:
    """Return the days of validity, None for ever, and the expression of the day from which they count."""
    entry = source.value.get("valid")
    if entry is None:
        return None, None
    if isinstance(entry, str):
        return parse_duration(entry).amount, None
    return parse_duration(entry["for"]).amount, diagnostics.expression(
        entry["from"], at(source, "valid", "from"), names
    )
