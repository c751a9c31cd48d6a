"""The records that pass through the door of the studio."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from hukumati.catalogue.api import Mistake, ScenarioResult
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition

DraftState = Literal["open", "in_review", "sent_back", "published", "discarded"]
WRITABLE = frozenset(("open", "sent_back"))
ACTIVE = frozenset(("open", "sent_back", "in_review"))


@dataclass(frozen=True, slots=True)
class Analyst:
    """An official who writes services: their staff number, and the body they work for."""

    number: str
    provider: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a draft, with its size in bytes; `change` compares it with the base version."""

    path: str
    size: int
    revision: int
    changed_by: str
    changed_at: datetime
    change: Literal["added", "changed", "same"]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as an analyst of its provider sees it; `digest` identifies its content.

    `base_number` is the version that the draft was made from, `current_number` the published one; None: no version.
    `may_publish` tells whether this analyst may review the draft: its authors may not.
    """

    id: UUID
    slug: str
    code: str
    state: DraftState
    base_id: UUID | None
    base_number: int | None
    current_number: int | None
    writers: tuple[str, ...]
    changed_by: str
    changed_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    remarks: str
    reviewed_by: str
    reviewed_at: datetime | None
    published_id: UUID | None
    published_number: int | None
    files: tuple[FileView, ...]
    removed: tuple[str, ...]
    digest: str
    may_publish: bool

    @property
    def is_writable(self) -> bool:
        """Return whether its files may be changed."""
        return self.state in WRITABLE

    @property
    def is_active(self) -> bool:
        """Return whether it may still be published."""
        return self.state in ACTIVE

    @property
    def base_moved_on(self) -> bool:
        """Return whether another version was published since the draft was made."""
        return self.is_active and self.base_number != self.current_number

    @property
    def is_changed(self) -> bool:
        """Return whether it differs from its base version."""
        return bool(self.removed) or any(file.change != "same" for file in self.files)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a draft's checks.

    `definition` is None if there is any mistake; `sketch` only if the folder cannot be read.
    """

    mistakes: tuple[Mistake, ...]
    played: tuple[ScenarioResult, ...]
    definition: Definition | None
    sketch: Definition | None


@dataclass(frozen=True, slots=True)
class StudioService:
    """A published service of a provider, with its active draft."""

    code: str
    slug: str
    name: Bilingual
    status: str
    current_id: UUID
    number: int
    draft_id: UUID | None
    draft_state: DraftState | None


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft of a service that was never published."""

    id: UUID
    slug: str
    state: DraftState
    changed_by: str
    changed_at: datetime
