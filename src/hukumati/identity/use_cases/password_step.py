"""The first step of signing in: login and password."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, write
from hukumati.identity.adapters.password_hasher import hash_password, is_password, needs_rehash
from hukumati.identity.adapters.secret_key import LOOKUP, keyed_digest
from hukumati.identity.domain.accounts import normalise_login
from hukumati.identity.models import Account, AccountState, LoginAttempt
from hukumati.identity.use_cases.code_step import send_code
from hukumati.identity.use_cases.throttle import Origin, may_try_password, password_was_right

_BY_LOGIN = PreparedQuery(Account, "login_digest = %s")


class PasswordAnswer(Enum):
    """RIGHT, or one of two refusals that say nothing of the account."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"


def find_by_login(login: str) -> Account | None:
    """Return the account of a login, whatever its state."""
    return _BY_LOGIN.first(keyed_digest(LOOKUP, normalise_login(login)))


def check_password(
    *, attempt: LoginAttempt, login: str, password: str, origin: Origin, language: str, now: datetime
) -> PasswordAnswer:
    """Check both; RIGHT ties the account to the attempt and sends the code.

    An unknown login, a suspended account (also a dead person's) and a wrong password cost the same and answer alike.
    """
    login = normalise_login(login)
    if not may_try_password(login=login, origin=origin):
        return PasswordAnswer.WAIT
    account = find_by_login(login)
    matches = is_password(text=password, stored=account.password_hash if account else None)
    if not matches or account is None or account.state != AccountState.ACTIVE:
        return PasswordAnswer.WRONG
    password_was_right(login=login, origin=origin)
    _proceed(attempt=attempt, account=account, password=password, language=language, now=now)
    hit("identity.password.after_commit")
    return PasswordAnswer.RIGHT


@transaction.atomic
def _proceed(*, attempt: LoginAttempt, account: Account, password: str, language: str, now: datetime) -> None:
    if needs_rehash(account.password_hash):
        Account.objects.filter(id=account.id).update(password_hash=hash_password(password))
    if attempt.account_id != account.id:
        attempt.codes.filter(used_at=None).update(expires_at=now)
    attempt.account = account
    write(attempt, "account_id")
    send_code(attempt=attempt, account=account, language=language, now=now)
    hit("identity.password.before_commit")
