"""What cases need of the outside."""

from typing import Protocol

from hukumati.service_language.api import MediaType


class ScannerAway(Exception):
    """The scanner does not answer: nobody knows whether the file is clean."""


class Scanner(Protocol):
    """Looks for malicious software in a file."""

    def finds(self, content: bytes) -> str | None:
        """Name what it found, None for a clean file. Raises ScannerAway."""


class InspectorBusy(Exception):
    """As many files are being inspected, and wait for it, as may."""


class Inspector(Protocol):
    """Finds what an uploaded file is, apart from the threads that make pages."""

    def media_of(self, content: bytes) -> MediaType:
        """Find what a file is and prove it sound. Raises PaperRefused, InspectorBusy."""
