"""Every kind of paper that the services issue, as their scenarios issue it, and each in the extremes of its data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hukumati.catalogue.checks.scenarios import run_scenario
from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_folder
from hukumati.core.languages import DocumentLanguage
from hukumati.documents.api import Template
from hukumati.service_language.api import DocumentSpec
from tests.papers.faces import face

Data = dict[str, Any]
ONE_LANGUAGE: Final[tuple[DocumentLanguage, ...]] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Paper:
    """A template with its data; `name` tells service, document and what is special about the data."""

    name: str
    template: Template
    data: Data
    is_limited: bool
    seal: str
    optional: tuple[str, ...]
    language: DocumentLanguage = "both"
    photo: bytes | None = None


def list_papers(services: Path) -> Iterator[Paper]:
    """Yield each paper once for each different data of its scenarios, and once for each extreme."""
    for path in sorted(path.parent for path in services.glob("*/*/service.yaml")):
        yield from _of_service(path)


def _of_service(path: Path) -> Iterator[Paper]:
    parsed = parse_folder(folder=read_folder(path=path))
    found: dict[str, list[Data]] = {}
    for source in parsed.sources.scenarios.values():
        result = run_scenario(definition=parsed.definition, source=source, people=parsed.sources.people)
        for name, data in result.documents.items():
            known = found.setdefault(name, [])
            known.extend([dict(data)] if data not in known else [])
    for name, samples in sorted(found.items()):
        spec = parsed.definition.documents[name]
        template = Template(source=spec.template_source, name=spec.template.removesuffix(".typ"))
        for number, data in enumerate(samples, 1):
            label = f"{path.parent.name}-{path.name}-{name}-{number}"
            photo = None if spec.photo is None else face()
            issued = Paper(label, template, data, spec.valid_days is not None, spec.seal, spec.optional, photo=photo)
            for paper in _in_languages(issued, spec):
                yield paper
                if number == 1:
                    yield from extremes(paper)


def _in_languages(paper: Paper, spec: DocumentSpec) -> Iterator[Paper]:
    """Yield a paper in both languages, and where its applicant chooses, in each of them."""
    yield paper
    if spec.language is not None:
        yield from (replace(paper, name=f"{paper.name}-{language}", language=language) for language in ONE_LANGUAGE)


ARABIC_WORD: Final = "عبدالرحمن"
FREE: Final = ("name", "father", "mother", "guardian", "purpose", "reason", "offence", "sentence", "court", "address",
               "locality", "why", "profession", "make", "colour", "place", "centre")  # fmt: skip
"""Fields that hold names or free text: what they begin with."""


def extremes(paper: Paper) -> Iterator[Paper]:
    """Yield a paper with the longest names, words that never end, lists of forty, marks, directions, nothing."""
    for label, change in EXTREMES.items():
        yield replace(paper, name=f"{paper.name}-{label}", data=change(paper.data))


def _texts(data: Any, change: Callable[[str, bool], str], *, is_free: bool = False, is_english: bool = False) -> Any:
    if isinstance(data, str):
        return change(data, is_english) if is_free else data
    if isinstance(data, list | tuple):
        return [_texts(item, change, is_free=is_free, is_english=is_english) for item in data]
    if isinstance(data, dict):
        return {
            key: _texts(item, change, is_free=is_free or _is_free(key), is_english=key == "en" or key.endswith("_en"))
            for key, item in data.items()
        }
    return data


def _is_free(key: str) -> bool:
    return key.startswith(FREE) and not key.endswith("_id")


def _long(_: str, is_english: bool) -> str:
    return " ".join(["Abd-al-Rahman" if is_english else ARABIC_WORD] * 30)


def _unbroken(_: str, is_english: bool) -> str:
    return ("x" if is_english else "س") * 120


def _marked(_: str, is_english: bool) -> str:
    return "Zoë Ñandú-Müller O’Brien Đặng" if is_english else "مُحَمَّدٌ عَبْدُ اللهِ آلُ لُؤْلُؤَةَ الشَّيْخِيُّ"


def _mixed(_: str, is_english: bool) -> str:
    return "office (وزارة العدل) 02-2987654" if is_english else "هاتف 02-2987654 (Ministry of Justice) رقم 2026/40217"


def _forty(data: Data) -> Data:
    return {key: (item * 40)[:40] if isinstance(item, list) and item else item for key, item in data.items()}


OPTIONAL: Final = ("father_id", "mother_id")
OPTIONAL_LISTS: Final = ("dependants", "liens", "judgments")


def _empty(data: Data) -> Data:
    """Leave out what templates know to be missing sometimes, and all lists."""
    kept: Data = {key: [] if key in OPTIONAL_LISTS else item for key, item in data.items()}
    return {key: None if key in OPTIONAL else item for key, item in kept.items()}


EXTREMES: Final[dict[str, Callable[[Data], Data]]] = {
    "long": lambda data: _texts(data, _long),
    "unbroken": lambda data: _texts(data, _unbroken),
    "marked": lambda data: _texts(data, _marked),
    "mixed": lambda data: _texts(data, _mixed),
    "forty": _forty,
    "empty": _empty,
}
