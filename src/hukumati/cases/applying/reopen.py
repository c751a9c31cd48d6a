"""Leading an ended case back: an objection, a correction, another way that the service declares."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hukumati.cases.actors import citizen
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.engine.access import require_no_other_open
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import lock_own_case
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView
from hukumati.core.text import clean_text


def reopen(
    *, reference: str, sub: str, action: str, reason: str = "", seen_seq: int | None = None, now: datetime
) -> CaseView:
    """Lead the person's ended case back by one of its `ways_back`; `reason` is what the official reads.

    Raises NoSuchCase, CaseMovedOn, NotPossibleHere (no such way, or too late), DataMissing("reason"),
    AlreadyOpen(reference) while another application for the service is under way.
    """
    text = clean_text(reason, longest=LONGEST_TEXT)
    try:
        with transaction.atomic():
            case = lock_own_case(reference, sub)
            require_no_other_open(case)
            act_on(case, action=action, actor=citizen(sub), data={"reason": text or None}, seen_seq=seen_seq, now=now)
    except IntegrityError:  # another application was begun at this moment
        require_no_other_open(case)
        raise
    return view_of(case, now=now)
