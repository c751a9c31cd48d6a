"""An officer asks somebody for something while the case goes on."""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.domain.side_request_states import OPEN
from hukumati.cases.engine.access import require_may_open_request
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.consents import opened_request
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.engine.side_requests import create_request
from hukumati.cases.errors import CaseMovedOn, NotPossibleHere
from hukumati.core.text import clean_text


def open_request(
    *, reference: str, officer: Actor, name: str, question: str, seen_seq: int | None, now: datetime
) -> int:
    """Open one of the state's requests for an officer who works on the case, and return the request's number.

    `question` is added to what the service says. Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere.
    """
    with transaction.atomic():
        case = lock_case(reference)
        if seen_seq not in (None, case.last_seq):
            raise CaseMovedOn
        definition, text = definition_of(case), clean_text(question, longest=LONGEST_TEXT)
        require_may_open_request(case, definition, officer, name)
        opened = opened_request(case, definition, name, now=now)
        if opened["state"] != OPEN:
            raise NotPossibleHere(f"request {name}")
        data = {"requests": {name: opened}, "question": text}
        event = record_note(case, action="request_opened", actor=officer, data=data, now=now)
        spec = definition.requests[name]
        return create_request(case, definition, spec, seq=event.seq, actor=officer, now=now, question=text).id
