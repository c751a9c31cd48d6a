"""The errors of the studio: the tree is drawn atop `api.py`."""

from typing import ClassVar

from hukumati.core.errors import HukumatiError


class DraftError(HukumatiError):
    """A request that the studio refuses."""

    code: ClassVar[str] = "studio.error"


class NoSuchDraft(DraftError):
    """No such draft or file, or another provider's."""

    code: ClassVar[str] = "studio.no_such_draft"
    status: ClassVar[int] = 404


class DraftMovedOn(DraftError):
    """The draft was changed since it was loaded; `present` is the current text of the file that was to be saved."""

    code: ClassVar[str] = "studio.draft_moved_on"
    status: ClassVar[int] = 409

    def __init__(self, present: str | None = None) -> None:
        super().__init__("The draft has changed meanwhile.")
        self.present = present


class DraftClosed(DraftError):
    """The draft is in review, published or discarded: its files cannot be changed."""

    code: ClassVar[str] = "studio.draft_closed"
    status: ClassVar[int] = 409


class DraftNotSound(DraftError):
    """The draft holds mistakes: it is neither reviewed nor published."""

    code: ClassVar[str] = "studio.draft_not_sound"
    status: ClassVar[int] = 422


class OwnDraft(DraftError):
    """An author of a draft may not publish it."""

    code: ClassVar[str] = "studio.own_draft"
    status: ClassVar[int] = 403


class BaseMovedOn(DraftError):
    """Another version was published since the draft was made."""

    code: ClassVar[str] = "studio.base_moved_on"
    status: ClassVar[int] = 409


class NothingChanged(DraftError):
    """The draft does not differ from its base version."""

    code: ClassVar[str] = "studio.nothing_changed"
    status: ClassVar[int] = 422


class FeeIsExample(DraftError):
    """Outside the demonstration a paid service must have an official fee."""

    code: ClassVar[str] = "studio.fee_is_example"
    status: ClassVar[int] = 422


class FileRefused(DraftError):
    """A file or archive is not accepted; `reason` is one of `REASONS`, `name` the path concerned."""

    code: ClassVar[str] = "studio.file_refused"
    status: ClassVar[int] = 422

    REASONS: ClassVar = (
        "not_a_zip", "too_many", "too_large", "link", "path", "locked", "double", "not_text", "unknown_place",
        "exists", "not_csv", "not_yaml", "unknown_key",
    )  # fmt: skip

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(f"{reason}: {name}")
        self.reason, self.name = reason, name
