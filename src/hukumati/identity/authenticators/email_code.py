"""One more code, by e-mail, where a sign-in by SMS is unlike those before it; it raises no level."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext

from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.authenticators.own_code import OwnCodeForm
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.domain.one_time_codes import CodeCheck
from hukumati.identity.models import Account, AccountState, Channel, CodePurpose, ContactCode, LoginAttempt
from hukumati.identity.use_cases.contact_codes import Destination, check_contact_code, send_contact_code
from hukumati.identity.use_cases.throttle import Origin


class EmailCodeAuthenticator(Authenticator):
    """The page with the field for the code from the e-mail, and why it is asked for."""

    factor: ClassVar[Factor] = Factor.EMAIL_CODE
    page: ClassVar[str] = "identity_email_code"
    template: ClassVar[str] = "identity/email_code.html"
    form: ClassVar[type[forms.Form]] = OwnCodeForm

    def start(
        self, *, attempt: LoginAttempt, account: Account | None, language: str, origin: Origin, now: datetime
    ) -> str:
        """Send a code and return how that went (`Sending`)."""
        to = None
        if account is not None and account.email:
            to = Destination(Channel.EMAIL, account.email, language, origin.network, is_typed=False)
        return send_contact_code(purpose=CodePurpose.SIGN_IN, subject=attempt.id, to=to, now=now).value

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return why the code is asked for, and where e-mail can be read in the demonstration."""
        config = settings.HUKUMATI
        return {
            "is_sms_doubted": attempt.request.get("beyond_sms", False),
            "mail_url": config.mail_url if config.is_fictional_world else "",
        }

    def verify(self, submission: Submission) -> Account | Refusal:
        """Return the attempt's account if the code is right."""
        account = submission.attempt.account
        check = self._check(submission)
        if account is None or account.state != AccountState.ACTIVE or isinstance(check, CodeCheck):
            return _refusal(check if isinstance(check, CodeCheck) else CodeCheck.WRONG)
        return account

    def repeats(self, submission: Submission) -> bool:
        """Return whether this code was used up a moment ago."""
        return not isinstance(self._check(submission), CodeCheck)

    def _check(self, submission: Submission) -> ContactCode | CodeCheck:
        return check_contact_code(
            purpose=CodePurpose.SIGN_IN,
            subject=submission.attempt.id,
            typed=submission.values["code"],
            now=submission.now,
        )


def _refusal(check: CodeCheck) -> Refusal:
    if check is CodeCheck.EXPIRED:
        return Refusal(gettext("This code is no longer valid. Request a new one."), field="code")
    return Refusal(gettext("The code is incorrect. Check the e-mail, then enter the code again."), field="code")
