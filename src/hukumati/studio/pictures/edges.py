"""The transitions of a flow as edges of a graph, for its diagram and its table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.counting import Counted
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
DAYS = Counted("يوم", "يومين", "أيام", "يومًا", "يوم", ("day", "days"))
FAILURE = Bilingual(ar="عند تعذّر الخطوة", en="when the step fails")


@dataclass(frozen=True, slots=True)
class Edge:
    """One transition between two states; `when` is its condition as written, empty for "always" and "otherwise"."""

    start: str
    end: str
    kind: Kind
    name: str
    label: Bilingual
    when: str = ""


def list_edges(flow: Flow) -> tuple[Edge, ...]:
    """List the transitions of a flow state by state, without those that lead to an unknown state."""
    found = (edge for state in flow.states.values() for edge in outgoing_edges(state))
    return tuple(edge for edge in found if edge.end in flow.states)


def outgoing_edges(state: State) -> Iterator[Edge]:
    """Yield the transitions that leave a state: actions, timers, failure and reopening."""
    for action in state.actions.values():
        label = action.label or platform_label(action.name)
        for branch in action.branches:
            when = branch.when.text if branch.when else ""
            yield Edge(state.name, branch.to, "action", action.name, label, when)
    for timer in state.after:
        yield Edge(state.name, timer.to, "timer", f"after_{timer.days}", delay_label(timer.days))
    if state.on_error:
        yield from (Edge(state.name, to, "failure", "failed", FAILURE) for to in state.on_error.targets)
    for again in state.reopen.values():
        yield Edge(state.name, again.to, "reopen", again.name, again.label or platform_label(again.name))


def platform_label(action: str) -> Bilingual:
    """Return the platform's label for an action, or the action's name if the platform has none."""
    return LABELS.get(action) or Bilingual(ar=action, en=action)


def delay_label(days: int) -> Bilingual:
    """Return "after 14 days" in both languages."""
    counted = DAYS.written(days)
    return Bilingual(ar=f"بعد {counted.ar}", en=f"after {counted.en}")
