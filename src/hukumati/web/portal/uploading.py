"""Files on a page of the form: kept as they arrive, removed by a button, opened by their owner."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design import formats
from hukumati.core.design.forms import StoredFile
from hukumati.service_language.api import FILE_TYPES, MAX_FILE_BYTES, Question
from hukumati.web.files import as_attachment
from hukumati.web.sign_in.person import Person, person_required

MAX_FILES_AT_ONCE = 10
REMOVE = "remove_file"


def keep_files(
    request: HttpRequest, case: cases.CaseView, questions: Iterable[Question], person: Person
) -> dict[str, Bilingual]:
    """Keep the files that came with a page; return, by question, why one was refused."""
    refused: dict[str, Bilingual] = {}
    for question in questions:
        for file in request.FILES.getlist(question.id)[:MAX_FILES_AT_ONCE] if question.type in FILE_TYPES else ():
            try:
                cases.keep_upload(
                    reference=case.reference, sub=person.sub, question=question.id, name=file.name or "",
                    content=file.read(MAX_FILE_BYTES + 1), now=now(),
                )  # fmt: skip
            except cases.UploadRefused as refusal:
                refused[question.id] = refusal.message
    return refused


def remove_pressed(request: HttpRequest, case: cases.CaseView, person: Person) -> bool:
    """Remove the file whose button was pressed; return whether one was."""
    try:
        pressed = UUID(request.POST.get(REMOVE, ""))
    except ValueError:
        return False
    cases.remove_upload(reference=case.reference, sub=person.sub, upload_id=pressed, now=now())
    return True


def kept_files(case: cases.CaseView, questions: Iterable[Question], person: Person) -> dict[str, list[StoredFile]]:
    """List the files kept for each question, as its field shows them; of a single file, the last."""
    found = {}
    for question in questions:
        if question.type in FILE_TYPES:
            kept = cases.list_uploads(reference=case.reference, sub=person.sub, question=question.id)
            shown = kept[-1:] if question.type == "file" else kept
            found[question.id] = [_kept(case, each) for each in shown]
    return found


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
