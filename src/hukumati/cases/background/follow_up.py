"""A service that begins another: a draft for the same person, who goes on with it when they like."""

from datetime import datetime

from hukumati.cases.actors import SYSTEM
from hukumati.cases.applying.open_case import open_case
from hukumati.cases.engine.act import record_note
from hukumati.cases.errors import AlreadyOpen, ServiceNotOpen
from hukumati.cases.models import Case, LockedCase
from hukumati.cases.views import Applicant
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual


def follow_up(case: LockedCase, service_code: str, *, now: datetime) -> bool:
    """Open the draft in the caller's transaction and note it; False where it cannot be opened.

    A draft of that service that the person has begun already is taken for it.
    """
    try:
        opened = open_case(service_code=service_code, applicant=_applicant(case), now=now)
    except (catalogue.NoSuchService, ServiceNotOpen, AlreadyOpen):
        return False
    data = {"service": service_code, "reference": opened.reference}
    record_note(case, action="started", actor=SYSTEM, data=data, now=now)
    return True


def _applicant(case: Case) -> Applicant:
    stored = case.applicant
    return Applicant(
        sub=case.applicant_sub,
        id_number=stored["id_number"],
        name=Bilingual(ar=stored["name"]["ar"], en=stored["name"]["en"]),
        phone=stored["phone"],
        email=stored["email"],
        language=stored["language"],
    )
