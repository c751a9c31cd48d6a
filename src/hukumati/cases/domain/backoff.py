"""How long an effect waits before it is tried again: quickly at first, then patiently."""

from datetime import timedelta

WAITS_SECONDS = (5, 15, 60, 180, 600, 1800, 3600)


def wait_after(attempts: int) -> timedelta:
    """Return the wait after so many failed attempts (1 or more)."""
    index = min(max(attempts, 1), len(WAITS_SECONDS)) - 1
    return timedelta(seconds=WAITS_SECONDS[index])
