"""Files of a case: examined and kept, listed, opened, removed."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from hukumati.cases.actors import Actor, citizen
from hukumati.cases.applying.drafts import is_draft, own_locked, own_unexpired
from hukumati.cases.domain import file_inspection
from hukumati.cases.engine.access import case_of_open_request, readable_case, record_reading
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.kept_files import UploadView, examined, keep_file, upload_view
from hukumati.cases.engine.loading import definition_of, lock_own_case, own_case
from hukumati.cases.engine.upload_texts import REFUSALS
from hukumati.cases.errors import CaseMovedOn, NoSuchUpload, TooManyTries, UploadRefused
from hukumati.cases.models import Case, Request, Upload
from hukumati.core.clock import now as present
from hukumati.core.limits import allow
from hukumati.service_language.api import ALL_FILE_KINDS, FILE_TYPES, files_asked

PER_HOUR: Final = 120
REQUEST: Final = "request:"
"""Before the number of a side request, in place of a question of the form."""
ANSWER: Final = "answer:"
"""What is sent with the answer to an officer's question, in place of a question of the form."""


@dataclass(frozen=True, slots=True)
class UploadContent:
    """A file to be opened."""

    name: str
    media: str
    content: bytes
    question: str = ""


def keep_upload(*, reference: str, sub: str, question: str, name: str, content: bytes, now: datetime) -> UploadView:
    """Examine a file and keep it for a question of the draft, for an open side request ("request:7"), or for the answer
    to an officer's question ("answer:").

    The kind is found from the bytes; the same file sent twice to one question is kept once.
    Raises NoSuchCase, DraftExpired, CaseMovedOn, UploadRefused(message), TooManyTries.
    """
    kinds = _kinds(own_unexpired(reference, sub, now), question)
    if not allow(key=f"cases.upload:{sub}", at_most=PER_HOUR, per_seconds=3600):
        raise TooManyTries
    media, content = examined(content, kinds)
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        _kinds(case, question)
        return keep_file(case, question, name=name, media=media, content=content, now=now)


def examine_upload(*, name: str, content: bytes, kinds: Sequence[str]) -> dict[str, Any]:
    """Examine a file as `keep_upload` does and give it as an answer holds it; nothing is kept.

    Raises UploadRefused(message).
    """
    media, content = examined(content, kinds)
    digest = hashlib.sha256(content)
    found = UploadView(
        id=UUID(bytes=digest.digest()[:16]), question="", name=file_inspection.clean_name(name, media), media=media,
        size=len(content), sha256=digest.hexdigest(),
    )  # fmt: skip
    return found.answer()


def _kinds(case: Case, question: str) -> Sequence[str]:
    """Return which kinds may be kept there now. Raises CaseMovedOn, UploadRefused."""
    if question.startswith(REQUEST):
        number = question.removeprefix(REQUEST)
        if (
            not re.fullmatch("[0-9]{1,18}", number)
            or not Request.objects.filter(case=case, id=int(number), closed_at=None).exists()
        ):
            raise CaseMovedOn
        return ALL_FILE_KINDS
    if question == ANSWER:
        if "answer" not in definition_of(case).flow.states[case.state].actions:
            raise CaseMovedOn
        return ALL_FILE_KINDS
    if not is_draft(case):
        raise CaseMovedOn
    definition = definition_of(case)
    questions = definition.form.questions()
    found = ({each.id: each for each in questions} | files_asked(questions)).get(question)
    asked = found and session_of(case, definition, present()).effective_question(found)
    if asked is None or asked.type not in FILE_TYPES:
        raise UploadRefused(REFUSALS["nowhere"])
    return asked.accept


def list_uploads(*, reference: str, sub: str, question: str) -> tuple[UploadView, ...]:
    """List what is kept for a question or a side request, oldest first. Raises NoSuchCase."""
    rows = Upload.objects.filter(case=own_case(reference, sub), question=question)
    return tuple(upload_view(row) for row in rows.defer("content").order_by("number"))


def remove_upload(*, reference: str, sub: str, upload_id: UUID, now: datetime) -> None:
    """Forget a file, and take it out of the draft's answers; one that is gone already changes nothing.

    Raises NoSuchCase, DraftExpired, CaseMovedOn.
    """
    with own_locked(reference, sub, now) as case:
        row = Upload.objects.filter(case=case, id=upload_id).defer("content").first()
        if row is None:
            return
        _kinds(case, row.question)
        row.delete()
        name, _dot, part = row.question.partition(".")
        answer = case.answers.get(name)
        left = _without(answer or [], part, str(upload_id))
        if answer and left != answer:
            data = {"answers": {name: left or None}}
            act_on(case, action="save", actor=citizen(sub), data=data, now=now, fixed=case.state)


def _without(answer: list[dict[str, Any]], part: str, upload_id: str) -> list[dict[str, Any]]:
    """Return an answer without a file: one of its own, or of its entries' answers to the question `part`."""
    if not part:
        return [file for file in answer if file["id"] != upload_id]
    return [{**entry, part: _without(entry.get(part) or [], "", upload_id) or None} for entry in answer]


def read_upload(*, reference: str, sub: str, upload_id: UUID) -> UploadContent:
    """Open a file for its owner: what they gave, and what officials attached where the case's state shows it.

    Raises NoSuchCase, NoSuchUpload.
    """
    case = own_case(reference, sub)
    found = _content(case, upload_id)
    form, shown = definition_of(case).form, definition_of(case).flow.states[case.state].show
    of_officials = {each.id for each in form.official_questions()}
    if found.question in of_officials.difference(shown):
        raise NoSuchUpload
    return found


def read_upload_as_official(*, reference: str, official: Actor, upload_id: UUID) -> UploadContent:
    """Open a file for an official who may see the case, or is asked something about it (an inspection, say).

    The look is recorded for the citizen to see. Raises NotYours, OwnCase, NoSuchUpload.
    """
    case = case_of_open_request(reference, official) or readable_case(reference, official)
    found = _content(case, upload_id)
    record_reading(case, official, action="case.file_read")
    return found


def _content(case: Case, upload_id: UUID) -> UploadContent:
    row = Upload.objects.filter(case=case, id=upload_id).first()
    if row is None:
        raise NoSuchUpload
    return UploadContent(name=row.name, media=row.media, content=bytes(row.content), question=row.question)
