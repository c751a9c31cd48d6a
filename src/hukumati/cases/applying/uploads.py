"""Files of a case: examined and kept, listed, opened, removed."""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from hukumati.cases.actors import Actor, citizen
from hukumati.cases.applying.drafts import is_draft, own_locked, own_unexpired
from hukumati.cases.applying.upload_texts import REFUSALS
from hukumati.cases.domain import file_inspection
from hukumati.cases.domain.file_borders import trimmed
from hukumati.cases.engine.access import case_of_open_request, readable_case, record_reading
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, lock_own_case, own_case
from hukumati.cases.errors import CaseMovedOn, NoSuchUpload, TooManyTries, UploadRefused
from hukumati.cases.models import Case, Request, Upload
from hukumati.cases.ports import ScannerAway
from hukumati.cases.wiring import scanners
from hukumati.core.clock import now as present
from hukumati.core.limits import allow
from hukumati.service_language.api import (
    ALL_FILE_KINDS,
    FILE_TYPES,
    MAX_FILE_BYTES,
    Question,
    is_file_answer,
    media_types,
)

MOST_FILES: Final = 30
MOST_BYTES: Final = 60 * 1024 * 1024
"""Of one case, side requests included."""
PER_HOUR: Final = 120
EXAMINED_AT_ONCE: Final = 3
"""By this process."""
_places = threading.BoundedSemaphore(EXAMINED_AT_ONCE)
REQUEST: Final = "request:"
"""Before the number of a side request, in place of a question of the form."""


@dataclass(frozen=True, slots=True)
class UploadView:
    """A kept file without its bytes; `question` is the form's, or "request:NUMBER"."""

    id: UUID
    question: str
    name: str
    media: str
    size: int
    sha256: str

    def answer(self) -> dict[str, Any]:
        """Return the file as an answer holds it."""
        return {
            "id": str(self.id), "name": self.name, "media": self.media, "size": self.size, "sha256": self.sha256,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class UploadContent:
    """A file to be opened."""

    name: str
    media: str
    content: bytes


def keep_upload(*, reference: str, sub: str, question: str, name: str, content: bytes, now: datetime) -> UploadView:
    """Examine a file and keep it for a question of the draft, or for an open side request ("request:7").

    The kind is found from the bytes; the same file sent twice to one question is kept once.
    Raises NoSuchCase, DraftExpired, CaseMovedOn, UploadRefused(message), TooManyTries.
    """
    kinds = _kinds(own_unexpired(reference, sub, now), question)
    if not allow(key=f"cases.upload:{sub}", at_most=PER_HOUR, per_seconds=3600):
        raise TooManyTries
    media, content = _examined(content, kinds)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        _kinds(case, question)
        same = Upload.objects.filter(case=case, question=question, sha256=digest).first()
        return _view(
            same or _keep(case, question, file_inspection.clean_name(name, media), media, content, digest, now)
        )


def examine_upload(*, name: str, content: bytes, kinds: Sequence[str]) -> dict[str, Any]:
    """Examine a file as `keep_upload` does and give it as an answer holds it; nothing is kept.

    Raises UploadRefused(message).
    """
    media, content = _examined(content, kinds)
    digest = hashlib.sha256(content)
    found = UploadView(
        id=UUID(bytes=digest.digest()[:16]), question="", name=file_inspection.clean_name(name, media), media=media,
        size=len(content), sha256=digest.hexdigest(),
    )  # fmt: skip
    return found.answer()


def _examined(content: bytes, kinds: Sequence[str]) -> tuple[str, bytes]:
    """Return what a file is, and the file within its borders.

    Malicious software is looked for first, so that it is called by its name. A scanner may take its time: one thread of
    a server process is always left for pages.
    """
    if not _places.acquire(blocking=False):
        raise UploadRefused(REFUSALS["busy"])
    try:
        if any(scanner.finds(content[:MAX_FILE_BYTES]) for scanner in scanners()):
            raise UploadRefused(REFUSALS["virus"])
        content = trimmed(content)
        media = file_inspection.media_of(content)
    except ScannerAway:
        raise UploadRefused(REFUSALS["scanner_away"]) from None
    except file_inspection.PaperRefused as refused:
        raise UploadRefused(REFUSALS[refused.fault]) from None
    finally:
        _places.release()
    if media not in media_types(kinds):
        raise UploadRefused(REFUSALS["kind"])
    return media, content


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
    if not is_draft(case):
        raise CaseMovedOn
    definition = definition_of(case)
    found = next((each for each in definition.form.questions() if each.id == question), None)
    asked = found and session_of(case, definition, present()).effective_question(found)
    if asked is None or asked.type not in FILE_TYPES:
        raise UploadRefused(REFUSALS["nowhere"])
    return asked.accept


def _keep(case: Case, question: str, name: str, media: str, content: bytes, digest: str, now: datetime) -> Upload:
    kept = Upload.objects.filter(case=case)
    if kept.count() >= MOST_FILES or (kept.aggregate(all=Sum("size"))["all"] or 0) + len(content) > MOST_BYTES:
        raise UploadRefused(REFUSALS["too_many"])
    last = kept.aggregate(last=Max("number"))["last"] or 0
    return Upload.objects.create(
        case=case,
        number=last + 1, question=question, name=name, media=media, size=len(content), sha256=digest, content=content,
        kept_at=now,
    )  # fmt: skip


def list_uploads(*, reference: str, sub: str, question: str) -> tuple[UploadView, ...]:
    """List what is kept for a question or a side request, oldest first. Raises NoSuchCase."""
    rows = Upload.objects.filter(case=own_case(reference, sub), question=question)
    return tuple(_view(row) for row in rows.defer("content").order_by("number"))


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
        answer = case.answers.get(row.question)
        left = [file for file in answer or () if file["id"] != str(upload_id)]
        if answer and left != answer:
            data = {"answers": {row.question: left or None}}
            act_on(case, action="save", actor=citizen(sub), data=data, now=now, fixed=case.state)


def read_upload(*, reference: str, sub: str, upload_id: UUID) -> UploadContent:
    """Open a file for its owner. Raises NoSuchCase, NoSuchUpload."""
    return _content(own_case(reference, sub), upload_id)


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
    return UploadContent(name=row.name, media=row.media, content=bytes(row.content))


def uploaded_answers(case: Case, questions: Iterable[Question]) -> dict[str, list[dict[str, Any]]]:
    """Return what is kept for the file questions among these, as answers; of a single file, the last."""
    kinds = {each.id: each.type for each in questions if each.type in FILE_TYPES}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}
    rows = Upload.objects.filter(case=case, question__in=kinds).defer("content").order_by("number")
    for row in rows if kinds else ():
        view = _view(row).answer()
        found[row.question] = [view] if kinds[row.question] == "file" else [*found[row.question], view]
    return found


def forget_others(case: Case, answers: Mapping[str, Any]) -> None:
    """Delete files of these questions that their answers do not hold."""
    held = [file["id"] for answer in answers.values() if is_file_answer(answer) for file in answer]
    Upload.objects.filter(case=case, question__in=list(answers)).exclude(id__in=held).delete()


def _view(row: Upload) -> UploadView:
    return UploadView(
        id=row.id, question=row.question, name=row.name, media=row.media, size=row.size, sha256=row.sha256
    )
