"""The reference names every word that a schema knows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from hukumati.catalogue.folder.schema import FOLDER
from hukumati.catalogue.folder_checks import known_seals
from hukumati.service_language.api import (
    ANSWER_READERS,
    APPLICANT_FIELDS,
    FACT_NAMES,
    MESSAGE_PLACEHOLDERS,
    PLATFORM_FUNCTIONS,
)

REFERENCE = settings.HUKUMATI.services_dir.parent / "docs" / "reference" / "service-folder.md"


def _words(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", []) if isinstance(word, str))
        for part in schema.values():
            yield from _words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _words(part)


@pytest.mark.parametrize("name", ["service", "form", "flow", "document", "message", "scenario"])
def test_the_reference_names_every_word_of_the_schema(name: str) -> None:
    told = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", REFERENCE.read_text()))
    schema = json.loads((FOLDER / f"{name}.json").read_text())
    assert set(_words(schema)) <= told


def test_the_reference_names_every_function_fact_and_placeholder() -> None:
    told = set(re.findall(r"[A-Za-z_]+", REFERENCE.read_text()))
    assert PLATFORM_FUNCTIONS | set(APPLICANT_FIELDS) | set(FACT_NAMES) | set(MESSAGE_PLACEHOLDERS) <= told


def test_every_type_of_question_has_a_reader() -> None:
    schema = json.loads((FOLDER / "form.json").read_text())
    types = schema["properties"]["pages"]["items"]["properties"]["ask"]["items"]["properties"]["type"]["enum"]
    assert set(types) == set(ANSWER_READERS)


def test_the_reference_names_every_seal() -> None:
    told = (REFERENCE.parent / "documents.md").read_text()
    assert [seal for seal in known_seals() if f"`{seal}`" not in told] == []
