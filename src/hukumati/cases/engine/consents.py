"""Consents in a case: who is asked to agree, and who has agreed to what the case still says.

What the events keep of a consent besides its state: `party`, the ID number of the person asked; once they have agreed
`digest`, of what they were shown, and `consent`, the reference of the event that records it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.domain import side_request_states
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.models import Case
from hukumati.core.digests import subject_digest
from hukumati.service_language.api import AGREED, Definition

Kept = dict[str, str | None]
"""A request as the events of a case keep it."""


def opened_request(
    case: Case, definition: Definition, name: str, *, now: datetime, data: Mapping[str, Any] | None = None
) -> Kept:
    """Return a request as it is kept when it opens; cancelled where it is a consent that nobody named could give.

    So a flow goes on where nobody can be asked, and its branches have something to read. `data` is what the event adds
    by which it opens.
    """
    state = side_request_states.request_state(side_request_states.OPEN)
    if definition.requests[name].consent is None:
        return state
    asked = session_of(case, definition, now, data).consent_asked(name)
    if asked is None:
        return side_request_states.request_state("cancelled")
    return {**state, "party": asked.party}


def parties_of(case: Case) -> frozenset[str]:
    """Return the ID numbers of those who are, or were, asked to agree in a case."""
    return frozenset(str(each["party"]) for each in case.requests.values() if each.get("party"))


def consented_in(case: Case, definition: Definition, now: datetime) -> dict[str, str]:
    """Return whose consent stands in a case: the reference of each, by the person's ID number."""
    given = {name: str(each["consent"]) for name, each in case.requests.items() if each.get("consent")}
    if not given:
        return {}
    standing = session_of(case, definition, now).consenting()
    return {party: given[name] for party, name in standing.items() if name in given}


def void_consents(case: Case, definition: Definition, now: datetime) -> frozenset[str]:
    """Name the consents of a case that were given to something else than what it says now."""
    given = {name for name, each in case.requests.items() if each.get("consent") and each.get("outcome") == AGREED}
    return frozenset(given - set(session_of(case, definition, now).consenting().values())) if given else frozenset()


def party_digest(id_number: str) -> str:
    """Return by what the requests put to a person are found; "" for nobody."""
    return subject_digest(record="cases.party", subject=id_number) if id_number else ""
