"""Sign-ins in progress: stored on the server, each bound to one browser by a cookie of its own.

A browser's second click must get what the first got, though the first one's cookies may never have arrived: the token
after each step is therefore made of the token before, by a key that nobody else has.
"""

import base64
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add, write
from hukumati.identity import wiring
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.login_sessions import ATTEMPT_LIFETIME
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import Account, LoginAttempt
from hukumati.identity.ports import SecretUse

REPEATABLE_FOR: Final = timedelta(seconds=60)
"""How long a form of a sign-in that was sent once may be sent again for the same answer."""

_UNFINISHED = PreparedQuery(
    LoginAttempt,
    "identity_login_attempt.id = %s AND browser_digest = %s AND finished_at IS NULL "
    "AND identity_login_attempt.created_at > %s",
    related=["account", "client"],
)
_OF_BROWSER = PreparedQuery(
    LoginAttempt,
    "identity_login_attempt.id = %s AND browser_digest = %s AND identity_login_attempt.created_at > %s",
    related=["account", "client"],
)


def begin_attempt(*, request: AuthorizationRequest, now: datetime) -> tuple[LoginAttempt, str]:
    """Store a client's request and return it with a token for the browser."""
    token = new_token()
    attempt = LoginAttempt(
        browser_digest=token_digest(token), client_id=request.client_id, request=request.as_json(), created_at=now
    )
    add(attempt)
    return attempt, token


def find_attempt(*, attempt_id: UUID, browser: str | None, now: datetime) -> LoginAttempt | None:
    """Return an unfinished attempt of this browser; None if another's, finished or older than 30 minutes."""
    if browser is None:
        return None
    return _UNFINISHED.first(attempt_id, token_digest(browser), now - ATTEMPT_LIFETIME)


def advance_attempt(
    *,
    attempt: LoginAttempt,
    account: Account | None,
    factors: Sequence[str],
    start_next: Callable[[], object],
    is_veiled: bool = False,
) -> None:
    """Record the factors passed so far, and start the next one (which may send something) in the same transaction."""
    with transaction.atomic():
        attempt.is_veiled = is_veiled
        start_next()
        attempt.account, attempt.factors = account, list(factors)
        write(attempt, "account_id", "factors", "is_veiled")
        hit("identity.password.before_commit")
    hit("identity.password.after_commit")


def find_passed(*, attempt_id: UUID, browser: str | None, now: datetime) -> LoginAttempt | None:
    """Return an unfinished attempt that went on from this browser's token: its last factor was sent twice."""
    if browser is None:
        return None
    return find_attempt(attempt_id=attempt_id, browser=token_after(attempt_id=attempt_id, browser=browser), now=now)


def find_finished(*, attempt_id: UUID, browser: str | None, now: datetime) -> LoginAttempt | None:
    """Return an attempt of this browser that was finished a moment ago."""
    if browser is None:
        return None
    attempt = _OF_BROWSER.first(attempt_id, token_digest(browser), now - ATTEMPT_LIFETIME)
    is_recent = attempt and attempt.finished_at and now - attempt.finished_at < REPEATABLE_FOR
    return attempt if is_recent else None


def change_browser_token(*, attempt: LoginAttempt, browser: str) -> str:
    """Give the browser another token, so that one planted before the factor was passed becomes worthless."""
    token = token_after(attempt_id=attempt.id, browser=browser)
    LoginAttempt.objects.filter(id=attempt.id).update(browser_digest=token_digest(token))
    return token


def token_after(*, attempt_id: UUID, browser: str) -> str:
    """Return the token that follows a browser's token in an attempt: always the same, and nobody else can tell it."""
    made = wiring.derived_secrets().digest(SecretUse.BROWSER_TOKENS, f"{attempt_id}:{browser}")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def session_token(*, attempt_id: UUID, browser: str) -> str:
    """Return the cookie of the session to which an attempt leads: the same for a second click."""
    return token_after(attempt_id=attempt_id, browser=f"{browser}:session")


def finish_attempt(*, attempt: LoginAttempt, now: datetime) -> bool:
    """Close an attempt; return False if another request closed it first."""
    return LoginAttempt.objects.filter(id=attempt.id, finished_at=None).update(finished_at=now) == 1
