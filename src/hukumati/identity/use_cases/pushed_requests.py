"""Requests that clients pushed: opened only by their client, within 90 seconds, and answered with one code."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from hukumati.core.rows import PreparedQuery, add
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import PushedRequest
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR

LIFETIME: Final = timedelta(seconds=90)
_OPEN = PreparedQuery(PushedRequest, "digest = %s AND client_id = %s AND used_at IS NULL AND expires_at > %s")
# One statement uses it up: of two visits at once, the second finds no row. A second click belongs to the same visit.
_USE: Final = """
    UPDATE identity_pushed_request SET used_at = COALESCE(used_at, %s), flow = %s
    WHERE digest = %s AND client_id = %s AND (used_at IS NULL OR (flow = %s AND used_at > %s))
"""


def push_request(*, client_id: str, values: Mapping[str, str], is_signed: bool, now: datetime) -> str:
    """Store a client's request and return its handle: a secret, so that nobody else can open it."""
    handle = new_token()
    row = PushedRequest(
        digest=token_digest(handle),
        client_id=client_id,
        values=dict(values),
        is_signed=is_signed,
        expires_at=now + LIFETIME,
        flow="",
    )
    add(row)
    return handle


def find_pushed(*, handle: str, client_id: str, now: datetime) -> PushedRequest | None:
    """Return a request that this client pushed; None if it has expired, was used, or is another's."""
    return _OPEN.first(token_digest(handle), client_id, now)


def use_pushed(*, digest: str, client_id: str, flow: str, now: datetime) -> bool:
    """Use up a pushed request when its code is issued; return False if another visit of a browser did so before.

    Not when the page is opened: browsers load pages twice, and programs open links ahead (FAPI 2.0 §5.3.2.2, note).
    """
    with connection.cursor() as cursor:
        cursor.execute(_USE, [now, flow, bytes.fromhex(digest), client_id, flow, now - REPEATABLE_FOR])
        return bool(cursor.rowcount == 1)
