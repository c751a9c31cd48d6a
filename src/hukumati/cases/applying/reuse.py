"""A document that a person already has: offered before a new application, as long as the service says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hukumati.cases.models import Handover
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date
from hukumati.documents import api as documents

ABOUT: Final = 2
"""So many particulars of a document tell of whom or of what it is: a name and a number, a plate and a chassis."""


@dataclass(frozen=True, slots=True)
class Reusable:
    """A valid result of an earlier application; it was issued on `issued_on` and is valid until `valid_until`.

    `about` tells of whom or of what it is.
    """

    reference: str
    serial: str
    title: Bilingual
    issued_on: date
    valid_until: date | None
    about: tuple[documents.Particular, ...]


def find_reusable(*, service_code: str, sub: str, now: datetime) -> Reusable | None:
    """Find the person's latest valid document of a service that is young enough to be used again.

    Only what was handed over, or may be collected, is a result: a refusal is none. Raises NoSuchService.
    """
    days = catalogue.get_service(code_or_slug=service_code).definition.once.reuse_days
    if days is None:
        return None
    results = Handover.objects.filter(case__service_code=service_code, case__applicant_sub=sub)
    references = set(results.exclude(state="returned").values_list("case__reference", flat=True))
    oldest = local_date(now) - timedelta(days=days)
    for document in documents.list_documents(owner=sub) if references else ():
        if document.case_reference in references and document.issued_on >= oldest and document.state == "valid":
            return _reusable(document)
    return None


def _reusable(document: documents.Document) -> Reusable:
    return Reusable(
        reference=document.case_reference,
        serial=document.serial,
        title=document.title,
        issued_on=document.issued_on,
        valid_until=document.valid_until,
        about=document.particulars[:ABOUT],
    )
