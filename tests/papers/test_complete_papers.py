"""Every paper of every service says all that it must: with an empty name or a null none is sealed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from django.conf import settings

from hukumati.catalogue.checks.scenarios import run_scenario
from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_folder
from hukumati.core.bilingual import Bilingual
from hukumati.documents import api as documents
from hukumati.documents.adapters.template_check import FIELDS
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.domain.typesetting import Typeset
from hukumati.service_language.api import DocumentSpec
from tests.papers.faces import face

DAY: Final = date(2026, 11, 23)
DAY_OF_COMPUTERS: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
EMPTY: Final = {"null": None, "no letter": "", "spaces": "  \u00a0", "invisible": "\u200f\u2067"}
LABELS: Final = {
    "mof/property-tax clearance properties.from": "",
    "mof/property-tax clearance properties.to": "",
    "moh/health-insurance card dependants": "المعال",
    "moi/birth-certificate certificate father_id": "Father's ID",
    "moi/birth-certificate certificate mother_id": "Mother's ID",
    "moi/passport notice profession": "Profession",
    "moj/non-conviction-certificate certificate judgments": "Judgment",
    "moj/non-conviction-certificate statement judgments": "",  # a statement is of judgments: its table stays
    "pla/land-extract extract liens": "Burden",
}
"""What is optional, with the label that goes with it; "" for a cell that keeps its column."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper with the data of the first scenario that issues it."""

    name: str
    spec: DocumentSpec
    data: dict[str, Any]


def _kinds() -> list[str]:
    files = settings.HUKUMATI.services_dir.glob("*/*/documents/*.yaml")
    return sorted(f"{file.parents[2].name}/{file.parents[1].name} {file.stem}" for file in files)


@cache
def papers_of(service: str) -> dict[str, Paper]:
    """Play a service's scenarios until each of its documents was issued."""
    parsed = parse_folder(folder=read_folder(path=Path(settings.HUKUMATI.services_dir) / service))
    found: dict[str, Paper] = {}
    for source in parsed.sources.scenarios.values():
        if len(found) < len(parsed.definition.documents):
            result = run_scenario(definition=parsed.definition, source=source, people=parsed.sources.people)
            for name, data in result.documents.items():
                found.setdefault(name, Paper(f"{service} {name}", parsed.definition.documents[name], dict(data)))
    return found


def paper(kind: str) -> Paper:
    """Return a paper by service and document."""
    service, _, name = kind.partition(" ")
    return papers_of(service)[name]


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of everything that may be empty: fields, parts of fields, fields of what is listed."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from paths(part, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        yield path
        for item in value:
            yield from paths(item, path)
    else:
        yield path


def changed(value: Any, path: str, new: object) -> Any:
    """Return data in which one field, in whatever is listed, is another."""
    name, _, rest = path.partition(".")
    if isinstance(value, list):
        return [changed(item, path, new) for item in value]
    return {**value, name: changed(value[name], rest, new) if rest else new}


def request(paper: Paper, data: dict[str, Any]) -> documents.IssueRequest:
    """Return a paper's request to issue, with other data."""
    spec = paper.spec
    return documents.IssueRequest(
        key=paper.name, kind=spec.name, serial_prefix=spec.serial_prefix, data=data, seal=spec.seal, owner="layla",
        template=documents.Template(source=spec.template_source, name=spec.template.removesuffix(".typ")),
        title=Bilingual(ar="وثيقة", en="Document"), case_reference="", bound="400000006", issued_on=DAY,
        valid_until=None, optional=spec.optional,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", _kinds())
def test_a_paper_without_something_it_must_say_is_refused_and_takes_no_serial(kind: str) -> None:
    whole = paper(kind)
    assert not documents.missing_fields(whole.data, optional=whole.spec.optional)
    tried = [path for path in dict.fromkeys(paths(whole.data)) if path not in whole.spec.optional]
    assert tried
    for path in tried:
        for nothing in EMPTY.values():
            with pytest.raises(documents.DataMissing) as refused:
                documents.issue(request=request(whole, changed(whole.data, path, nothing)))
            assert refused.value.fields == (path,), "the operator is told which"


def _optional() -> list[str]:
    return [
        f"{kind} {path}" for kind in _kinds() for path in sorted(paper(kind).spec.optional)
    ]  # fmt: skip


def test_every_optional_field_has_its_label_in_the_list_of_this_test() -> None:
    assert _optional() == sorted(LABELS)


@pytest.mark.parametrize("field", sorted(LABELS))
def test_what_is_optional_leaves_no_bare_label_when_it_is_empty(field: str, tmp_path: Path) -> None:
    kind, _, path = field.rpartition(" ")
    whole, label = paper(kind), LABELS[field]
    emptied = changed(whole.data, path, [] if isinstance(whole.data.get(path), list) else None)
    text = _text(whole.spec, emptied, tmp_path)
    assert not label or label not in text
    assert "none" not in text.split()


@pytest.mark.parametrize("kind", _kinds())
def test_whoever_verifies_a_paper_reads_days_as_it_prints_them(kind: str, tmp_path: Path) -> None:
    whole = paper(kind)
    told = _made(whole.spec, whole.data, tmp_path).particulars
    assert told
    assert not DAY_OF_COMPUTERS.search(str(told)), told


def _text(spec: DocumentSpec, data: dict[str, Any], bundles: Path) -> str:
    made = _made(spec, data, bundles)
    assert all(row["value_ar"] and row["value_en"] for row in made.particulars)
    with pypdfium2.PdfDocument(io.BytesIO(made.pdf)) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _made(spec: DocumentSpec, data: dict[str, Any], bundles: Path) -> Typeset:
    return typeset(
        source=spec.template_source, name=spec.template.removesuffix(".typ"), data=data, issued_on=DAY,
        fields={**FIELDS, "valid_until": None}, bundles=bundles, photo=None if spec.photo is None else face(),
    )  # fmt: skip
