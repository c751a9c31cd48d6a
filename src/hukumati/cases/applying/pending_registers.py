"""Applications submitted while a register was silent (`accept_and_queue`): they wait for the answers it owes.

Such a case stays in the first state of its flow, as nothing is decided yet: no bill, no task, no promise. The register
is asked again as long as a draft is kept; if it was silent all the time, the application is a draft again, which ends
as others do. When the last answer has come, all that depends on it is decided as at any
submission: the case goes on, or, where the rules or a missing answer forbid that, it is a draft again and its owner
reads why.
"""

from collections.abc import Mapping
from datetime import datetime

from hukumati.cases.actors import SYSTEM, citizen
from hukumati.cases.applying.drafts import closing_state
from hukumati.cases.engine import effect_queue
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, language_of
from hukumati.cases.engine.messages import send_notice
from hukumati.cases.engine.state_entry import reach_milestone
from hukumati.cases.models import Effect, LockedCase, Timer
from hukumati.cases.queries import eligibility_of
from hukumati.cases.requests.check_declared import check_later, declared_data
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.service_language.api import Definition, FormSession, register_holds_nothing

GOES_ON = Bilingual(
    ar="الطلب {reference}: أجاب السجل الذي كنا ننتظره، ويتابع طلبك سيره. {url}",
    en="Application {reference}: the register we were waiting for has answered, and your application goes on. {url}",
)
NOT_ACCEPTED = Bilingual(
    ar="الطلب {reference}: أجاب السجل، ولا يمكن قبول الطلب كما هو. السبب على صفحة الطلب: {url}",
    en="Application {reference}: the register has answered and the application cannot be accepted as it is. "
    "The reason is on its page: {url}",
)
NOT_ANSWERED = Bilingual(
    ar="الطلب {reference}: لم يُجب السجل الذي كنا ننتظره، فعاد طلبك مسودة يمكنك تقديمها من جديد أو سحبها: {url}",
    en="Application {reference}: the register we were waiting for has not answered. Your application is a draft again, "
    "which you can submit anew or withdraw: {url}",
)
SILENT = Bilingual(
    ar="لم يُجب السجل الذي نحتاج إلى معلومة منه طوال المدة التي يُحفظ فيها الطلب.",
    en="A register whose details we need did not answer for as long as an application is kept.",
)
FORBIDDEN = Bilingual(
    ar="لا تسمح قواعد الخدمة بهذا الطلب.",
    en="The rules of the service do not allow this application.",
)


def queue(case: LockedCase, sub: str, session: FormSession, *, seen_seq: int | None, now: datetime) -> None:
    """Accept a locked draft's submission, to be decided when the registers of its pending answers have answered."""
    pending = session.pending()
    Timer.objects.filter(case=case, done_at=None).update(done_at=now)
    case.submitted_at, case.draft_expires_at = now, None
    reach_milestone(case, "submitted", now)
    data = {"answers": session.normalised_answers, "queued": pending, "declared": session.declared(), "reason": None}
    event = act_on(case, action="queue", actor=citizen(sub), data=data, seen_seq=seen_seq, now=now, fixed=case.state)
    wanted = [("fetch", contract) for contract in sorted(set(pending.values()))]
    effect_queue.create(case, wanted, seq=event.seq, now=now)


def accept_fetched(case: LockedCase, contract: str, answer: Mapping[str, object] | None, *, now: datetime) -> None:
    """Record a register's answer (None: it knows no such person) that a locked case waits for."""
    questions = [name for name, source in case.queued.items() if source == contract]
    if not questions:
        return
    definition = definition_of(case)
    registers = {contract: None if answer is None else dict(answer)}
    session = session_of(case, definition, now, {"registers": registers})
    data = {
        "registers": registers,
        "answers": session.late_answers(questions),
        "queued": {name: source for name, source in case.queued.items() if source != contract},
    }
    act_on(case, action="fetched", actor=SYSTEM, data=data, now=now, fixed=case.state)
    if not case.queued:
        _decide(case, session_of(case, definition, now), now)


def give_up_waiting(case: LockedCase, *, now: datetime) -> bool:
    """Make a locked case a draft again that has waited as long as a draft is kept; return whether it was."""
    definition = definition_of(case)
    if case.submitted_at is None or not case.queued:
        return False
    if now <= end_of_day(case.submitted_at, days_later=definition.keep_draft_days):
        return False
    Effect.objects.filter(case=case, kind="fetch", done_at=None).update(done_at=now, outcome="obsolete")
    _return_to_draft(case, definition, SILENT, NOT_ANSWERED, now)
    return True


def _decide(case: LockedCase, session: FormSession, now: datetime) -> None:
    obstacle = _obstacle(session)
    if obstacle is None:
        _go_on(case, session, now)
    else:
        _return_to_draft(case, session.definition, obstacle, NOT_ACCEPTED, now)


def _obstacle(session: FormSession) -> Bilingual | None:
    """Return what forbids the application: the service's rules, or an answer that no register has."""
    eligible, reason = eligibility_of(session)
    if not eligible:
        return reason or FORBIDDEN
    missing = session.missing()
    return register_holds_nothing(missing[0].label) if missing else None


def _go_on(case: LockedCase, session: FormSession, now: datetime) -> None:
    declared = case.declared
    data = {"answers": session.normalised_answers, **declared_data(declared)}
    event = act_on(case, action="submit", actor=SYSTEM, data=data, now=now)
    check_later(case, declared, seq=event.seq, now=now)
    send_notice(case, session.definition, GOES_ON, key=f"{event.seq}:goes_on")


def _return_to_draft(
    case: LockedCase, definition: Definition, reason: Bilingual, message: Bilingual, now: datetime
) -> None:
    """The application is a draft again, to be changed, withdrawn or forgotten like any other."""
    case.submitted_at = None
    case.draft_expires_at = end_of_day(now, days_later=definition.keep_draft_days)
    case.reached.pop("submitted", None)
    reach_milestone(case, definition.flow.states[case.state].milestone, now)
    data = {"reason": reason.of(language_of(case)), "declared": {}, "queued": {}}
    event = act_on(case, action="not_accepted", actor=SYSTEM, data=data, now=now, fixed=case.state)
    Timer.objects.create(
        case=case,
        seq=event.seq,
        action="expired",
        to_state=closing_state(definition.flow),
        due_at=case.draft_expires_at,
    )
    send_notice(case, definition, message, key=f"{event.seq}:not_accepted")
