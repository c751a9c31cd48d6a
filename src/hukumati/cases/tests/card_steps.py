"""The steps of the made-up card's way, each repeatable after a sudden end: who repeats it looks first."""

from collections.abc import Callable
from dataclasses import replace

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.card import CLERK, COURIER, HOME, MAKER, SECOND, CardHolder
from hukumati.cases.tests.conftest import OFFICER, do_effects, let_cases_hear, soon

REFUSER = replace(OFFICER, id="MOJ-0009")
"""Somebody else decides on the objection."""


def do(*, step: str, id_number: str, detail: str = "") -> None:
    """Do one step of the only card there is."""
    holder = CardHolder(id_number, now=soon())
    if step == "open":
        holder.open()
        return
    holder.reference = Case.objects.get(service_code="MOJ-CRD").reference
    holder.look()
    _STEPS[step](holder, detail)


def _save(holder: CardHolder, _: str) -> None:
    holder.save("card", {"report": "", **HOME})


def _submit(holder: CardHolder, _: str) -> None:
    if holder.view.state == "draft":
        holder.submit()


def _hear(holder: CardHolder, _: str) -> None:
    let_cases_hear()


def _work(holder: CardHolder, _: str) -> None:
    do_effects()


def _act(holder: CardHolder, action: str) -> None:
    officer = MAKER if action in {"produced", "correct"} else REFUSER if action == "reject" else OFFICER
    states = {"produced": "producing", "correct": "done"}
    if holder.view.state != states.get(action, "review") or Case.objects.filter(
        reference=holder.reference, proposal__isnull=False
    ):
        return
    cases.decide(
        reference=holder.reference, officer=officer, action=action, reason="because",
        seen_seq=holder.view.last_seq, now=soon(),
    )  # fmt: skip


def _confirm(holder: CardHolder, _: str) -> None:
    if holder.view.state == "review":
        cases.confirm(reference=holder.reference, officer=SECOND, seen_seq=holder.view.last_seq, now=soon())


def _send_back(holder: CardHolder, _: str) -> None:
    if Case.objects.get(reference=holder.reference).proposal is not None:
        cases.send_proposal_back(
            reference=holder.reference, officer=SECOND, reason="so", seen_seq=holder.view.last_seq, now=soon()
        )


def _reopen(holder: CardHolder, action: str) -> None:
    if holder.view.closed_at is not None:
        cases.reopen(reference=holder.reference, sub=holder.sub, action=action, reason="so", now=soon())


def _carry(holder: CardHolder, wanted: str) -> None:
    """`wanted` is a step and the state from which it leads on."""
    step, state = wanted.split(" ")
    ways = {
        "bag": (cases.bag, CLERK),
        "dispatch": (cases.dispatch, COURIER),
        "attempt": (cases.attempt, COURIER),
        "return": (cases.send_back, COURIER),
    }
    record, clerk = ways[step]
    if holder.view.handover is not None and holder.view.handover.state == state:
        record(reference=holder.reference, clerk=clerk, now=soon())


def _give(holder: CardHolder, _: str) -> None:
    paper = holder.view.handover
    if paper is not None and paper.code is not None:
        cases.hand_over(
            reference=holder.reference, clerk=COURIER, code=paper.code, document_shown="id_card", now=soon()
        )


_STEPS: dict[str, Callable[[CardHolder, str], None]] = {
    "save": _save, "submit": _submit, "hear": _hear, "work": _work, "act": _act, "confirm": _confirm,
    "send_back": _send_back, "reopen": _reopen, "carry": _carry, "give": _give,
}  # fmt: skip
