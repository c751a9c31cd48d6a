"""What is sent to a register and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """One request to a register. `user` and `issue` travel as X-Road-UserId and X-Road-Issue, and with the purpose the
    reference of the `consent` that it rests on, "" where it rests on none.

    The subject and the parameters travel in headers too: never in a URL, which others log. With a `body` the register
    is told something, once for each `key` however often it is sent; without one it is asked.
    """

    id: str
    service: str
    path: str
    subject_id: str
    purpose: str
    user: str
    issue: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    key: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class RegisterResponse:
    """What came back. `error_type` is the exchange's own refusal; without it the register itself answered."""

    status: int
    error_type: str | None
    request_id: str
    body: bytes
