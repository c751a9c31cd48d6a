"""Sealed documents as files below one folder."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hukumati.core.files import write_exclusively

ABANDONED_AFTER_SECONDS: Final = 3600
"""A draft this old belongs to a process that was killed while writing it."""


class FileDocumentStore:
    """Keeps each document as one file, named by its key."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder

    def keep(self, *, key: str, content: bytes) -> None:
        """Write the file, whole; return when the disk has it. A file that exists is left as it is."""
        write_exclusively(self.folder / key, content)

    def read(self, *, key: str) -> bytes | None:
        """Return the file's bytes, or None where there is none."""
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None

    def keep_only(self, *, prefix: str, key: str) -> None:
        """Remove the other files whose key begins with `prefix`, and drafts of them that were never finished."""
        for file in self._files(self.folder / prefix):
            if file != self.folder / key:
                file.unlink(missing_ok=True)

    def _files(self, beginning: Path) -> Iterator[Path]:
        yield from beginning.parent.glob(f"{beginning.name}*")
        # a draft of a process that still writes is not touched; see `core.files` for its name
        yield from filter(_is_abandoned, beginning.parent.glob(f".{beginning.name}*"))


def _is_abandoned(draft: Path) -> bool:
    try:
        return draft.stat().st_mtime < time.time() - ABANDONED_AFTER_SECONDS
    except FileNotFoundError:
        return False
