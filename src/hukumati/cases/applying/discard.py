"""Deleting a draft: by its owner, or because the rules of the service bar them whatever they answer."""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import citizen
from hukumati.cases.applying.drafts import closing_state, is_draft
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import definition_of, lock_own_case
from hukumati.cases.errors import NotPossibleHere


def discard_draft(*, reference: str, sub: str, now: datetime) -> None:
    """Delete a person's draft: what they typed is erased; deleting it again changes nothing.

    Raises NoSuchCase, NotPossibleHere for an application that was submitted.
    """
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if case.submitted_at is None and case.closed_at is not None:
            return
        if not is_draft(case):
            raise NotPossibleHere("discard")
        end = closing_state(definition_of(case).flow)
        act_on(case, action="discard", actor=citizen(sub), data={"reason": None}, now=now, fixed=end)
