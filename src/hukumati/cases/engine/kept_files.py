"""Files of a case as they are kept: examined, counted, listed, and put in the place of what a browser says of them."""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Max, Q, Sum

from hukumati.cases.domain import file_inspection
from hukumati.cases.domain.file_borders import trimmed
from hukumati.cases.domain.paper_faults import PaperRefused
from hukumati.cases.engine.upload_texts import REFUSALS
from hukumati.cases.errors import UploadRefused
from hukumati.cases.models import Case, Upload
from hukumati.cases.ports import InspectorBusy, ScannerAway
from hukumati.cases.wiring import inspector, scanners
from hukumati.service_language.api import (
    FILE_TYPES,
    KEPT_SUFFIX,
    MAX_FILE_BYTES,
    Question,
    file_fields,
    files_in,
    media_types,
    posted_values,
)

MOST_FILES: Final = 30
MOST_BYTES: Final = 60 * 1024 * 1024
"""Of one case, side requests and what officials attach included."""
EXAMINED_AT_ONCE: Final = 3
"""By this process."""
Answers: TypeAlias = dict[str, list[dict[str, Any]]]
"""Files as answers hold them, by question or field."""
_places = threading.BoundedSemaphore(EXAMINED_AT_ONCE)


@dataclass(frozen=True, slots=True)
class UploadView:
    """A kept file without its bytes; `question` is the form's, GROUP.QUESTION in groups, or "request:NUMBER"."""

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


class WithUploads(Mapping[str, Any]):
    """What was posted, with the files that the platform keeps in place of what the browser says of them."""

    def __init__(self, raw: Mapping[str, Any], uploads: Mapping[str, Any]) -> None:
        self.raw, self.uploads = raw, uploads

    def __getitem__(self, name: str) -> Any:
        return self.uploads[name] if name in self.uploads else self.raw[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self.raw), **self.uploads})

    def __len__(self) -> int:
        return len({*self.raw, *self.uploads})

    def getlist(self, name: str) -> object:
        """Return every value of a name, as a QueryDict does."""
        return posted_values(self.raw, name)


def examined(content: bytes, kinds: Sequence[str]) -> tuple[str, bytes]:
    """Return what a file is, and the file within its borders. Raises UploadRefused.

    Malicious software is looked for first, so that it is called by its name. Scanners and the inspecting programs may
    take their time: one thread of a server process is always left for pages.
    """
    if not _places.acquire(blocking=False):
        raise UploadRefused(REFUSALS["busy"])
    try:
        if any(scanner.finds(content[:MAX_FILE_BYTES]) for scanner in scanners()):
            raise UploadRefused(REFUSALS["virus"])
        content = trimmed(content)
        media = inspector().media_of(content)
    except ScannerAway:
        raise UploadRefused(REFUSALS["scanner_away"]) from None
    except InspectorBusy:
        raise UploadRefused(REFUSALS["busy"]) from None
    except PaperRefused as refused:
        raise UploadRefused(REFUSALS[refused.fault]) from None
    finally:
        _places.release()
    if media not in media_types(kinds):
        raise UploadRefused(REFUSALS["kind"])
    return media, content


def keep_file(case: Case, question: str, *, name: str, media: str, content: bytes, now: datetime) -> UploadView:
    """Keep an examined file; the same file twice to one question is kept once. Raises UploadRefused."""
    digest = hashlib.sha256(content).hexdigest()
    same = Upload.objects.filter(case=case, question=question, sha256=digest).first()
    if same is not None:
        return upload_view(same)
    kept = Upload.objects.filter(case=case)
    if kept.count() >= MOST_FILES or (kept.aggregate(all=Sum("size"))["all"] or 0) + len(content) > MOST_BYTES:
        raise UploadRefused(REFUSALS["too_many"])
    last = kept.aggregate(last=Max("number"))["last"] or 0
    clean_name = file_inspection.clean_name(name, media)
    return upload_view(
        Upload.objects.create(
            case=case, number=last + 1, question=question, name=clean_name, media=media, size=len(content),
            sha256=digest, content=content, kept_at=now,
        )
    )  # fmt: skip


def uploaded_answers(case: Case, questions: Iterable[Question], posted: Mapping[str, Any] | None = None) -> Answers:
    """Return what is kept for the file questions among these, as answers; of a single file, the last.

    Which of the files in a group are an entry's is what the page says that was `posted`.
    """
    questions = list(questions)
    return {**_of_questions(case, questions), **_of_entries(case, questions, posted or {})}


def _of_entries(case: Case, questions: Iterable[Question], posted: Mapping[str, Any]) -> Answers:
    """Only what was kept for the same question of the same group counts, whatever a browser names."""
    fields = list(file_fields(questions))
    rows = Upload.objects.filter(case=case, question__in={each.key for each in fields}).defer("content")
    kept = {str(row.id): upload_view(row) for row in rows} if fields else {}
    found = {}
    for field in fields:
        named = [kept[each] for each in listed(posted, field.name + KEPT_SUFFIX) if each in kept]
        held = [each.answer() for each in dict.fromkeys(named) if each.question == field.key]
        found[field.name] = held[-1:] if field.part.type == "file" else held
    return found


def listed(posted: Mapping[str, Any], name: str) -> list[str]:
    """Return every text that was posted under a name."""
    values = posted_values(posted, name)
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []


def _of_questions(case: Case, questions: Iterable[Question]) -> Answers:
    kinds = {each.id: each.type for each in questions if each.type in FILE_TYPES}
    found: Answers = {name: [] for name in kinds}
    rows = Upload.objects.filter(case=case, question__in=kinds).defer("content").order_by("number")
    for row in rows if kinds else ():
        view = upload_view(row).answer()
        found[row.question] = [view] if kinds[row.question] == "file" else [*found[row.question], view]
    return found


def forget_others(case: Case, answers: Mapping[str, Any]) -> None:
    """Delete files of these questions, and of the groups among them, that their answers do not hold."""
    held = [str(file["id"]) for answer in answers.values() for file in files_in(answer)]
    named = Q(question__in=list(answers))
    for name in answers:
        named |= Q(question__startswith=f"{name}.")
    Upload.objects.filter(named, case=case).exclude(id__in=held).delete()


def upload_view(row: Upload) -> UploadView:
    """Return a kept file without its bytes."""
    return UploadView(
        id=row.id, question=row.question, name=row.name, media=row.media, size=row.size, sha256=row.sha256
    )


def picture_of(case: Case, answer: object) -> bytes:
    """Return the first file of an answer; empty where none is kept."""
    listed = answer if isinstance(answer, list | tuple) else []
    ids = [str(file.get("id", "")) for file in listed if isinstance(file, Mapping)]
    row = Upload.objects.filter(case=case, id=ids[0]).first() if ids else None
    return b"" if row is None else bytes(row.content)
