"""What a state says to the citizen, by the way the case came to it: the service's own words, or the platform's.

A sentence that is true the first time is untrue after an objection; a state has one for each way in.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.actions import CASE_ACTIONS
from hukumati.service_language.definition import Definition
from hukumati.service_language.flows import State

TIMED_OUT: Final = "timed_out"
FAILED: Final = "failed"

BACK_IN_REVIEW: Final[Mapping[str, Bilingual]] = {
    "answer": Bilingual(
        ar="استلمنا ردّك، وينظر موظف في طلبك.", en="We have your answer. An officer is looking at your application."
    ),
    "object": Bilingual(
        ar="استلمنا اعتراضك، وينظر موظف في طلبك من جديد.",
        en="We have your objection. An officer is looking at your application again.",
    ),
    "correct": Bilingual(
        ar="استلمنا طلب التصحيح، وينظر فيه موظف.",
        en="We have your request for a correction. An officer is looking at it.",
    ),
    "reopen": Bilingual(
        ar="أُعيد فتح طلبك، وينظر فيه موظف.", en="Your application is open again. An officer is looking at it."
    ),
    "send_back": Bilingual(
        ar="يدقّق موظف طلبك من جديد قبل أن يتابع سيره.",
        en="An officer is checking your application once more before it goes on.",
    ),
    "requests_closed": Bilingual(
        ar="انتهى ما طلبناه منك، وينظر موظف في طلبك.",
        en="What we asked you for is settled. An officer is looking at your application.",
    ),
    "returned": Bilingual(
        ar="لم تُستلم الوثيقة، فتُعاد إلى الجهة التي أصدرتها، ويقرر موظف الخطوة التالية.",
        en="The document was not handed over and goes back to its office. An officer decides what happens next.",
    ),
}
"""The platform's sentences where an officer works on a case that was here, or elsewhere, before."""

AFTER_A_DECISION: Final = frozenset({"decided", "ready", "on_its_way", "closed"})
"""Milestones in which a citizen has been told how the case was decided."""
SAID_BY_THE_PAGE: Final = frozenset({"withdraw", "handed_over", "returned", "reject", TIMED_OUT, "expired"})
"""Actions that end a case and whose outcome every page tells alike, with what becomes of the fee."""


def sentence_of(state: State, way_in: str) -> Bilingual | None:
    """Return what the citizen reads in a state that the case came to by an action; None: the page has words for it."""
    if way_in in state.tell_after:
        return state.tell_after[way_in]
    if state.milestone == "in_review" and way_in in BACK_IN_REVIEW:
        return BACK_IN_REVIEW[way_in]
    return state.tell


@dataclass(frozen=True, slots=True)
class Way:
    """A way of a case from one state into another, by an action."""

    start: str
    to: str
    action: str


def is_told(state: State, way_in: str) -> bool:
    """Return whether a state has a sentence that is true after this way in, when a case comes there the first time."""
    if is_told_again(state, way_in):
        return True
    says_something = state.tell is not None or (state.milestone == "in_review" and state.work is not None)
    return says_something and (way_in in CASE_ACTIONS or way_in in {TIMED_OUT, FAILED})


def is_told_again(state: State, way_in: str) -> bool:
    """Return whether a state has a sentence for this way in alone, or for whatever way, that is true a second time."""
    if way_in in state.tell_after or (state.milestone == "in_review" and way_in in BACK_IN_REVIEW):
        return True
    return is_told_by_the_page(state, way_in)


def is_told_by_the_page(state: State, way_in: str) -> bool:
    """Return whether the page of a case says what is to be done, or has been done, here: no sentence is needed."""
    if state.passes_by_itself or state.awaits_payment or state.hands_over:
        return True
    if "answer" in state.actions or "submit" in state.actions:  # an officer's question, a form
        return True
    return state.end and (way_in in SAID_BY_THE_PAGE or state.milestone == "ready")


def ways_in(definition: Definition) -> Iterator[tuple[str, str]]:
    """List each state with each action that leads to it."""
    return ((way.to, way.action) for way in ways_of(definition))


def ways_of(definition: Definition) -> Iterator[Way]:
    """List every way from a state into another."""
    flow, promise = definition.flow, definition.promise
    for state in flow.states.values():
        yield from (Way(state.name, to, action) for to, action in _out_of(state))
        if promise is not None and promise.decides and promise.runs_in(state):
            yield Way(state.name, promise.late_to, "reject" if promise.if_late == "reject" else "approve")


def _out_of(state: State) -> Iterator[tuple[str, str]]:
    for action in state.actions.values():
        yield from ((branch.to, action.name) for branch in action.branches)
    yield from ((way.to, way.name) for way in state.reopen.values())
    yield from ((after.to, TIMED_OUT) for after in state.after)
    if state.on_error is not None:
        yield from ((target, FAILED) for target in state.on_error.targets)


def leads_back(way: Way, definition: Definition) -> bool:
    """Return whether this way leads a case back: it had ended, was decided, or has been in the state before."""
    left, entered = (definition.flow.states.get(name) for name in (way.start, way.to))
    if left is None or entered is None or left.name == entered.name:
        return False
    if left.end or left.name not in _reached_without({entered.name}, definition):
        return True
    decided = {name for name, each in definition.flow.states.items() if each.milestone in AFTER_A_DECISION}
    return entered.name not in decided and left.name not in _reached_without(decided, definition)


def _reached_without(names: Collection[str], definition: Definition) -> set[str]:
    """Return the states to which a case can come without having been in some of them."""
    ways = [way for way in ways_of(definition) if way.to not in names]
    if definition.flow.start in names:
        return set()
    return definition.flow.reached(lambda state: (way.to for way in ways if way.start == state.name))
