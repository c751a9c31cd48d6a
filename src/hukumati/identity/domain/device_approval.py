"""Approving a sign-in from another device: a QR code to find it, and a number to match (requirement 30)."""

import secrets
from datetime import timedelta
from typing import Final

LIFETIME: Final = timedelta(minutes=2)
MOST_IN_A_SIGN_IN: Final = 5
CHOICES: Final = 3
_NUMBERS: Final = range(10, 100)


def new_numbers() -> tuple[int, list[int]]:
    """Return the number to show, and three different ones to choose from, in which it stands anywhere."""
    choices = secrets.SystemRandom().sample(_NUMBERS, CHOICES)
    return secrets.choice(choices), choices
