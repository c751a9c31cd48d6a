"""What every authentication factor provides to the pages of a sign-in."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from hukumati.identity.domain.assurance import Factor
from hukumati.identity.models import Account, LoginAttempt, Passkey
from hukumati.identity.use_cases.throttle import Origin


@dataclass(frozen=True, slots=True)
class Submission:
    """A valid form of a factor's page; `origin_of` returns where a try comes from, given the login it is for."""

    attempt: LoginAttempt
    values: Mapping[str, str]
    origin_of: Callable[[str], Origin]
    now: datetime


@dataclass(frozen=True, slots=True)
class Veiled:
    """There were too many tries: whether this one was right is shown by the next factor alone; None if it was not."""

    account: Account | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a factor was not passed: a sentence for the person, at one field or, without one, at the whole form."""

    text: str
    field: str | None = None
    is_limit: bool = False
    """Whether the person has to wait, because there were too many tries."""


class Authenticator(ABC):
    """One factor: its page, and how what is entered there is verified."""

    factor: ClassVar[Factor]
    page: ClassVar[str]
    """The name of the page's address."""
    template: ClassVar[str]
    form: ClassVar[type[forms.Form]]

    def start(
        self, *, attempt: LoginAttempt, account: Account | None, language: str, origin: Origin, now: datetime
    ) -> str:
        """Prepare the page in the caller's transaction (send a code, make a challenge); return how that went.

        Without an account a veiled attempt was wrong, and looks like one that was right.
        """
        return ""

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return what the template needs beside the form."""
        return {}

    def repeats(self, submission: Submission) -> bool:
        """Return whether the very same was entered, and right, a moment ago: a second click."""
        return False

    @abstractmethod
    def verify(self, submission: Submission) -> Account | Passkey | Veiled | Refusal:
        """Return the account whose factor was verified, or the passkey that was, or why it was not."""
