"""What a release freezes: the digests of its migrations, which nobody edits afterwards."""

import hashlib
import json
import re
from pathlib import Path
from typing import Final

from hukumati.project.config import REPOSITORY

RELEASES: Final = REPOSITORY / "releases"
_RELEASE: Final = re.compile(r"\d+\.\d+\.\d+")


class AlreadyReleased(ValueError):
    """The version was frozen before; the message says where."""


class NotARelease(ValueError):
    """A version in development, such as 0.2.0.dev0, is not frozen."""


def digests_of_migrations(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every migration below a checkout, by its path."""
    found = sorted(root.glob("src/hukumati/**/migrations/[0-9]*.py"))
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def freeze(version: str, *, root: Path = REPOSITORY, folder: Path = RELEASES) -> Path:
    """Write the digests of a release and return the file. Raises NotARelease, AlreadyReleased."""
    if not _RELEASE.fullmatch(version):
        raise NotARelease(f"{version} is not a release: set __version__ to three numbers first.")
    path = folder / f"{version}.json"
    if path.exists():
        raise AlreadyReleased(f"{version} was released before: {path}")
    folder.mkdir(exist_ok=True)
    path.write_text(json.dumps(digests_of_migrations(root), indent=2) + "\n", "utf-8")
    return path


def changed_since(release: Path, *, root: Path) -> list[str]:
    """List the migrations of a release that are no longer as they were; new ones are none of them."""
    now = digests_of_migrations(root)
    return [
        f"{path} was {'edited' if path in now else 'removed'}"
        for path, digest in json.loads(release.read_text("utf-8")).items()
        if now.get(path) != digest
    ]
