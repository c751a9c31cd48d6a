"""Sign-ins approved from another device, on which their holder is signed in with a passkey (requirement 30).

The browser that signs in shows a QR code and a number. Whoever opens the code's address reads which site, browser and
network asks, and has one choice among three numbers: a wrong one ends it. What is approved signs in that one browser.
"""

import base64
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from hukumati.core import audit
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.device_approval import LIFETIME, MOST_IN_A_SIGN_IN, new_numbers
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Account, AccountState, DeviceApproval, LoginAttempt, LoginSession
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR
from hukumati.identity.use_cases.key_policy import needs_key
from hukumati.identity.use_cases.notices import SITE


class ApprovalState(Enum):
    """Where an approval stands; OVER also where there is none."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    OVER = "over"


@transaction.atomic
def begin_approval(*, attempt: LoginAttempt, network: str, device: str, now: datetime) -> bool:
    """Begin an approval, which ends the earlier ones of the sign-in; return False if it had five."""
    LoginAttempt.objects.select_for_update().get(id=attempt.id)
    if DeviceApproval.objects.filter(attempt=attempt).count() >= MOST_IN_A_SIGN_IN:
        return False
    DeviceApproval.objects.filter(attempt=attempt, expires_at__gt=now).update(expires_at=now)
    number, choices = new_numbers()
    approval = DeviceApproval(
        attempt=attempt, number=number, choices=choices, network=network, device=device, created_at=now
    )
    approval.digest, approval.expires_at = token_digest(_token(approval)), now + LIFETIME
    approval.save(force_insert=True)
    return True


def newest_approval(attempt: LoginAttempt) -> DeviceApproval | None:
    """Return the approval that a sign-in waits for."""
    return DeviceApproval.objects.filter(attempt=attempt).order_by("-created_at").first()


def state_of(approval: DeviceApproval | None, *, now: datetime) -> ApprovalState:
    """Return where an approval stands."""
    if approval is None or approval.expires_at <= now or approval.used_at is not None:
        return ApprovalState.OVER
    if approval.decided_at is None:
        return ApprovalState.WAITING
    return ApprovalState.APPROVED if approval.is_approved else ApprovalState.REFUSED


def address_of(approval: DeviceApproval) -> str:
    """Return the address in the QR code: a secret of two minutes, worth nothing without a sign-in of one's own."""
    return f"{settings.HUKUMATI.identity_url}{reverse('identity_approve', SITE, args=[_token(approval)])}"


def find_open_approval(*, token: str, now: datetime) -> DeviceApproval | None:
    """Return the approval of a QR code that nobody has decided yet."""
    waiting = DeviceApproval.objects.select_related("attempt__client").filter(decided_at=None, expires_at__gt=now)
    return waiting.filter(digest=token_digest(token)).first()


@transaction.atomic
def decide(approval: DeviceApproval, *, session: LoginSession, chosen: int | None, now: datetime) -> bool:
    """Approve a sign-in by the right number, or end it by any other answer; return whether it was approved.

    One statement decides, once: a second choice, or one after two minutes, changes nothing.
    """
    is_right = chosen == approval.number and session.passkey_id is not None
    is_right = is_right and not needs_key(session.account, now=now)  # their key is in their hand, or they are not
    waiting = DeviceApproval.objects.filter(id=approval.id, decided_at=None, expires_at__gt=now)
    if waiting.update(decided_at=now, is_approved=is_right, account_id=session.account_id) == 0:
        return False
    _record(session.account, approval, is_right=is_right)
    if not is_right:
        note("approval.refused", subject=str(session.account_id), origin=approval.network)
    return is_right


def redeem_approval(attempt: LoginAttempt, *, now: datetime) -> Account | ApprovalState:
    """Use up the approval of a sign-in, in one statement, and return who gave it; otherwise where it stands."""
    approval = newest_approval(attempt)
    state = state_of(approval, now=now)
    if approval is None or approval.account is None or state is not ApprovalState.APPROVED:
        return state
    unused = DeviceApproval.objects.filter(id=approval.id, is_approved=True, used_at=None, expires_at__gt=now)
    if approval.account.state != AccountState.ACTIVE or unused.update(used_at=now) == 0:
        return ApprovalState.OVER
    return approval.account


def was_redeemed(attempt: LoginAttempt, *, now: datetime) -> bool:
    """Return whether an approval signed in a moment ago."""
    return DeviceApproval.objects.filter(attempt=attempt, used_at__gt=now - REPEATABLE_FOR).exists()


def _token(approval: DeviceApproval) -> str:
    made = wiring.derived_secrets().digest(SecretUse.APPROVALS, str(approval.id))
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _record(account: Account, approval: DeviceApproval, *, is_right: bool) -> None:
    audit.record(
        subject=audit_subject(account),
        actor=f"account:{account.id}",
        action="identity.sign_in_approved" if is_right else "identity.sign_in_refused",
        details={"client": approval.attempt.client_id, "device": approval.device, "network": approval.network},
    )
