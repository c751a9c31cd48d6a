"""What the catalogue announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """A new version of a service; `moves_from` is the version whose running cases it takes over, if it says so."""

    service_code: str
    version_id: UUID
    number: int
    moves_from: UUID | None
    at: datetime
