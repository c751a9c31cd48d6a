"""A decision that two officials take: one proposes, another confirms it or sends it back."""

from datetime import datetime
from typing import Any

from hukumati.cases.actors import Actor
from hukumati.cases.engine.act import act_on
from hukumati.cases.errors import DataMissing, NotPossibleHere
from hukumati.cases.models import Case, Task
from hukumati.service_language.api import Action


def propose(case: Case, action: Action, *, officer: Actor, reason: str, now: datetime) -> None:
    """Keep a decision for a second officer, who finds the case free in the queue.

    Raises NotPossibleHere while another proposal waits, DataMissing("reason").
    """
    if case.proposal is not None:
        raise NotPossibleHere("propose")
    if "reason" in action.needs and not reason:
        raise DataMissing("reason")
    proposal = {"action": action.name, "reason": reason, "by": officer.id}
    act_on(case, action="propose", actor=officer, data={"proposal": proposal}, now=now, note=True)
    _free(case, now)


def confirm_proposal(case: Case, *, officer: Actor, now: datetime) -> str:
    """Take the proposed action and name it. Raises NotPossibleHere for its author, or where none waits."""
    proposal = _waiting(case)
    if proposal["by"] == officer.id:
        raise NotPossibleHere("confirm")
    data: dict[str, Any] = {"proposed_by": proposal["by"], "proposal": None}
    if proposal["reason"]:
        data["reason"] = proposal["reason"]
    act_on(case, action=proposal["action"], actor=officer, data=data, now=now)
    return str(proposal["action"])


def end_proposal(case: Case, *, officer: Actor, said: str, now: datetime) -> None:
    """Drop the proposal; its author finds the case in the queue again. Raises DataMissing("reason")."""
    proposal = _waiting(case)
    if not said and proposal["by"] != officer.id:
        raise DataMissing("reason")
    act_on(case, action="send_back", actor=officer, data={"proposal": None, "said": said}, now=now, note=True)
    _free(case, now)


def _waiting(case: Case) -> dict[str, Any]:
    if case.proposal is None:
        raise NotPossibleHere("confirm")
    return dict(case.proposal)


def _free(case: Case, now: datetime) -> None:
    Task.objects.filter(case=case, closed_at=None).update(claimed_by="", claimed_at=None)
