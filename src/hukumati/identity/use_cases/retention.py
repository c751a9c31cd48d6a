"""Removing rows that nobody can use any more, two days after their end: a batch at a time, however many there are."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from hukumati.identity.domain.signal_streams import KEPT_FOR as SIGNALS_KEPT_FOR
from hukumati.identity.models import (
    AccessToken,
    BackchannelRequest,
    ContactCode,
    DeviceRequest,
    Disavowal,
    Grant,
    LoginAttempt,
    LoginSession,
    PasskeyChallenge,
    Recovery,
    RefreshToken,
    Registration,
    ServiceToken,
    WaitingSignal,
)
from hukumati.identity.use_cases.old_requests import remove_old_requests
from hukumati.identity.use_cases.replay import remove_expired

KEPT_FOR: Final = timedelta(days=2)
BATCH: Final = 2000
"""Rows deleted in one transaction: few enough that nobody waits for their locks, nor the process for memory."""


def remove_old_rows(*, now: datetime) -> None:
    """Remove what is older than any lifetime, leaves first."""
    before = now - KEPT_FOR
    remove_old_requests(before=before)
    for rows in _ended(before):
        _remove(rows)
    remove_expired(now=now)


def _ended(before: datetime) -> Iterator[QuerySet[Any]]:
    yield LoginAttempt.objects.filter(created_at__lt=before)
    yield AccessToken.objects.filter(expires_at__lt=before)
    yield DeviceRequest.objects.filter(expires_at__lt=before)
    yield BackchannelRequest.objects.filter(expires_at__lt=before)
    yield PasskeyChallenge.objects.filter(expires_at__lt=before)
    yield RefreshToken.objects.filter(expires_at__lt=before)
    yield Grant.objects.filter(ends_at__lt=before)
    yield Grant.objects.filter(revoked_at__lt=before)
    yield Grant.objects.filter(ends_at=None, created_at__lt=before)
    yield LoginSession.objects.filter(auth_time__lt=before, grants=None)
    yield ServiceToken.objects.filter(expires_at__lt=before)
    yield WaitingSignal.objects.filter(made_at__lt=before + KEPT_FOR - SIGNALS_KEPT_FOR)
    yield ContactCode.objects.filter(sent_at__lt=before)
    yield Disavowal.objects.filter(expires_at__lt=before)
    yield Registration.objects.filter(created_at__lt=before, account=None)
    yield Recovery.objects.filter(created_at__lt=before, effective_at=None)


def _remove(rows: QuerySet[Any]) -> None:
    everything = rows.model._default_manager
    while batch := list(rows.values_list("pk", flat=True)[:BATCH]):
        everything.filter(pk__in=batch).delete()
