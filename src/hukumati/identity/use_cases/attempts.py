"""Signing-in under way: kept on the server, tied to one browser by a cookie."""

from datetime import datetime
from uuid import UUID

from hukumati.core.rows import PreparedQuery, add
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.login_sessions import ATTEMPT_LIFETIME
from hukumati.identity.models import LoginAttempt
from hukumati.identity.use_cases.tokens import new_token, token_digest

_LIVING = PreparedQuery(
    LoginAttempt,
    "identity_login_attempt.id = %s AND browser_digest = %s AND finished_at IS NULL "
    "AND identity_login_attempt.created_at > %s",
    related=["account", "client"],
)


def begin_attempt(*, request: AuthorizationRequest, browser: str | None, now: datetime) -> tuple[LoginAttempt, str]:
    """Keep a client's request and return it with the browser's token, new unless it had one already."""
    token = browser or new_token()
    attempt = LoginAttempt(
        browser_digest=token_digest(token), client_id=request.client_id, request=request.as_json(), created_at=now
    )
    add(attempt)
    return attempt, token


def find_attempt(*, attempt_id: UUID, browser: str | None, now: datetime) -> LoginAttempt | None:
    """Return an unfinished attempt of this browser; None if another's, finished or older than 30 minutes."""
    if browser is None:
        return None
    return _LIVING.first(attempt_id, token_digest(browser), now - ATTEMPT_LIFETIME)


def change_browser_token(*, browser: str) -> str:
    """Give the browser another token, so that one planted before the password was right is worth nothing."""
    token = new_token()
    LoginAttempt.objects.filter(browser_digest=token_digest(browser)).update(browser_digest=token_digest(token))
    return token


def finish_attempt(*, attempt: LoginAttempt, now: datetime) -> bool:
    """Close an attempt; False if another request closed it first."""
    return LoginAttempt.objects.filter(id=attempt.id, finished_at=None).update(finished_at=now) == 1
