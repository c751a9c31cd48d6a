"""Checks of folders that cannot begin or end, for tests of what is shown then."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hukumati.catalogue import confined_checks


@contextmanager
def busy_checks() -> Iterator[None]:
    """Hold the one place until the block ends, and let nobody wait long for it."""
    with pytest.MonkeyPatch.context() as patch, confined_checks.programs.place():
        patch.setattr(confined_checks.programs, "_patience_seconds", 0.1)
        yield


@contextmanager
def endless_checks() -> Iterator[None]:
    """Let no check end in time until the block ends."""
    confined_checks.programs.end_idle()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confined_checks.programs, "_seconds", 0.2)
        yield
