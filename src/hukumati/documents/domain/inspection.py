"""What an inspection finds in a PDF."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """`by_us`: the signature verifies and its certificate leads to our root. `whole`: it covers every byte of the file.

    `certificate` is the SHA-256, in hexadecimal, of the certificate it names, whether it verifies or not.
    `encrypted`: the file is locked by a password or by permissions; then nothing else is known of it.
    """

    by_us: bool = False
    whole: bool = False
    certificate: str = ""
    signer: str | None = None
    signed_at: datetime | None = None
    encrypted: bool = False
