"""Ages in completed years."""

from datetime import date


def age_on(*, born_on: date, today: date) -> int:
    """Count completed years of life; one born on 29 February completes a year on 1 March of common years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
