"""Files on a page of the form: kept as they arrive, removed by a button, opened by their owner."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design import formats
from hukumati.core.design.forms import StoredFile
from hukumati.service_language.api import (
    FILE_TYPES,
    KEPT_SUFFIX,
    MAX_FILE_BYTES,
    FileField,
    Question,
    file_fields,
    files_asked,
)
from hukumati.web.files import as_attachment
from hukumati.web.sign_in.person import Person, person_required

MAX_FILES_AT_ONCE = 10
TOO_MANY_AT_ONCE = Bilingual(
    ar=f"أُخذت أول {MAX_FILES_AT_ONCE} ملفات فقط، ولم يُحفظ الباقي. أرفق ما تبقى الآن",
    en=f"Only the first {MAX_FILES_AT_ONCE} files were taken, and the others were not kept. Attach the rest now",
)
REMOVE = "remove_file"
File = TypeVar("File")


def keep_files(
    request: HttpRequest, case: cases.CaseView, questions: Sequence[Question], person: Person, posted: QueryDict
) -> dict[str, Bilingual]:
    """Keep the files that came with a page; return, by field, why one was refused.

    What is kept for an entry of a group is named in what was `posted`, as if the page had known it before.
    """
    refused: dict[str, Bilingual] = {}
    fields = {each.id: each.id for each in questions if each.type in FILE_TYPES}
    in_entries = {each.name: each.key for each in file_fields(questions)}
    for name, key in (fields | in_entries).items():
        for file in files_sent(request, name, refused):
            try:
                upload = cases.keep_upload(
                    reference=case.reference, sub=person.sub, question=key, name=file.name or "",
                    content=file.read(MAX_FILE_BYTES + 1), now=now(),
                )  # fmt: skip
            except cases.UploadRefused as refusal:
                refused[name] = refusal.message
            else:
                if name in in_entries:
                    posted.appendlist(name + KEPT_SUFFIX, str(upload.id))
    return refused


def files_sent(request: HttpRequest, name: str, refused: dict[str, Bilingual]) -> "list[UploadedFile[bytes]]":
    """Return the files sent for a field; of too many the first ones, and what was left out is told in `refused`."""
    sent = request.FILES.getlist(name)
    if len(sent) > MAX_FILES_AT_ONCE:
        refused[name] = TOO_MANY_AT_ONCE
    return sent[:MAX_FILES_AT_ONCE]


def remove_pressed(request: HttpRequest, case: cases.CaseView, person: Person) -> bool:
    """Remove the file whose button was pressed; return whether one was."""
    try:
        pressed = UUID(request.POST.get(REMOVE, ""))
    except ValueError:
        return False
    cases.remove_upload(reference=case.reference, sub=person.sub, upload_id=pressed, now=now())
    return True


def kept_files(
    case: cases.CaseView, questions: Sequence[Question], person: Person, posted: QueryDict | None = None
) -> dict[str, list[StoredFile]]:
    """List the files kept for each question and entry, as its field shows them; of a single file, the last.

    An entry's are those of its answer, or of what was `posted` where the page is shown again.
    """
    found = {}
    for question in questions:
        if question.type in FILE_TYPES:
            kept = cases.list_uploads(reference=case.reference, sub=person.sub, question=question.id)
            shown = kept[-1:] if question.type == "file" else kept
            found[question.id] = [_kept(case, each) for each in shown]
    by_key = {
        key: {str(each.id): each for each in cases.list_uploads(reference=case.reference, sub=person.sub, question=key)}
        for key in {each.key for each in file_fields(questions)}
    }
    for field in file_fields(questions):
        found[field.name] = [_kept(case, each) for each in held_files(field, by_key[field.key], case.answers, posted)]
    return found


def held_files(
    field: FileField, kept: Mapping[str, File], answers: Mapping[str, Any], posted: QueryDict | None
) -> list[File]:
    """Return the files of an entry among those `kept`, by id: those that the page named, or those of its answer."""
    ids = field.held_ids(answers) if posted is None else posted.getlist(field.name + KEPT_SUFFIX)
    held = [kept[each] for each in dict.fromkeys(ids) if each in kept]
    return held[-1:] if field.part.type == "file" else held


def asks_for_files(questions: Iterable[Question]) -> bool:
    """Return whether a page takes files, in the entries of a group too."""
    return bool(files_asked(questions))


def _kept(case: cases.CaseView, upload: cases.UploadView) -> StoredFile:
    return StoredFile(
        id=str(upload.id),
        name=upload.name,
        size=formats.file_size(upload.size),
        url=reverse("upload", args=[case.reference, upload.id]),
    )


@require_safe
@person_required
def upload(request: HttpRequest, reference: str, upload_id: UUID) -> HttpResponse:
    """Serve a file to its owner."""
    sub: str = request.person.sub  # type: ignore[attr-defined]
    return as_attachment(cases.read_upload(reference=reference, sub=sub, upload_id=upload_id))
