"""Second factors that are a code which the person has already: in an app, or on paper.

Tries are counted before a code is compared: five in one sign-in, twenty a day for one account. Which of the limits
spoke, and whether the account has this factor, or whether there is an account at all, the answer does not show.
"""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.models import Account, AccountState, LoginAttempt
from hukumati.identity.use_cases.throttle import may_try_in_attempt, may_try_own_code, reset_own_code_limits
from hukumati.identity.use_cases.totp import redeem_totp, repeats_totp
from hukumati.identity.use_cases.written_codes import (
    number_asked,
    redeem_recovery_code,
    redeem_sheet_code,
    repeats_recovery_code,
    repeats_sheet_code,
)


class OwnCodeForm(forms.Form):
    """One code."""

    code = forms.CharField(label=_("Code"), max_length=60, error_messages={"required": _("Enter a code")})


class OwnCodeAuthenticator(Authenticator):
    """The page with the field for a code of one kind."""

    template: ClassVar[str] = "identity/own_code.html"
    form: ClassVar[type[forms.Form]] = OwnCodeForm

    @abstractmethod
    def redeem(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Use up a code of this kind, and return whether it was right."""

    @abstractmethod
    def was_redeemed(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Return whether this code was used up a moment ago."""

    @abstractmethod
    def texts(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the title of the page, and where the code is found."""

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the page's texts."""
        return {**self.texts(attempt), "is_digits": self.factor is not Factor.RECOVERY_CODE}

    def verify(self, submission: Submission) -> Account | Refusal:
        """Return the attempt's account if the code is right."""
        attempt, account = submission.attempt, submission.attempt.account
        if not may_try_in_attempt(attempt=str(attempt.id)):
            text = gettext("There were five incorrect codes. Go back and start signing in again.")
            return Refusal(text, field="code", is_limit=True)
        origin = submission.origin_of(account.login if account else "")
        if account is None or account.state != AccountState.ACTIVE or not may_try_own_code(str(account.id), origin):
            return _wrong()
        if not self.redeem(account, typed=submission.values["code"], now=submission.now):
            return _wrong()
        reset_own_code_limits(str(account.id), origin)
        return account

    def repeats(self, submission: Submission) -> bool:
        """Return whether this code was used up for this account a moment ago."""
        account = submission.attempt.account
        return account is not None and self.was_redeemed(account, typed=submission.values["code"], now=submission.now)


class TotpAuthenticator(OwnCodeAuthenticator):
    """A code from an authenticator app."""

    factor: ClassVar[Factor] = Factor.TOTP
    page: ClassVar[str] = "identity_totp"

    def redeem(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Use up the code of a half minute."""
        return redeem_totp(account, typed=typed, now=now)

    def was_redeemed(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Return whether it was the last one that was accepted."""
        return repeats_totp(account, typed=typed, now=now)

    def texts(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the page's texts."""
        return {
            "title": gettext("Enter the code from your app"),
            "about": gettext("Open the authenticator app on your phone and enter its six digits for Hukumati."),
        }


class PrintedCodeAuthenticator(OwnCodeAuthenticator):
    """The next code of a printed sheet."""

    factor: ClassVar[Factor] = Factor.PRINTED_CODE
    page: ClassVar[str] = "identity_printed_code"

    def redeem(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Use up the code whose number was asked for."""
        return redeem_sheet_code(account, typed=typed, now=now)

    def was_redeemed(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Return whether it was used up a moment ago."""
        return repeats_sheet_code(account, typed=typed, now=now)

    def texts(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the page's texts, with the number that is asked for."""
        number = number_asked(attempt.account, attempt=attempt)
        return {
            "title": gettext("Enter a code from your printed sheet"),
            "about": gettext("Enter code number %(number)s, eight digits. Then cross it out.") % {"number": number},
        }


class RecoveryCodeAuthenticator(OwnCodeAuthenticator):
    """One of the recovery codes."""

    factor: ClassVar[Factor] = Factor.RECOVERY_CODE
    page: ClassVar[str] = "identity_recovery_code"

    def redeem(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Use up the code."""
        return redeem_recovery_code(account, typed=typed, now=now)

    def was_redeemed(self, account: Account, *, typed: str, now: datetime) -> bool:
        """Return whether it was used up a moment ago."""
        return repeats_recovery_code(account, typed=typed, now=now)

    def texts(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the page's texts."""
        return {
            "title": gettext("Enter a recovery code"),
            "about": gettext("One of the ten codes that you kept when you made them. Each works once."),
        }


def _wrong() -> Refusal:
    return Refusal(
        gettext("The code is incorrect, or there were many incorrect ones. Check it, or sign in another way."),
        field="code",
    )
