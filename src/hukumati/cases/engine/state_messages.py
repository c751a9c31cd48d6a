"""A state's sentence is also its message, where nothing else tells the citizen that the case came there."""

from hukumati.cases.actors import Actor
from hukumati.cases.engine.loading import language_of
from hukumati.cases.engine.messages import send_notice
from hukumati.cases.engine.outcomes import fee_after
from hukumati.cases.engine.sentences import told_in
from hukumati.cases.models import Case, Event
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, State

TELLING = frozenset({"notify", "request", "hand_over"})
IN_HAND = "handed_over"
CAME_BACK = "returned"
WORTH_A_MESSAGE = frozenset({"your_turn", "decided", "ready", "closed"})
MESSAGE = Bilingual(
    ar="حكومتي: طلبك {reference}. {sentence} {url}", en="Hukumati: application {reference}. {sentence} {url}"
)
TIME_RAN_OUT = Bilingual(
    ar="أُغلق الطلب لأن ما كان ينتظره منك لم يصل في موعده. يمكنك تقديم طلب جديد.",
    en="It was closed because what it waited for from you did not come in time. You can apply again.",
)


def notify_of_state(case: Case, definition: Definition, state: State, *, event: Event, actor: Actor) -> None:
    """Send the sentence of a state that the case came to without its owner, unless the service sends a message there.

    What the owner did, or has in hand, and what passes by itself within seconds, is no news.
    """
    if case.submitted_at is None or state.passes_by_itself:
        return
    is_news = state.milestone in WORTH_A_MESSAGE or event.action == CAME_BACK
    if not is_news or actor.kind == "citizen" or event.action == IN_HAND:
        return
    if any(effect.kind in TELLING for effect in state.effects) or "answer" in state.actions:
        return
    sentence = told_in(case, definition, state, event.action) or (TIME_RAN_OUT if event.action == "timed_out" else None)
    if sentence is not None:
        said = sentence.of(language_of(case))
        fee = fee_after(case, definition) if sentence is TIME_RAN_OUT else None
        said = said if fee is None else f"{said} {fee.of(language_of(case))}"
        send_notice(case, definition, MESSAGE, key=f"{event.seq}:state", sentence=said)
