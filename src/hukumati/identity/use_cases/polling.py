"""What a client is answered that asks for tokens while a person decides elsewhere."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.identity.domain.polling import Standing, interval_after
from hukumati.identity.models.polled_requests import PolledRequest


@transaction.atomic
def poll(kind: type[PolledRequest], *, client_id: str, now: datetime, **found_by: bytes) -> UUID | Standing:
    """Return the grant of an approved request, once, or how the request stands.

    Requests at once wait for each other, so that exactly one receives the grant. Who comes too early is slowed down
    only while nothing is decided: a site that was just told of the decision need not wait.
    """
    rows = kind._default_manager.select_for_update().filter(**found_by)
    request = rows.filter(client_id=client_id).first()
    if request is None or request.used_at is not None:
        return Standing.UNKNOWN
    if request.expires_at <= now:
        return Standing.EXPIRED
    if request.denied_at is not None:
        return Standing.DENIED
    return _redeem(request, now) if request.grant_id is not None else _wait(request, now)


def _redeem(request: PolledRequest, now: datetime) -> UUID | Standing:
    request.used_at = request.polled_at = now
    request.save(update_fields=["used_at", "polled_at"])
    return request.grant_id or Standing.UNKNOWN


def _wait(request: PolledRequest, now: datetime) -> Standing:
    interval = interval_after(request.interval, polled_at=request.polled_at, now=now)
    is_early, request.interval, request.polled_at = interval != request.interval, interval, now
    request.save(update_fields=["interval", "polled_at"])
    return Standing.SLOW_DOWN if is_early else Standing.PENDING
