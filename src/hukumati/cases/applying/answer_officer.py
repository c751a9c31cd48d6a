"""The citizen answers the officer's question."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hukumati.cases.actors import citizen
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.engine.act import act
from hukumati.cases.engine.loading import own_case
from hukumati.cases.errors import DataMissing
from hukumati.cases.queries import get_case
from hukumati.cases.views import CaseView
from hukumati.core.text import clean_text


def answer_officer(
    *,
    reference: str,
    sub: str,
    answer: str,
    papers: Sequence[dict[str, Any]] = (),
    seen_seq: int | None = None,
    now: datetime,
) -> CaseView:
    """Answer the officer's question in words, with uploads of the case, or both; the case goes back to the ministry.

    Raises NoSuchCase, CaseMovedOn, NotPossibleHere when nothing was asked, DataMissing for an empty answer.
    """
    text = clean_text(answer, longest=LONGEST_TEXT)
    if not text and not papers:
        raise DataMissing("answer")
    own_case(reference, sub)
    act(
        reference=reference,
        action="answer",
        actor=citizen(sub),
        data={"answer": text, "reason": None, **({"papers": list(papers)} if papers else {})},
        seen_seq=seen_seq,
        now=now,
    )
    return get_case(reference=reference, sub=sub)
