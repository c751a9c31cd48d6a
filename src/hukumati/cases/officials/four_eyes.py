"""A decision that two officials take: one proposes, another confirms it or sends it back."""

from datetime import datetime

from hukumati.cases.actors import Actor
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.errors import DataMissing, NotPossibleHere
from hukumati.cases.models import LockedCase, Task
from hukumati.service_language.api import Action


def propose(case: LockedCase, action: Action, *, officer: Actor, reason: str, now: datetime) -> None:
    """Record a decision for a second officer to confirm, who finds the case unclaimed in the queue.

    Raises DataMissing("reason").
    """
    if "reason" in action.needs and not reason:
        raise DataMissing("reason")
    proposal = {"action": action.name, "reason": reason, "by": officer.id}
    record_note(case, action="propose", actor=officer, data={"proposal": proposal}, now=now)
    _release(case, now)


def confirm_proposal(case: LockedCase, *, officer: Actor, now: datetime) -> str:
    """Take the proposed action and name it. Raises NotPossibleHere where none waits."""
    proposal = _proposal_of(case)
    data: dict[str, object] = {"proposed_by": proposal["by"], "proposal": None}
    if proposal["reason"]:
        data["reason"] = proposal["reason"]
    act_on(case, action=proposal["action"], actor=officer, data=data, now=now)
    return str(proposal["action"])


def end_proposal(case: LockedCase, *, officer: Actor, comment: str, now: datetime) -> None:
    """End the proposal; its author finds the case in the queue again. Raises DataMissing("reason")."""
    proposal = _proposal_of(case)
    if not comment and proposal["by"] != officer.id:
        raise DataMissing("reason")
    record_note(case, action="send_back", actor=officer, data={"proposal": None, "said": comment}, now=now)
    _release(case, now)


def _proposal_of(case: LockedCase) -> dict[str, str]:
    if case.proposal is None:
        raise NotPossibleHere("confirm")
    return dict(case.proposal)


def _release(case: LockedCase, now: datetime) -> None:
    Task.objects.filter(case=case, closed_at=None).update(claimed_by="", claimed_at=None)
