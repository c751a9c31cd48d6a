"""The citizen answers what the ministry asked."""

from datetime import datetime

from hukumati.cases.engine.act import act
from hukumati.cases.engine.loading import citizen, own_case
from hukumati.cases.errors import DataMissing
from hukumati.cases.queries import get_case
from hukumati.cases.views import CaseView
from hukumati.core.text import clean_text

LONGEST = 2000


def answer_officer(*, reference: str, sub: str, answer: str, seen_seq: int | None = None, now: datetime) -> CaseView:
    """Give the answer to the ministry and the case back to it.

    Raises NoSuchCase, CaseMovedOn, NotPossibleHere when nothing was asked, DataMissing for an empty text.
    """
    said = clean_text(answer, longest=LONGEST)
    if not said:
        raise DataMissing("answer")
    own_case(reference, sub)
    act(
        reference=reference,
        action="answer",
        actor=citizen(sub),
        data={"answer": said, "reason": None},
        seen_seq=seen_seq,
        now=now,
    )
    return get_case(reference=reference, sub=sub)
