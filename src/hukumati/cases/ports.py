"""What cases need of the outside."""

from typing import Protocol


class ScannerAway(Exception):
    """The scanner does not answer: nobody knows whether the file is clean."""


class Scanner(Protocol):
    """Looks for malicious software in a file."""

    def finds(self, content: bytes) -> str | None:
        """Name what it found, None for a clean file. Raises ScannerAway."""
