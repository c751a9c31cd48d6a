"""A decision that two officials take: one proposes, another confirms it or sends it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.actors import Actor
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.kept_files import forget_others
from hukumati.cases.errors import DataMissing, NotPossibleHere
from hukumati.cases.models import LockedCase, Task
from hukumati.service_language.api import Action


def propose(
    case: LockedCase, action: Action, *, officer: Actor, reason: str, answers: Mapping[str, Any], now: datetime
) -> None:
    """Record a decision for a second officer to confirm, who finds the case unclaimed in the queue.

    `answers` are what its author filled in with it; they count when it is confirmed. Raises DataMissing("reason").
    """
    if "reason" in action.needs and not reason:
        raise DataMissing("reason")
    proposal: dict[str, Any] = {"action": action.name, "reason": reason, "by": officer.id}
    if answers:
        proposal["answers"] = dict(answers)
    record_note(case, action="propose", actor=officer, data={"proposal": proposal}, now=now)
    _release(case, now)


def confirm_proposal(case: LockedCase, *, officer: Actor, now: datetime) -> str:
    """Take the proposed action and name it. Raises NotPossibleHere where none waits."""
    proposal = _proposal_of(case)
    data: dict[str, object] = {"proposed_by": proposal["by"], "proposal": None}
    if proposal["reason"]:
        data["reason"] = proposal["reason"]
    answers = proposal.get("answers", {})
    if answers:
        data["answers"] = answers
    act_on(case, action=proposal["action"], actor=officer, data=data, now=now)
    forget_others(case, answers)
    return str(proposal["action"])


def end_proposal(case: LockedCase, *, officer: Actor, comment: str, now: datetime) -> None:
    """End the proposal; its author finds the case in the queue again. Raises DataMissing("reason")."""
    proposal = _proposal_of(case)
    if not comment and proposal["by"] != officer.id:
        raise DataMissing("reason")
    record_note(case, action="send_back", actor=officer, data={"proposal": None, "said": comment}, now=now)
    _release(case, now)


def _proposal_of(case: LockedCase) -> dict[str, Any]:
    if case.proposal is None:
        raise NotPossibleHere("confirm")
    return dict(case.proposal)


def _release(case: LockedCase, now: datetime) -> None:
    Task.objects.filter(case=case, closed_at=None).update(claimed_by="", claimed_at=None)
