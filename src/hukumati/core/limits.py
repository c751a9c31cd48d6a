"""Rate limits, counted in PostgreSQL so that all processes count together. Keys are stored as keyed digests."""

from django.db import connection

from hukumati.core.digests import subject_digest

_COUNT = """
INSERT INTO rate_limit AS l (key, window_start, count) VALUES (%(key)s, now(), 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN l.window_start < now() - make_interval(secs => %(seconds)s) THEN 1 ELSE l.count + 1 END,
  window_start = CASE WHEN l.window_start < now() - make_interval(secs => %(seconds)s) THEN now()
                      ELSE l.window_start END
RETURNING count
"""


def _digest(key: str) -> str:
    """Keys name people and addresses, and whoever reads the table could try all of them."""
    return subject_digest(record="rate_limit", subject=key)


def allow(*, key: str, at_most: int, per_seconds: int) -> bool:
    """Count one more of `key`; return whether it is still within `at_most` per window."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _digest(key), "seconds": per_seconds})
        (count,) = cursor.fetchone()
    return bool(count <= at_most)


def reset(*, key: str) -> None:
    """Clear the count of `key`, as after a success when only consecutive failures count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rate_limit WHERE key = %s", [_digest(key)])


def undo(*, key: str) -> None:
    """Undo one count of `key`: what was counted turned out to be no abuse."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rate_limit SET count = GREATEST(count - 1, 0) WHERE key = %s", [_digest(key)])


def purge() -> None:
    """Forget every count whose window is over; none is longer than a day."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rate_limit WHERE window_start < now() - interval '2 days'")
