"""The desk of an office or post office: papers are sent, come in, and are handed over against a code."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from hukumati.cases.actors import Actor
from hukumati.cases.domain import handover as rules
from hukumati.cases.engine import effect_queue
from hukumati.cases.engine.access import require_not_own
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.loading import applicant_name, definition_of, find_case, lock_case, secret
from hukumati.cases.engine.messages import placeholders
from hukumati.cases.engine.state_entry import reach_milestone
from hukumati.cases.errors import (
    CasesError,
    DataMissing,
    NoSuchCase,
    NotPossibleHere,
    NotYours,
    TooManyTries,
    WrongCollectCode,
)
from hukumati.cases.events import CaseReady
from hukumati.cases.models import Case, Handover, LockedCase
from hukumati.cases.queries import NOWHERE
from hukumati.cases.views import DeskItem
from hukumati.core.audit import record
from hukumati.core.clock import now as present
from hukumati.core.outbox import publish
from hukumati.core.paging import Order, Page
from hukumati.core.references import normalise_reference
from hukumati.core.text import clean_text
from hukumati.core.typed import bare_code

_ORDER: Final[Order[Handover]] = Order({"is_gone": bool, "updated_at": datetime, "case_id": int, "seq": int})
EVENTS = {"receive": "received", "bag": "bagged", "dispatch": "dispatched", "attempt": "attempted"}
"""What the case's history calls what a clerk records."""
LOCKED_FOR = timedelta(hours=1)
SHOWN_AFTERWARDS = timedelta(days=1)
_IS_GONE: Final = ExpressionWrapper(Q(state__in=sorted(rules.ENDED)), output_field=BooleanField())


def desk(*, clerk: Actor, after: str = "", before: str = "") -> Page[DeskItem]:
    """List what lies at the clerk's office or is on its way to it, then what left it in the last day; oldest first.

    Raises NotYours.
    """
    papers = _on_desk(clerk).annotate(is_gone=_IS_GONE)
    return _ORDER.page(papers, after=after, before=before).showing(lambda paper: _item(paper, clerk))


def desk_item(*, reference: str, clerk: Actor) -> DeskItem:
    """Return the latest paper of a case that is on the clerk's desk. Raises NotYours, NoSuchCase."""
    found = _on_desk(clerk).filter(case__reference=normalise_reference(reference)).order_by("-seq").first()
    if found is None:
        raise NoSuchCase(reference)
    return _item(found, clerk)


def _on_desk(clerk: Actor) -> QuerySet[Handover]:
    _require_clerk(clerk)
    papers = Handover.objects.filter(_of(clerk)).select_related("case")
    lately = Q(state__in=sorted(rules.ENDED), updated_at__gt=present() - SHOWN_AFTERWARDS)
    return papers.filter(Q(state__in=sorted(rules.OPEN)) | lately)


def receive(*, reference: str, clerk: Actor, now: datetime) -> DeskItem:
    """Scan a paper in that came by post; its owner is told that it can be collected.

    Raises NotYours, NotPossibleHere.
    """
    with transaction.atomic():
        case, paper = _lock_paper(reference, clerk)
        _move_and_note(case, paper, "receive", clerk, now)
        reach_milestone(case, "ready", now)
        case.save()
        publish(CaseReady(reference=case.reference, service_code=case.service_code, provider=case.provider, at=now))
        return _item(paper, clerk)


def bag(*, reference: str, clerk: Actor, now: datetime) -> DeskItem:
    """Record that a paper to be brought home left its ministry in a bag. Raises NotYours, NotPossibleHere."""
    return _carry(reference, clerk, "bag", now)


def dispatch(*, reference: str, clerk: Actor, now: datetime) -> DeskItem:
    """Record that a courier took a paper out; its owner is told the code. Raises like `bag`."""
    return _carry(reference, clerk, "dispatch", now)


def attempt(*, reference: str, clerk: Actor, now: datetime) -> DeskItem:
    """Record that nobody was at home, and the courier brought the paper back. Raises like `bag`."""
    return _carry(reference, clerk, "attempt", now)


def _carry(reference: str, clerk: Actor, action: str, now: datetime) -> DeskItem:
    with transaction.atomic():
        case, paper = _lock_paper(reference, clerk)
        _move_and_note(case, paper, action, clerk, now)
        if case.milestone != "on_its_way":
            reach_milestone(case, "on_its_way", now)
            case.save()
        return _item(paper, clerk)


def _move_and_note(case: LockedCase, paper: Handover, action: str, clerk: Actor, now: datetime) -> None:
    """Move the paper and note it; messages with the code go out when its holder can use it."""
    waited = paper.state in rules.BEFORE_THE_HOLDER_ACTS
    _move(paper, action, now)
    paper.attempts += action == "attempt"
    paper.save()
    event = record_note(case, action=EVENTS[action], actor=clerk, now=now)
    if waited and paper.state not in rules.BEFORE_THE_HOLDER_ACTS:
        effect_queue.create(case, _messages(case), seq=event.seq, now=now)


def hand_over(*, reference: str, clerk: Actor, code: str, document_shown: str, now: datetime) -> DeskItem:
    """Hand the paper over to who says the collect code and shows an identity document.

    Raises NotYours, OwnCase, NotPossibleHere, DataMissing("document_shown"), WrongCollectCode, TooManyTries (five wrong
    codes lock the hand-over for an hour).
    """
    shown = clean_text(document_shown, longest=40)
    if not shown:
        raise DataMissing("document_shown")
    with transaction.atomic():
        case, paper = _lock_paper(reference, clerk)
        refusal = _check_code(paper, code, now)
        if refusal is None:
            _give(case, paper, clerk, shown, now)
        paper.save()
    if refusal is not None:
        raise refusal
    return _item(paper, clerk)


def send_back(*, reference: str, clerk: Actor, now: datetime) -> DeskItem:
    """Send an uncollected paper back to its ministry. Raises NotYours, NotPossibleHere."""
    with transaction.atomic():
        case, paper = _lock_paper(reference, clerk)
        is_overdue = paper.state == "overdue"
        _move(paper, "return", now)
        paper.save()
        if is_overdue:  # the case went on when its last day was over
            record(subject=f"case:{case.reference}", actor=clerk.label, action="case.sent_back")
        else:
            act_on(case, action="returned", actor=clerk, now=now)
        return _item(paper, clerk)


def _give(case: LockedCase, paper: Handover, clerk: Actor, shown: str, now: datetime) -> None:
    _move(paper, "hand_over", now)
    paper.document_shown, paper.handed_by = shown, clerk.id
    record(
        subject=f"case:{case.reference}",
        actor=clerk.label,
        action="case.handed_over",
        details={"office": clerk.office, "document_shown": shown},
    )
    act_on(case, action="handed_over", actor=clerk, now=now)


def _check_code(paper: Handover, code: str, now: datetime) -> CasesError | None:
    """Count wrong codes; the count is kept although the hand-over is refused."""
    if paper.locked_until is not None and paper.locked_until > now:
        return TooManyTries()
    given = bare_code(code)
    if rules.code_matches(secret=secret(), handover_id=str(paper.id), given=given):
        paper.tries = 0
        return None
    paper.tries += 1
    if paper.tries >= rules.TRIES:
        paper.tries, paper.locked_until = 0, now + LOCKED_FOR
        return TooManyTries()
    return WrongCollectCode()


def _require_clerk(clerk: Actor) -> None:
    if clerk.kind != "clerk" or "clerk" not in clerk.roles or not clerk.office:
        raise NotYours


def _of(clerk: Actor) -> Q:
    """The papers of a clerk's desk: those of their own office, and those that their ministry is to send home."""
    return Q(place=clerk.office) & ~_at_the_provider() | _at_the_provider() & Q(provider=clerk.provider)


def _at_the_provider() -> Q:
    return Q(method="home", state__in=sorted(rules.AT_THE_PROVIDER))


def _is_of(paper: Handover, clerk: Actor) -> bool:
    if paper.method == "home" and paper.state in rules.AT_THE_PROVIDER:
        return bool(clerk.provider) and paper.provider == clerk.provider
    return paper.place == clerk.office


def _lock_paper(reference: str, clerk: Actor) -> tuple[LockedCase, Handover]:
    """Lock a paper of the clerk's own office; of any other, nothing is told."""
    _require_clerk(clerk)
    found = find_case(reference)
    last = None if found is None else Handover.objects.filter(case=found).order_by("-seq").first()
    if found is None or last is None or not _is_of(last, clerk):
        raise NotYours
    case = lock_case(found.reference)
    paper = Handover.objects.select_for_update().filter(case=case).order_by("-seq")[0]
    if not _is_of(paper, clerk):
        raise NotYours
    require_not_own(case, clerk)
    return case, paper


def _move(paper: Handover, action: str, now: datetime) -> None:
    change = rules.change(method=paper.method, state=paper.state, action=action)
    if change is None:
        raise NotPossibleHere(action)
    paper.state, paper.updated_at = change.to_state, now


def _messages(case: Case) -> list[tuple[str, str]]:
    """Name the messages of the case's state that waited for the paper to lie at its desk."""
    definition = definition_of(case)
    wanted = [effect.argument for effect in definition.flow.states[case.state].effects if effect.kind == "notify"]
    return [("notify", name) for name in wanted if "collect_code" in placeholders(definition.messages[name])]


def _item(paper: Handover, clerk: Actor) -> DeskItem:
    definition = definition_of(paper.case)
    place = definition.place(paper.method, paper.place)
    return DeskItem(
        reference=paper.case.reference,
        service_name=definition.name,
        holder_name=applicant_name(paper.case),
        method=paper.method,
        place=place.label if place else NOWHERE,
        place_code=paper.place,
        state=paper.state,
        updated_at=paper.updated_at,
        number=paper.number,
        address=paper.address,
        attempts=paper.attempts,
        acts=rules.actions_of(method=paper.method, state=paper.state) if _is_of(paper, clerk) else (),
    )
