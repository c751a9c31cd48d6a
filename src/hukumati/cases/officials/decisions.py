"""An officer's decision on a case; where the service wants four eyes, one proposes and a second confirms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.engine.access import readable_case
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.kept_files import forget_others
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.errors import CaseMovedOn
from hukumati.cases.models import Case, LockedCase
from hukumati.cases.officials.case_review import officer_view
from hukumati.cases.officials.four_eyes import confirm_proposal, end_proposal, propose
from hukumati.cases.officials.permitted import (
    Standing,
    require_may_confirm,
    require_may_decide,
    require_may_send_back,
)
from hukumati.cases.officials.sheets import read_sheet
from hukumati.cases.views import OfficerView
from hukumati.core.audit import record
from hukumati.core.text import clean_text


def decide(
    *,
    reference: str,
    officer: Actor,
    action: str,
    reason: str = "",
    filled: Mapping[str, Any] | None = None,
    seen_seq: int,
    now: datetime,
) -> OfficerView:
    """Take an action of the state's work.

    `reason` is what the citizen will read; `filled` holds the fields of the sheet that belongs to the action.
    Raises NotYours, OwnCase, CaseMovedOn, ClaimedByOther, NotPossibleHere, RequestsOpen, AlreadyOpen,
    DataMissing("reason"), AnswersInvalid(errors).
    """
    with transaction.atomic():
        case, text = _lock_to_decide(reference, officer, seen_seq), clean_text(reason, longest=LONGEST_TEXT)
        require_may_decide(Standing.of(case, officer, now), action)
        declared = definition_of(case).flow.states[case.state].actions.get(action)
        answers = read_sheet(case, declared.fill if declared else "", filled or {}, now)
        if declared is not None and declared.four_eyes:
            propose(case, declared, officer=officer, reason=text, answers=answers, now=now)
            return officer_view(case, officer, now)
        data = {name: given for name, given in (("reason", text), ("answers", answers)) if given}
        act_on(case, action=action, actor=officer, data=data, seen_seq=seen_seq, now=now)
        forget_others(case, answers)
        _record_decision(case, officer, action)
        return officer_view(case, officer, now)


def confirm(*, reference: str, officer: Actor, seen_seq: int, now: datetime) -> OfficerView:
    """Take the action that a colleague has proposed, as the second officer.

    Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere where nothing is proposed, or by the same officer.
    """
    with transaction.atomic():
        case = _lock_to_decide(reference, officer, seen_seq)
        require_may_confirm(Standing.of(case, officer, now))
        action = confirm_proposal(case, officer=officer, now=now)
        _record_decision(case, officer, action)
        return officer_view(case, officer, now)


def send_proposal_back(*, reference: str, officer: Actor, reason: str, seen_seq: int, now: datetime) -> OfficerView:
    """End a proposal: a second officer does not confirm it, or its author takes it back.

    The citizen does not read `reason`. Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere, DataMissing("reason").
    """
    with transaction.atomic():
        case = _lock_to_decide(reference, officer, seen_seq)
        require_may_send_back(Standing.of(case, officer, now))
        end_proposal(case, officer=officer, comment=clean_text(reason, longest=LONGEST_TEXT), now=now)
        return officer_view(case, officer, now)


def _lock_to_decide(reference: str, officer: Actor, seen_seq: int) -> LockedCase:
    case = lock_case(readable_case(reference, officer).reference)
    if seen_seq != case.last_seq:
        raise CaseMovedOn
    return case


def _record_decision(case: Case, officer: Actor, action: str) -> None:
    record(subject=f"case:{case.reference}", actor=officer.label, action="case.decided", details={"action": action})
