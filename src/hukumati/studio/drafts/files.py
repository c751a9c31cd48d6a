"""Which files a draft may have: their paths, sizes and texts."""

import re

from hukumati.catalogue.api import MAX_FILES, SHARED, is_known_path
from hukumati.studio.errors import FileRefused

MAX_CHARACTERS = 256_000
MAX_TOTAL = 4_000_000
"""Characters of all files: it bounds the time of a check."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,79})?")


def check_path(path: str) -> str:
    """Return the path if a service folder has a place for it. Raises FileRefused."""
    if not _NAME.fullmatch(path) or ".." in path:
        raise FileRefused("path", path[:80])
    if path.startswith(f"{SHARED}/") or not is_known_path(path):
        raise FileRefused("unknown_place", path)
    return path


def clean_text(path: str, text: str) -> str:
    """Return the text with `\\n` at the end of every line, the last one too. Raises FileRefused."""
    if len(text) > MAX_CHARACTERS:
        raise FileRefused("too_large", path)
    if "\0" in text:
        raise FileRefused("not_text", path)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain if not plain or plain.endswith("\n") else f"{plain}\n"


def refuse_oversized(texts: dict[str, str]) -> None:
    """Refuse a folder with too many files or characters. Raises FileRefused."""
    if len(texts) > MAX_FILES:
        raise FileRefused("too_many")
    if sum(map(len, texts.values())) > MAX_TOTAL:
        raise FileRefused("too_large")


def check_files(texts: dict[str, str]) -> dict[str, str]:
    """Return the checked and normalised texts of a whole folder. Raises FileRefused."""
    refuse_oversized(texts)
    return {check_path(path): clean_text(path, text) for path, text in sorted(texts.items())}
