"""Checks of documents: the seal is there, and the template reads only what it is given."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Final, cast

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.checks.scenarios import ScenarioResult
from hukumati.catalogue.folder.diagnostics import NOTHING, At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.core.json import JsonObject
from hukumati.core.languages import DOCUMENT_LANGUAGES
from hukumati.documents.api import missing_fields
from hukumati.service_language.api import DocumentSpec, Expression, ExpressionFailed

GIVEN_BY_THE_PLATFORM = "document"
"""Every template receives it besides its own data: serial, code, dates, issuer."""

MOST_TRIED: Final = 100
_ID_NUMBER = re.compile("[0-9]{9}")
_RECEIVED = re.compile(r"^#let ([a-z][a-z0-9_-]*) = json\(", re.MULTILINE)
_ANSWER = re.compile(r"(?:labels\.)?([a-z_]\w*)(?:\.\w+)*")
_LABEL = re.compile(r"\blabels\.([a-z_]\w*)")
_LANGUAGE = re.compile(r"'(ar|en)'|\.(ar|en)\b")
_COMMENT = re.compile(r"(?<!:)//.*")


def check_holders(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record documents that speak of nobody: what they are bound to is not always an ID number."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    for name, spec in parsed.definition.documents.items():
        given = _first_wrong(spec.bound, sampler, _is_id_number)
        if given is not None:
            place = at(parsed.sources.documents[name], "bound")
            problem = f"{spec.bound.text!r} gives {given!r}, which is no ID number: whose is the document?"
            parsed.diagnostics.add(place, "document.bound", problem, "Write bound: applicant.id_number.")


def check_languages(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record documents whose language is sometimes none that a document may be written in."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    for name, spec in parsed.definition.documents.items():
        given = None if spec.language is None else _first_wrong(spec.language, sampler, DOCUMENT_LANGUAGES.__contains__)
        if spec.language is not None and given is not None:
            place = at(parsed.sources.documents[name], "language")
            problem = f"{spec.language.text!r} gives {given!r}, which is no language of documents"
            parsed.diagnostics.add(place, "document.language", problem, "Known are: ar, en, both.")


def _is_id_number(given: object) -> bool:
    return isinstance(given, str) and _ID_NUMBER.fullmatch(given) is not None


def _first_wrong(expression: Expression, sampler: ExpressionSampler, is_right: Callable[[object], bool]) -> object:
    """Return the first value but null that is not right; None where none was found."""
    for facts in islice(sampler.facts([expression]), MOST_TRIED) if expression is not NOTHING else ():
        try:
            given = expression.value(facts)
        except ExpressionFailed:  # told with the expression itself
            continue
        if given is not None and not is_right(given):
            return given
    return None


def check_documents(parsed: ParsedFolder, seals: Collection[str] | None) -> None:
    """Record seals that the provider does not have (None: unchecked), and data that a template lacks."""
    own = f"{parsed.definition.provider}."
    known = None if seals is None else [seal for seal in seals if seal.startswith(own)]
    for name, spec in parsed.definition.documents.items():
        if known is not None and spec.seal not in known:
            place = at(parsed.sources.documents[name], "seal")
            parsed.diagnostics.unknown(place, "document.seal", "seal of the provider", spec.seal, known)
        _check_template(parsed, spec)
        _check_optional_answers(parsed, spec)
        _check_languages_of_data(parsed, spec)


def _check_optional_answers(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    """Record fields that are an answer which may be left out, of documents that are not issued without them."""
    may_lack = {
        each.id for each in parsed.definition.form.all_questions() if not each.required and each.required_if is None
    }
    for field, expression in spec.data.items():
        lacking = next((each for each in _read_unguarded(expression.text) if each in may_lack), None)
        if lacking is not None and field not in {each.partition(".")[0] for each in spec.optional}:
            place = at(parsed.sources.documents[spec.name], "data", field)
            problem = f"{field} is empty where {lacking!r} is not answered: the document would not be issued"
            remedy = f"Require the answer, or add optional: [{field}] if the template can do without it."
            parsed.diagnostics.add(place, "document.empty", problem, remedy)


def _read_unguarded(text: str) -> list[str]:
    """Return the answers that an expression is, or whose labels it reads, without asking whether they are null."""
    whole = _ANSWER.fullmatch(text)
    read = [whole[1]] if whole is not None else _LABEL.findall(text)
    return [each for each in read if not re.search(rf"\b{each} [!=]= null", text)]


def _check_languages_of_data(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    """Record fields that are called Arabic and filled in with English alone, or the other way round."""
    for field, expression in spec.data.items():
        called = field.rpartition("_")[2]
        named = {first or second for first, second in _LANGUAGE.findall(expression.text)}
        if called in ("ar", "en") and named and called not in named:
            place = at(parsed.sources.documents[spec.name], "data", field)
            problem = f"{field} is filled in with the other language: {expression.text}"
            parsed.diagnostics.add(place, "document.language", problem, "Write the language that its name says.")


def check_complete(parsed: ParsedFolder, results: Sequence[ScenarioResult]) -> None:
    """Record each field that a scenario leaves empty although its document is not issued without it, once."""
    reported: set[tuple[str, str]] = set()
    for scenario in (each for each in results if not each.mistakes):
        for name, data in scenario.documents.items():
            optional = parsed.definition.documents[name].optional
            for path in missing_fields(cast("JsonObject", data), optional=optional):
                if (name, path) not in reported:
                    reported.add((name, path))
                    _record_empty(parsed, name, path, scenario.file)


def _record_empty(parsed: ParsedFolder, name: str, path: str, scenario: str) -> None:
    place = at(parsed.sources.documents[name], "data", path.partition(".")[0])
    problem = f"with the data of {scenario} {path} is empty: the document would not be issued"
    remedy = f"Correct the expression, or add optional: [{path}] if the template can do without it."
    parsed.diagnostics.add(place, "document.empty", problem, remedy)


def _check_template(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    known = {*spec.data, GIVEN_BY_THE_PLATFORM}
    for line, name in _names_read(spec.template_source):
        if name not in known:
            place = At(f"documents/{spec.template}", line)
            parsed.diagnostics.unknown(place, "document.data", f"data of {spec.name}", name, known)


def _names_read(template: str) -> list[tuple[int, str]]:
    """Return the names that a template reads of its data (`d.name_ar`) with their lines, method calls left out."""
    received = _RECEIVED.search(template)
    if received is None:
        return []
    read = re.compile(rf"(?<![\w.\"]){re.escape(received[1])}\.([a-z_][a-z0-9_-]*)(?!\(|[a-z0-9_-])")
    lines = (_COMMENT.sub("", line) for line in template.splitlines())
    return [(number, name) for number, line in enumerate(lines, start=1) for name in read.findall(line)]
