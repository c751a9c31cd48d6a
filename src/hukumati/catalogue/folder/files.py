"""A service folder as it lies on disk: its files and the shared ones, bounded, without links, with one digest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hukumati.catalogue.folder.errors import FolderRefused, Mistake

MAX_FILES = 200
MAX_FILE_BYTES = 1_000_000
SHARED = "shared"
SHARED_FILES = ("providers.yaml", "offices.csv", "post_offices.csv", "people.yaml", "calendars.yaml")


@dataclass(frozen=True, slots=True)
class Folder:
    """Files by their path inside the folder; shared files by their path under `shared/`."""

    name: str
    files: dict[str, bytes]

    def under(self, directory: str, suffix: str) -> tuple[str, ...]:
        """List the files directly in one directory with that ending, sorted."""
        return tuple(
            path
            for path in sorted(self.files)
            if path.startswith(f"{directory}/")
            and path.endswith(suffix)
            and path.count("/") == directory.count("/") + 1
        )

    def digest(self) -> str:
        """Return the SHA-256 over all files in the order of their names, as hexadecimal text."""
        whole = hashlib.sha256()
        for path in sorted(self.files):
            content = hashlib.sha256(self.files[path]).hexdigest()
            whole.update(f"{content}  {path}\n".encode())
        return whole.hexdigest()

    def own(self) -> "Folder":
        """Return the folder without the shared files."""
        return Folder(self.name, {path: data for path, data in self.files.items() if not path.startswith(f"{SHARED}/")})


def service_folders(*, root: Path) -> list[Path]:
    """List the folders of a services directory: provider/service with a service.yaml."""
    return sorted(path.parent for path in root.glob("*/*/service.yaml"))


def read_folder(*, path: Path) -> Folder:
    """Read the folder and the shared files beside its provider. Raises FolderRefused."""
    if not path.is_dir():
        raise FolderRefused([Mistake(path.name, 1, "folder.missing", "there is no such folder", "Check the path.")])
    files = {**_files(path), **read_shared(root=path.resolve().parent.parent)}
    return Folder(name=path.resolve().name, files=files)


def read_shared(*, root: Path) -> dict[str, bytes]:
    """Read the files that all services of a services directory share, by their path under `shared/`."""
    shared = root / SHARED
    return {f"{SHARED}/{name}": (shared / name).read_bytes() for name in SHARED_FILES if (shared / name).is_file()}


def _files(root: Path) -> dict[str, bytes]:
    paths = sorted(path for path in root.rglob("*") if _is_kept(path.relative_to(root)))
    if len(paths) > MAX_FILES:
        raise FolderRefused(
            [Mistake(".", 1, "folder.size", f"more than {MAX_FILES} files", "Remove what is not needed.")]
        )
    mistakes = [mistake for path in paths if (mistake := _unfit(path, root))]
    if mistakes:
        raise FolderRefused(mistakes)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def _is_kept(path: Path) -> bool:
    """Editors' and systems' hidden files are no part of a service."""
    return not any(part.startswith(".") or part.endswith("~") for part in path.parts)


def _unfit(path: Path, root: Path) -> Mistake | None:
    name = path.relative_to(root).as_posix()
    if path.is_symlink():
        return Mistake(name, 1, "folder.link", "this is a link", "Put the file itself here.")
    if path.is_file() and path.stat().st_size > MAX_FILE_BYTES:
        return Mistake(name, 1, "file.size", f"larger than {MAX_FILE_BYTES} bytes", "Make it smaller.")
    return None
