"""What identity announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StaffSuspended:
    """An official's account was shut; `number` is their staff number, nothing personal."""

    number: str
    at: datetime
