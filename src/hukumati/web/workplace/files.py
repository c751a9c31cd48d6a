"""Files of a case, opened by the officials who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.web.files import as_attachment
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.home import actor_of


@require_safe
@staff_required("officer", "supervisor", "inspector", "producer")
def case_file(request: HttpRequest, reference: str, upload_id: UUID) -> HttpResponse:
    """Download a file of a case; the access is recorded."""
    official = actor_of(request)
    return as_attachment(cases.read_upload_as_official(reference=reference, official=official, upload_id=upload_id))
