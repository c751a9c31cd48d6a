"""Consents: a person named in an application, who is not its applicant, agrees to exactly what they were shown.

What was shown is kept as a digest. With another person, other answers or other words the consent is void, and nothing
may rest on it. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from hukumati.core.identifiers import InvalidIdNumber, parse_id_number
from hukumati.core.json import canonical_json
from hukumati.service_language import validation_messages
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import ExpressionFailed, Facts
from hukumati.service_language.questions import Answers, Question
from hukumati.service_language.side_requests import (
    AGREED,
    VOID,
    ConsentTerms,
    RequestState,
    RequestStates,
    SideRequest,
)
from hukumati.service_language.subjects import sources_of
from hukumati.service_language.validation_messages import AnswerRefused

PARTY_FACTS = ("applicant", "registers")
"""What an expression for the person asked may name besides the questions."""


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """A consent as it would be asked now: the ID number of the person, and the digest of what they are shown."""

    party: str
    digest: str


def consent_asked(request: SideRequest, *, answers: Answers, facts: Facts) -> ConsentAsked | None:
    """Return whom a consent is asked of, and to what; None where the application names nobody who could give it."""
    terms = request.consent
    party = None if terms is None else _party(terms, facts)
    if terms is None or party is None:
        return None
    return ConsentAsked(party, _digest(request, terms, party, answers))


def _party(terms: ConsentTerms, facts: Facts) -> str | None:
    """Return the ID number of the person asked: nobody agrees with themselves."""
    try:
        party = parse_id_number(str(terms.by.value(facts)))
    except (ExpressionFailed, InvalidIdNumber):
        return None
    return None if party == facts["applicant"]["id_number"] else party


def _digest(request: SideRequest, terms: ConsentTerms, party: str, answers: Answers) -> str:
    words = (request.text, terms.party, terms.statement)
    shown = {
        "request": request.name,
        "party": party,
        "words": [[each.ar, each.en] for each in words],
        "answers": {name: answers.get(name) for name in terms.shows},
    }
    return sha256(canonical_json(shown)).hexdigest()


def as_they_stand(
    requests: Mapping[str, SideRequest], states: RequestStates, answers: Answers, facts: Facts
) -> RequestStates:
    """Return the states of requests as they count: a consent to something else than what is asked now is void."""
    given = {name: state for name, state in states.items() if _is_given(requests, name, state)}
    void = {name for name, state in given.items() if state and not _stands(requests[name], state, answers, facts)}
    return {name: {"state": VOID, "outcome": None} if name in void else state for name, state in states.items()}


def _is_given(requests: Mapping[str, SideRequest], name: str, state: RequestState | None) -> bool:
    is_consent = name in requests and requests[name].consent is not None
    return is_consent and state is not None and state.get("outcome") == AGREED


def _stands(request: SideRequest, state: RequestState, answers: Answers, facts: Facts) -> bool:
    asked = consent_asked(request, answers=answers, facts=facts)
    return asked is not None and asked.digest == state.get("digest")


def party_sources(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield each consent of a service with a path of facts that may give the ID number of its person."""
    for name, request in definition.requests.items():
        if request.consent is not None:
            yield from ((name, source) for source in sorted(sources_of(request.consent.by)))


def require_other_person(definition: Definition, question: Question, answer: object, facts: Facts) -> None:
    """Raise AnswerRefused for an ID number of somebody who is to agree, if it is the applicant's or was given before.

    Whom a person names is known while they type: they need not wait until nobody can agree.
    """
    named = {source for _name, source in party_sources(definition)}
    if answer is None or question.id not in named:
        return
    if answer == facts["applicant"]["id_number"]:
        raise AnswerRefused(validation_messages.OWN_ID_NUMBER)
    if answer in (facts.get(other) for other in named - {question.id}):
        raise AnswerRefused(validation_messages.SAME_PERSON_TWICE)
