"""Sealed bytes as files: written whole before their row exists, and never over one another."""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

_DIGEST_IN_NAME = 16
_NOBODY_WRITES_AFTER_SECONDS = 3600


def path_of(*, serial: str, sha256: str) -> str:
    """Return a file's place below the vault; a second attempt at a serial gets a name of its own."""
    return f"{serial.split('-')[1]}/{serial}-{sha256[:_DIGEST_IN_NAME]}.pdf"


class Vault:
    def __init__(self, *, folder: Path) -> None:
        self.folder = folder

    def write(self, *, path: str, content: bytes) -> None:
        """Put the file in place at once and return when the disk has it."""
        target = self.folder / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _flush_folder(target.parent)

    def read(self, *, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def keep_only(self, *, serial: str, path: str) -> None:
        """Remove what other attempts at the same serial left, after the one at `path` was registered."""
        for file in self._attempts(serial):
            if file != self.folder / path:
                file.unlink(missing_ok=True)

    def _attempts(self, serial: str) -> Iterator[Path]:
        folder = self.folder / serial.split("-")[1]
        yield from folder.glob(f"{serial}-*.pdf")
        yield from (draft for draft in folder.glob(f".{serial}-*") if _is_abandoned(draft))


def _is_abandoned(draft: Path) -> bool:
    try:
        return draft.stat().st_mtime < time.time() - _NOBODY_WRITES_AFTER_SECONDS
    except FileNotFoundError:
        return False


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
