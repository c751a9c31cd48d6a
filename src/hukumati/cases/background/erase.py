"""The end of the time for which a case is kept: what was said and answered is erased, the chain of events stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from hukumati.cases.actors import SYSTEM
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.models import Case, Effect, EventPayload, Handover, Request, Upload
from hukumati.catalogue import api as catalogue
from hukumati.core.audit import record

AT_ONCE = 200
ERASED = "case.erased"


def erase_old(*, now: datetime) -> int:
    """Erase cases that ended longer ago than their service keeps them, each alone; return how many."""
    return sum(_erase(reference, now) for reference in list(_due(now)[:AT_ONCE]))


def _due(now: datetime) -> QuerySet[Case, str]:
    """The versions tell how long; those under which no case ended so long ago are not looked at."""
    ended = Case.objects.filter(erased_at=None, closed_at__isnull=False)
    due = Case.objects.none()
    for version_id in ended.order_by().values_list("version_id", flat=True).distinct():
        days = catalogue.get_version(version_id=version_id).definition.keep_case_days
        if days is not None:
            due = due | Case.objects.filter(
                version_id=version_id, erased_at=None, closed_at__lte=now - timedelta(days=days)
            )
    return due.order_by("closed_at").values_list("reference", flat=True)


def _erase(reference: str, now: datetime) -> bool:
    with transaction.atomic():
        case = lock_case(reference)
        days = definition_of(case).keep_case_days
        if case.erased_at or case.closed_at is None or days is None or case.closed_at + timedelta(days=days) > now:
            return False
        erase_case(case, now)
        case.save()
        record(subject=f"case:{reference}", actor=SYSTEM.label, action=ERASED, details={"kept_days": days})
        return True


def erase_case(case: Case, now: datetime) -> None:
    """Forget what a case holds of its person (not saved yet): payloads, files, answers, evidence, addresses.

    What remains tells that there was a case, which way it went and when; documents and payments are kept by their own
    rules.
    """
    EventPayload.objects.filter(case=case).delete()
    Upload.objects.filter(case=case).delete()
    Effect.objects.filter(case=case).exclude(notice=None).update(notice=None)
    Request.objects.filter(case=case).update(question="", answer="", details={}, party="")
    Handover.objects.filter(case=case).update(address=None, document_shown="")
    case.applicant = {"language": case.applicant.get("language", "ar")}
    case.answers, case.registers, case.pages, case.requests = {}, {}, [], {}
    case.documents, case.reason, case.proposal, case.erased_at = [], None, None, now
