"""What was found in a file that somebody uploaded."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """`by_us`: its certificate leads to our root. `whole`: the signature fits every byte of the file."""

    by_us: bool = False
    whole: bool = False
    signer: str | None = None
    signed_at: datetime | None = None
    reason: str = ""
