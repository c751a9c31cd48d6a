"""A passkey: the first factor and the second at once, because its device verifies who uses it."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext

from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.domain.assurance import Factor, Level
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.passkeys import LONGEST_ANSWER
from hukumati.identity.models import LoginAttempt, Passkey
from hukumati.identity.use_cases.passkeys import PasskeyRefusal, use_passkey, was_used


class PasskeyForm(forms.Form):
    """What the device answered, filled in by the page's script."""

    credential = forms.CharField(max_length=LONGEST_ANSWER, strip=False, required=False, widget=forms.HiddenInput)


class PasskeyAuthenticator(Authenticator):
    """The page with the button by which a device is asked for a passkey."""

    factor: ClassVar[Factor] = Factor.PASSKEY
    page: ClassVar[str] = "identity_passkey"
    template: ClassVar[str] = "identity/passkey.html"
    form: ClassVar[type[forms.Form]] = PasskeyForm

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return whether the site takes nothing but a passkey that was bound in person."""
        return {"is_high": AuthorizationRequest.from_json(attempt.request).wanted_level is Level.HIGH}

    def verify(self, submission: Submission) -> Passkey | Refusal:
        """Return the passkey that signed this attempt's challenge."""
        answer = submission.values["credential"]
        result = use_passkey(attempt=submission.attempt, answer=answer, now=submission.now)
        return _refusal(result) if isinstance(result, PasskeyRefusal) else result

    def repeats(self, submission: Submission) -> bool:
        """Return whether this answer was accepted a moment ago."""
        return was_used(attempt=submission.attempt, answer=submission.values["credential"], now=submission.now)


def _refusal(reason: PasskeyRefusal) -> Refusal:
    if reason is PasskeyRefusal.COPIED:
        return Refusal(
            gettext("There may be a copy of this passkey, so we have locked it. Sign in another way, then remove it.")
        )
    if reason is PasskeyRefusal.COPYABLE:
        return Refusal(gettext("Officials sign in with the security keys that were bound to their account."))
    return Refusal(gettext("This passkey cannot be used. Sign in with your password."))
