"""Security events: failed sign-ins, locks and refusals, recorded so that attacks can be counted.

Who was meant and where it came from are keyed digests: equal ones can be counted, nobody can be read.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import Count

from hukumati.core.clock import now
from hukumati.core.digests import subject_digest
from hukumati.core.models import SecurityEvent

KEPT_FOR: Final = timedelta(days=90)
LONGEST_KIND: Final = 60
log = structlog.get_logger("hukumati.security")


def note(kind: str, *, subject: str = "", origin: str = "") -> None:
    """Record an event, such as "sign_in.failed", about a log-in or case, from a network; either may be unknown."""
    SecurityEvent.objects.create(kind=kind[:LONGEST_KIND], subject=_digest(subject), origin=_digest(origin), at=now())
    log.info("security_event", kind=kind[:LONGEST_KIND])


def count_by_kind(*, since: datetime) -> dict[str, int]:
    """Return how many events of each kind there were since a moment, the most frequent first."""
    rows = SecurityEvent.objects.filter(at__gte=since).values_list("kind").annotate(number=Count("id"))
    return dict(rows.order_by("-number", "kind"))


def purge(*, moment: datetime) -> None:
    """Forget what is older than three months."""
    SecurityEvent.objects.filter(at__lt=moment - KEPT_FOR).delete()


def _digest(text: str) -> str:
    return subject_digest(record="security", subject=text) if text else ""
