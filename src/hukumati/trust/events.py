"""What trust announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChainsAnchored:
    """The heads of all hash chains were signed and written down; `digest` is the SHA-256 of the anchor's file."""

    number: int
    digest: str
