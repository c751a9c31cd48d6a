"""Removes rows that can no longer be used; correctness never depends on it."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from hukumati.core import clock
from hukumati.core.jobs import app, retrying
from hukumati.identity.models import AccessToken, Grant, LoginAttempt, LoginSession, RefreshToken
from hukumati.identity.use_cases.old_requests import remove_old_requests
from hukumati.identity.use_cases.replay import remove_expired

KEPT_FOR: Final = timedelta(days=2)


@app.periodic(cron="23 * * * *")
@app.task(name="identity.sweep", queue="default", retry=retrying(), queueing_lock="identity.sweep")
def sweep(timestamp: int) -> None:
    """Remove attempts, tokens, grants and sessions that ended two days ago or more."""
    remove_old_rows(now=clock.now())


def remove_old_rows(*, now: datetime) -> None:
    """Remove what is older than any lifetime, leaves first."""
    before = now - KEPT_FOR
    remove_old_requests(before=before)
    LoginAttempt.objects.filter(created_at__lt=before).delete()
    AccessToken.objects.filter(expires_at__lt=before).delete()
    RefreshToken.objects.filter(expires_at__lt=before).delete()
    Grant.objects.filter(
        Q(ends_at__lt=before) | Q(revoked_at__lt=before) | Q(ends_at=None, created_at__lt=before)
    ).delete()
    LoginSession.objects.filter(auth_time__lt=before, grants=None).delete()
    remove_expired(now=now)
