"""What the studio remembers of checks, for tests that need it to check anew."""

from hukumati.studio.drafts import check


def forget_checks() -> None:
    """Forget what was found in every draft, and which checks did not end."""
    check._finished.cache_clear()
    check._unfinished_until.clear()
