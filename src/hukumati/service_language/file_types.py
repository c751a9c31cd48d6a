"""Kinds of files that a question may accept, by the names that services use, and how big a file may be."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

MediaType = Literal["application/pdf", "image/jpeg", "image/png"]

MEDIA_TYPES: Final[dict[str, MediaType]] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ALL_FILE_KINDS: Final = tuple(MEDIA_TYPES)
MAX_FILE_MEGABYTES: Final = 5
MAX_FILE_BYTES: Final = MAX_FILE_MEGABYTES * 1024 * 1024


def media_types(kinds: Iterable[str]) -> list[str]:
    """List the media types of these kinds."""
    return [MEDIA_TYPES[kind] for kind in kinds]


def kind_names(kinds: Sequence[str]) -> list[str]:
    """Write kinds as people read them: PDF, JPEG, PNG."""
    return [kind.upper() for kind in kinds]
