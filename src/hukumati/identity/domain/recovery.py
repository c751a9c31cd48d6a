"""Recovering an account: what was lost, and what proves instead that one is its holder (requirements 26 and 31).

A text message alone never suffices. By oneself one gets the account back after a cooling-off, in which every channel of
the holder is told and the holder can stop it; whoever was seen in person gets it back at once.
"""

from enum import StrEnum

from hukumati.identity.domain.assurance import Proofing


class Loss(StrEnum):
    """What was lost."""

    PASSWORD = "password"  # noqa: S105 — a thing that people forget
    PHONE = "phone"


def may_recover_alone(proofing: Proofing) -> bool:
    """Return whether an account may be recovered without being seen: not where its holder was seen in person."""
    return proofing is not Proofing.IN_PERSON
