"""The ways of a flow out of each state, as its picture and its table tell them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Flow, State

Kind = Literal["action", "timer", "failure", "reopen"]

LABELS = {
    name: Bilingual(ar=ar, en=en)
    for name, (ar, en) in {
        "submit": ("تقديم الطلب", "submit"),
        "withdraw": ("سحب الطلب", "withdraw"),
        "answer": ("جواب المواطن", "the citizen answers"),
        "paid": ("دُفع الرسم", "paid"),
        "answered": ("أجاب السجل", "the register answered"),
        "issued": ("صدرت الوثيقة", "issued"),
        "handed_over": ("سُلّمت", "handed over"),
        "returned": ("أُعيدت", "returned"),
        "timed_out": ("انقضت المهلة", "time ran out"),
        "requests_closed": ("انتهت الطلبات الجانبية", "side requests closed"),
        "approve": ("موافقة", "approve"),
        "reject": ("رفض", "refuse"),
        "ask_citizen": ("سؤال المواطن", "ask the applicant"),
        "produced": ("أُنجز", "produced"),
        "confirm": ("تأكيد", "confirm"),
        "object": ("اعتراض", "object"),
        "correct": ("تصحيح", "correct"),
        "reopen": ("إعادة فتح", "reopen"),
    }.items()
}
FAILURE = Bilingual(ar="عند تعذّر الخطوة", en="when the step fails")


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a state to another; `when` is its condition as written, empty: always or otherwise."""

    start: str
    end: str
    kind: Kind
    name: str
    label: Bilingual
    when: str = ""


def ways_of(flow: Flow) -> tuple[Way, ...]:
    """List every way of the flow, state by state; ways to states that do not exist are left out."""
    found = (way for state in flow.states.values() for way in ways_out(state))
    return tuple(way for way in found if way.end in flow.states)


def ways_out(state: State) -> Iterator[Way]:
    """List the ways out of one state."""
    for action in state.actions.values():
        label = action.label or platform_label(action.name)
        for branch in action.branches:
            when = branch.when.text if branch.when else ""
            yield Way(state.name, branch.to, "action", action.name, label, when)
    for timer in state.after:
        yield Way(state.name, timer.to, "timer", f"after_{timer.days}", days_passed(timer.days))
    if state.on_error:
        yield Way(state.name, state.on_error.then, "failure", "failed", FAILURE)
    for again in state.reopen.values():
        yield Way(state.name, again.to, "reopen", again.name, again.label or platform_label(again.name))


def platform_label(action: str) -> Bilingual:
    """Return the platform's own word for an action; one without goes by its name."""
    return LABELS.get(action) or Bilingual(ar=action, en=action)


def days_passed(days: int) -> Bilingual:
    """Say that so many calendar days passed."""
    few = {1: "يوم", 2: "يومين"}
    counted = "أيام" if 3 <= days % 100 <= 10 else "يومًا" if days % 100 >= 11 else "يوم"
    return Bilingual(ar=f"بعد {few.get(days) or f'{days} {counted}'}", en=f"after {days} day{'' if days == 1 else 's'}")
