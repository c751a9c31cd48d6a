"""An enquiry of one person at one moment: what is asked first, who may not ask, and the answer.

Portal, preview and scenarios all resolve an enquiry here, so that they read the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.enquiries import EnquiryAnswer, compose_answer
from hukumati.service_language.form_session import FormSession
from hukumati.service_language.questions import RECORD_TYPES, Question, entry_key


@dataclass(frozen=True, slots=True)
class EnquiryResult:
    """What came of an enquiry; the first that applies is what the person reads.

    `silent` are the contracts whose registers did not answer; `is_barred` says that the person may not ask, and
    `reason` why; `questions` are put to the person, and `answer` stands beneath them once none is `missing`.
    """

    session: FormSession
    silent: tuple[str, ...] = ()
    is_barred: bool = False
    reason: Bilingual | None = None
    questions: tuple[Question, ...] = ()
    missing: tuple[Question, ...] = ()
    answer: EnquiryAnswer | None = None


def resolve_enquiry(session: FormSession, *, silent: Iterable[str] = ()) -> EnquiryResult:
    """Return what the registers' answers in a session come to. Raises like `FormSession.eligibility`."""
    away = tuple(silent)
    if away:
        return EnquiryResult(session, silent=away)
    eligibility = session.eligibility()
    if not eligibility.eligible:
        return EnquiryResult(session, is_barred=True, reason=eligibility.reason)
    settled = _with_only_choices(session)
    questions = tuple(each for each in settled.visible_questions() if _is_put(each, settled))
    missing = tuple(each for each in settled.missing() if each in questions)
    layout = settled.definition.answer
    answer = None if missing or layout is None else compose_answer(layout, settled.facts)
    return EnquiryResult(settled, questions=questions, missing=missing, answer=answer)


def _with_only_choices(session: FormSession) -> FormSession:
    """Answer the questions to which a register leaves one answer: nobody chooses among one vehicle."""
    chosen = {
        question.id: entry_key(question, entries[0])
        for question in session.visible_questions()
        if question.type == "record" and len(entries := session.offered_entries(question)) == 1
    }
    return replace(session, answers={**session.answers, **chosen}) if chosen else session


def _is_put(question: Question, session: FormSession) -> bool:
    """Return whether there is something to choose, and it is the person who chooses it."""
    if question.source is not None:
        return False
    return question.type not in RECORD_TYPES or len(session.offered_entries(question)) > 1
