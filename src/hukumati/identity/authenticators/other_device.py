"""Approval from another device, on which the person is signed in with a passkey."""

import base64
from typing import ClassVar

from django import forms
from django.utils.translation import gettext

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.models import Account, LoginAttempt
from hukumati.identity.use_cases.device_approvals import (
    ApprovalState,
    address_of,
    newest_approval,
    redeem_approval,
    state_of,
    was_redeemed,
)


class OtherDeviceAuthenticator(Authenticator):
    """The page with the QR code and the number."""

    factor: ClassVar[Factor] = Factor.OTHER_DEVICE
    page: ClassVar[str] = "identity_other_device"
    template: ClassVar[str] = "identity/other_device.html"
    form: ClassVar[type[forms.Form]] = forms.Form

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the picture of the QR code and the number, while they can be used."""
        approval = newest_approval(attempt)
        if approval is None or state_of(approval, now=clock.now()) is not ApprovalState.WAITING:
            return {}
        svg = wiring.qr_drawer().draw(address_of(approval))
        picture = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
        return {"picture": picture, "number": approval.number}

    def verify(self, submission: Submission) -> Account | Refusal:
        """Return the account whose holder approved this sign-in."""
        result = redeem_approval(submission.attempt, now=submission.now)
        return result if isinstance(result, Account) else _refusal(result)

    def repeats(self, submission: Submission) -> bool:
        """Return whether the approval was used a moment ago."""
        return was_redeemed(submission.attempt, now=submission.now)


def _refusal(state: ApprovalState) -> Refusal:
    if state is ApprovalState.WAITING:
        return Refusal(gettext("You have not approved it on your phone yet. Approve it there, then continue here."))
    if state is ApprovalState.REFUSED:
        return Refusal(gettext("It was refused on the phone. If that was a mistake, show a new code."))
    return Refusal(gettext("The two minutes are over. Show a new code."))
