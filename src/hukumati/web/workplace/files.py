"""Files of a case, opened by the officials who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.web.files import as_attachment, in_place
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.home import INBOX, actor_of


@require_safe
@staff_required(*INBOX)
def case_file(request: HttpRequest, reference: str, upload_id: UUID) -> HttpResponse:
    """Download a file of a case; the access is recorded."""
    official = actor_of(request)
    return as_attachment(cases.read_upload_as_official(reference=reference, official=official, upload_id=upload_id))


@require_safe
@staff_required(*INBOX)
def view_case_file(request: HttpRequest, reference: str, upload_id: UUID) -> HttpResponse:
    """Show a file of a case inside its page; the access is recorded."""
    official = actor_of(request)
    return in_place(cases.read_upload_as_official(reference=reference, official=official, upload_id=upload_id))
