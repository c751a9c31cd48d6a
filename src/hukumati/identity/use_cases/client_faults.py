"""What was refused to a site lately: kept for its own developers, bounded, and without anything personal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from hukumati.core.limits import allow
from hukumati.identity.models import Client, ClientFault

KEPT: Final = 50
PER_MINUTE: Final = 30
LONGEST_ERROR: Final = 60
LONGEST_DESCRIPTION: Final = 200
NO_FAULTS: Final = frozenset(
    {"login_required", "consent_required", "interaction_required", "access_denied", "authorization_pending"}
)
"""Answers that a site expects: the person is not signed in, said no, or has not decided."""
_FORGET: Final = """
    DELETE FROM identity_client_fault WHERE client_id = %s AND id <= (
      SELECT id FROM identity_client_fault WHERE client_id = %s ORDER BY id DESC OFFSET %s LIMIT 1)
"""


@dataclass(frozen=True, slots=True)
class SiteFault:
    """A refused request: at which endpoint, the error of the specification, and what we said of it."""

    endpoint: str
    error: str
    description: str
    at: datetime


def note_fault(*, client_id: str, endpoint: str, error: str, description: str, now: datetime) -> None:
    """Keep a refusal for the developers of a site, the newest fifty; anybody may cause them, so many a minute count."""
    if error in NO_FAULTS or not allow(key=f"client_fault:{client_id}", at_most=PER_MINUTE, per_seconds=60):
        return
    client = Client.objects.filter(client_id=client_id).exclude(owner="").first()
    if client is None:
        return
    ClientFault.objects.create(
        client=client,
        endpoint=endpoint,
        error=error[:LONGEST_ERROR],
        description=description[:LONGEST_DESCRIPTION],
        at=now,
    )
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [client_id, client_id, KEPT])


def list_faults(*, client_id: str) -> tuple[SiteFault, ...]:
    """List what was refused to a site, the newest first, at most fifty."""
    rows = ClientFault.objects.filter(client_id=client_id).order_by("-id")
    return tuple(SiteFault(row.endpoint, row.error, row.description, row.at) for row in rows)
