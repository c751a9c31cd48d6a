"""What this part needs of the outside: someone who brings a question to a register."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `user` and `issue` travel as X-Road-UserId and X-Road-Issue; the subject never in a URL."""

    id: str
    service: str
    path: str
    subject_id: str
    purpose: str
    user: str
    issue: str


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
        """This will ask and wait; raises `NoReply`."""
