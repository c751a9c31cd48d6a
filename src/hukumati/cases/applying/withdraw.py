"""Withdrawing an application, where the flow allows it."""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import citizen
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import lock_own_case
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView


def withdraw(*, reference: str, sub: str, seen_seq: int | None = None, now: datetime) -> CaseView:
    """Withdraw the application; an unpaid bill is cancelled.

    Raises NoSuchCase, CaseMovedOn, NotPossibleHere where the flow has no such way, PaymentUnderWay.
    """
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        act_on(case, action="withdraw", actor=citizen(sub), data={"reason": None}, seen_seq=seen_seq, now=now)
    return view_of(case, now=now)
