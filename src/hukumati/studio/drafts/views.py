"""What the door gives of drafts."""

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
    """An official who writes services: `number` is theirs, `provider` the body they work for."""

    number: str
    provider: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a draft; `change` compares it with the version that the draft began from."""

    path: str
    size: int
    revision: int
    changed_by: str
    changed_at: datetime
    change: Literal["added", "changed", "same"]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as a person of its provider sees it; `digest` names its present content.

    `base_number` is the version it began from, `current_number` the one that is published now; None: there is none.
    `may_publish` tells whether this person is a second person.
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
        """Return whether another version was published since the draft was begun."""
        return self.is_active and self.base_number != self.current_number

    @property
    def is_changed(self) -> bool:
        """Return whether it differs from what it began from."""
        return bool(self.removed) or any(file.change != "same" for file in self.files)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a draft.

    `definition` is there only when nothing is wrong; `sketch` already when the folder can be understood.
    """

    mistakes: tuple[Mistake, ...]
    played: tuple[ScenarioResult, ...]
    definition: Definition | None
    sketch: Definition | None


@dataclass(frozen=True, slots=True)
class StudioService:
    """A service of a provider as its analysts list it."""

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
    """A draft of a service that is not published yet."""

    id: UUID
    slug: str
    state: DraftState
    changed_by: str
    changed_at: datetime
