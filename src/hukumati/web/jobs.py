"""Removes sessions that are over: what they hold of people is not kept."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from hukumati.core.jobs import app, retrying


@app.periodic(cron="41 * * * *")
@app.task(name="web.purge_sessions", queue="upkeep", retry=retrying(), queueing_lock="web.purge_sessions")
def purge_sessions(timestamp: int) -> None:
    """Delete every session whose time is over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
