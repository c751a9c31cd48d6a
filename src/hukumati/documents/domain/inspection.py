"""What was found in a file that somebody uploaded."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """`by_us`: it fits, and its certificate leads to our root. `whole`: it fits every byte of the file.

    `certificate` is the SHA-256, in hexadecimal, of the certificate it names, whether it fits or not.
    """

    by_us: bool = False
    whole: bool = False
    certificate: str = ""
    signer: str | None = None
    signed_at: datetime | None = None
