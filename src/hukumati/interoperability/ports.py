"""What this part needs of the outside: someone who brings a question to a register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `user` and `issue` travel as X-Road-UserId and X-Road-Issue.

    The subject and the parameters travel in headers too: never in a URL, which others write down.
    """

    id: str
    service: str
    path: str
    subject_id: str
    purpose: str
    user: str
    issue: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `error_type` is the exchange's own refusal; without it the register itself answered."""

    status: int
    error_type: str | None
    request_id: str
    body: bytes


class NoReply(Exception):
    """Nothing usable came back: a time-out or a broken connection."""


class Exchange(Protocol):
    """The way to the registers."""

    def bring(self, question: Question) -> Reply:
        """Ask and wait; raises `NoReply`."""
