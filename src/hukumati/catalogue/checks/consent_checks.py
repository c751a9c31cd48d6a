"""Checks of consents: somebody else than the applicant can be asked, is shown answers, and what they say matters."""

from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.checks.request_checks import named_requests
from hukumati.catalogue.folder.diagnostics import NOTHING, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import FILE_TYPES, ConsentTerms, Definition, SideRequest, sources_of

APPLICANTS: Final = frozenset({"applicant.id_number", "registers.interior.person.id_number"})
ID_NUMBER: Final = "id_number"


def check_consents(parsed: ParsedFolder) -> None:
    """Record consents that nobody could give, that nothing rests on, or that would be awaited for ever."""
    source, flow = parsed.sources.requests, _named_in_flow(parsed.definition)
    if source is None:
        return
    for name, request in parsed.definition.requests.items():
        if request.consent is None:
            continue
        for word, problem, remedy in _faults(parsed.definition, request, request.consent, flow):
            parsed.diagnostics.add(at(source, name, *([word] if word else [])), "request.consent", problem, remedy)


def _faults(
    definition: Definition, request: SideRequest, terms: ConsentTerms, flow: set[str]
) -> Iterator[tuple[str, str, str]]:
    name = request.name
    if terms.by is not NOTHING:
        yield from _faults_of_party(definition, name, terms)
    for question in definition.form.all_questions():
        if question.id in terms.shows and question.type in FILE_TYPES:
            problem = f"{name!r} shows {question.id!r}, a file, which the person asked may not open"
            yield "shows", problem, "Show answers in words."
    if request.waits:
        yield "when_late", f"the consent {name!r} would be awaited for ever", "Remove `when_late: wait`."
    if name not in flow:
        remedy = f"Write when: requests.{name}.outcome == 'agreed' in an action of flow.yaml."
        yield "", f"nothing rests on whether the consent {name!r} was given", remedy


def _faults_of_party(definition: Definition, name: str, terms: ConsentTerms) -> Iterator[tuple[str, str, str]]:
    sources = sources_of(terms.by)
    if sources & APPLICANTS:
        yield "by", f"{name!r} lets the applicant agree with themself", "Name another person."
    for source in sorted(sources - APPLICANTS):
        if not _is_id_number(definition, source):
            problem = f"{(source or terms.by.text)!r} is not the ID number of a person"
            yield "by", problem, "Name a question of type id_number, or a person whom a register named."


def _is_id_number(definition: Definition, source: str) -> bool:
    """A question of that type, or an element of that name of what a register said."""
    name, _, rest = source.partition(".")
    question = next((each for each in definition.form.questions() if each.id == name), None)
    if question is not None and not rest:
        return question.type == ID_NUMBER
    from_register = name == "registers" or (question is not None and bool(question.of))
    return from_register and rest.rpartition(".")[2] == ID_NUMBER


def _named_in_flow(definition: Definition) -> set[str]:
    """Name the requests on which a branch of the flow depends."""
    actions = [action for state in definition.flow.states.values() for action in state.actions.values()]
    conditions = [branch.when.text for action in actions for branch in action.branches if branch.when is not None]
    return set(named_requests(conditions))
