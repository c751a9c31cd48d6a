"""Consents: a person whom somebody else's application names reads what it shows them, and agrees or declines.

Only who has exactly the ID number that the application gives finds a consent; for everybody else there is none.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.actors import party as actor_of
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.engine.consent_messages import notify_of_consent
from hukumati.cases.engine.consents import party_digest
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import applicant_name, definition_of, lock_case_by_id
from hukumati.cases.errors import AssuranceTooLow, CaseMovedOn, NoSuchCase, RequestClosed
from hukumati.cases.models import DUE, Case, LockedCase, Request
from hukumati.cases.request_views import ConsentLine, ConsentView, Party, ShownAnswer
from hukumati.cases.requests.closing import end_request
from hukumati.core.audit import record
from hukumati.core.paging import Order, Page
from hukumati.core.references import normalise_reference
from hukumati.core.text import clean_text
from hukumati.service_language.api import AGREED, CONSENT, ConsentAsked, ConsentTerms, Definition

_ORDER: Final[Order[Request]] = Order({"due": datetime, "id": int}, size=20)
LEVELS: Final = ("low", "substantial", "high")
READ: Final = "case.consent_read"


def list_consents(*, party: Party, after: str = "", before: str = "") -> Page[ConsentLine]:
    """List the consents that are awaited of a person, most urgent first."""
    rows = Request.objects.filter(party=party_digest(party.id_number), closed_at=None).exclude(party="")
    return _ORDER.page(rows.annotate(due=DUE).select_related("case"), after=after, before=before).showing(_line)


def open_consent(*, reference: str, request_id: int, party: Party, now: datetime) -> ConsentView:
    """Show a person what they are asked to agree to, and record that they read it. Raises NoSuchCase."""
    row = _find(reference, request_id, party)
    view = _view(row, party, now)
    if view.shown:
        _record_reading(row, actor_of(party.sub, party.id_number))
    return view


def agree(*, reference: str, request_id: int, party: Party, digest: str, now: datetime) -> None:
    """Agree to what was shown, which `digest` stands for; agreeing again changes nothing.

    Raises NoSuchCase, AssuranceTooLow, RequestClosed, CaseMovedOn where something else would be shown now.
    """
    with transaction.atomic():
        case, row, actor = _lock(reference, request_id, party)
        if row.outcome == AGREED:
            return
        terms = _require_open(case, row, party, digest, now)
        if not _is_assured(party, terms):
            raise AssuranceTooLow
        answers, version = {name: case.answers.get(name) for name in terms.shows}, str(case.version_id)
        row.details = {"answers": answers, "digest": digest, "version": version}
        kept = {"digest": digest, "consent": f"{case.reference}:{case.last_seq + 1}"}
        agreed = {"version": version, "statement": {"ar": terms.statement.ar, "en": terms.statement.en}}
        event, data = "party_agreed", {"agreed": agreed}
        notify_of_consent(case, definition_of(case), row, party=terms.party)
        end_request(case, row, event=event, actor=actor, now=now, outcome=AGREED, data=data, kept=kept)


def decline(*, reference: str, request_id: int, party: Party, said: str, now: datetime) -> None:
    """Decline what was asked, with a reason or without; declining again changes nothing.

    Raises NoSuchCase, RequestClosed.
    """
    with transaction.atomic():
        case, row, actor = _lock(reference, request_id, party)
        if row.state == "refused":
            return
        answer = clean_text(said, longest=LONGEST_TEXT)
        end_request(case, row, event="party_declined", actor=actor, now=now, answer=answer)


def _find(reference: str, request_id: int, party: Party) -> Request:
    """Find a request put to exactly this person. Raises NoSuchCase, for everybody else's too."""
    digest = party_digest(party.id_number)
    rows = Request.objects.filter(id=request_id, kind=CONSENT, case__reference=normalise_reference(reference))
    row = rows.filter(party=digest).select_related("case").first() if digest else None
    if row is None:
        raise NoSuchCase
    return row


def _lock(reference: str, request_id: int, party: Party) -> tuple[LockedCase, Request, Actor]:
    case = lock_case_by_id(_find(reference, request_id, party).case_id)
    row = Request.objects.select_for_update().get(id=request_id)
    return case, row, actor_of(party.sub, party.id_number)


def _require_open(case: Case, row: Request, party: Party, digest: str, now: datetime) -> ConsentTerms:
    """Return the terms of a consent that is still asked of the person, as they were shown it.

    Raises RequestClosed, CaseMovedOn.
    """
    definition = definition_of(case)
    asked = _asked(case, definition, row, party, now)
    if asked is None or row.closed_at is not None:
        raise RequestClosed
    if asked.digest != digest:
        raise CaseMovedOn
    return _terms(definition, row)


def _record_reading(row: Request, actor: Actor) -> None:
    details = {"case": row.case.reference, "service": row.case.service_code, "request": row.name}
    for subject in (f"case:{row.case.reference}", f"person:{row.case.applicant['id_number']}"):
        record(subject=subject, actor=actor.label, action=READ, details=details)


def _terms(definition: Definition, row: Request) -> ConsentTerms:
    """Return what is asked, as the service says now. Raises RequestClosed where it does not ask it any more."""
    request = definition.requests.get(row.name)
    if request is None or request.consent is None:
        raise RequestClosed
    return request.consent


def _asked(case: Case, definition: Definition, row: Request, party: Party, now: datetime) -> ConsentAsked | None:
    """Return what the person is asked now; None where the application names somebody else meanwhile."""
    asked = session_of(case, definition, now).consent_asked(row.name)
    return asked if asked is not None and asked.party == party.id_number else None


def _is_assured(party: Party, terms: ConsentTerms) -> bool:
    return party.assurance in LEVELS and LEVELS.index(party.assurance) >= LEVELS.index(terms.assurance)


def _line(row: Request) -> ConsentLine:
    definition = definition_of(row.case)
    return ConsentLine(
        id=row.id,
        reference=row.case.reference,
        service_name=definition.name,
        applicant_name=applicant_name(row.case),
        text=definition.requests[row.name].text,
        due_at=row.due_at,
    )


def _view(row: Request, party: Party, now: datetime) -> ConsentView:
    case, definition = row.case, definition_of(row.case)
    terms = _terms(definition, row)
    asked = _asked(case, definition, row, party, now) if row.closed_at is None else None
    shown = _shown(row, definition, terms) if asked is not None or row.outcome == AGREED else ()
    contracts = {each.question.contract for each in shown}
    return ConsentView(
        line=_line(row),
        party=terms.party,
        statement=terms.statement,
        state="cancelled" if asked is None and row.closed_at is None else row.state,
        shown=shown,
        digest="" if asked is None else asked.digest,
        said=row.answer,
        closed_at=row.closed_at,
        is_assured=_is_assured(party, terms),
        definition=definition,
        registers={name: answer for name, answer in case.registers.items() if name in contracts},
    )


def _shown(row: Request, definition: Definition, terms: ConsentTerms) -> tuple[ShownAnswer, ...]:
    """Return what a person is asked to agree to, or what they agreed to, in the order of the service."""
    answers = row.details.get("answers", row.case.answers)
    questions = {question.id: question for question in definition.form.all_questions()}
    return tuple(ShownAnswer(questions[name], answers.get(name)) for name in terms.shows if name in questions)
