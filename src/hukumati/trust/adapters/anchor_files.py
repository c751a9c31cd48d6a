"""Anchors as files of a folder, for the auditor to fetch: one a number, never replaced."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hukumati.core.files import write_exclusively


@dataclass(frozen=True, slots=True)
class AnchorFiles:
    """A folder of anchors; in production on storage that the platform can write once and the auditor can read."""

    folder: Path

    def keep(self, *, number: int, content: bytes) -> bool:
        """Write one anchor unless there is one of this number; return whether it was written."""
        return write_exclusively(self.folder / f"{number:08}.anchor", content, mode=0o640)

    def last(self) -> bytes | None:
        """Return the newest anchor."""
        found = sorted(self.folder.glob("*.anchor"))
        return found[-1].read_bytes() if found else None

    def all(self) -> Iterator[tuple[int, bytes]]:
        """Yield every anchor with the number in its name, oldest first."""
        for path in sorted(self.folder.glob("*.anchor")):
            yield int(path.stem), path.read_bytes()
