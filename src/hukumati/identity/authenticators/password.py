"""The first factor: login and password."""

import threading
from enum import Enum
from typing import ClassVar, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission, Veiled
from hukumati.identity.domain.accounts import LONGEST_LOGIN, normalise_login
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.domain.passwords import LONGEST
from hukumati.identity.models import Account, AccountState, LoginAttempt
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.key_policy import are_keys_obligatory, needs_key
from hukumati.identity.use_cases.throttle import Origin, may_try_password, reset_password_limits

_veiled_place: Final = threading.BoundedSemaphore(1)
"""Hashing costs much: of the tries beyond the limits a process verifies one at a time."""


class PasswordForm(forms.Form):
    """ID number or staff number, and password."""

    login = forms.CharField(
        label=_("ID number or staff number"),
        help_text=_(
            "Nine digits for citizens and residents. Officials enter their staff number. "
            "If nobody has verified your number yet, enter your mobile number."
        ),
        max_length=LONGEST_LOGIN,
        error_messages={"required": _("Enter your ID number or staff number")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Enter your password")},
    )


class PasswordRefusal(Enum):
    """Why a password is refused; neither reason reveals anything about the account."""

    WRONG = "wrong"
    BUSY = "busy"
    """There were too many tries, and another of them is being verified."""


class PasswordAuthenticator(Authenticator):
    """The page with the fields for login and password."""

    factor: ClassVar[Factor] = Factor.PASSWORD
    page: ClassVar[str] = "identity_password"
    template: ClassVar[str] = "identity/password.html"
    form: ClassVar[type[forms.Form]] = PasswordForm

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return whether the page sends officials to their keys, and who may sign in to the site."""
        config = settings.HUKUMATI
        return {
            "are_keys_obligatory": are_keys_obligatory(now=clock.now()),
            "is_sms_doubted": attempt.request.get("beyond_sms", False),
            "is_sandbox": attempt.client.is_sandbox,
            "has_fictional_people": config.sandbox or (attempt.client.is_sandbox and config.is_fictional_world),
        }

    def verify(self, submission: Submission) -> Account | Veiled | Refusal:
        """Return the account of the login if the password is right."""
        login = submission.values["login"]
        result = check_password(login=login, password=submission.values["password"], origin=submission.origin_of(login))
        return _refusal(result) if isinstance(result, PasswordRefusal) else result


def check_password(*, login: str, password: str, origin: Origin) -> Account | Veiled | PasswordRefusal:
    """Return the account if login and password are right.

    An unknown login, a suspended account (also a dead person's), an official's who
    must use a key, and a wrong password cost the same and answer alike.
    After too many tries the answer is veiled: the holder goes on to the code, and a guesser learns nothing without it.
    """
    login = normalise_login(login)
    if may_try_password(login=login, origin=origin):
        account = _account_of(login, password)
        if account is None:
            return PasswordRefusal.WRONG
        reset_password_limits(login=login, origin=origin)
        return account
    if not _veiled_place.acquire(blocking=False):
        return PasswordRefusal.BUSY
    try:
        return Veiled(_account_of(login, password))
    finally:
        _veiled_place.release()


def _account_of(login: str, password: str) -> Account | None:
    account = find_by_login(login)
    hasher = wiring.password_hasher()
    matches = hasher.matches(password=password, stored=account.password_hash if account else None)
    if not matches or account is None or account.state != AccountState.ACTIVE or needs_key(account, now=clock.now()):
        return None
    if hasher.needs_rehash(account.password_hash):
        Account.objects.filter(id=account.id).update(password_hash=hasher.hash(password))
    return account


def _refusal(reason: PasswordRefusal) -> Refusal:
    if reason is PasswordRefusal.BUSY:
        return Refusal(gettext("Many attempts to sign in are being checked. Try again in a minute."), is_limit=True)
    return Refusal(gettext("The number or the password is incorrect. Check both, then try again."))
