"""Leading an ended case back: an objection, a correction, another way that the service declares."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import citizen, lock_own_case
from hukumati.cases.errors import AlreadyOpen
from hukumati.cases.models import Case
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView
from hukumati.core.text import clean_text

LONGEST_REASON = 2000


def reopen(
    *, reference: str, sub: str, action: str, reason: str = "", seen_seq: int | None = None, now: datetime
) -> CaseView:
    """Lead the person's ended case back by one of its `ways_back`; `reason` is what the official reads.

    Raises NoSuchCase, CaseMovedOn, NotPossibleHere (no such way, or too late), DataMissing("reason"),
    AlreadyOpen(reference) while another application for the service is under way.
    """
    said = clean_text(reason, longest=LONGEST_REASON)
    try:
        with transaction.atomic():
            case = lock_own_case(reference, sub)
            refuse_second(case)
            act_on(case, action=action, actor=citizen(sub), data={"reason": said or None}, seen_seq=seen_seq, now=now)
    except IntegrityError:  # another application was begun at this moment
        refuse_second(case)
        raise
    return view_of(case, now=now)


def refuse_second(case: Case) -> None:
    """Raise AlreadyOpen where the service allows one open application and another is under way."""
    if not case.single_open or case.closed_at is None:
        return
    others = Case.objects.filter(service_code=case.service_code, applicant_sub=case.applicant_sub, closed_at=None)
    other = others.exclude(id=case.id).values_list("reference", flat=True).first()
    if other is not None:
        raise AlreadyOpen(other)
