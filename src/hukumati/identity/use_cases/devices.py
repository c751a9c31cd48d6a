"""Devices that a person approves elsewhere (RFC 8628): the request and the decision."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hukumati.core import audit, limits
from hukumati.identity import wiring
from hukumati.identity.domain.device_flow import LIFETIME, clean_user_code, new_user_code
from hukumati.identity.domain.polling import INTERVAL
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import Client, DeviceRequest, LoginSession
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.grants import new_grant
from hukumati.identity.use_cases.sandbox import may_use

TRIES, TRIES_SECONDS = 10, 600
"""Of typed codes, by one person; the letters of a stranger's device cannot be guessed in as many."""


@dataclass(frozen=True, slots=True)
class DeviceCodes:
    """The codes of a new request: one for the device, one for the person."""

    device_code: str = field(repr=False)
    user_code: str = field(repr=False)


def begin(*, client: Client, scopes: tuple[str, ...], network: str, now: datetime) -> DeviceCodes:
    """Store a device's request and return its codes."""
    codes = DeviceCodes(new_token(), new_user_code())
    DeviceRequest.objects.create(
        device_digest=token_digest(codes.device_code),
        user_digest=_user_digest(codes.user_code),
        client=client,
        scopes=list(scopes),
        network=network,
        created_at=now,
        expires_at=now + LIFETIME,
        interval=INTERVAL,
    )
    return codes


def find_waiting(*, typed: str, session: LoginSession, now: datetime) -> DeviceRequest | None:
    """Return the request of a code that a person typed; None if it is wrong, too old, or tried too often."""
    key = f"identity.user_code:{session.account_id}"
    if not limits.allow(key=key, at_most=TRIES, per_seconds=TRIES_SECONDS):
        return None
    code = clean_user_code(typed)
    found = DeviceRequest.objects.select_related("client").filter(user_digest=_user_digest(code), expires_at__gt=now)
    request = found.first() if code else None
    is_open = request is not None and request.denied_at is None and request.used_at is None
    if not is_open:
        return None
    limits.undo(key=key)
    return request


@transaction.atomic
def decide(*, request: DeviceRequest, session: LoginSession, is_approved: bool, now: datetime) -> bool:
    """Approve or deny a request, once; return False if somebody decided before.

    A real person's approval of a site on trial denies it.
    """
    is_approved = is_approved and may_use(request.client, session.account)
    undecided = DeviceRequest.objects.filter(id=request.id, grant=None, denied_at=None, expires_at__gt=now)
    if not is_approved:
        return undecided.update(denied_at=now) == 1
    grant = new_grant(session=session, client_id=request.client_id, scopes=request.scopes, now=now)
    grant.save(force_insert=True)
    if undecided.update(grant=grant) == 0:
        grant.delete()
        return False
    audit.record(
        subject=audit_subject(session.account),
        actor=f"account:{session.account_id}",
        action="identity.device_approved",
        details={"client": request.client_id, "scopes": request.scopes, "network": request.network},
    )
    return True


def _user_digest(code: str) -> bytes:
    return wiring.derived_secrets().digest(SecretUse.USER_CODES, code)
