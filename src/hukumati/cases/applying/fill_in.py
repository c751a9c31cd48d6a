"""Writing the draft: one page at a time, and what it would cost so far."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hukumati.cases.applying.drafts import lock_draft, refuse_expired
from hukumati.cases.applying.uploads import forget_others, uploaded_answers
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import citizen, definition_of, facts_of, is_repeated, own_case
from hukumati.cases.engine.state_entry import bill_lines
from hukumati.cases.errors import AnswersInvalid, CaseMovedOn
from hukumati.cases.models import Case
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView, Quote
from hukumati.core.clock import now as present
from hukumati.core.money import Money
from hukumati.service_language import api as service_language
from hukumati.service_language.api import FILES, Definition, NoSuchPage, Page


def save_page(
    *, reference: str, sub: str, page_id: str, raw: Mapping[str, Any], seen_seq: int | None, now: datetime
) -> CaseView:
    """Check and keep one page of answers; locked ones come from the kept register answers, whatever is sent.

    The same click twice, or again after its answer was lost on the way, keeps them once.
    Raises NoSuchCase, DraftExpired, CaseMovedOn, AnswersInvalid(errors), NoSuchPage (of the catalogue).
    """
    refuse_expired(reference, sub, now)
    with transaction.atomic():
        case = lock_draft(reference, sub)
        definition = definition_of(case)
        facts = facts_of(case, definition, now)
        asked = [
            service_language.asked_as(definition=definition, question=question, facts=facts)
            for question in _page(definition, page_id).ask
        ]
        cleaned = service_language.clean_page(
            definition=definition,
            page_id=page_id,
            raw=Posted(raw, uploaded_answers(case, asked)),
            answers=case.answers,
            facts=facts,
        )
        data = {"page": page_id, "answers": cleaned.answers}
        if seen_seq is not None and is_repeated(case, seq=seen_seq + 1, action="save", data=data):
            return view_of(case, now=now)
        if seen_seq not in (None, case.last_seq):
            raise CaseMovedOn
        if cleaned.errors:
            raise AnswersInvalid(cleaned.errors)
        case.draft_expires_at = now + timedelta(days=definition.keep_draft_days)
        _put_off(case, case.draft_expires_at)
        act_on(case, action="save", actor=citizen(sub), data=data, seen_seq=seen_seq, now=now, fixed=case.state)
        if any(question.type in FILES for question in asked):
            forget_others(case, cleaned.answers)
    return view_of(case, now=now)


def _put_off(case: Case, until: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_timer SET due_at = %s WHERE case_id = %s AND action = 'expired' AND done_at IS NULL",
            [until, case.id],
        )


def _page(definition: Definition, page_id: str) -> Page:
    try:
        return definition.form.page(page_id)
    except LookupError:
        raise NoSuchPage(page_id) from None


class Posted(Mapping[str, Any]):
    """What was posted, with the platform's own word about the uploads in place of the browser's."""

    def __init__(self, raw: Mapping[str, Any], uploads: Mapping[str, Any]) -> None:
        self.raw, self.uploads = raw, uploads

    def __getitem__(self, name: str) -> Any:
        return self.uploads[name] if name in self.uploads else self.raw[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self.raw), **self.uploads})

    def __len__(self) -> int:
        return len({*self.raw, *self.uploads})

    def getlist(self, name: str) -> Any:
        """Return every value of a name, as a QueryDict does."""
        getlist = getattr(self.raw, "getlist", None)
        return getlist(name) if getlist else self.raw.get(name)


def quote(*, reference: str, sub: str) -> Quote:
    """Work out the fee with the answers so far. Raises NoSuchCase."""
    case = own_case(reference, sub)
    definition = definition_of(case)
    facts, nothing = facts_of(case, definition, present()), Money.zero(definition.fee_currency)
    if service_language.is_fee_open(definition=definition, facts=facts):
        return Quote(lines=(), total=nothing, official=definition.fee_official, is_open=True)
    lines = bill_lines(definition, facts)
    total = sum((line.amount for line in lines), start=nothing)
    return Quote(lines=lines, total=total, official=definition.fee_official)
