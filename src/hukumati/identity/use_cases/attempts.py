"""Sign-ins in progress: stored on the server, bound to one browser by a cookie."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add, write
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.login_sessions import ATTEMPT_LIFETIME
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import Account, LoginAttempt

_UNFINISHED = PreparedQuery(
    LoginAttempt,
    "identity_login_attempt.id = %s AND browser_digest = %s AND finished_at IS NULL "
    "AND identity_login_attempt.created_at > %s",
    related=["account", "client"],
)


def begin_attempt(*, request: AuthorizationRequest, browser: str | None, now: datetime) -> tuple[LoginAttempt, str]:
    """Store a client's request and return it with the browser's token, a new one unless it has one already."""
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
    return _UNFINISHED.first(attempt_id, token_digest(browser), now - ATTEMPT_LIFETIME)


def advance_attempt(
    *, attempt: LoginAttempt, account: Account, factors: Sequence[str], start_next: Callable[[], object]
) -> None:
    """Record the factors passed so far, and start the next one (which may send something) in the same transaction."""
    with transaction.atomic():
        start_next()
        attempt.account, attempt.factors = account, list(factors)
        write(attempt, "account_id", "factors")
        hit("identity.password.before_commit")
    hit("identity.password.after_commit")


def change_browser_token(*, browser: str) -> str:
    """Give the browser another token, so that one planted before the factor was passed becomes worthless."""
    token = new_token()
    LoginAttempt.objects.filter(browser_digest=token_digest(browser)).update(browser_digest=token_digest(token))
    return token


def finish_attempt(*, attempt: LoginAttempt, now: datetime) -> bool:
    """Close an attempt; return False if another request closed it first."""
    return LoginAttempt.objects.filter(id=attempt.id, finished_at=None).update(finished_at=now) == 1
