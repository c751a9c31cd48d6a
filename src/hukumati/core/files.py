"""Writing files that other processes read at the same time."""

import os
import secrets
from pathlib import Path


def write_exclusively(path: Path, content: bytes, *, mode: int = 0o600) -> bool:
    """Write a file as a whole unless there is one already; return whether it was written.

    A reader sees nothing or all of it, also after a crash or when two processes write at once: the content is flushed
    to a draft beside the file, and the draft is then linked to its name. Folders are created for their owner alone.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_draft(draft, content, mode)
        os.link(draft, path)  # unlike a rename, a link never replaces a file
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    flush_folder(path.parent)
    return True


def flush_folder(folder: Path) -> None:
    """Return when the disk holds the folder's entries: without this a crash may lose a new file's name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_draft(draft: Path, content: bytes, mode: int) -> None:
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
